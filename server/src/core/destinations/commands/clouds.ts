/** Command lines of cloud clients: regions in force, buckets that are written to. */
import { cloudClients, storeClients, type CloudClient, type StoreClient } from "./cloud-table.js";
import { hostOf, isOpen, type Expansion } from "./expand.js";
import { looksLikeRegion } from "../region-name.js";
import type { Call, Recogniser } from "./session.js";

/** Values of a region: the option, the variables of the shell, what a step or profile set before. */
function regions(call: Call, client: Pick<CloudClient, "cloud" | "region" | "variables">): readonly Expansion[] {
  const said = call.args.option(...client.region);
  if (said.length) return said;
  for (const name of client.variables) {
    const values = (call.scope(name) ?? []).filter((v) => v.text !== "");
    if (values.length) return values;
  }
  const profile = call.args.option("--profile")[0]?.text ?? call.scope("AWS_PROFILE")?.[0]?.text;
  return (
    (profile === undefined ? undefined : call.session.regions.get(`${client.cloud}/${profile}`)) ??
    call.session.regions.get(client.cloud) ??
    []
  );
}

function recognise(client: CloudClient): Recogniser {
  const takes = [...client.region, ...(client.takes ?? [])];
  return (call) => {
    const words = call.args.positionals(1, takes).map((w) => w.values[0]?.text ?? "");
    const said = words.slice(0, 4).join(" ");
    if (!client.writes.test(said) || call.args.has("--dry-run", "--help", "--registry-ids")) return;
    const about = {
      kind: "cloud-region" as const,
      via: "deploy" as const,
      name: `${call.args.text(0)} ${words.slice(0, 2).join(" ")}`.trim(),
      line: call.line,
    };
    const found = regions(call, client);
    const option = call.args.options(...client.region)[0];
    for (const value of found) call.session.finds.region({ ...about, line: option?.line ?? call.line }, client.cloud, value);
    const tagged = client.cloud === "gcp" && call.args.has("--tag", "-t");
    // What comes after a command that said its region works there too.
    const stated = call.session.finds.all.some((each) => each.cloud === client.cloud && each.region !== undefined);
    if (found.length === 0 && client.sends.test(said) && !tagged && !stated)
      call.session.finds.unknown(about, client.variables[0] ?? `region of ${client.cloud}`, about.name);
  };
}

/** `aws configure set region X`, `gcloud config set compute/region X`, `aliyun configure set --region X`, `coscmd config -r X`. */
const configured: Recogniser = (call) => {
  const words = call.args.positionals(1, ["--profile"]);
  const said = words.map((w) => w.values[0]?.text ?? "");
  const key = said[2] ?? "";
  if (said[1] !== "set" || !/(?:^|[./])(?:region|zone|location)$/.test(key) || !words[3]) return;
  const cloud = call.args.text(0) === "gcloud" ? "gcp" : "aws";
  const profile = call.args.option("--profile")[0]?.text ?? /^profile\.([^.]+)\./.exec(key)?.[1];
  call.session.regions.set(profile === undefined ? cloud : `${cloud}/${profile}`, words[3].values);
  for (const value of words[3].values)
    call.session.finds.region(
      { kind: "cloud-region", via: "deploy", name: `${call.args.text(0)} ${said[0]} set ${key}`, line: words[3].line },
      cloud,
      value,
    );
};

function store(client: StoreClient): Recogniser {
  const options = [
    ...(client.region ?? []),
    ...(client.endpoint ?? []),
    "--profile",
    "--acl",
    "--exclude",
    "--include",
    "--query",
    "-c",
    "--config-file",
    "--cache-control",
    "--content-type",
    "--storage-class",
    "-i",
    "-k",
    "-x",
    "-h",
    "-j",
    "--jobs",
    "--config",
    "--transfers",
    "--metadata",
  ];
  return (call) => {
    const words = call.args.positionals(1, options);
    const said = words.map((w) => w.values[0]?.text ?? "");
    const verb = client.verbs.find((v) => said.slice(0, v.split(" ").length).join(" ") === v);
    const target = verb === undefined ? undefined : words.slice(verb.split(" ").length).at(-1);
    if (verb === undefined || !target || words.length < verb.split(" ").length + 2 || call.args.has("--dryrun", "--dry-run")) return;
    for (const value of target.values)
      stored(call, client, `${call.args.text(0)} ${verb}`, { ...value, text: value.text.replace(/^bos:\/(?!\/)/, "bos://") }, target.line);
  };
}

/** Reports the place of a store: an endpoint's host, a region, or unknown with the bucket's name. */
function stored(call: Call, client: StoreClient, name: string, value: Expansion, line: number): void {
  const { finds } = call.session;
  const about = { kind: "object-storage" as const, via: "upload" as const, name, line };
  const scheme = /^([a-z0-9]+):\/\//i.exec(value.text)?.[1]?.toLowerCase();
  if (scheme === "http" || scheme === "https") return finds.address(about, value);
  const alias = /^([\w-]+)[:/]/.exec(value.text)?.[1];
  const known = alias === undefined ? undefined : call.session.stores.get(`${call.args.text(0)} ${alias}`);
  if (known) for (const url of known) finds.address(about, url);
  else if (["mc", "mcli", "rclone"].includes(call.args.text(0))) {
    if (alias !== undefined && !/^[./]/.test(value.text))
      finds.unknown(about, `${call.args.text(0)} remote ${alias}`, value.text, value.trail);
  } else if (scheme !== undefined) bucket(call, client, about, value);
  else if (isOpen(value.text) && client.endpoint && call.args.option(...client.endpoint).length > 0) bucket(call, client, about, value);
  else if (isOpen(value.text) && /bucket|s3|oss|cos|gcs|obs/i.test(`${value.missing ?? ""} ${value.text}`))
    finds.unknown(about, value.missing ?? value.text, value.text, value.trail);
}

function bucket(
  call: Call,
  client: StoreClient,
  about: { kind: "object-storage"; via: "upload"; name: string; line: number },
  value: Expansion,
): void {
  const endpoint = client.endpoint ? call.args.option(...client.endpoint)[0] : undefined;
  // The region of a call is nearer than the endpoint of a configuration.
  const near = client.region !== undefined && call.args.option(...client.region).length > 0;
  const url = endpoint ?? (near ? undefined : call.session.stores.get(`${client.clouds[0] ?? ""} endpoint`)?.[0]);
  const host = url ? hostOf(url.text) : null;
  if (url && host !== null && !isOpen(host)) return call.session.finds.host(about, host, value.text, [...value.trail, ...url.trail]);
  const variables = cloudClients.find((c) => c.cloud === client.clouds[0])?.variables ?? [];
  const region = regions(call, { cloud: client.clouds[0] ?? "", region: client.region ?? [], variables })[0];
  call.session.finds.bucket(about, client.clouds, value, region);
}

/** `mc alias set NAME URL`, `mc config host add NAME URL`, `ossutil config -e URL`. */
const aliases: Recogniser = (call) => {
  const words = call.args.positionals(1, ["-i", "-k"]);
  const said = words.map((w) => w.values[0]?.text ?? "");
  const at = said[0] === "alias" && said[1] === "set" ? 2 : said[0] === "config" && said[1] === "host" && said[2] === "add" ? 3 : 0;
  if (at && words[at + 1]) call.session.stores.set(`${call.args.text(0)} ${said[at] ?? ""}`, words[at + 1]?.values ?? []);
  const endpoint = said[0] === "config" ? call.args.option("-e", "--endpoint", "-endpoint") : [];
  const cloud = storeClients.find((c) => c.programs.includes(call.args.text(0)))?.clouds[0];
  if (endpoint.length && cloud !== undefined) call.session.stores.set(`${cloud} endpoint`, endpoint);
};

/** coscmd keeps bucket and region in its configuration: `coscmd config -b B -r R`, `coscmd upload …`. */
const coscmd: Recogniser = (call) => {
  const region = call.args.option("-r", "--region");
  const said = call.args.positionals(1, ["-b", "-r", "-a", "-s", "-e"])[0]?.values[0]?.text ?? "";
  if (said === "config" && region.length) call.session.regions.set("tencent", region);
  const name = call.args.option("-b", "--bucket")[0];
  if (said === "config" && name) call.session.stores.set("coscmd bucket", [name]);
  if (said !== "upload") return;
  const target = name ?? call.session.stores.get("coscmd bucket")?.[0] ?? { text: "cos://", missing: "coscmd config", trail: [] };
  const where = region[0] ?? call.session.regions.get("tencent")?.[0];
  const about = { kind: "object-storage" as const, via: "upload" as const, name: "coscmd upload", line: call.line };
  if (where && !isOpen(where.text) && looksLikeRegion("tencent", where.text)) call.session.finds.bucket(about, ["tencent"], target, where);
  else call.session.finds.unknown(about, where?.missing ?? target.missing ?? "coscmd config", target.text, target.trail);
};

/** Azure names its stores and registries by account: `--account-name X`, `--registry X`. */
const azureAccounts: Recogniser = (call) => {
  const said = `${call.args.text(1)} ${call.args.text(2)} ${call.args.text(3)}`;
  const registry = /^acr (?:build|import|pack|run|helm push)/.test(said) ? call.args.option("--registry", "-r", "--name", "-n") : [];
  const account = /^storage (?:blob|file|fs|azcopy) (?:upload|sync|copy|directory|blob)/.test(said)
    ? call.args.option("--account-name", "--destination-account-name")
    : [];
  const name = `az ${said}`.trim();
  for (const value of registry)
    call.session.finds.address({ kind: "registry", via: "push", name, line: call.line }, suffixed(value, "azurecr.io"));
  for (const value of account)
    call.session.finds.address({ kind: "object-storage", via: "upload", name, line: call.line }, suffixed(value, "blob.core.windows.net"));
};

function suffixed(value: Expansion, suffix: string): Expansion {
  return value.text.includes(".") && !isOpen(value.text) ? value : { ...value, text: `${value.text}.${suffix}` };
}

/** `aws s3api put-object --bucket B`, `aws s3 mb s3://B`, `aws cloudformation package --s3-bucket B`, `sam … --s3-bucket B`. */
const awsBuckets: Recogniser = (call) => {
  const words = call.args.positionals(1, ["--profile", "--region", "--output"]).map((w) => w.values[0]?.text ?? "");
  const writes = /^s3api (?:put-object|upload-part|copy-object|create-bucket|create-multipart)/.test(words.join(" "))
    ? call.args.option("--bucket")
    : [];
  const region = regions(call, { cloud: "aws", region: ["--region"], variables: ["AWS_REGION", "AWS_DEFAULT_REGION"] })[0];
  for (const value of [...writes, ...call.args.option("--s3-bucket")])
    call.session.finds.bucket(
      { kind: "object-storage", via: "upload", name: `aws ${words.slice(0, 2).join(" ")}`, line: call.line },
      ["aws"],
      value,
      region,
    );
};

/** Kops keeps the state of its clusters in a bucket that a variable or an option names. */
const kopsState: Recogniser = (call) => {
  const values = call.args.option("--state").length ? call.args.option("--state") : (call.scope("KOPS_STATE_STORE") ?? []);
  const region = regions(call, { cloud: "aws", region: ["--region"], variables: ["AWS_REGION", "AWS_DEFAULT_REGION"] })[0];
  for (const value of values)
    if (/^s3:/.test(value.text))
      call.session.finds.bucket(
        { kind: "object-storage", via: "deploy", name: "kops state store", line: call.line },
        ["aws"],
        value,
        region,
      );
};

function table(): Record<string, Recogniser> {
  const rows: Record<string, Recogniser[]> = {};
  const add = (program: string, recogniser: Recogniser): void => void (rows[program] ??= []).push(recogniser);
  for (const client of storeClients) for (const program of client.programs) add(program, store(client));
  for (const client of cloudClients) for (const program of client.programs) add(program, recognise(client));
  for (const program of ["aws", "gcloud"]) add(program, configured);
  for (const program of ["mc", "mcli", "ossutil", "ossutil64", "obsutil", "coscli"]) add(program, aliases);
  for (const program of ["aws", "sam"]) add(program, awsBuckets);
  add("coscmd", coscmd);
  add("az", azureAccounts);
  add("kops", kopsState);
  return Object.fromEntries(Object.entries(rows).map(([program, list]) => [program, (call: Call) => list.forEach((one) => one(call))]));
}

/** Programs of this file. */
export const cloudPrograms: Readonly<Record<string, Recogniser>> = table();
