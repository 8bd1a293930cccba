/** The ledger, the policy and the words in the code, through the command line on a real repository: what is unused, how it is written, merged, locked, and where it lies. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { TestRepository } from "../git/repository.js";
import { approveWords, type Change, ledgerOf, type Looked, looker, pushItem, shop } from "./decisions.js";
import { commandLine, twoTower } from "./program.js";

const { borderline } = commandLine();
const look = looker(borderline);
const day = ["--as-of", "2026-11-20"];

/** Writes an entry and gives its id. */
function approve(repo: TestRepository, change: Change = {}): string {
  const ran = borderline(repo.root, ...approveWords(change));
  expect([ran.status, ran.err]).toEqual([0, ""]);
  return ran.out.split("\t")[0] ?? "";
}

test("an entry that nothing uses is a problem at its line, and is told by approvals check", () => {
  const repo = shop();
  approve(repo);
  const unused = approve(repo, { paths: "elsewhere/**" });
  const line =
    readFileSync(ledgerOf(repo), "utf8")
      .split("\n")
      .findIndex((one) => one.includes(unused)) + 1;
  const expected = `.borderline/approvals.yaml:${line} approval ${unused} covers nothing in this tree; take it out, or correct its items, paths or destinations`;
  expect(look(repo, pushItem, ...day).problems).toContain(expected);
  const check = borderline(repo.root, "approvals", "check", ...day);
  expect([check.status, check.out]).toEqual([1, `${expected.replace(`:${line} `, `:${line}: `)}\n`]);
});

describe("full-width punctuation", () => {
  test.each(["：误报——（教学示例）。", " —— 误报，教学示例；见《备忘录》", "　——　误报：仅为示例"])(
    "an inline reason %j is read",
    (reason) => {
      const repo = shop();
      const { report } = look(repo, pushItem, ...day);
      const rules = report.markers.filter((m) => m.path === "rank/model.py" && m.items.some((i) => i.id === pushItem)).map((m) => m.rule);
      repo.write("rank/model.py", rules.map((rule) => `# borderline-ignore-file ${rule}${reason}\n`).join("") + twoTower);
      const after = look(repo, pushItem, ...day);
      expect([after.exit, after.at]).toEqual([0, { "origin rank/model.py": "undecided, closed" }]);
      expect(after.problems).toEqual([]);
      expect(after.report.markers.find((m) => m.suppressed !== null)?.suppressed?.reason).toContain("误报");
    },
  );

  test("in a ledger's reason, reference and recipient it comes back as it was written", () => {
    const repo = shop();
    const reason = "关联公司内部使用：“排序”模块（含测试）——依据《会议纪要》第３条；不含训练数据。# 非注释";
    approve(repo, { reason, recipient: "极新（新加坡）私人有限公司", reference: "技术出口许可证：〔２０２６〕００１号" });
    const after = look(repo, pushItem, ...day);
    expect([after.exit, after.report.approvals]).toMatchObject([
      0,
      [{ reason, recipient: "极新（新加坡）私人有限公司", reference: "技术出口许可证：〔２０２６〕００１号" }],
    ]);
  });
});

describe("the ledgers of two branches", () => {
  /** Approves until the new id stands on the wanted side of the entry that is there: ids are random. */
  function approveBeside(repo: TestRepository, other: string, before: boolean, change: Change): string {
    for (;;) {
      const text = readFileSync(ledgerOf(repo), "utf8");
      const id = approve(repo, change);
      if (id < other === before) return id;
      writeFileSync(ledgerOf(repo), text);
    }
  }

  test("merge by themselves where their entries stand apart; both count", () => {
    const repo = shop({ "rank/other.py": twoTower });
    approve(repo, { paths: "elsewhere/**" });
    const middle = "A-800000";
    writeFileSync(
      ledgerOf(repo),
      `# Decisions of the export committee\n${readFileSync(ledgerOf(repo), "utf8").replace(/A-[0-9a-f]{6}/, middle)}`,
    );
    repo.commit({}, "ledger");
    repo.git("checkout", "-q", "-b", "side");
    approveBeside(repo, middle, true, { paths: "rank/model.py" });
    repo.commit({}, "one");
    repo.git("checkout", "-q", "main");
    approveBeside(repo, middle, false, { paths: "rank/other.py" });
    repo.commit({}, "other");
    repo.git("merge", "-q", "side", "-m", "merge");
    const after = look(repo, pushItem, ...day);
    expect([after.exit, after.at]).toEqual([0, { "origin rank/model.py": "closes, closed", "origin rank/other.py": "closes, closed" }]);
    const ids = after.report.approvals.map((one) => one.id);
    expect([ids.length, ids]).toEqual([3, [...ids].sort()]);
    expect(readFileSync(ledgerOf(repo), "utf8")).toContain("# Decisions of the export committee\n");
  });

  test("that meet in one place stop the scan with the line of the conflict, and count once it is resolved", () => {
    const repo = shop({ "rank/other.py": twoTower });
    repo.git("checkout", "-q", "-b", "side");
    approve(repo, { paths: "rank/model.py" });
    repo.commit({}, "one");
    repo.git("checkout", "-q", "main");
    approve(repo, { paths: "rank/other.py" });
    repo.commit({}, "other");
    expect(() => repo.git("merge", "-q", "side", "-m", "merge")).toThrow("Command failed");
    const stopped = borderline(repo.root, "scan", ...day);
    expect([stopped.status, stopped.out]).toEqual([2, ""]);
    expect(stopped.err).toMatch(/^borderline: \.borderline\/approvals\.yaml:\d+:\d+: /);
    const lines = readFileSync(ledgerOf(repo), "utf8").split("\n");
    expect(lines[Number(/yaml:(\d+):/.exec(stopped.err)?.[1]) - 1]).toMatch(/^(<<<<<<<|=======|>>>>>>>)/);
    const ours = repo.git("show", "main:.borderline/approvals.yaml");
    const theirs = repo.git("show", "side:.borderline/approvals.yaml").replace(/^approvals:\n/, "");
    writeFileSync(ledgerOf(repo), `${ours}\n${theirs}\n`);
    repo.commit({}, "resolved");
    expect(look(repo, pushItem, ...day).exit).toBe(0);
  });
});

test("a key that the organisation locked: who sets it otherwise is told where it is locked, and it holds", () => {
  const repo = shop();
  const org = join(repo.home, "org.yaml");
  writeFileSync(
    org,
    "home: CN\n# Nobody below may turn this off.\ninlineSuppressions: false\nlocked: [inlineSuppressions, push.block]\npush: { block: warning }\n",
  );
  const rules = look(repo, pushItem, ...day)
    .report.markers.filter((m) => m.path === "rank/model.py")
    .map((m) => m.rule);
  repo.write("rank/model.py", rules.map((rule) => `# borderline-ignore-file ${rule} -- example\n`).join("") + twoTower);
  expect(look(repo, pushItem, ...day).exit).toBe(0);
  repo.write(".borderline.yaml", `extends: ${org}\ninlineSuppressions: true\npush: { block: never }\n`);
  const after = look(repo, pushItem, ...day);
  expect([after.exit, after.at]).toEqual([1, { "origin rank/model.py": "undecided, open" }]);
  expect(after.report.push.block).toBe("warning");
  const told = after.problems.filter((one) => one.includes("locked"));
  expect(told).toEqual([
    expect.stringMatching(new RegExp(`^\\.borderline\\.yaml:2 .*inlineSuppressions.*${org}:4`)),
    expect.stringMatching(new RegExp(`^\\.borderline\\.yaml:3 .*push\\.block.*${org}:4`)),
  ]);
});

test("a ledger that would itself leave is said, until it lies outside the tree", () => {
  const repo = shop();
  approve(repo);
  const inside = look(repo, pushItem, ...day);
  expect(inside.problems.filter((one) => one.includes("the ledger itself would leave by origin (United States)"))).toHaveLength(1);
  const outside = join(repo.home, "approvals.yaml");
  writeFileSync(outside, readFileSync(ledgerOf(repo)));
  repo.git("clean", "-qfd");
  repo.write(".borderline.yaml", `home: CN\nledger: ${outside}\n`);
  const away = look(repo, pushItem, ...day);
  expect([away.exit, away.at, away.problems]).toEqual([0, { "origin rank/model.py": "closes, closed" }, []]);
  const id = approve(repo, { paths: "rank/sub/**" });
  expect(readFileSync(outside, "utf8")).toContain(id);
  expect(existsSync(ledgerOf(repo))).toBe(false);
});

test("under a new edition it is said which decisions were given under another, and that continuing services count as new", () => {
  const repo = shop();
  const id = approve(repo, { issued: "2022-01-04", "as-of": "2022-01-05" });
  const then = borderline(repo.root, "approvals", "check", "--as-of", "2022-06-01");
  expect([then.status, then.out]).toEqual([0, ""]);
  const now = borderline(repo.root, "approvals", "check", ...day);
  expect([now.status, now.out.trimEnd().split("\n").length]).toEqual([1, 1]);
  for (const part of [
    `.borderline/approvals.yaml:2: approval ${id} was given under CN-civil/2020`,
    "since CN-civil/2025",
    "count as a new export in practice",
  ])
    expect(now.out).toContain(part);
  expect(borderline(repo.root, "approvals", "check", ...day, "--lang", "zh-CN").out).toContain("持续服务视为新的出口");
});

test("entries that are malformed stop the scan at their line; what is there twice or covers too much is said at its line", () => {
  const repo = shop();
  approve(repo);
  const good = readFileSync(ledgerOf(repo), "utf8");
  for (const [broken, line, said] of [
    [good.replace(/ +expires: .*\n/, ""), 2, "needs the key `expires`"],
    [good.replace("expires: 2027-03-01", "expires: 2027-02-30"), 15, "a day of the calendar"],
    [good.replace("kind: licence", "kind: permit"), 3, 'is "permit"'],
    [good.replace("contract: C-1", "contrat: C-1"), 13, "did you mean `contract`?"],
  ] as const) {
    writeFileSync(ledgerOf(repo), broken);
    const ran = borderline(repo.root, "scan", ...day);
    expect([said, ran.status, ran.out]).toEqual([said, 2, ""]);
    expect(ran.err).toMatch(new RegExp(`^borderline: \\.borderline/approvals\\.yaml:${line}:\\d+: `));
    expect(ran.err).toContain(said);
  }
  writeFileSync(ledgerOf(repo), good + good.replace("approvals:\n", "").replace(/A-[0-9a-f]{6}/, "A-ffffff"));
  const twice = borderline(repo.root, "approvals", "check", ...day);
  expect([twice.status, twice.out.includes("approval A-ffffff decides the same as A-")]).toEqual([1, true]);
  writeFileSync(ledgerOf(repo), good.replace("github.com/acme-sg/**", "github.com/**"));
  expect(borderline(repo.root, "approvals", "check", ...day).out).toContain("covers all of github.com/**; name the owner or repository");
});

test("a baseline closes what was there for the ways out of that day, only shrinks, and says what is gone", () => {
  const repo = shop({ "rank/other.py": twoTower });
  expect(look(repo, pushItem, ...day).exit).toBe(1);
  expect(borderline(repo.root, "baseline", "write", ...day).status).toBe(0);
  expect(look(repo, pushItem, ...day)).toMatchObject({ exit: 0, at: { "origin rank/model.py": "undecided, closed" } });
  repo.git("remote", "add", "later", "git@gitlab.com:acme/shop.git");
  expect(look(repo, pushItem, ...day)).toMatchObject({
    exit: 1,
    at: { "origin rank/model.py": "undecided, closed", "later rank/model.py": "undecided, open" },
  });
  const file = join(repo.root, ".borderline/baseline.json");
  const before = readFileSync(file, "utf8");
  expect(borderline(repo.root, "baseline", "write", ...day).status).toBe(0);
  expect(readFileSync(file, "utf8")).toBe(before);
  repo.git("rm", "-q", "-r", "rank");
  const check = borderline(repo.root, "baseline", "check", ...day);
  expect([check.status, check.out]).toEqual([1, expect.stringContaining("has this fingerprint any more")]);
  borderline(repo.root, "baseline", "write", ...day);
  expect((JSON.parse(readFileSync(file, "utf8")) as { markers: unknown[] }).markers).toEqual([]);
  writeFileSync(file, before.slice(0, 60));
  const broken = borderline(repo.root, "scan", ...day);
  expect([broken.status, broken.err]).toEqual([
    2,
    expect.stringMatching(/^borderline: \.borderline\/baseline\.json:\d+:\d+: is not valid JSON here\n$/),
  ]);
});

describe("from a folder below the policy's", () => {
  test("approvals, ignores and origins count from the policy's folder, and nothing outside is called unused or gone", () => {
    const repo = shop({ "other/model.py": twoTower });
    approve(repo);
    approve(repo, { paths: "other/**" });
    const below = (): Looked => look({ ...repo, root: join(repo.root, "rank") }, pushItem, ...day);
    expect(below().at).toEqual({ "origin model.py": "closes, closed" });
    expect(below().problems.filter((one) => one.includes("covers nothing"))).toEqual([]);
    const some = borderline(repo.root, "scan", "rank", ".borderline", "--format", "json", ...day).out;
    expect(some).toContain("rank/model.py");
    expect(some).not.toContain("covers nothing");
    repo.write(".borderline.yaml", 'home: CN\norigin: [{ paths: ["rank/**"], home: SG, since: 2025-01-01, basis: "hired there" }]\n');
    expect(below().report.exposures.map((one) => one.decidedBy)).toContain("made-elsewhere");
    for (const glob of ["rank/**", "rank", "rank/", "./rank/**/*"]) {
      repo.write(".borderline.yaml", `ignore: ["${glob}"]\n`);
      expect([glob, below().report.markers]).toEqual([glob, []]);
      expect(look(repo, pushItem, ...day).report.markers.map((marker) => marker.path)).not.toContain("rank/model.py");
    }
  });

  test("a baseline written or checked there keeps what lies elsewhere", () => {
    const repo = shop({ "other/model.py": `${twoTower}\n# another\n` });
    const file = join(repo.root, ".borderline/baseline.json");
    expect(borderline(repo.root, "baseline", "write").status).toBe(0);
    const whole = readFileSync(file, "utf8");
    expect(borderline(join(repo.root, "rank"), "baseline", "check")).toMatchObject({ status: 0, out: "" });
    expect(borderline(join(repo.root, "rank"), "baseline", "write").status).toBe(0);
    expect(readFileSync(file, "utf8")).toBe(whole);
    expect(JSON.parse(borderline(join(repo.root, "rank"), "scan", "--format", "json").out)).toMatchObject({ problems: [] });
  });
});
