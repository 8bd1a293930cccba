/** The text report: what stands in it, in which order, and how wide. */
import { describe, expect, it } from "vitest";
import type { Destination } from "../../src/core/destinations/destination.js";
import { supposedReason } from "../../src/core/destinations/place-reason.js";
import { reportOf } from "../../src/core/reports/make-report.js";
import { columns } from "../../src/core/reports/safe.js";
import { renderDestinationsText, renderText, type TextOptions } from "../../src/core/reports/text.js";
import type { ScanResult } from "../../src/core/scan-result.js";
import { rulebook } from "./sample-rulebook.js";
import { destination, exposure, marker, policy, sampleScan } from "./sample-scan.js";

function textOf(changes: Partial<ScanResult> = {}, options: Partial<TextOptions> = {}): string {
  const { lang = "en" } = options;
  return renderText(reportOf(sampleScan(changes), { version: "0.1.0", lang }), {
    lang,
    color: false,
    width: 100,
    failOn: "warning",
    ...options,
  });
}
const lines = (text: string): string[] => text.trimEnd().split("\n");
/** Wrapped lines joined again, so that a sentence can be looked for whatever the width. */
const flat = (text: string): string => text.replace(/\s+/g, " ");

describe("the text", () => {
  it("has no most: 200,000 exposures of one item are told like three", () => {
    const [first] = sampleScan().exposures;
    if (first === undefined) throw new Error("the sample has no exposures");
    const exposures = Array.from({ length: 200_000 }, (_, n) => ({ ...first, id: `e${n}` }));
    expect(flat(textOf({ exposures }))).toContain("Open: 1 file by 1 way out (200000 warnings)");
  });

  it("goes from what is open through modules and ways out to the law, whom to call and what nobody can see here", () => {
    const text = textOf({}, { width: 120 });
    const order = [
      "Open: 3 warnings, 3 notes, of which 1 stays at home · 1 approved (1 expires by 2026-12-20)",
      "Ways out",
      "United States     push · origin (github.com/acme/shop)",
      "src/rank  recommendation · 3 files",
      "Resembles the wording of 086501X; may be restricted (because",
      "model.py:12",
      "warning   United States     push · origin",
      "Why",
      "Next",
      "models/rank.safetensors",
      "7.2 billion parameters",
      "What the law asks",
      "No substantive negotiation before the letter of intent",
      "Who decides",
      "Whom to call      Export compliance, export@acme.example",
      "Not read          data/huge.bin (too large)",
      "Not looked for",
      "Not visible here  people moving or training abroad",
      "For reference only, not legal advice",
      "exit 1: open at or above --fail-on warning; 3 notes are below --fail-on warning",
    ];
    let from = 0;
    for (const part of order) {
      const at = text.indexOf(part, from);
      expect(at, part).toBeGreaterThanOrEqual(from);
      from = at;
    }
  });

  it("shows which lines say where it goes", () => {
    expect(flat(textOf())).toContain(".git/config:7 ← ~/.gitconfig:3");
  });

  it("tells ways of one kind to one place once, with their names and lines, and every one where all are asked for", () => {
    const push = (tag: string, line: number, more: Partial<Destination> = {}): Destination =>
      destination({
        id: `d-${tag}`,
        kind: "registry",
        via: "push",
        name: "docker push",
        value: `acme/shop:${tag}`,
        host: "docker.io",
        path: ".ci.yml",
        line,
        trail: [],
        ...more,
      });
    const destinations = [push("a", 5), push("b", 9), push("c", 5), push("d", 20, { territory: "SG" })];
    const text = flat(textOf({ destinations, exposures: [] }));
    expect(text).toContain("push · docker push (acme/shop:a and 2 more) for anyone · .ci.yml:5, .ci.yml:9");
    expect(text).toContain("push · docker push (acme/shop:d) for anyone · .ci.yml:20");
    const chinese = flat(textOf({ destinations, exposures: [] }, { lang: "zh-CN" }));
    expect(chinese).toContain("docker push (acme/shop:a 等 3 个)");
    const report = reportOf(sampleScan({ destinations, exposures: [] }), { version: "0.1.0", lang: "en" });
    const all = flat(renderDestinationsText(report, { lang: "en", color: false, width: 100 }));
    for (const tag of ["a", "b", "c", "d"]) expect(all).toContain(`(acme/shop:${tag})`);
  });

  it("parts Chinese names by a stronger sign where one of them has 、 within", () => {
    const report = reportOf(sampleScan(), { version: "0.1.0", lang: "zh-CN" });
    const items = { ...report.items };
    const first = Object.values(items)[0];
    if (first === undefined) throw new Error("the sample has items");
    for (const [id, zh] of [
      ["CN:a", "汉字压缩、还原技术"],
      ["CN:b", "其他技术"],
    ] as const)
      // prettier-ignore
      items[id] = { ...first, id, code: null, parent: null, title: { en: id, zh } };
    const text = renderText({ ...report, items, notLookedFor: ["CN:a", "CN:b"] }, { lang: "zh-CN", color: false, width: Infinity });
    expect(text).toContain("规则未覆盖的现行条目：汉字压缩、还原技术；其他技术\n");
  });

  it("says of marked files only where it shows some", () => {
    const scanned = { what: "tree", commit: "0".repeat(40), branch: "main", differing: [], ranges: [] } as const;
    const doubtful = { markers: [marker({ id: "m", path: "a.py", confidence: 0.3 })], modules: [], exposures: [], scanned };
    expect(flat(textOf(doubtful))).toContain("tree on 000000000000 (main) No known marker found.");
    expect(flat(textOf({ ...doubtful, markers: [marker({ id: "m", path: "a.py" })] }))).toContain("(main); the marked files are as in");
  });

  it("says in its first line how many files that could name a way out it did not understand", () => {
    const message = { en: "not valid YAML", zh: "不是有效的 YAML" };
    const problem = (path: string, line: number) =>
      ({ code: "destination-file", severity: "warning", path, line, column: 1, message }) as const;
    const said = (lang: "en" | "zh-CN", problems: readonly ReturnType<typeof problem>[]): string => {
      const scan = sampleScan({ markers: [], modules: [], destinations: [], exposures: [], problems });
      return flat(renderDestinationsText(reportOf(scan, { version: "0.1.0", lang }), { lang, color: false, width: Infinity }));
    };
    const two = [problem("ci.yml", 1), problem("ci.yml", 9), problem("deploy.yml", 2)];
    expect(said("en", two)).toContain("upload, but 2 files that could name one were not understood. This does not mean");
    expect(said("zh-CN", two)).toContain("未发现去向，但有 2 个可能写有去向的文件未能读懂，不表示没有去向。");
    expect(said("en", two.slice(0, 1))).toContain("upload, but 1 file that could name one was not understood.");
    expect(said("en", [])).toContain("publish or upload. This does not mean");
  });

  it("names no file where a problem is about the whole tree, and none where a way out is only supposed", () => {
    const message = { en: "this clone is shallow", zh: "浅克隆" };
    const problems = [{ code: "git", severity: "warning", path: ".", line: null, column: null, message }] as const;
    const supposed = { name: "--destination", value: "US", path: "--destination", reason: supposedReason(null), trail: [] };
    const text = textOf({ problems, destinations: [destination({ id: "d", ...supposed })], exposures: [] });
    expect(text).toContain("\nProblem           this clone is shallow\n");
    expect(flat(text)).toContain("as the command names it");
    expect(text).not.toContain("--destination:");
  });

  it("names the remotes first, and the packages and submodules of a monorepo together", () => {
    const at = (id: string, more: Partial<Destination>): Destination => destination({ id, trail: [], ...more });
    const published = ["a", "b", "c"].map((name, line) =>
      at(name, {
        kind: "package-registry",
        via: "publish",
        name: `@acme/${name}`,
        value: "publishConfig",
        host: "registry.npmjs.org",
        line,
      }),
    );
    const kept = ["x", "y"].map((name) => at(name, { kind: "submodule", name: `lib/${name}`, value: `https://github.com/acme/${name}` }));
    const remotes = ["origin", "zeta"].map((name) => at(name, { kind: "git-remote", name, value: `git@github.com:acme/${name}.git` }));
    const text = flat(textOf({ destinations: [...published, ...kept, ...remotes], exposures: [] }));
    const order = ["push · origin (", "push · zeta (", "publish · @acme/a and 2 more (publishConfig)", "push · lib/x and 1 more ("];
    expect(order.map((part) => text.indexOf(part))).toEqual(order.map((part) => text.indexOf(part)).sort((a, b) => a - b));
    for (const part of order) expect(text).toContain(part);
    expect(text).not.toContain("@acme/b");
  });

  it("says of which ways and of how many files it is true that the contents are there already", () => {
    const markers = ["a", "b", "c"].map((id) => marker({ id, path: `src/rank/${id}.py`, module: "p" }));
    const modules = [{ id: "p", path: "src/rank", family: "recommendation" as const, markers: ["a", "b", "c"] }];
    const destinations = ["push", "upload"].map((via) => destination({ id: via, name: `the ${via}`, trail: [] }));
    const exposures = markers.flatMap(({ id }) => [
      exposure({ marker: id, destination: "push", state: id === "a" ? "would-leave" : "already-there" }),
      exposure({ marker: id, destination: "upload", state: "unknown" }),
    ]);
    const text = flat(textOf({ markers, modules, destinations, exposures }));
    expect(text).toContain("push · the push restricted: licence · would leave (1 file) · already there (2 files) ");
    expect(text).toContain("push · the upload restricted: licence · not known whether it is there already ");
  });

  it("names as many ways of a module as have room, none of them cut in the middle", () => {
    const name = (n: number): string => `mirror-with-a-long-name-${n}`;
    const destinations = [1, 2, 3, 4].map((n) => destination({ id: `d${n}`, name: name(n), value: `https://h/${n}`, trail: [] }));
    const given = { markers: [marker({ id: "a", path: "a.py" })], modules: [], destinations };
    const exposures = destinations.map(({ id }) => exposure({ marker: "a", destination: id }));
    const wide = textOf({ ...given, exposures }, { width: Infinity });
    expect(wide).toContain(`push · ${name(1)}, push · ${name(2)}, push · ${name(3)}, 1 more\n`);
    expect(textOf({ ...given, exposures }, { width: 80 })).toContain(`  push · ${name(1)}, 3 more\n`);
  });

  it("leads with the files and ways of which many open exposures are made", () => {
    const marked = Array.from({ length: 21 }, (_, i) => marker({ id: `m${i}`, path: `src/rank/f${i}.py` }));
    const exposures = marked.map(({ id }) => exposure({ marker: id, destination: "d-us" }));
    expect(flat(textOf({ markers: marked, modules: [], exposures }))).toContain("Open: 21 files by 1 way out (21 warnings) Ways out");
    const few = exposures.slice(0, 20);
    expect(flat(textOf({ markers: marked, modules: [], exposures: few }))).toContain("Open: 20 warnings Ways out");
  });

  it("names an unverified control point as such in the marker's own sentence", () => {
    expect(flat(textOf())).toContain(
      "Could be argued to fall under “LiDAR system”; may be restricted; known from a consultation draft only: not verified for the text in force (because",
    );
  });

  it("says in its first line that there is no policy, and how much is ignored", () => {
    const text = flat(
      textOf({ policy: { ...policy, path: null, contact: [], push: { block: "error", undecided: "warn" } }, ignoredShare: 0.62 }),
    );
    expect(text).toMatch(
      /^No policy file, so defaults: home territory Chinese mainland, regime CN, unknown places are warned of, a push is blocked at error, an undecided one warns\. `borderline init` writes one\. Ignore files hide 62 % of this tree\./,
    );
    expect(text).toContain("no contact is named");
    const zh = textOf({ policy: { ...policy, path: null, push: { block: "warning", undecided: "block" } } }, { lang: "zh-CN" });
    expect(flat(zh).replace(/ (?=[\p{Script=Han}])/gu, "")).toMatch(
      /^没有策略文件，按默认值：开发地为中国内地，适用法域 CN，所在地不明的去向予以警示，推送含警示级及以上事项时拦截，无法判断时拦截。/,
    );
  });

  it("calls the top folder and its only file by a name", () => {
    const modules = [{ id: "top", path: ".", family: "recommendation" as const, markers: [] }];
    const one = marker({ id: "m1", path: "rank.py", module: "top" });
    const two = marker({ id: "m2", path: "score.py", module: "top" });
    expect(textOf({ markers: [one], modules, exposures: [] })).toMatch(/^rank\.py {2}recommendation · 1 file$/m);
    expect(textOf({ markers: [one, two], modules, exposures: [] })).toMatch(/^\(top folder\) {2}recommendation · 2 files$/m);
  });

  it("quotes no item of China's to who asks by other regimes", () => {
    const text = flat(textOf({ policy: { ...policy, regimes: ["US", "EU"] }, exposures: [] }));
    expect(text).toContain("No item of US, EU that this rulebook knows names this (because");
    expect(text).not.toContain("086501X");
  });

  it("ends with what the threshold let by", () => {
    const notes = [
      exposure({ marker: "m1", destination: "d-us", level: "note" }),
      exposure({ marker: "m2", destination: "d-us", level: "note" }),
    ];
    expect(lines(textOf({ exposures: notes, skipped: [] })).at(-1)).toBe("exit 0: 2 notes are below --fail-on warning");
    expect(lines(textOf({ exposures: notes })).at(-1)).toBe(
      "exit 3: 1 that should have been read could not be; 2 notes are below --fail-on warning",
    );
    expect(lines(textOf({ exposures: [], skipped: [] })).at(-1)).toBe("exit 0: nothing is open at or above --fail-on warning");
    expect(lines(textOf({}, { failOn: "error" })).at(-1)).toContain("exit 3");
    expect(lines(textOf({ skipped: [] }, { failOn: "error" })).at(-1)).toBe("exit 0: 3 warnings and 3 notes are below --fail-on error");
  });

  it("calls nothing clear where nothing was found", () => {
    const text = flat(textOf({ markers: [], modules: [], exposures: [] }));
    expect(text).toContain(
      "No known marker found. This does not mean it may be exported. Not checked: 1 item in force that no rule covers, 1 file that could not be read. Unlisted technology under a contract still needs registration.",
    );
    expect(text).toContain("Not visible here");
  });

  it("says the same in Chinese", () => {
    const text = textOf({}, { lang: "zh-CN" });
    expect(flat(text)).toContain("未处理：3 项警示、3 项提示，其中 1 项不离境 · 1 项已批准（其中 1 项在 2026-12-20 前到期）");
    expect(text).toContain("取得技术出口许可意向书前不得进行实质性谈判");
    expect(text).toContain("仅供参考，不构成法律意见");
    expect(lines(text).at(-1)).toBe("退出码 1：有达到 --fail-on warning 的未处理事项；3 项提示低于 --fail-on warning");
  });

  it("keeps within the width in both languages", () => {
    for (const lang of ["en", "zh-CN"] as const) {
      for (const width of [60, 80, 100]) {
        // The last line stays one line for whoever reads only that.
        for (const line of lines(textOf({}, { lang, width })).slice(0, -1)) expect(columns(line), line).toBeLessThanOrEqual(width);
      }
    }
  });

  it("stays within a few screens however much is found, and counts the rest", () => {
    const markers = Array.from({ length: 3000 }, (_, n) =>
      marker({ id: `x${n}`, path: `src/part${n % 300}/file${n}.py`, module: `p${n % 300}` }),
    );
    const modules = Array.from({ length: 300 }, (_, n) => ({
      id: `p${n}`,
      path: `src/part${n}`,
      family: "recommendation" as const,
      markers: [],
    }));
    const text = textOf({ markers, modules, exposures: markers.map((m) => exposure({ marker: m.id, destination: "d-us" })) });
    expect(lines(text).length).toBeLessThan(120);
    expect(text).toContain("Open: 3000 files by 1 way out (3000 warnings)");
    expect(text).toContain("and 294 more modules and files with 2940 open");
    expect(text).toContain("and 7 more files");
  });

  it("prints no control, colour or direction characters of the repository's", () => {
    const hostile = "src/\u001b[2J\u202egpj.\u0007evil\n.py";
    const text = textOf({
      markers: [marker({ id: "m1", path: hostile })],
      modules: [],
      exposures: [exposure({ marker: "m1", destination: "d-us" })],
    });

    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(text).toContain("\\u{1b}[2J");
    const coloured = textOf({ markers: [marker({ id: "m1", path: hostile })], modules: [] }, { color: true });

    expect(coloured.replace(/\u001b\[[0-9;]*m/g, "")).not.toMatch(/\u001b/);
  });

  it("says with every cited item what must be said: notes, measures of the territory, and what is no longer known", () => {
    const source = { name: "S" };
    const noted = rulebook.items.map((i) =>
      i.id === "CN:lidar"
        ? {
            ...i,
            until: "2026-11-10",
            measures: [
              {
                territory: "US",
                effect: { en: "a licence is not granted in principle", zh: "原则上不予许可" },
                endUse: { en: "military users", zh: "军事用户" },
                source,
                from: "2024-12-03",
                verification: "official" as const,
              },
              {
                territory: "JP",
                effect: { en: "not for us", zh: "与此无关" },
                source,
                from: "2026-01-06",
                verification: "official" as const,
              },
            ],
          }
        : i,
    );
    const text = flat(textOf({ rulebook: { ...rulebook, items: noted } }));
    expect(text).toContain("The wording is broad, known filings are few");
    expect(text).toContain("status unknown since 2026-11-10");
    expect(text).toContain(
      "United States: a licence is not granted in principle (military users: the end use decides, and code cannot show it) (read in a copy of the official text)",
    );
    expect(text).not.toContain("not for us");
  });
});
