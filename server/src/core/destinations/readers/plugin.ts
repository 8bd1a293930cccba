/** Ready-made steps (actions, orbs, pipes, tasks, plug-ins, providers): a row of a table says which of their inputs say where. */
import { imageHost, pushedImage } from "../commands/pushed-image.js";
import { hostOf, isOpen, type Expansion } from "../commands/expand.js";
import type { About } from "../commands/finding.js";
import { pushedRepository } from "../commands/git.js";
import type { Session } from "../commands/session.js";
import type { DestinationKind, Via } from "../destination.js";
import { below, inside } from "../paths.js";

export interface PluginRow {
  /** Names in lower case, as the format writes them without version. */
  readonly uses: readonly string[];
  readonly kind: DestinationKind;
  readonly via: Via;
  /** Where it goes unless an input says otherwise. */
  readonly host?: string;
  /** Inputs that name a host or URL (first that is given), and what is added to a bare name. */
  readonly at?: readonly string[];
  readonly suffix?: string;
  /** Inputs that name a region of this cloud. */
  readonly cloud?: string;
  readonly region?: readonly string[];
  /** Inputs that name a bucket of that cloud. */
  readonly bucket?: readonly string[];
  /** Inputs that name images, with the input that names their registry. */
  readonly images?: readonly string[];
  readonly registry?: readonly string[];
  /** Inputs that name another repository of github.com, or a URL of one. */
  readonly repository?: readonly string[];
  /** Inputs of which one must be given and not be `false`. */
  readonly needs?: readonly string[];
  /** Inputs that make it harmless where they are given and not `false`. */
  readonly unless?: readonly string[];
  /** What decides where it goes when no input does. */
  readonly missing?: string;
  readonly audience?: "public" | "unknown";
}

/** An input with its values and its line. */
export interface Given {
  readonly values: readonly Expansion[];
  readonly line: number;
}

/** One use of a ready-made step. */
export interface Use {
  readonly session: Session;
  readonly name: string;
  /** As the file writes it, without version. */
  readonly written: string;
  readonly line: number;
  /** The first of these inputs that is given. */
  input(...names: readonly string[]): Given | undefined;
}

/** Rows by the names they hold for. */
export function rowsByName(rows: readonly PluginRow[]): ReadonlyMap<string, readonly PluginRow[]> {
  const byName = new Map<string, PluginRow[]>();
  for (const row of rows) for (const name of row.uses) byName.set(name, [...(byName.get(name) ?? []), row]);
  return byName;
}

/** Whether an input is given and does not say no. */
export function isGiven(use: Use, name: string): boolean {
  const value = use.input(name);
  return value !== undefined && !value.values.every((v) => /^(?:false|no|0)$/i.test(v.text.trim()));
}

/** Reports where a use sends, as its row says. */
export function applyRow(use: Use, row: PluginRow): void {
  const { finds } = use.session;
  if (row.needs && !row.needs.some((key) => isGiven(use, key))) return;
  if (row.unless?.some((key) => isGiven(use, key))) return;
  const about: About = {
    kind: row.kind,
    via: row.via,
    name: use.name,
    line: use.line,
    ...(row.audience ? { audience: row.audience } : {}),
    ...(row.images ? contextOf(use) : {}),
  };
  const region = row.region ? use.input(...row.region) : undefined;
  const bucket = row.bucket ? use.input(...row.bucket) : undefined;
  const endpoint = row.bucket && row.at ? use.input(...row.at) : undefined;
  if (endpoint && places(use, row, about)) return;
  if (row.cloud !== undefined && bucket)
    for (const value of bucket.values) finds.bucket({ ...about, line: bucket.line }, [row.cloud], value, region?.values[0]);
  else if (row.cloud !== undefined && region)
    for (const value of region.values) finds.region({ ...about, line: region.line }, row.cloud, value);
  else if (row.images) images(use, row, about);
  else if (!repositories(use, row, about) && !places(use, row, about)) {
    if (row.host !== undefined) finds.host(about, row.host, use.written);
    else if (row.missing !== undefined) finds.unknown(about, row.missing, use.written);
  }
}

/** The files that an image is built from: its context, where the step names a folder of the tree. */
function contextOf(use: Use): Pick<About, "scope"> {
  const values = use.input("context")?.values ?? [];
  const folders = values.map((value) => inside("", value.text.trim()));
  const plain =
    values.length > 0 && values.every((value) => /^\.?\/?[\w./-]+$/.test(value.text.trim())) && folders.every((folder) => folder !== "");
  return plain ? { scope: folders.flatMap((folder) => below(folder)) } : {};
}

/** Inputs that name images, one per line or comma. */
function images(use: Use, row: PluginRow, about: About): void {
  const { session } = use;
  if (row.needs?.includes("outputs") && !isGiven(use, "push") && !/push=|registry/.test(use.input("outputs")?.values[0]?.text ?? ""))
    return;
  const said = row.images?.flatMap((key) => listed(use.input(key))) ?? [];
  const named = row.needs?.includes("outputs") ? listed(use.input("outputs")).filter((v) => v.text.startsWith("name=")) : [];
  const registry = row.registry ? use.input(...row.registry)?.values[0] : undefined;
  const all = [...said, ...named.map((v) => ({ ...v, text: v.text.slice(5) }))].filter(
    (v) => !/^type=|^push|^[\w-]+=(?!.*\/)/.test(v.text),
  );
  const open = all.every((v) => isOpen(imageHost(withRegistry(v, registry).text, v.missing) ?? ""));
  const logins = [...session.logins].filter((login) => !isOpen(login));
  // Images that only a script or a secret names go to a registry that the job has logged in to.
  if (open && logins.length > 0 && !registry)
    for (const login of logins)
      session.finds.host(about, login === "" ? "docker.io" : (hostOf(login) ?? login), all[0]?.text ?? login, all[0]?.trail ?? []);
  else for (const value of all) pushedImage(session.finds, about, withRegistry(value, registry));
  if (all.length > 0) return;
  if (registry) session.finds.address(about, registry);
  else if (logins.length === 0 && row.missing !== undefined) session.finds.unknown(about, row.missing, use.written);
}

function withRegistry(value: Expansion, registry: Expansion | undefined): Expansion {
  if (registry === undefined) return value;
  const host = registry.text.replace(/^https?:\/\//, "").replace(/\/$/, "");
  if (value.text.startsWith(host) || /^[\w-]+(?:\.[\w-]+)+\//.test(value.text)) return value;
  const hub = /^(?:(?:index|registry-1|registry\.hub)\.docker\.(?:io|com)|docker\.io|hub\.docker\.com)(?:\/v\d\/?)?$/.test(host);
  return {
    text: `${hub ? "docker.io" : host}/${value.text}`,
    missing: registry.missing ?? value.missing,
    trail: [...registry.trail, ...value.trail],
  };
}

/** The entries of an input that is a list by lines or commas. */
export function listed(value: Pick<Given, "values"> | undefined): Expansion[] {
  return (value?.values ?? [])
    .flatMap((v) => v.text.split(/[\n,]+/).map((text) => ({ ...v, text: text.trim() })))
    .filter((v) => v.text !== "" && !v.text.startsWith("#"));
}

/** Inputs that name a repository as `owner/name`, or by URL. */
function repositories(use: Use, row: PluginRow, about: About): boolean {
  const found = row.repository ? use.input(...row.repository) : undefined;
  const host = row.host ?? "github.com";
  for (const value of found?.values ?? []) {
    const line = found?.line ?? use.line;
    if (/[:@]|\.[a-z]+\//.test(value.text.replace(/\$\{\{[^}]*\}\}/g, "")))
      pushedRepository(use.session, { via: "push", name: about.name, line }, value);
    else if (!/github\.repository$/.test(value.missing ?? ""))
      use.session.finds.host({ ...about, kind: "git-remote", via: "push", line }, host, `${host}/${value.text}`, value.trail);
  }
  return found !== undefined;
}

/** Inputs that name a host, a URL, or the first label of a host. */
function places(use: Use, row: PluginRow, about: About): boolean {
  const found = row.at ? use.input(...row.at) : undefined;
  for (const value of found?.values ?? []) {
    for (const word of value.text.split(/[\s,]+/).filter(Boolean)) {
      const bare = !/[.:/]/.test(word.replace(/\$\{\{[^}]*\}\}/g, ""));
      const text = bare && row.suffix !== undefined ? `${word}.${row.suffix}` : row.via === "mirror" ? hub(word) : word;
      use.session.finds.address({ ...about, line: found?.line ?? use.line }, { ...value, text });
    }
  }
  return found !== undefined;
}

/** Mirror actions name hubs, not hosts: `gitee/owner`. */
function hub(text: string): string {
  return text.replace(/^(gitee|github|gitlab)\//, "$1.com/");
}

/** Words in the names of steps that no table has, and that send something all the same; and of those that never do. */
const sending =
  /deploy|publish|upload|push|sync|ship|mirror|ssh|scp|s?ftp|rsync|(?:^|[^a-z])(?:s3|ecr|ecs|eks|lambda|gcs|gcr|oss|cos|acr)(?:[^a-z]|$)|kaniko|beanstalk/;
const quiet =
  /login|setup|checkout|cache|lint|test|scan|wait|notif|comment|label|artifact|sarif|codecov|coverage|changelog|-url|status|deployment|pages|sync-labels|issue|download/;

/** Inputs by which reusable workflows are told the names of the images that they build and push. */
const imageNames = [
  "image-names",
  "image_names",
  "images",
  "image-name",
  "image_name",
  "image",
  "oci-full-repository",
  "docker-image",
  "docker_image",
];

/** A reusable workflow of another repository that builds images and is told a name with a registry. */
function imagesOfWorkflow(use: Use, name: string): PluginRow | undefined {
  if (!/\.github\/workflows\/.*(?:docker|image|container|build|push|publish)/.test(name) || /scan|test|lint|sign|verif|e2e/.test(name))
    return undefined;
  const named = imageNames.find((key) =>
    listed(use.input(key)).some((value) => /^[\w-]+(?:\.[\w-]+)+(?::\d+)?\//.test(value.text.replace(/\$\{\{[^}]*\}\}/g, "x"))),
  );
  return named === undefined ? undefined : { uses: [], kind: "registry", via: "push", images: [named] };
}

/** Inputs by which a step is handed an account of a registry, whose name is in theirs. */
function accountInputs(...registries: readonly string[]): string[] {
  const words = ["login", "user", "username", "token", "password"];
  return registries.flatMap((name) => words.flatMap((word) => [`${name}_${word}`, `${name}-${word}`.replaceAll("_", "-")]));
}

const accountsByHost: readonly (readonly [string, readonly string[]])[] = [
  ["docker.io", accountInputs("docker_hub", "dockerhub")],
  ["quay.io", accountInputs("quay_io", "quay")],
];

/** Rows for the registries whose accounts a publishing step is handed. */
export function accountRows(use: Use): PluginRow[] {
  if (!/publish|push|release|deploy/.test(use.written.toLowerCase())) return [];
  return accountsByHost.flatMap(([host, inputs]) => (use.input(...inputs) ? [{ uses: [], kind: "registry", via: "push", host }] : []));
}

/** A row for a step that no table has, from the names of its inputs alone; undefined where they do not say enough. */
export function guessedRow(use: Use): PluginRow | undefined {
  const name = use.written.toLowerCase();
  const workflow = imagesOfWorkflow(use, name);
  if (workflow) return workflow;
  if (!sending.test(name) || quiet.test(name)) return undefined;
  const common = { uses: [], via: "deploy" as const };
  const images = ["image", "image_name", "image-name", "tags", "repository", "repo", "name"];
  if (use.input("registry") && use.input(...images))
    return { ...common, kind: "registry", via: "push", images: images.filter((key) => use.input(key)).slice(0, 1), registry: ["registry"] };
  const named = ["image", "images", "image_name", "image-name", "repository", "tags"].find((key) => use.input(key));
  if (named !== undefined && isGiven(use, "push")) return { ...common, kind: "registry", via: "push", images: [named] };
  const hosts = ["host", "hostname", "ssh_host", "ssh-host", "remote_host", "remote-host", "server", "ftp_server", "ftp-server"];
  if (use.input(...hosts)) return { ...common, kind: "host", at: hosts };
  const buckets = ["bucket", "s3-bucket", "s3_bucket", "aws_s3_bucket", "aws-s3-bucket", "bucket_name", "bucket-name"];
  const regions = ["aws-region", "aws_region", "AWS_REGION", "aws-default-region", "aws_default_region", "region"];
  if (use.input(...buckets))
    return {
      ...common,
      kind: "object-storage",
      via: "upload",
      cloud: /gcs|gcp|google/.test(name) ? "gcp" : "aws",
      region: regions,
      bucket: buckets,
    };
  return use.input(...regions.slice(0, 5)) ? { ...common, kind: "cloud-region", cloud: "aws", region: regions } : undefined;
}
