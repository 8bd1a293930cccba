/** The pipeline of destinations: claimed files → readers → places → destinations, each once, in file order. */
import type { Problem } from "../problem.js";
import type { Destination, FoundDestination } from "./destination.js";
import { unreadable } from "./document.js";
import type { DeployTree, Reader } from "./reader.js";
import { isIdentityFile } from "./own-images.js";
import { readersFor } from "./readers/index.js";
import { notReadFor } from "./readers/not-read.js";

/** Where the gazetteer and the policy put what a reader found. */
export type Placement = Pick<
  Destination,
  "host" | "region" | "territory" | "certainty" | "reason" | "verification" | "audience" | "recipient" | "forwards"
>;

/** The one function that knows the world; readers only know formats. */
export type PlaceFound = (found: FoundDestination) => Placement;

/** What all readers found in a tree, placed. */
export interface DestinationsRead {
  readonly destinations: readonly Destination[];
  readonly problems: readonly Problem[];
}

/** Most destinations that one file may give; a file with more is told so. */
const MAX_PER_FILE = 500;

/** Sources in languages that no reader reads, most files of many trees: nobody need be asked about them. A file without a name before its ending, or named after a build file, is not meant. */
const source =
  /(?:^|\/)(?!(?:[\w-]*[-_])?(?:docker|container|make|jenkins|just)file)[\w+-]+\.(?:[chS]|cc|cpp|cxx|cu|cuh|hpp|hxx|rst|dtsi?|rs)$/i;

/** Whether a name alone (or a path) says that a file takes no part: a source in a language that no reader reads. */
export function isSource(name: string): boolean {
  return source.test(name);
}

/** Whether a file takes part: a reader reads it, it says whose project this is, or its format is known and not read. */
export function isDeployFile(path: string): boolean {
  if (isSource(path)) return false;
  // Other people's trees inside this one: their pipelines do not run here.
  if (/(?:^|\/)(?:node_modules|vendor|third_party|bower_components|\.terraform)\//.test(path)) return false;
  return (
    readersFor(path).some((reader) => reader.claims(path)) || isIdentityFile(path) || notReadFor(path).some((format) => format.claims(path))
  );
}

/** Files in which nothing but commands and settings stand, however long they are: YAML, XML or a program of such a size is data. */
const orders =
  /\.(?:sh|bash|mk|tf|hcl|gradle)$|(?:^|\/)(?:GNU)?(?:make|jenkins|docker)file$|(?:^|\/)\.(?:github\/workflows|circleci)\/[^/]+\.ya?ml$|(?:^|\/)\.(?:gitlab-ci|travis)\.yml$/i;

/** Whether a file that takes part is a gap where it is too large to be read. */
export function mustBeRead(path: string): boolean {
  return orders.test(path);
}

/** Texts by path: a tree's are made where they are asked for. */
export type Texts = Pick<ReadonlyMap<string, string>, "get" | "keys">;

/** Bytes of JSON above which a file is data, unless a reader wants it: no settings that another file includes are so long. */
const longData = 16_384;

/** Whether a file that takes part by its path turns out to be data that no reader wants: its text need not be kept. */
export function isOnlyData(path: string, size: number, textOf: () => string): boolean {
  if (size < longData || !path.endsWith(".json") || isIdentityFile(path)) return false;
  const text = textOf();
  return readersFor(path).every((reader) => !reader.claims(path) || reader.idle?.(text) === true);
}

/** Reads the deploy, CI and IaC files of a tree, given as text by path. Which paths are wanted, `isDeployFile` says. */
export function readDestinations(files: Texts, place: PlaceFound): DestinationsRead {
  const steps = destinationsStepwise(files, place);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

/** The same file by file, for who has other things to do in between. */
export function* destinationsStepwise(files: Texts, place: PlaceFound): Generator<void, DestinationsRead> {
  const tree = deployTree(files);
  const destinations: Destination[] = [];
  const problems: Problem[] = [];
  for (const path of tree.list("")) {
    const text = files.get(path) ?? "";
    const found: FoundDestination[] = [];
    let read = false;
    for (const reader of readersFor(path)) {
      if (!reader.claims(path)) continue;
      read = true;
      if (reader.idle?.(text) === true) continue;
      const result = readSafely(reader, path, text, tree);
      found.push(...result.destinations);
      problems.push(...result.problems);
    }
    const format = read ? undefined : notReadFor(path).find((each) => each.claims(path));
    if (format) problems.push(notReadProblem(path, format.id));
    if (found.length > MAX_PER_FILE)
      problems.push(
        unreadable(
          path,
          null,
          null,
          `names ${found.length} destinations; the first ${MAX_PER_FILE} are shown`,
          `列出了 ${found.length} 个去向，仅显示前 ${MAX_PER_FILE} 个`,
        ),
      );
    destinations.push(...distinct(found.slice(0, MAX_PER_FILE), path, place));
    yield;
  }
  return { destinations, problems: withoutRepeats(problems) };
}

function deployTree(files: Texts): DeployTree {
  const paths = [...files.keys()].sort();
  return {
    text: (path) => files.get(path),
    list: (folder) => (folder === "" ? paths : paths.filter((path) => path.startsWith(folder + "/"))),
  };
}

/** A reader that fails is our fault, not the end of the scan. */
function readSafely(
  reader: Reader,
  path: string,
  text: string,
  tree: DeployTree,
): { destinations: readonly FoundDestination[]; problems: readonly Problem[] } {
  try {
    return reader.read(path, text, tree);
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 160) : "";
    const message = { en: `The reader ${reader.id} failed on this file: ${reason}`, zh: `读取器 ${reader.id} 处理该文件时出错：${reason}` };
    return { destinations: [], problems: [{ code: "internal", severity: "warning", path, line: null, column: null, message }] };
  }
}

/** One destination per file, kind, channel and place, from the first line that names it. */
function distinct(found: readonly FoundDestination[], path: string, place: PlaceFound): Destination[] {
  const byId = new Map<string, Destination>();
  for (const each of [...found].sort((a, b) => a.line - b.line)) {
    const destination = destinationAt(each, path, place(each));
    if (!byId.has(destination.id)) byId.set(destination.id, destination);
  }
  return [...byId.values()];
}

/** What a reader found in a file, and where that is, as a destination. */
export function destinationAt(found: FoundDestination, path: string, placement: Placement): Destination {
  const value = withoutCredentials(found.value);
  const where = placement.host ?? (placement.region === null ? value : `${found.cloud ?? ""}:${placement.region}`);
  return {
    id: shortHash([path, found.kind, found.via, where, found.kind === "cloud-region" ? "" : value].join("\n")),
    kind: found.kind,
    via: found.via,
    name: found.name,
    value,
    ...placement,
    cloud: found.cloud ?? null,
    path,
    line: found.line,
    trail: found.trail.length > 0 ? found.trail : [{ path, line: found.line, what: found.name }],
    scope: found.scope ?? ["**"],
    scopeKnown: found.scope !== undefined,
  };
}

/** The value as written, without passwords and tokens in URLs, at most 300 characters. */
function withoutCredentials(value: string): string {
  return value
    .slice(0, 300)
    .replace(/\b(https?|ftp):\/\/[^/@\s]*@/gi, "$1://")
    .replace(/\b([a-z][a-z0-9+.-]{0,20}:\/\/[^/:@\s]{0,200}):[^/@\s]*@/gi, "$1@")
    .replace(/([?&](?:token|access_token|sig|signature|password|secret|key)=)[^&\s]*/gi, "$1…");
}

function notReadProblem(path: string, format: string): Problem {
  const message = {
    en: `${format}: known as a file that can name destinations, but not read.`,
    zh: `${format}：已知可能写有去向的文件格式，但未读取。`,
  };
  return { code: "not-read", severity: "warning", path, line: null, column: null, message };
}

/** Two readers of one file report its syntax error once. */
function withoutRepeats(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const key = [problem.code, problem.path, problem.line, problem.column, problem.message.en].join("\n");
    return !seen.has(key) && seen.add(key);
  });
}

/** 64 bits of FNV-1a in two halves, as 16 hexadecimal digits: stable names, no security. */
function shortHash(text: string): string {
  let high = 0x811c9dc5;
  let low = 0x1000193;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 0x01000193) >>> 0;
    low = Math.imul(low ^ (unit + i), 0x85ebca6b) >>> 0;
  }
  return high.toString(16).padStart(8, "0") + low.toString(16).padStart(8, "0");
}
