/** Infrastructure written as a program (AWS CDK, Pulumi, CDK for Terraform, SST): regions that stand there as literals. Nothing is run, so what is computed stays unseen. */
import type { FoundDestination } from "../destination.js";
import { regionsFound } from "../found.js";
import { projectScope } from "../paths.js";
import { lineStarts, positionAt } from "../../text.js";
import type { Reader } from "../reader.js";
import { cloudsSpelling, looksLikeRegion } from "../region-name.js";
import { known } from "../value.js";

/** Words by which a program says that it is infrastructure, and of which cloud. */
const libraries: readonly (readonly [RegExp, string])[] = [
  [
    /aws-cdk-lib|@aws-cdk\/|\baws_cdk\b|awscdk|Amazon\.CDK|@pulumi\/aws|pulumi_aws|pulumi-aws|Pulumi\.Aws|sst\/config|\bsst\b.*\$config|\$config\(|@cdktf\/provider-aws|cdktf_cdktf_provider_aws/,
    "aws",
  ],
  [/@pulumi\/(?:gcp|google-native)|pulumi_gcp|pulumi-gcp|Pulumi\.Gcp|@cdktf\/provider-google|cdktf_cdktf_provider_google/, "gcp"],
  [/@pulumi\/azure|pulumi_azure|pulumi-azure|Pulumi\.Azure|@cdktf\/provider-azurerm|cdktf_cdktf_provider_azurerm/, "azure"],
  [/@pulumi\/alicloud|pulumi_alicloud|pulumi-alicloud|Pulumi\.AliCloud|@alicloud\/ros-cdk|ros_cdk/, "aliyun"],
  [/tencentcloud/i, "tencent"],
  [/@pulumi\/digitalocean|pulumi_digitalocean|pulumi-digitalocean/, "digitalocean"],
];

const gate = /aws-cdk|aws_cdk|awscdk|Amazon\.CDK|pulumi|cdktf|ros-cdk|ros_cdk|\$config\(/i;
const setting =
  /(?:(?<![\w.])|(?<=\.)(?=\w+\())["']?([A-Za-z_]{0,30}?(?:regions?|location|availability_?zones?|zone))["']?\s*(?::\s*(?:str|string|string\[\]|list\[str\])\s*)?(?:[:=]|\(|=>)\s*(?:pulumi\.String\(|jsii\.String\()?\[?\s*["'`]([A-Za-z0-9 -]{2,40})["'`]((?:\s*,\s*["'`][A-Za-z0-9 -]{3,40}["'`]){0,12})/gi;

/** Regions that one program may name. */
const most = 200;

export const programs: Reader = {
  id: "programs",
  endings: ["ts", "js", "mjs", "py", "go", "cs", "java", "fs"],
  claims: (path) =>
    /(?:^|\/)(?:bin|lib|src|infra(?:structure)?|deploy|stacks?|cdk|pulumi)\/[\w./-]+\.(?:ts|js|mjs|py|go|cs|java)$|(?:^|\/)(?:app|__main__|index|main|infra|sst\.config|Program|App|Main|[\w-]*[sS]tack[\w-]*)\.(?:ts|js|mjs|py|go|cs|fs|java)$|(?:^|\/)([\w-]+)\/\1\.(?:py|go)$/.test(
      path,
    ) && !/\.(?:test|spec|d)\.\w+$/.test(path),
  read(path, text) {
    if (text.length > 400_000 || !gate.test(text)) return { destinations: [], problems: [] };
    const own = libraries.filter(([word]) => word.test(text)).map(([, cloud]) => cloud);
    const plain = withoutComments(text, /\.py$/.test(path));
    const starts = lineStarts(plain);
    const destinations: FoundDestination[] = [];
    for (const found of own.length > 0 ? plain.matchAll(setting) : []) {
      if (destinations.length >= most) break;
      const [whole, key = "", first = "", others = ""] = found;
      const { line } = positionAt(starts, found.index + whole.length);
      const mention = { via: "deploy" as const, name: key, path, line, what: key, scope: projectScope(path) };
      for (const region of [first, ...others.split(",").map((each) => each.replace(/["'`\s]/g, ""))]) {
        const [only] = own;
        const spelled = own.length === 1 && only !== undefined && looksLikeRegion(only, region) ? own : cloudsSpelling(region, own);
        const [cloud] = spelled;
        if (cloud !== undefined && spelled.length === 1)
          destinations.push(...regionsFound(cloud, known(region), { ...mention, written: region }));
      }
    }
    return { destinations: destinations.slice(0, most), problems: [] };
  },
};

/** Blanks out comments; a URL's slashes inside quotes are none. What is never closed goes to the end of its line, or of the text, so that nothing is looked at twice. */
function withoutComments(text: string, python: boolean): string {
  const comments = python
    ? /("(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?)|#[^\n]*/g
    : /("(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|`(?:[^`\\]|\\.)*`?)|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;
  return text.replace(comments, (all: string, quoted: string | undefined) => quoted ?? all.replace(/[^\n]/g, " "));
}
