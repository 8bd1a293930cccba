/** Scripts in JavaScript and TypeScript that deploy: clients of object stores that upload, and the command lines that they run. */
import { Finds } from "../commands/finding.js";
import type { Expansion } from "../commands/expand.js";
import type { Reader } from "../reader.js";
import { runCodeCommands } from "./code-commands.js";

/** A client of an object store: the module that it comes from, and the cloud whose regions and buckets it is told. */
const clients: readonly { readonly module: RegExp; readonly cloud: string }[] = [
  { module: /["'](?:ali-oss|aliyun-oss[\w-]*|[\w@/-]*(?:ali|aliyun)-?oss[\w-]*)["']/, cloud: "aliyun" },
  { module: /["'](?:cos-nodejs-sdk-v5|[\w@/-]*(?:tencent|qcloud)[\w-]*cos[\w-]*)["']/, cloud: "tencent" },
  { module: /["']esdk-obs-nodejs["']/, cloud: "huawei" },
  { module: /["']@volcengine\/tos-sdk["']/, cloud: "volcengine" },
  { module: /["'](?:aws-sdk(?:\/clients\/s3)?|@aws-sdk\/(?:client-s3|lib-storage)|s3-client|s3-upload-stream|knox)["']/, cloud: "aws" },
  { module: /["']@google-cloud\/storage["']/, cloud: "gcp" },
];

const uploads =
  /\.(?:put|putStream|putObject|putACL|multipartUpload|sliceUploadFile|uploadFiles?|upload|uploadDir|appendFromFile)\s*\(|\bnew\s+(?:PutObjectCommand|Upload|[A-Z]\w*Plugin)\s*\(/;
const region = /^[^/]*?\b[rR]egion["']?\s*[:=]\s*([^,;}\n]+)/;
const endpoint = /^[^/]*?\b[eE]ndpoint["']?\s*[:=]\s*["'`](?:https?:\/\/)?([\w-]+(?:\.[\w-]+)+)["'`]/;
const bucket = /^[^/]*?\b(?:[bB]ucket(?:Name)?["']?\s*[:=]|\.bucket\()\s*([^,;)}\n]+)/;

export const jsCode: Reader = {
  id: "js-code",
  endings: ["js", "cjs", "mjs", "ts", "cts", "mts"],
  claims: (path) =>
    /(?:^|\/)(?:scripts?|tools?|bin|build|ci|deploy(?:ment)?|release|tasks|config)\/(?:[\w.-]+\/)?[\w.-]*(?:deploy|publish|release|upload|push|sync|oss|cos|s3|cdn)[\w.-]*\.[cm]?[jt]s$|^[\w.-]*(?:deploy|publish|release|upload|push|gulpfile|Gruntfile)[\w.-]*\.[cm]?[jt]s$/i.test(
      path,
    ) && !/\.(?:test|spec|d)\.[cm]?[jt]s$|(?:^|\/)(?:node_modules|dist|tests?|__tests__)\//.test(path),
  read(path, text, tree) {
    const finds = new Finds(path);
    readStores(text, finds);
    runCodeCommands(text, "javascript", finds, tree);
    return { destinations: finds.all, problems: [] };
  },
};

/** The bucket and region that an uploading script names; a region stands beside its bucket, in the client or in the call. */
function readStores(text: string, finds: Finds): void {
  if (text.length > 400_000 || !uploads.test(text)) return;
  const own = clients.filter(({ module }) => module.test(text));
  const [client] = own;
  if (client === undefined || own.length > 1) return;
  const named = { buckets: [] as Place[], regions: [] as Place[], endpoints: [] as Place[] };
  for (const [i, line] of text.split("\n").entries()) {
    if (line.length > 1_000 || /^\s*(?:\/\/|\*|import\b|export\s+interface)/.test(line)) continue;
    const [where, what, at] = [region.exec(line)?.[1], bucket.exec(line)?.[1], endpoint.exec(line)?.[1]];
    if (at !== undefined) named.endpoints.push({ text: at, missing: null, trail: [], line: i + 1 });
    if (where !== undefined) named.regions.push({ ...literal(where, /^oss-/), line: i + 1 });
    if (what !== undefined) named.buckets.push({ ...literal(what), line: i + 1 });
  }
  const about = { kind: "object-storage" as const, via: "upload" as const, name: `${client.cloud} client` };
  for (const each of distinct(named.endpoints)) finds.address({ ...about, line: each.line }, each);
  if (named.endpoints.length > 0) return;
  const regions = distinct(named.regions);
  for (const each of distinct(named.buckets).slice(0, 20))
    if (each.missing !== null && regions.every((one) => one.missing !== null))
      finds.unknown({ ...about, line: each.line }, each.missing, each.text);
    else
      for (const one of regions.length > 0 ? regions : [undefined]) finds.bucket({ ...about, line: each.line }, [client.cloud], each, one);
  if (named.buckets.length === 0) for (const each of regions) finds.region({ ...about, line: each.line }, client.cloud, each);
}

type Place = Expansion & { readonly line: number };

/** A literal, or a name that only the environment or another file knows. */
function literal(written: string, prefix?: RegExp): Expansion {
  const quoted = /(?:^|\|\|\s*|\?\?\s*)["'`]([\w.-]+)["'`]\s*\)?\s*$/.exec(written.trim())?.[1];
  if (quoted !== undefined) return { text: prefix ? quoted.replace(prefix, "") : quoted, missing: null, trail: [] };
  const name = written.trim().slice(0, 80);
  return { text: `\${${name.replace(/\W+/g, "_")}}`, missing: name, trail: [] };
}

function distinct(places: readonly Place[]): Place[] {
  const known = places.filter((place) => place.missing === null);
  return [...new Map((known.length > 0 ? known : places).map((place) => [place.text, place])).values()];
}
