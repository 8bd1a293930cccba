/** Git command lines: pushes to remotes that the script itself names. A push to the clone's own `origin` is no further way out: its remotes are read from git's configuration. */
import { hostOf, isOpen, type Expansion } from "./expand.js";
import type { Call, Recogniser, Session } from "./session.js";

const globalTakes = ["-C", "-c", "--git-dir", "--work-tree", "--namespace"];
const cloneTakes = [
  "-b",
  "--branch",
  "--depth",
  "-o",
  "--origin",
  "--reference",
  "--template",
  "-j",
  "--jobs",
  "--filter",
  "--shallow-since",
];
const pushTakes = ["-o", "--push-option", "--receive-pack", "--exec"];

/** Git forges: to reach them over SSH is git's business, not a deployment. */
const forges =
  /(?:^|\.)(?:github\.com|gitlab\.com|gitee\.com|bitbucket\.org|codeberg\.org|coding\.net|gitcode\.(?:com|net)|atomgit\.com|ssh\.dev\.azure\.com|visualstudio\.com|sr\.ht|framagit\.org|gitlab\.[a-z.-]+|git\.[a-z.-]+)$/i;

/** Whether a host is a forge. */
export function isForge(host: string): boolean {
  return forges.test(host);
}

/** The tree's own repository, as CI systems write it: its remotes say where it is. */
const own =
  /(?:github\.repository\b(?!_)|GITHUB_REPOSITORY\b|CI_PROJECT_(?:PATH|URL)|CI_REPOSITORY_URL|TRAVIS_REPO_SLUG|APPVEYOR_REPO_NAME|DRONE_REPO|CIRCLE_(?:PROJECT_REPONAME|REPOSITORY_URL)|BITBUCKET_REPO_(?:FULL_NAME|SLUG)|BUILD_REPOSITORY_(?:URI|NAME)|git\s*remote\s*get-url|git\s*config\s*--get\s*remote|Build\.Repository\.(?:Uri|Name))/i;

function isRepository(text: string): boolean {
  return /^(?:[a-z+]+:\/\/|[^/\s]+@[^/\s]+:|[\w.-]+\.[a-z]{2,}[:/])/i.test(text);
}

/** Reports a repository as a target, unless it is the tree's own. */
export function pushedRepository(session: Session, about: { via: "push" | "mirror"; name: string; line: number }, value: Expansion): void {
  if (own.test(value.text) || own.test(value.missing ?? "")) return;
  const kind = about.via === "mirror" ? ("git-mirror" as const) : ("git-remote" as const);
  if (hostOf(value.text) === null || /^(?:\.|\/)/.test(value.text)) return;
  session.finds.address({ ...about, kind }, value);
}

const git: Recogniser = (call) => {
  const folder = call.args.option("-C")[0]?.text;
  const all = call.args.positionals(1, [...globalTakes, ...pushTakes]);
  const verb = all[0]?.values[0]?.text ?? "";
  const { session } = call;
  if (verb === "clone")
    return cloned(
      call,
      call.args
        .positionals(1, [...globalTakes, ...cloneTakes])
        .slice(1)
        .map((a) => a.values),
    );
  if (verb === "remote") return remote(call);
  if (verb === "subtree" || verb === "lfs") {
    if (all[1]?.values[0]?.text === "push")
      push(
        call,
        all.slice(2).map((a) => a.values),
        folder,
      );
    return;
  }
  if (verb === "push")
    push(
      call,
      all.slice(1).map((a) => a.values),
      folder,
    );
  if (verb === "config")
    configured(
      session,
      all.slice(1).map((a) => a.values),
    );
};

function cloned(call: Call, words: readonly (readonly Expansion[])[]): void {
  const url = words[0]?.[0];
  if (!url || !(isRepository(url.text) || isOpen(url.text))) return;
  const folder =
    words[1]?.[0]?.text ??
    url.text
      .replace(/\.git$/, "")
      .split(/[/:]/)
      .at(-1) ??
    "";
  if (folder === ".") call.session.inside = url;
  else call.session.clones.set(base(folder), url);
}

function remote(call: Call): void {
  const words = call.args.positionals(1, [...globalTakes, "-t", "-m"]).slice(1);
  const verb = words[0]?.values[0]?.text;
  if (verb !== "add" && verb !== "set-url") return;
  const name = words[1]?.values[0]?.text ?? "";
  const urls = words[2]?.values ?? [];
  const before = verb === "set-url" && !call.args.has("--add", "--push") ? [] : (call.session.remotes.get(name) ?? []);
  if (name !== "" && urls.length) call.session.remotes.set(name, [...before, ...urls].slice(0, 100));
}

/** `git config remote.X.url URL`, `git config --add remote.X.pushurl URL`. */
function configured(session: Session, words: readonly (readonly Expansion[])[]): void {
  const name = /^remote\.(.+)\.(?:push)?url$/.exec(words[0]?.[0]?.text ?? "")?.[1];
  if (name !== undefined && words[1]) session.remotes.set(name, [...words[1]]);
}

function push(call: Call, words: readonly (readonly Expansion[])[], folder: string | undefined): void {
  const { session, args } = call;
  if (args.has("--dry-run", "-n", "--delete", "-d")) return;
  const via = args.has("--mirror") ? ("mirror" as const) : ("push" as const);
  const about = { via, name: via === "mirror" ? "git push --mirror" : "git push", line: call.line };
  const targets = args.option("--repo").length ? args.option("--repo") : (words[0] ?? [{ text: "origin", missing: null, trail: [] }]);
  const clone = folder === undefined ? session.inside : (session.clones.get(base(folder)) ?? null);
  for (const target of targets) {
    const urls = session.remotes.get(target.text);
    if (urls) for (const url of urls) pushedRepository(session, about, url);
    else if (isRepository(target.text)) pushedRepository(session, about, target);
    else if (isOpen(target.text)) openTarget(session, about, target);
    else if (clone && target.text === "origin") pushedRepository(session, about, clone);
    else if (target.text === "heroku") session.finds.host({ ...about, kind: "git-remote", via: "deploy" }, "git.heroku.com", "heroku");
    else if (
      /^[A-Za-z][\w-]{2,}$/.test(target.text) &&
      !/^(?:origin|upstream|HEAD|master|main|remote)$/.test(target.text) &&
      (words.length > 1 || args.has("--all", "--tags", "--follow-tags", "--mirror"))
    )
      session.finds.unknown({ ...about, kind: "git-remote" }, `git remote ${target.text}`, target.text);
  }
}

/** A remote that a variable names: one of those the script has added, or a URL that nobody here says. */
function openTarget(session: Session, about: { via: "push" | "mirror"; name: string; line: number }, target: Expansion): void {
  const added = [...session.remotes.values()].flat();
  if (added.length) for (const url of added) pushedRepository(session, about, url);
  else {
    const names = [target.missing ?? "", target.text, ...target.trail.map((step) => step.what)].join(" ");
    if (/url|repo|mirror|remote|target|dest|gitee|gitlab|github/i.test(names)) pushedRepository(session, about, target);
  }
}

/** `cd`, `pushd`, `popd`: entering the folder of a clone makes its origin the one meant. */
export function enter(session: Session, program: string, folder: string): void {
  if (program === "popd" || /^(?:-|\.\.|~|\/)?$/.test(folder)) session.inside = null;
  else session.inside = session.clones.get(base(folder)) ?? (/^[./]*\.\./.test(folder) || folder.startsWith("/") ? null : session.inside);
}

function base(folder: string): string {
  return folder.replace(/\/+$/, "").split("/").at(-1) ?? folder;
}

/** Hosting platforms that are deployed to by pushing; `gh` and `glab` act on a repository that an option names. */
const forgeClient: Recogniser = (call) => {
  const repo = call.args.option("--repo", "-R")[0];
  const words = `${call.args.text(1)} ${call.args.text(2)}`;
  if (!repo || own.test(repo.text) || !/^release (?:create|upload)/.test(words)) return;
  const host = call.args.text(0) === "glab" ? "gitlab.com" : "github.com";
  const about = { kind: "git-remote" as const, via: "publish" as const, name: `${call.args.text(0)} release`, line: call.line };
  if (isOpen(repo.text)) call.session.finds.unknown(about, repo.missing ?? repo.text, repo.text, repo.trail);
  else call.session.finds.host(about, host, `${host}/${repo.text}`, repo.trail);
};

/** Programs of this file. */
export const gitPrograms: Readonly<Record<string, Recogniser>> = { git, gh: forgeClient, glab: forgeClient };
