/** Variables of scripts and Makefiles that name a place by themselves: `ECR_REGION=cn-north-1`, `REGISTRY=registry.cn-hangzhou.aliyuncs.com/team`. */
import { closedHost, isOpen, type Expansion } from "./expand.js";
import type { Finds } from "./finding.js";

/** First words of names that belong to one cloud. */
const clouds: readonly (readonly [RegExp, string])[] = [
  [/^(?:AWS|ECR|EKS|ECS|S3|LAMBDA|KOPS|CDK)_/, "aws"],
  [/^(?:GCP|GKE|GAR|GCR|GCLOUD|CLOUDSDK|GOOGLE)_/, "gcp"],
  [/^(?:AZURE|AKS|ARM)_/, "azure"],
  [/^(?:ALIYUN|ALICLOUD|ALIBABA(?:_CLOUD)?|OSS|ACK|ALI)_/, "aliyun"],
  [/^(?:TENCENT(?:CLOUD)?|COS|TKE|TCR|QCLOUD)_/, "tencent"],
  [/^(?:HUAWEI(?:CLOUD)?|HW|OBS|SWR|CCE)_/, "huawei"],
  [/^(?:VOLC(?:ENGINE)?|TOS|VKE)_/, "volcengine"],
  [/^(?:OCI)_/, "oci"],
];

/** A private registry in which images of one's own lie; public ones and mirrors say nothing by being named. */
const ownRegistry =
  /^(?:(?:\*|[\w-]+)\.dkr\.ecr\.[\w-]+\.amazonaws\.com(?:\.cn)?|(?:\*|[\w-]+)\.azurecr\.(?:io|cn)|registry(?:-vpc|-internal)?\.[\w-]+\.aliyuncs\.com|[\w*-]+\.(?:[\w-]+\.)?cr\.aliyuncs\.com|[\w-]*ccr\.ccs\.tencentyun\.com|[\w*-]+\.tencentcloudcr\.com|swr\.[\w-]+\.myhuaweicloud\.com|[\w-]+-docker\.pkg\.dev|[\w*-]+\.cr\.volces\.com)$/;

/** Names of what is pulled, built upon or run in: they say nothing about where things go. */
const pulled =
  /(?:^|_)(?:SRC|SOURCE|FROM|UPSTREAM|PULL|BASE|MIRROR|CACHE|PROXY|OLD|BUILD|BUILDER|CI|RUNNER|TOOLS?|TEST)(?:_|$)|(?:container|build|base|runner)_?image/i;

/** Reports what a variable's name and value say together. Names of sources and mirrors say nothing. */
export function assignedPlaces(finds: Finds, name: string, value: Expansion, line: number): void {
  if (pulled.test(name)) return;
  if (value.text.trim().includes("\n"))
    return value.text.split("\n").forEach((text) => assignedPlaces(finds, name, { ...value, text: text.trim() }, line));
  if (/(?:^|_)(?:REGION|LOCATION|ZONES?|DEFAULT_REGION)$/.test(name)) {
    const cloud = clouds.find(([first]) => first.test(name))?.[1];
    if (cloud !== undefined && !isOpen(value.text) && value.text !== "")
      finds.region({ kind: "cloud-region", via: "deploy", name, line }, cloud, value);
  }
  const host = closedHost(value.text.replace(/^https?:\/\//, "").split("/")[0] ?? "");
  if (!isOpen(host) && ownRegistry.test(host)) finds.host({ kind: "registry", via: "push", name, line }, host, value.text, value.trail);
}
