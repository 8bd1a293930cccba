/** Installs the pre-push hook beside whatever is there, and takes it away again byte for byte. Every step leaves a working hook behind it. */
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  copyFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { parseDocument } from "yaml";
import { t, type LocalText } from "../core/text.js";
import { readText } from "./bounded-file.js";
import type { GitRepository } from "./git-repository.js";
import { type HookPlace, hookPlace } from "./hook-owner.js";
import {
  blockBegin,
  blockEnd,
  blockText,
  hookMark,
  hookText,
  keptSuffix,
  lefthookCommand,
  lefthookRc,
  lefthookRcText,
  type Runner,
  runnerText,
} from "./hook-scripts.js";

/** What was done, or why not. */
export interface HookOutcome {
  readonly done: boolean;
  readonly said: readonly LocalText[];
}

/** The file that knows this machine's paths. */
export function runnerPath(repository: GitRepository): string {
  return join(repository.commonDir, "borderline", "pre-push");
}

/** Installs or renews the hook. */
export function installHook(repository: GitRepository, environment: NodeJS.ProcessEnv, runner: Runner): HookOutcome {
  const place = hookPlace(repository, environment);
  const path = runnerPath(repository);
  replace(path, runnerText(runner), 0o755);
  const said = place.shared
    ? [
        t(
          `the hooks of other repositories lie in ${place.folder} as well: there they end at once`,
          `${place.folder} 也是其他仓库的钩子目录：在那些仓库中本钩子会直接结束`,
        ),
      ]
    : [];
  if (place.owner === "husky") return with_(said, installBlock(repository, huskyFile(place)));
  if (place.owner === "lefthook") return with_(said, installLefthook(repository, place));
  const file = place.owner === "pre-commit" ? `${place.file}.legacy` : place.file;
  installFile(file, hookText(place.hooksPath === null ? runner.missing : "others"));
  return with_(said, { done: true, said: [installedIn(file)] });
}

function with_(said: readonly LocalText[], outcome: HookOutcome): HookOutcome {
  return { done: outcome.done, said: [...said, ...outcome.said] };
}

function installedIn(file: string): LocalText {
  return t(`the pre-push hook is in ${file}`, `pre-push 钩子已写入 ${file}`);
}

/** Keeps what is there under another name (the same file, byte for byte) and then moves ours over it. */
function installFile(file: string, text: string): void {
  const there = readText(file, 1 << 20);
  const kept = file + keptSuffix;
  const foreign = existsSync(file) && !(there ?? "").includes(hookMark);
  if (foreign) {
    rmSync(kept, { force: true });
    try {
      linkSync(file, kept);
    } catch {
      copyFileSync(file, kept);
      chmodSync(kept, statSync(file).mode);
    }
  }
  replace(file, text, 0o755);
}

/** Takes the hook away wherever it was put. */
export function uninstallHook(repository: GitRepository, environment: NodeJS.ProcessEnv): HookOutcome {
  const place = hookPlace(repository, environment);
  const said: LocalText[] = [];
  for (const file of [place.file, `${place.file}.legacy`]) {
    if (!(readText(file, 1 << 20) ?? "").includes(hookMark)) continue;
    if (existsSync(file + keptSuffix)) renameSync(file + keptSuffix, file);
    else rmSync(file, { force: true });
    said.push(t(`${file} is as it was`, `${file} 已恢复原样`));
  }
  for (const file of [huskyFile(place), ...lefthookFiles(repository)])
    if (restore(repository, file)) said.push(t(`${file} is as it was`, `${file} 已恢复原样`));
  forgetRc(repository, place.folder);
  rmSync(runnerPath(repository), { force: true });
  return { done: true, said: said.length > 0 ? said : [t("there was no hook of borderline's", "未发现 borderline 的钩子")] };
}

function huskyFile(place: HookPlace): string {
  return join(dirname(place.folder), "pre-push");
}

/** Puts our block before what a shared script does, after its first line where that names an interpreter. */
function installBlock(repository: GitRepository, file: string): HookOutcome {
  const there = readText(file, 1 << 20);
  if (there?.includes(blockBegin) !== true) {
    keep(repository, file, there);
    const head = /^#![^\n]*\n/.exec(there ?? "")?.[0] ?? "";
    const text = head + blockText() + (there ?? "").slice(head.length);
    replace(file, text, there === null ? 0o644 : statSync(file).mode & 0o777);
    keepOurs(repository, file, text);
  }
  return { done: true, said: [installedIn(file)] };
}

function lefthookFiles(repository: GitRepository): readonly string[] {
  const top = repository.top ?? repository.gitDir;
  return ["lefthook-local.yml", "lefthook-local.yaml", ".lefthook-local.yml", ".lefthook-local.yaml"].map((name) => join(top, name));
}

/** lefthook writes its hook file again whenever it likes; what lasts is an entry in the configuration that is this machine's own. */
function installLefthook(repository: GitRepository, place: HookPlace): HookOutcome {
  const [usual = "", ...others] = lefthookFiles(repository);
  const file = [usual, ...others].find((path) => existsSync(path)) ?? usual;
  const there = readText(file, 1 << 20);
  const document = parseDocument(there ?? "");
  if (document.errors.length > 0)
    return { done: false, said: [t(`${file} is not YAML that can be added to`, `${file} 不是可追加的 YAML`)] };
  const way = ["pre-push", "commands", "borderline"];
  const first = !document.hasIn(way);
  if (first) keep(repository, file, there);
  const token = randomBytes(16).toString("hex");
  replace(rcPath(repository), lefthookRcText(token), 0o644);
  document.setIn(way, document.createNode({ run: lefthookCommand(token), files: `echo ${basename(file)}`, use_stdin: true, priority: 1 }));
  if (!ownRc(repository, document)) {
    document.set("rc", lefthookRc);
    readRc(place.file);
  }
  const text = String(document);
  // Where people changed it since, it is not as we left it, and uninstalling takes out only what is ours.
  if (first || there === readText(`${keptPath(repository, file)}.ours`, 1 << 20)) keepOurs(repository, file, text);
  replace(file, text, 0o644);
  const ignored = t(`${basename(file)} is meant for this machine: keep it out of git`, `${basename(file)} 仅供本机使用，请勿提交`);
  return { done: true, said: [installedIn(file), ignored] };
}

/** What lefthook writes into its hooks for a script that is to be read first. */
const rcLine = `\n[ -f ${lefthookRc} ] && . ${lefthookRc}`;

function rcPath(repository: GitRepository): string {
  return join(repository.commonDir, "borderline", "lefthook-rc");
}

/** Whether people have a script of their own where ours would stand. */
function ownRc(repository: GitRepository, local: ReturnType<typeof parseDocument>): boolean {
  const top = repository.top ?? repository.gitDir;
  const names = ["lefthook", ".lefthook", ".config/lefthook"].flatMap((name) =>
    [".yml", ".yaml", ".toml", ".json"].map((end) => name + end),
  );
  const theirs = names.some((name) => /^\s*["']?rc["']?\s*[:=]/m.test(readText(join(top, name), 1 << 20) ?? ""));
  return theirs || (local.has("rc") && local.get("rc") !== lefthookRc);
}

/** Lets the hook read our script now, where lefthook itself would put that when it next writes its hooks. */
function readRc(file: string): void {
  const text = readText(file, 1 << 20) ?? "";
  const at = text.indexOf("\n\ncall_lefthook()");
  if (at >= 0 && !text.includes(rcLine)) replace(file, text.slice(0, at) + rcLine + text.slice(at), statSync(file).mode & 0o777);
}

/** lefthook copies the way to our script into its hooks; without the script it says nothing any more, and goes. */
function forgetRc(repository: GitRepository, folder: string): void {
  rmSync(rcPath(repository), { force: true });
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const text = readText(join(folder, name), 1 << 20);
    if (text?.includes(rcLine)) replace(join(folder, name), text.replace(rcLine, ""), statSync(join(folder, name)).mode & 0o777);
  }
}

/** Remembers a file of other people's as it was, and as we left it. */
function keep(repository: GitRepository, file: string, text: string | null): void {
  const path = keptPath(repository, file);
  mkdirSync(dirname(path), { recursive: true });
  if (text === null) replace(`${path}.absent`, "", 0o600);
  else copyFileSync(file, path);
}

function keepOurs(repository: GitRepository, file: string, text: string): void {
  replace(`${keptPath(repository, file)}.ours`, text, 0o600);
}

function keptPath(repository: GitRepository, file: string): string {
  return join(repository.commonDir, "borderline", "kept", basename(dirname(file)) + "-" + basename(file));
}

/** Gives a file its former bytes; where people changed it since, only what is ours goes. */
function restore(repository: GitRepository, file: string): boolean {
  const path = keptPath(repository, file);
  const now = readText(file, 1 << 20);
  const ours = readText(`${path}.ours`, 1 << 20);
  if (now === null || ours === null) return false;
  if (now !== ours) replace(file, withoutOurs(now), statSync(file).mode & 0o777);
  else if (existsSync(`${path}.absent`)) rmSync(file, { force: true });
  else {
    chmodSync(path, statSync(file).mode & 0o777);
    renameSync(path, file);
  }
  for (const suffix of ["", ".absent", ".ours"]) rmSync(path + suffix, { force: true });
  return true;
}

function withoutOurs(text: string): string {
  const begin = text.indexOf(blockBegin);
  const end = text.indexOf(blockEnd);
  if (begin >= 0 && end > begin) return text.slice(0, begin) + text.slice(end + blockEnd.length + 1);
  const document = parseDocument(text);
  if (!document.hasIn(["pre-push", "commands", "borderline"])) return text;
  document.deleteIn(["pre-push", "commands", "borderline"]);
  if (document.get("rc") === lefthookRc) document.delete("rc");
  return String(document);
}

/** Writes beside and moves into place: whatever stops us, the old file or the new one is there, whole. */
export function replace(path: string, text: string, mode: number): void {
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(beside, text);
    chmodSync(beside, mode);
    renameSync(beside, path);
  } finally {
    rmSync(beside, { force: true });
  }
}
