/** Inline suppressions, through the two stages: what they take away, what they must say, and what is unused. */
import { describe, expect, it } from "vitest";
import { fileEvidence, textEvidence } from "../../src/core/markers/file-evidence.js";
import { noPackages } from "../../src/core/markers/origin.js";
import { suppressionProblems } from "../../src/core/markers/suppression-problems.js";
import { countFiles } from "../../src/core/markers/tree-files.js";
import { treeMarkers } from "../../src/core/markers/tree-context.js";
import { compileRules } from "../../src/core/markers/compile-rules.js";
import { parseRule } from "../../src/core/rulebook/parse-rule.js";

const { rule } = parseRule(
  "crypto/test.yaml",
  `id: crypto.test
family: crypto
role: implements
title: { en: t, zh: t }
items: [{ id: "CN:free", fit: arguable }]
why: { en: w, zh: w }
advice: { en: a, zh: a }
threshold: 3
signals:
  - { id: one, in: [identifier], any: [quarter_round], weight: 2, what: { en: one, zh: one } }
  - { id: two, in: [identifier, comment], any: [key_stream], weight: 2, what: { en: two, zh: two } }
examples: { match: [{ why: m, path: a.c, text: x }], miss: [{ why: m, path: a.c, text: x }] }
`,
);
if (!rule) throw new Error("the rule of this test does not parse");
const compiled = compileRules([rule]);

function scan(text: string, path = "a.c") {
  const bytes = new TextEncoder().encode(text);
  const summary = fileEvidence(compiled, path, bytes.length, textEvidence(compiled, path, { text, bytes }, true), null);
  const markers = treeMarkers({ compiled, summaries: [summary], files: countFiles([path]), packages: noPackages });
  const problems = suppressionProblems([summary], markers, new Set(["crypto.test"])).map(({ line, message }) => [line, message.en]);
  return { markers, problems };
}

describe("a suppression of the next line", () => {
  it("takes that line's evidence away and judges the rest again", () => {
    const plain = scan("quarter_round(x);\nkey_stream(y);\n");
    expect(plain.markers.map((marker) => marker.confidence > 0.5)).toEqual([true]);
    const less = scan("// borderline-ignore-next-line crypto.test -- a name of ours\nquarter_round(x);\nkey_stream(y);\n");
    expect(less.markers.map((marker) => marker.evidence.map((one) => one.id))).toEqual([["two"]]);
    expect(less.problems).toEqual([]);
  });

  it("works in any comment syntax, with full-width signs", () => {
    for (const line of [
      "# borderline-ignore-next-line crypto.test —— 误报",
      "/* borderline-ignore-next-line： crypto.test：误报 */",
      "<!-- borderline-ignore-next-line crypto.test -- no -->",
    ])
      expect(scan(`${line}\nquarter_round key_stream\n`).markers, line).toEqual([]);
  });

  it("without a rule or a reason does nothing, and is told with its line", () => {
    const { markers, problems } = scan(
      "// borderline-ignore-next-line\nquarter_round(x);\n// borderline-ignore-next-line crypto.test\nkey_stream(y);\n",
    );
    expect(markers).toHaveLength(1);
    expect(problems).toEqual([
      [1, "a suppression must name its rule; it suppresses nothing"],
      [3, "a suppression must give its reason after --; it suppresses nothing"],
    ]);
  });

  it("is without a reason where only the end of its comment, or what an editor left to fill in, stands", () => {
    for (const line of ["(* borderline-ignore-next-line crypto.test -- <why> *)", "{- borderline-ignore-next-line crypto.test -- -}"])
      expect(scan(`${line}\nquarter_round key_stream\n`).problems, line).toEqual([
        [1, "a suppression must give its reason after --; it suppresses nothing"],
      ]);
  });

  it("that has nothing to take away, or names no rule that there is, is told", () => {
    const { problems } = scan(
      "int a;\n// borderline-ignore-next-line crypto.test -- why\nint b;\n// borderline-ignore-next-line crypto.nix -- why\nint c;\n",
    );
    expect(problems).toEqual([
      [2, "this suppression is not used; take it out"],
      [4, '"crypto.nix" is no rule; the suppression does nothing'],
    ]);
  });
});

describe("a suppression whose word is misspelt", () => {
  it("suppresses nothing and is told", () => {
    const told = "a suppression is written borderline-ignore-next-line or borderline-ignore-file; this one suppresses nothing";
    for (const word of ["borderline-ignore-nextline", "borderline-ignore-line", "borderline-ignore", "borderline-ignore-nextLine："]) {
      const { markers, problems } = scan(`int a;\n  // ${word} crypto.test -- why\nquarter_round(x);\nkey_stream(y);\n`);
      expect(markers, word).toHaveLength(1);
      expect(problems, word).toEqual([[2, told]]);
    }
  });

  it("is told a thousand times at most", () => {
    expect(scan("// borderline-ignore-nextline crypto.test -- why\n".repeat(3000)).problems).toHaveLength(1000);
  });

  it("is none where no rule follows", () => {
    for (const text of ["const word = `borderline-ignore-${kind}`;\n", "// borderline-ignore comments, e.g. those of a file\n"])
      expect(scan(text).problems, text).toEqual([]);
  });
});

describe("a suppression of the file", () => {
  it("marks the marker and leaves it in the output", () => {
    const { markers, problems } = scan("// borderline-ignore-file crypto.test -- published elsewhere\nquarter_round(x);\nkey_stream(y);\n");
    expect(markers.map((marker) => marker.suppressed)).toEqual([{ reason: "published elsewhere", line: 1 }]);
    expect(problems).toEqual([]);
  });
});

describe("the name of a package", () => {
  const shown = (text: string, path: string) => scan(text, path).markers.filter((marker) => marker.confidence >= 0.5);

  it("in an import is evidence elsewhere, and none in the package's own files", () => {
    const text = "import quarter_round.core\nimport key_stream.core\nrun()\n";
    expect(scan(text, "app/main.py").markers).toHaveLength(1);
    expect(
      scan(text, "quarter_round/key_stream/core.py").markers.flatMap((marker) => marker.evidence.filter((one) => one.signal === "import")),
    ).toEqual([]);
  });

  it("and what comes from the file beside it is none either", () => {
    const uses = (module: string): string => `from ${module} import run\nfrom ${module} import key_stream\nrun()\n`;
    expect(shown(uses("quarter_round"), "app/main.py")).toHaveLength(1);
    expect(shown(uses(".quarter_round"), "app/main.py")).toEqual([]);
    expect(shown(`${uses("quarter_round")}key_stream.next()\n`, "app/main.py")).toHaveLength(1);
  });

  it("as the namespace that a file declares is none, as that of others it is", () => {
    expect(shown("quarter_round::log(key_stream::size);\n", "app/relay.cpp")).toHaveLength(1);
    const around = "namespace quarter_round::key_stream {\nint f() { return key_stream::n; }\n}  // namespace quarter_round\n";
    expect(shown(around, "app/relay.cpp")).toEqual([]);
    expect(shown(around.replace("// namespace", "//"), "app/relay.cpp")).toEqual([]);
    expect(shown(`${around}int g() { return 1; }\n`, "app/relay.cpp")).toHaveLength(1);
    expect(shown("package org.quarter_round.key_stream;\nimport org.quarter_round.key_stream.Log;\n", "app/Log.java")).toEqual([]);
  });

  it("in the licence at the head of a file is none, as in what it says of itself below", () => {
    const code = "void quarter_round();\n";
    expect(shown(`/* key_stream tools\n * Copyright 2020 */\n\n${code}`, "app/relay.c")).toEqual([]);
    expect(shown(`/* Copyright 2020 */\n/* A key_stream. */\n${code}`, "app/relay.c")).toHaveLength(1);
    expect(shown(`// key_stream of bytes\n${code}`, "app/relay.c")).toHaveLength(1);
  });

  it("where it says who wrote the file is none", () => {
    const code = "*/\nvoid quarter_round();\n";
    expect(shown(`/*\n * @author key_stream\n ${code}`, "app/relay.c")).toEqual([]);
    expect(shown(`/*\n * A key_stream\n ${code}`, "app/relay.c")).toHaveLength(1);
  });

  it("before its version is none, in the package's own files", () => {
    const prints = 'import quarter_round\n\nprint({"key_stream": quarter_round.__version__})\n';
    expect(shown(prints, "quarter_round/bin/env.py")).toEqual([]);
    expect(shown("import quarter_round\n\nquarter_round.run(key_stream)\n", "quarter_round/bin/run.py")).toHaveLength(1);
  });

  it("in the guard of a header is no evidence", () => {
    expect(shown("void quarter_round();\nvoid key_stream();\n", "app/relay.h")).toHaveLength(1);
    expect(shown("#ifndef QUARTER_ROUND_RELAY_H\n#define KEY_STREAM_RELAY_H\nint x;\n#endif\n", "app/relay.h")).toEqual([]);
    expect(shown("#ifndef quarter_round_relay_h\n#define key_stream_relay_h\nint x;\n#endif\n", "app/relay.h")).toEqual([]);
  });
});
