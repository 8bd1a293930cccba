/** One tree, four ways to look at it: a scan, its history, the push that would send it, and the language server. The same bytes give the same markers. */
import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { DiagnosticSeverity, type Diagnostic } from "vscode-languageserver-protocol";
import { describe, expect, test } from "vitest";
import type { PushReport } from "../src/core/push/push-report.js";
import { levels } from "../src/core/reports/report.js";
import { newRepository, type TestRepository } from "./git/repository.js";
import { dist, startClient, until } from "./lsp/client.js";

const folder = join(import.meta.dirname, "../../test-fixtures/scenarios");

/** See test-fixtures/README.md. */
interface Scenario {
  readonly remotes: Readonly<Record<string, string>>;
  readonly encodings?: Readonly<Record<string, string>>;
  readonly markers: readonly Expected[];
}

interface Expected {
  readonly path: string;
  readonly rule: string;
  /** The loudest open exposure; `closed`: something covers all of them. */
  readonly level: "error" | "warning" | "note" | "closed";
}

const severities: Readonly<Record<number, Expected["level"]>> = {
  [DiagnosticSeverity.Error]: "error",
  [DiagnosticSeverity.Warning]: "warning",
  [DiagnosticSeverity.Information]: "note",
  [DiagnosticSeverity.Hint]: "closed",
};

function repositoryOf(name: string, scenario: Scenario): TestRepository {
  const repo = newRepository();
  cpSync(join(folder, name, "tree"), repo.root, { recursive: true });
  repo.commit({});
  for (const [remote, url] of Object.entries(scenario.remotes)) repo.git("remote", "add", remote, url);
  return repo;
}

/** What the built program says as JSON; the exit status must be one of a judgement, not of a failure. */
function reported(repo: TestRepository, words: readonly string[], input = ""): Pick<PushReport, "markers" | "exposures"> {
  const run = spawnSync(process.execPath, [join(dist, "cli.js"), ...words], {
    cwd: repo.root,
    env: repo.environment,
    encoding: "utf8",
    input,
  });
  if (run.status !== 0 && run.status !== 1) throw new Error(`${words.join(" ")} ended with ${run.status}: ${run.stderr}`);
  return JSON.parse(run.stdout) as PushReport;
}

function seen({ markers, exposures }: Pick<PushReport, "markers" | "exposures">): readonly Expected[] {
  const shown = markers.filter((marker) => marker.confidence >= 0.5);
  return sorted(
    shown.map(({ id, path, rule }) => {
      const open = exposures.filter((exposure) => exposure.marker === id && !exposure.closed).map((exposure) => exposure.level);
      return { path, rule, level: levels.find((level) => open.includes(level)) ?? "closed" };
    }),
  );
}

function sorted(list: readonly Expected[]): readonly Expected[] {
  const key = ({ path, rule }: Expected): string => `${path}\n${rule}`;
  return [...list].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** The markers among diagnostics: their code is a rule's id, which is `family.name`; ways out and problems have plain words. */
function markersIn(path: string, diagnostics: readonly Diagnostic[]): readonly Expected[] {
  return diagnostics.flatMap(({ code, severity }) =>
    typeof code === "string" && code.includes(".") ? [{ path, rule: code, level: severities[severity ?? 0] ?? "error" }] : [],
  );
}

function filesBelow(root: string, below = ""): readonly string[] {
  return readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(root, path) : [path];
  });
}

describe.each(readdirSync(folder))("%s", (name) => {
  const scenario = JSON.parse(readFileSync(join(folder, name, "scenario.json"), "utf8")) as Scenario;
  const expected = sorted(scenario.markers);
  const files = filesBelow(join(folder, name, "tree"));

  test("scan", () => {
    const repo = repositoryOf(name, scenario);
    expect(seen(reported(repo, ["scan", "--format", "json"]))).toEqual(expected);
  });

  test("scan of the history", () => {
    const repo = repositoryOf(name, scenario);
    expect(seen(reported(repo, ["scan", "--history", "--format", "json"]))).toEqual(expected);
  });

  test("push", () => {
    const repo = repositoryOf(name, scenario);
    const [remote, url] = Object.entries(scenario.remotes)[0] ?? [];
    const tip = repo.git("rev-parse", "HEAD");
    const line = `refs/heads/main ${tip} refs/heads/main ${"0".repeat(tip.length)}\n`;
    expect(seen(reported(repo, ["pre-push", "--format", "json", "--", remote ?? "", url ?? ""], line))).toEqual(expected);
  });

  test("language server: what a scan of the workspace shows of files that are not open", async () => {
    const repo = repositoryOf(name, scenario);
    const client = await startClient(repo.root, { environment: repo.environment });
    await client.execute("borderline.scanWorkspace");
    const uri = (path: string): string => pathToFileURL(join(repo.root, path)).href;
    await until(() => expected.every(({ path }) => client.pushed.has(uri(path))));
    expect(sorted(files.flatMap((path) => markersIn(path, client.pushed.get(uri(path))?.diagnostics ?? [])))).toEqual(expected);
  });

  test("language server: the same files opened", async () => {
    const repo = repositoryOf(name, scenario);
    const client = await startClient(repo.root, { environment: repo.environment });
    await client.execute("borderline.scanWorkspace");
    const found: Expected[] = [];
    for (const path of files) {
      const text = new TextDecoder(scenario.encodings?.[path] ?? "utf-8").decode(readFileSync(join(repo.root, path)));
      found.push(...markersIn(path, await client.items(client.open(path, text))));
    }
    expect(sorted(found)).toEqual(expected);
  });
});
