/** Rules as they are written: a literal that could never be found is a problem at its line. */
import { expect, test } from "vitest";
import { parseRule } from "../../src/core/rulebook/parse-rule.js";

const ruleWith = (literal: string): string => `
id: speech.test
family: speech
role: implements
title: { en: Test, zh: 测试 }
items: [{ id: "CN:free", fit: arguable }]
why: { en: Because., zh: 因为。 }
advice: { en: Ask., zh: 询问。 }
threshold: 3
signals:
  - { id: a, in: [identifier], any: ["${literal}"], weight: 1, what: { en: a, zh: b } }
examples: { match: [{ why: x, path: a.c, text: "int x;" }], miss: [{ why: x, path: a.c, text: "int x;" }] }
`;

test.each(["wake_word", "wake*", "*_zh", ".gnt", "=RNNT", "语音"])("%s can be found", (literal) => {
  expect(parseRule("rules/markers/speech/test.yaml", ruleWith(literal)).problems).toEqual([]);
});

test.each([
  ["too short to mean anything", "ab", "shorter than 3 letters"],
  ["longer than any word", "word_".repeat(41), "longer than 200 letters"],
  ["of signs alone", "<->", "no letter and no digit"],
  ["open on the left inside a name", "*phone", "only a joint may follow the star"],
])("a literal %s is a problem at its signal", (_what, literal, said) => {
  const { problems } = parseRule("rules/markers/speech/test.yaml", ruleWith(literal));
  expect(problems.map(({ code, line, message }) => [code, line, message.en.includes(said)])).toEqual([["bad-pattern", 11, true]]);
});
