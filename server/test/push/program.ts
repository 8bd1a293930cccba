/** The built program, and a repository whose pre-push hook runs it: for tests that really push. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { PushReport } from "../../src/core/push/push-report.js";
import { newRepository, type TestRepository } from "../git/repository.js";

/** Builds the program once for a test file; the folder goes afterwards. */
export function builtProgram(): { readonly cli: () => string } {
  let folder = "";
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "borderline-built-")));
    execFileSync(process.execPath, [join(import.meta.dirname, "../../../scripts/build.mjs"), folder], { stdio: "pipe" });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return { cli: () => join(folder, "cli.js") };
}

/** A file that every edition of the rules takes for a ranking network. */
export const ranking = `"""DeepFM: click-through rate prediction from user behaviour."""
class DeepFM(Module):
    def __init__(self, user_embedding, item_embedding):
        self.fm_layer = FmLayer(user_embedding, item_embedding)

    def predict_ctr(self, user_id, item_id, clicked_items):
        return self.click_through_rate(user_id, item_id, clicked_items)
`;

export interface Pushed {
  readonly status: number;
  readonly stderr: string;
  /** One report for each time that the hook ran and had something to say. */
  readonly reports: readonly PushReport[];
}

export interface PushRepository extends TestRepository {
  /** The other side: a bare repository beside this one. */
  readonly far: string;
  /** Really runs \`git push\`. */
  push(...words: string[]): Pushed;
  pushIn(folder: string, ...words: string[]): Pushed;
}

/** The policy of these tests: the far side is in Germany, and warnings are blocked. */
export function policyFor(...folders: string[]): string {
  return `home: CN\nplaces:\n${folders.map((folder) => `  - { path: "${folder}", territory: DE }\n`).join("")}push: { block: warning, undecided: warn }\n`;
}

/** A repository with a hook that runs the program and keeps its JSON, and with a remote \`origin\` that is a folder. */
export function pushRepository(cli: string, ...options: string[]): PushRepository {
  const repo = newRepository(...options);
  const far = join(repo.root, "..", "far.git");
  execFileSync("git", ["init", "-q", "--bare", "-b", "main", ...options, far], { env: repo.environment });
  repo.git("remote", "add", "origin", far);
  writeFileSync(join(repo.home, "policy.yaml"), policyFor(far));
  writeFileSync(
    join(repo.home, ".gitconfig"),
    '[borderline]\n\tpolicy = ~/policy.yaml\n[protocol "file"]\n\tallow = always\n[init]\n\tdefaultBranch = main\n',
  );
  const out = join(repo.home, "reports");
  mkdirSync(out);
  installHook(join(repo.root, ".git", "hooks"), cli, out);
  const pushIn = (folder: string, ...words: string[]): Pushed => {
    for (const name of readdirSync(out)) rmSync(join(out, name));
    const run = spawnSync("git", ["push", ...words], { cwd: folder, env: repo.environment, encoding: "utf8" });
    const texts = readdirSync(out)
      .sort()
      .map((name) => readFileSync(join(out, name), "utf8"));
    return {
      status: run.status ?? -1,
      stderr: run.stderr,
      reports: texts.filter((text) => text !== "").map((text) => JSON.parse(text) as PushReport),
    };
  };
  return { ...repo, far, push: (...words) => pushIn(repo.root, ...words), pushIn };
}

/** A plain hook file. */
export function installHook(folder: string, cli: string, out: string): void {
  mkdirSync(folder, { recursive: true });
  const script = `#!/bin/sh\nexec '${process.execPath}' '${cli}' pre-push --format json --lang en -- "$@" > "${out}/$(date +%s%N)"\n`;
  writeFileSync(join(folder, "pre-push"), script, { mode: 0o755 });
}

/** Paths of the markers that a push would bring. */
export function fresh(report: PushReport | undefined): string[] {
  const paths = report?.markers.filter((marker) => report.new.markers.includes(marker.id)).map((marker) => marker.path);
  return [...new Set(paths)];
}
