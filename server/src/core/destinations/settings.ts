/** Settings of applications that name a store: a group of keys (`tencent-cos: {bucket, region}`), whatever file or chart they stand in. */
import type { FoundDestination } from "./destination.js";
import { entriesOf, itemsOf, scalarAt, type Entry, type Node, type Scalar } from "./document.js";
import { hostsFound, regionsFound } from "./found.js";
import { looksLikeRegion } from "./region-name.js";
import { known } from "./value.js";

/** Words in the names of groups of keys that say whose store it is. */
const clouds: readonly (readonly [RegExp, string])[] = [
  [/tencent|qcloud|(?:^|[-_.])cos(?:$|[-_.\d])/i, "tencent"],
  [/ali(?:yun|cloud|baba)|(?:^|[-_.])oss(?:$|[-_.\d])/i, "aliyun"],
  [/huawei|(?:^|[-_.])obs(?:$|[-_.\d])/i, "huawei"],
  [/volc|(?:^|[-_.])tos(?:$|[-_.\d])/i, "volcengine"],
  [/baidu|(?:^|[-_.])bos(?:$|[-_.\d])/i, "baidu"],
  [/qiniu|kodo/i, "qiniu"],
  [/azure/i, "azure"],
  [/gcp|google|(?:^|[-_.])gcs(?:$|[-_.\d])/i, "gcp"],
  [/aws|amazon|(?:^|[-_.])(?:s3|sqs|sns|dynamodb|kinesis|ecr|eks|bedrock|cloudwatch)(?:$|[-_.\d])/i, "aws"],
];

/** Hosts of object stores, by the end of their names: the region is in most of them. */
const storeHost =
  /(?:^|\.)(?:oss(?:-[a-z0-9-]+)?\.aliyuncs\.com|cos\.[a-z0-9-]+\.(?:myqcloud\.com|tencentcos\.cn)|obs\.[a-z0-9-]+\.myhuaweicloud\.com|tos(?:-s3)?-[a-z0-9-]+\.(?:i?volces|bytepluses)\.com|[a-z]+\.bcebos\.com|s3[.-][a-z0-9-]+\.amazonaws\.com(?:\.cn)?|s3\.amazonaws\.com|storage\.googleapis\.com|blob\.core\.(?:windows\.net|chinacloudapi\.cn)|(?:clouddn|qiniucs|qiniup|upaiyun|digitaloceanspaces|r2\.cloudflarestorage|wasabisys|backblazeb2|linodeobjects|vultrobjects|your-objectstorage)\.com|scw\.cloud|ovh\.net|jdcloud-oss\.com|ufileos\.com|ksyuncs\.com|qingstor\.com)$/;

/** Regions and store hosts that settings name; templates, placeholders and what is only pulled are left out. */
export function placesInSettings(root: Node, path: string, name: string): FoundDestination[] {
  return inGroup(root, [], path, name, 0);
}

/** Stand-ins of clouds on the developer's own machine: a region beside them is none. */
const standIn = /localstack|dynamodb-local|elasticmq|\bmoto\b|minio|kinesalite|goaws|fake-gcs|azurite/i;

/** The same for environment variables of a container: a map, a list of `NAME=value`, or a list of `{name, value}`. */
export function placesInEnvironment(environment: Node | undefined, text: string, path: string, name: string): FoundDestination[] {
  if (environment === undefined || standIn.test(text)) return [];
  const entries = [...entriesOf(environment)];
  for (const item of itemsOf(environment)) {
    const [, key, value] = (item.kind === "scalar" && /^(\w+)=(.*)$/.exec(item.text)) || [];
    const named = scalarAt(item, "name");
    const given = scalarAt(item, "value");
    if (item.kind === "scalar" && key !== undefined)
      entries.push({ key, line: item.line, column: item.column, value: { ...item, text: value ?? "" } });
    else if (named && given) entries.push({ key: named.text, line: given.line, column: given.column, value: given });
  }
  return placesInSettings({ kind: "map", line: environment.line, column: 1, tag: null, entries }, path, name);
}

function inGroup(node: Node, keys: readonly string[], path: string, name: string, depth: number): FoundDestination[] {
  if (depth > 12) return [];
  if (node.kind === "list") return itemsOf(node).flatMap((item) => inGroup(item, keys, path, name, depth + 1));
  return entriesOf(node).flatMap((entry) =>
    entry.value.kind === "scalar"
      ? ofEntry(entry, entry.value, keys, path, name)
      : inGroup(entry.value, [...keys, entry.key], path, name, depth + 1),
  );
}

function ofEntry(entry: Entry, scalar: Scalar, keys: readonly string[], path: string, name: string): FoundDestination[] {
  const text = scalar.text.trim();
  const what = [...keys, entry.key].join(".");
  const finding = { via: "upload" as const, name: what === "" ? name : what, written: text, path, line: scalar.line, what };
  if (text === "" || /^(?:your|xxx|<|\$\{?\w*\}?$|example)|[{}\s]/i.test(text)) return [];
  if (/(?:^|[-_.])region$|region$/i.test(entry.key)) {
    const cloud = cloudOf([...keys, entry.key]);
    return cloud !== undefined && looksLikeRegion(cloud, text) ? regionsFound(cloud, known(text), { ...finding, via: "deploy" }) : [];
  }
  if (!/endpoint|end-point|domain|bucket|url|host|server/i.test(entry.key) || /mirror|proxy|download|pull|source/i.test(what)) return [];
  const host = /^(?:https?:\/\/)?(?:[^/@\s]*@)?([a-z0-9.-]+\.[a-z]{2,})(?::\d+)?(?:\/|$)/i.exec(text)?.[1]?.toLowerCase();
  return host !== undefined && storeHost.test(host) ? hostsFound("object-storage", known(text), finding, () => host) : [];
}

function cloudOf(keys: readonly string[]): string | undefined {
  for (const key of [...keys].reverse()) {
    const cloud = clouds.find(([word]) => word.test(key))?.[1];
    if (cloud !== undefined) return cloud;
  }
  return undefined;
}
