/** `--format json`: the report as it is, `borderline.scan/1`. */
import { say, type Lang } from "../text.js";
import { disclaimer } from "../words/sentences.js";
import type { ScanReport } from "./report.js";

/** One JSON document with a line feed at its end. `message` and `what` are in the reader's language, a saved scan's too; `text` has both, and so has `notice`, with which every output ends. */
export function renderJson(report: ScanReport, { lang }: { readonly lang: Lang } = { lang: "en" }): string {
  const markers = report.markers.map((marker) => ({
    ...marker,
    evidence: marker.evidence.map((one) => ({ ...one, what: say(one.text, lang) })),
    message: say(marker.text, lang),
  }));
  const problems = report.problems.map((problem) => ({ ...problem, message: say(problem.text, lang) }));
  return lineByLine({ ...report, markers, problems, notice: disclaimer });
}

/** One document with a line for each entry of its lists: a third smaller than indented, and two saved scans can be compared line by line. */
function lineByLine(report: object): string {
  const textOf = (value: unknown): string =>
    Array.isArray(value) && value.length > 0
      ? `[\n    ${value.map((one) => JSON.stringify(one)).join(",\n    ")}\n  ]`
      : JSON.stringify(value);
  const members = Object.entries(report).flatMap(([name, value]) =>
    value === undefined ? [] : [`  ${JSON.stringify(name)}: ${textOf(value)}`],
  );
  return `{\n${members.join(",\n")}\n}\n`;
}
