/** Each boundary of a decision, through the command line on a real repository: scanned before, decided, changed, scanned again. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { TestRepository } from "../git/repository.js";
import { safetensors } from "../markers/formats/build.js";
import { approveWords, type Change, edited, ledgerOf, looker, pushItem, shop } from "./decisions.js";
import { commandLine, twoTower } from "./program.js";

const { borderline, cli } = commandLine();
const look = looker(borderline);
const day = ["--as-of", "2026-11-20"];
const sm4 = `static const uint8_t SBOX[256] = { 0xd6, 0x90, 0xe9, 0xfe };
void sm4_set_encrypt_key(SM4_KEY *key, const uint8_t user_key[16]) {}
`;
const embryo = `def edit_human_embryo(sgRNA, zygote):
    '''CRISPR germline editing protocol'''
    return cas9(zygote)
`;

/** Writes an entry and gives its id. */
function approve(repo: TestRepository, change: Change = {}): string {
  const ran = borderline(repo.root, ...approveWords(change));
  expect([ran.status, ran.err]).toEqual([0, ""]);
  return ran.out.split("\t")[0] ?? "";
}

/** The fingerprints of the markers in one file. */
function contentOf(repo: TestRepository, path: string): readonly string[] {
  const { report } = look(repo, pushItem, ...day);
  return report.markers.filter((marker) => marker.path === path).map((marker) => marker.fingerprint);
}

describe("an approved licence", () => {
  test("closes what it names: open with status 1 before, closed with status 0 after, and still in the output", () => {
    const repo = shop();
    const before = look(repo, pushItem, ...day);
    expect([before.exit, before.at]).toEqual([1, { "origin rank/model.py": "undecided, open" }]);
    const id = approve(repo);
    const after = look(repo, pushItem, ...day);
    expect([after.exit, after.at]).toEqual([0, { "origin rank/model.py": "closes, closed" }]);
    expect(after.report.exposures.find((e) => e.item === pushItem)).toMatchObject({ level: "warning", approval: { id, kind: "licence" } });
    const text = borderline(repo.root, "scan", ...day).out;
    expect(text).toMatch(/Nothing open · \d approved\n/);
  });

  test("holds through the whole UTC day of its end, wherever the machine stands", () => {
    const repo = shop();
    const today = new Date().toISOString().slice(0, 10);
    approve(repo, { expires: today, issued: "2020-09-01", "as-of": "2020-09-02" });
    const scanIn = (zone: string, ...words: string[]): number | null =>
      spawnSync(process.execPath, [cli(), "scan", "--no-cache", ...words], {
        cwd: repo.root,
        env: { PATH: process.env["PATH"], HOME: repo.home, TZ: zone },
      }).status;
    // 14 hours ahead of UTC and 12 behind: on one of them it is another day for most of the time.
    expect([scanIn("Pacific/Kiritimati"), scanIn("Etc/GMT+12")]).toEqual([0, 0]);
    const next = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    expect(scanIn("Etc/GMT+12", "--as-of", next)).toBe(1);
    const after = look(repo, pushItem, "--as-of", next);
    expect(after.at).toEqual({ "origin rank/model.py": "expired, open" });
    expect(after.problems.some((one) => one.includes(`expired on ${today}, 1 day ago`))).toBe(true);
  });

  test.each([
    ["2027-01-29", null],
    ["2027-01-30", "in 30 days"],
    ["2027-02-15", "in 14 days"],
    ["2027-02-26", "in 3 days"],
    ["2027-03-01", "today"],
  ])("on %s it says %s", (asOf, said) => {
    const repo = shop();
    const id = approve(repo);
    const checked = borderline(repo.root, "approvals", "check", "--as-of", asOf);
    expect(checked.status).toBe(said === null ? 0 : 1);
    if (said !== null) expect(checked.out).toContain(`approval ${id} expires on 2027-03-01, ${said}`);
  });

  test("follows a file that moves inside its paths, and not one that moves out of them", () => {
    const repo = shop();
    approve(repo);
    mkdirSync(join(repo.root, "rank/deep"));
    repo.git("mv", "rank/model.py", "rank/deep/other.py");
    expect(look(repo, pushItem, ...day)).toMatchObject({ exit: 0, at: { "origin rank/deep/other.py": "closes, closed" } });
    mkdirSync(join(repo.root, "ranking"));
    repo.git("mv", "rank/deep/other.py", "ranking/model.py");
    const outside = look(repo, pushItem, ...day);
    expect([outside.exit, outside.at]).toEqual([1, { "origin ranking/model.py": "undecided, open" }]);
    expect(outside.problems.some((one) => one.includes("covers nothing in this tree"))).toBe(true);
  });

  test("does not cover another destination", () => {
    const repo = shop();
    approve(repo);
    repo.git("remote", "add", "mirror", "git@github.com:acme/shop.git");
    repo.git("remote", "add", "lab", "git@gitlab.com:acme-sg/shop.git");
    expect(look(repo, pushItem, ...day)).toMatchObject({
      exit: 1,
      at: {
        "origin rank/model.py": "closes, closed",
        "mirror rank/model.py": "undecided, open",
        "lab rank/model.py": "undecided, open",
      },
    });
  });

  test("a single licence covers one destination, and the next one is open", () => {
    const repo = shop();
    repo.git("remote", "add", "second", "git@github.com:acme-sg/other.git");
    expect(borderline(repo.root, ...approveWords({ uses: "0" })).status).toBe(2);
    approve(repo, { uses: "1" });
    expect(look(repo, pushItem, ...day)).toMatchObject({
      exit: 1,
      at: { "origin rank/model.py": "closes, closed", "second rank/model.py": "misfit, open" },
    });
  });

  test("does not cover another recipient", () => {
    const repo = shop();
    const handover = (recipient: string): string =>
      `home: CN\ndestinations: [{ via: handover, recipient: "${recipient}", territory: SG, scope: ["rank/**"] }]\n`;
    repo.git("remote", "remove", "origin");
    repo.write(".borderline.yaml", handover("Acme SG"));
    approve(repo, { to: "Acme SG" });
    expect(look(repo, pushItem, ...day).exit).toBe(0);
    repo.write(".borderline.yaml", handover("Ａｃｍｅ　ｓｇ"));
    expect(look(repo, pushItem, ...day).exit).toBe(0);
    repo.write(".borderline.yaml", handover("Beta SG"));
    const other = look(repo, pushItem, ...day);
    expect([other.exit, Object.values(other.at)]).toEqual([1, ["undecided, open"]]);
  });

  test("re-opens for a new control point in the same file", () => {
    const repo = shop();
    approve(repo);
    repo.write("rank/model.py", `${twoTower}\n"""\n${sm4}"""\n`);
    repo.write("rank/sm4.c", sm4);
    const after = look(repo, "CN:dual-use/commercial-cryptography", ...day);
    expect([after.exit, after.at["origin rank/sm4.c"]]).toEqual([1, "undecided, open"]);
  });
});

describe("an edited file", () => {
  test("under a licence stays covered, and is counted where the licence recorded its contents", () => {
    const repo = shop();
    const content = contentOf(repo, "rank/model.py");
    approve(repo, { content });
    expect(look(repo, pushItem, ...day).exit).toBe(0);
    expect(borderline(repo.root, "scan", ...day).out).not.toContain("edited since");
    repo.write("rank/model.py", edited);
    const after = look(repo, pushItem, ...day);
    expect([after.exit, after.at]).toEqual([0, { "origin rank/model.py": "closes, closed" }]);
    expect(after.report.exposures.find((e) => e.item === pushItem)?.approval?.edited).toBe(true);
    expect(borderline(repo.root, "scan", ...day).out).toContain(" of them edited since");
    expect(borderline(repo.root, "scan", ...day, "--lang", "zh-CN").out).toContain("项的内容此后有改动");
  });

  test("under not-controlled re-opens when its evidence changes, wherever it lies, and not for a comment", () => {
    const repo = shop();
    const position = { kind: "not-controlled", paths: null, reference: null, contract: null, recipient: null, basis: "memo 7" };
    approve(repo, { ...position, content: contentOf(repo, "rank/model.py") });
    expect(look(repo, pushItem, ...day)).toMatchObject({ exit: 0, at: { "origin rank/model.py": "closes, closed" } });
    repo.write("rank/model.py", `# moved\n\n${twoTower}`);
    repo.git("mv", "rank/model.py", "away.py");
    expect(look(repo, pushItem, ...day)).toMatchObject({ exit: 0, at: { "origin away.py": "closes, closed" } });
    repo.write("away.py", edited);
    const after = look(repo, pushItem, ...day);
    expect([after.exit, after.at["origin away.py"]?.includes("misfit, open")]).toEqual([1, true]);
  });

  test("under public-domain re-opens as well", () => {
    const repo = shop({ "crypto/sm4.c": sm4 });
    repo.git("rm", "-q", "rank/model.py");
    const item = "CN:dual-use/commercial-cryptography";
    const content = contentOf(repo, "crypto/sm4.c");
    approve(repo, {
      kind: "public-domain",
      item,
      paths: null,
      reference: null,
      contract: null,
      recipient: null,
      basis: "GB/T 32907",
      content,
    });
    expect(look(repo, item, ...day).at).toEqual({ "origin crypto/sm4.c": "closes, closed" });
    repo.write("crypto/sm4.c", `${sm4}void sm3_compress(uint32_t v[8]) { v[0] ^= 0x7380166f; }\n`);
    expect(look(repo, item, ...day).at["origin crypto/sm4.c"]).toContain("misfit, open");
  });

  test("under a registration stays covered, as long as its measures do not grow beyond the recorded ones", () => {
    const repo = shop({ "weights/rank.safetensors": safetensors({ "user.weight": [4000, 64] }) });
    repo.git("rm", "-q", "rank/model.py");
    const item = "CN:free";
    const before = look(repo, item, ...day);
    expect([before.exit, before.at]).toEqual([1, { "origin weights/rank.safetensors": "undecided, open" }]);
    approve(repo, { kind: "registration", item, paths: "weights/**", reference: "技术出口合同登记证 1" });
    expect(look(repo, item, ...day)).toMatchObject({ exit: 0, at: { "origin weights/rank.safetensors": "closes, closed" } });
    writeFileSync(
      ledgerOf(repo),
      readFileSync(ledgerOf(repo), "utf8").replace("    expires:", "    measures: { parameters: 256000 }\n    expires:"),
    );
    repo.write("weights/rank.safetensors", safetensors({ "item.weight": [4000, 64] }));
    expect(look(repo, item, ...day)).toMatchObject({ exit: 0, at: { "origin weights/rank.safetensors": "closes, closed" } });
    repo.write("weights/rank.safetensors", safetensors({ "item.weight": [4001, 64] }));
    expect(look(repo, item, ...day)).toMatchObject({ exit: 1, at: { "origin weights/rank.safetensors": "misfit, open" } });
  });
});

describe("what closes nothing", () => {
  test.each([
    ["a letter of intent", { kind: "letter-of-intent", reference: "技术出口许可意向书 1" }, "recorded, open"],
    ["a licence that is a letter of intent", { reference: "技术出口许可意向书 2026-1" }, "misfit, open"],
    ["what is only requested", { "approved-by": null }, "requested, open"],
    ["a kind that does not fit", { kind: "registration", reference: "技术出口合同登记证 1" }, "misfit, open"],
    ["a licence for everywhere", { to: "**" }, "misfit, open"],
    ["a licence without a number", { reference: "技术出口许可证" }, "misfit, open"],
    ["a licence without a contract", { contract: null }, "misfit, open"],
  ] as const)("%s", (_name, change, decision) => {
    const repo = shop();
    const id = approve(repo, change);
    const after = look(repo, pushItem, ...day);
    expect([after.exit, after.at]).toEqual([1, { "origin rank/model.py": decision }]);
    const told = after.problems.filter((one) => one.includes(`approval ${id}`));
    const quiet = decision.startsWith("recorded") || decision.startsWith("requested");
    expect(told.length > 0).toBe(!quiet);
    for (const one of told) expect(one).toMatch(/^\.borderline\/approvals\.yaml:2 /);
  });

  test("who requests does not approve: refused when written, and void when written by hand", () => {
    const repo = shop();
    const refused = borderline(repo.root, ...approveWords({ "approved-by": "Li" }));
    expect([refused.status, existsSync(ledgerOf(repo))]).toEqual([2, false]);
    approve(repo);
    writeFileSync(ledgerOf(repo), readFileSync(ledgerOf(repo), "utf8").replace("approvedBy: Wang", "approvedBy: ＬＩ"));
    const after = look(repo, pushItem, ...day);
    expect([after.exit, after.at]).toEqual([1, { "origin rank/model.py": "misfit, open" }]);
    expect(after.problems.join("\n")).toContain("was approved by its requester");
  });

  test("a licence on a prohibited item; only not-controlled with a basis closes that", () => {
    const repo = shop({ "lab/embryo.py": embryo });
    repo.git("rm", "-q", "rank/model.py");
    const item = "CN:human-gene-editing";
    expect(look(repo, item, ...day)).toMatchObject({ exit: 1, at: { "origin lab/embryo.py": "undecided, open" } });
    approve(repo, { item, paths: "lab/**" });
    const licensed = look(repo, item, ...day);
    expect([licensed.exit, licensed.at]).toEqual([1, { "origin lab/embryo.py": "misfit, open" }]);
    expect(licensed.problems.join("\n")).toContain("kind licence cannot close class prohibited");
    const position = { kind: "not-controlled", item, paths: null, reference: null, contract: null, recipient: null };
    const content = contentOf(repo, "lab/embryo.py");
    approve(repo, { ...position, content });
    expect(look(repo, item, ...day).at).toEqual({ "origin lab/embryo.py": "misfit, open" });
    approve(repo, { ...position, content, basis: "works on plants only, memo 9" });
    expect(look(repo, item, ...day)).toMatchObject({ exit: 0, at: { "origin lab/embryo.py": "closes, closed" } });
  });

  test("an inline suppression and a baseline on a prohibited item", () => {
    const repo = shop({ "lab/embryo.py": `# borderline-ignore-file gene-editing.human -- plants only\n${embryo}` });
    repo.git("rm", "-q", "rank/model.py");
    const item = "CN:human-gene-editing";
    expect(look(repo, item, ...day)).toMatchObject({ exit: 1, at: { "origin lab/embryo.py": "undecided, open" } });
    expect(borderline(repo.root, "baseline", "write", ...day).status).toBe(0);
    expect(look(repo, item, ...day)).toMatchObject({ exit: 1, at: { "origin lab/embryo.py": "undecided, open" } });
  });
});
