/** A push's decision file is enough to show the decision again: what was pushed, what was found, what was not checked, whom to call. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commandLine, rankRepository } from "./program.js";

const { borderline, cli } = commandLine();

test("the record of a push as text and as a page", () => {
  const repo = rankRepository({
    ".borderline.yaml": 'home: CN\ncontact: [{ regime: CN, role: "出口合规", channel: "ext. 4711", hours: "9-17" }]\n',
  });
  const tip = repo.commit({ "cut.safetensors": Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 1]) });
  const record = join(repo.home, "push.jsonl");
  const url = "https://gitlab.com/other/rank.git";
  const push = spawnSync(process.execPath, [cli(), "pre-push", "elsewhere", url, "--format", "json", "--record", record], {
    cwd: repo.root,
    env: repo.environment,
    input: `refs/heads/main ${tip} refs/heads/main ${"0".repeat(40)}\n`,
    encoding: "utf8",
  });
  const json = join(repo.home, "push.json");
  writeFileSync(json, push.stdout);
  for (const file of [record, json]) {
    const text = borderline(repo.home, "report", file).out.replace(/\s+/g, " ");
    for (const part of [
      "repo as of",
      `push of main, all up to ${tip.slice(0, 12)}`,
      "ext. 4711",
      "as the command names it",
      "could not be read to",
    ])
      expect([file, text.includes(part), part]).toEqual([file, true, part]);
    expect(text).not.toContain(" 0 files");
    const page = borderline(repo.home, "report", file, "--format", "html", "--lang", "zh-CN").out;
    for (const part of [tip.slice(0, 12), "出口合规", "推送：main", "未能完整读取"]) expect(page).toContain(part);
    const rows = borderline(repo.home, "report", file, "--format", "csv").out.split("\r\n");
    const exposures = (JSON.parse(readFileSync(json, "utf8")) as { exposures: unknown[] }).exposures.length;
    expect(rows.filter((row) => row.includes(url))).toHaveLength(exposures);
  }
});
