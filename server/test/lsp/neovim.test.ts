/** Neovim's own client: an editor that nobody wrote a plug-in for shows the diagnostics and applies a code action. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { newRepository } from "../git/repository.js";
import { haveTool } from "../tools.js";
import { dist, ranking } from "./client.js";

interface SeenDiagnostic {
  /** 1 error, 2 warning, 3 information, 4 hint. */
  readonly severity: number;
  readonly line: number;
  readonly source: string;
  readonly message: string;
}

interface Seen {
  readonly errors: readonly string[];
  readonly pushes: number;
  readonly first?: SeenDiagnostic;
  readonly remote?: SeenDiagnostic;
  readonly suppressed?: SeenDiagnostic;
  readonly offersPull: boolean;
  readonly canPull: boolean;
  readonly actions: readonly string[];
  readonly comment?: string;
}

describe.runIf(haveTool("nvim"))("Neovim", () => {
  test("diagnostics arrive, follow a remote that is added, and a code action applies", { timeout: 240_000 }, () => {
    const repo = newRepository();
    repo.write("rank.py", ranking);
    const out = join(repo.home, "seen.json");
    const run = spawnSync(
      "nvim",
      ["--headless", "-u", "NONE", "-i", "NONE", "-n", "rank.py", "-S", join(import.meta.dirname, "neovim.lua")],
      {
        cwd: repo.root,
        env: {
          ...repo.environment,
          LANG: "C.UTF-8",
          BORDERLINE_TEST: JSON.stringify({ node: process.execPath, cli: join(dist, "cli.js"), root: repo.root, out }),
        },
        encoding: "utf8",
        timeout: 200_000,
      },
    );
    expect(existsSync(out), run.stderr).toBe(true);
    const seen = JSON.parse(readFileSync(out, "utf8")) as Seen;
    expect(seen.errors, run.stderr).toEqual([]);

    expect(seen.first).toMatchObject({ severity: 3, line: 2, source: "borderline" });
    expect(seen.first?.message).toContain("086501X");
    expect(seen.first?.message).toContain("No way out of this tree is known.");
    // A client that cannot pull is pushed to; one that can is not offered less.
    expect(seen.offersPull).toBe(seen.canPull);
    if (!seen.canPull) expect(seen.pushes).toBeGreaterThan(1);

    expect(seen.remote).toMatchObject({ severity: 2, line: 2 });
    expect(seen.remote?.message).toContain("origin: United States");

    expect(seen.actions).toContain("Not that technology: leave this file out, with a reason (recommendation.ranking-model)");
    expect(seen.comment).toBe("# borderline-ignore-file recommendation.ranking-model -- <why it is not that technology>");
    expect(seen.suppressed).toMatchObject({ severity: 4 });
  });
});
