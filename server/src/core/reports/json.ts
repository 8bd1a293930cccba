/** `--format json`: the report as it is, `borderline.scan/1`. */
import { inPieces } from "./pieces.js";
import { say, type Lang } from "../text.js";
import { disclaimer } from "../words/sentences.js";
import type { ReportMarker, ReportProblem, ScanReport } from "./report.js";

/** One JSON document with a line feed at its end. `message` and `what` are in the reader's language, a saved scan's too; `text` has both, and so has `notice`, with which every output ends. */
export function renderJson(report: ScanReport, options: { readonly lang: Lang } = { lang: "en" }): string {
  return [...jsonPieces(report, options)].join("");
}

/** The same in pieces: a scan of a large tree with hundreds of destinations outgrows the longest text that the engine can hold. */
export function* jsonPieces(report: ScanReport, { lang }: { readonly lang: Lang }): Generator<string> {
  const markers = (marker: ReportMarker): ReportMarker => {
    const message = say(marker.text, lang);
    // Only a saved scan may be in another language than its reader's.
    if (message === marker.message) return marker;
    return { ...marker, evidence: marker.evidence.map((one) => ({ ...one, what: say(one.text, lang) })), message };
  };
  const problems = (problem: ReportProblem): ReportProblem => ({ ...problem, message: say(problem.text, lang) });
  yield* inPieces(lineByLine({ ...report, notice: disclaimer }, { markers, problems }));
}

/** One document with a line for each entry of its lists: a third smaller than indented, and two saved scans can be compared line by line. Of some lists an entry is shown as `shown` gives it. */
function* lineByLine(report: object, shown: Readonly<Record<string, (one: never) => object>>): Generator<string> {
  let before = "{\n";
  for (const [name, value] of Object.entries(report)) {
    if (value === undefined) continue;
    yield `${before}  ${JSON.stringify(name)}: `;
    before = ",\n";
    if (!Array.isArray(value) || value.length === 0) yield JSON.stringify(value);
    else {
      const show = shown[name];
      for (let n = 0; n < value.length; n++)
        yield `${n === 0 ? "[" : ","}\n    ${JSON.stringify(show ? show(value[n] as never) : value[n])}`;
      yield "\n  ]";
    }
  }
  yield "\n}\n";
}
