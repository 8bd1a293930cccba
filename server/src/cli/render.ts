/** One report, in the form that `--format` names, to the place that `--output` names. The table is the list of forms that there are. */
import { createHash } from "node:crypto";
import { closeSync, openSync, writeFileSync } from "node:fs";
import { renderClassification } from "../core/reports/classification.js";
import { csvPieces } from "../core/reports/csv.js";
import { renderGitlab } from "../core/reports/gitlab.js";
import { renderHtml } from "../core/reports/html.js";
import { jsonPieces } from "../core/reports/json.js";
import { renderMarkdown } from "../core/reports/markdown.js";
import { renderMaterials } from "../core/reports/materials.js";
import type { ScanReport } from "../core/reports/report.js";
import { sarifPieces } from "../core/reports/sarif.js";
import { renderText } from "../core/reports/text.js";
import type { Level } from "../core/exposures/policy.js";
import type { Problem } from "../core/problem.js";
import { plain } from "../core/reports/safe.js";
import { say, t, type Lang, type LocalText } from "../core/text.js";
import { option, UsageError, type Arguments } from "./args.js";
import type { Shell } from "./run.js";
import { langOf, pathOf, wordOf } from "./settings.js";

/** What a form may ask about its reader. */
export interface RenderOptions {
  readonly lang: Lang;
  readonly color: boolean;
  readonly width: number;
  /** Absent for saved scans: then the text says nothing of a threshold. */
  readonly failOn?: Level | "never";
}

/** A report in one of its forms, in one piece or several. */
type Render = (report: ScanReport, options: RenderOptions) => string | Iterable<string>;

const forms: Readonly<Record<string, Render>> = {
  text: renderText,
  json: jsonPieces,
  sarif: (report, { lang }) => sarifPieces(report, { lang, mode: "full" }),
  "sarif-github": (report, { lang }) => sarifPieces(report, { lang, mode: "github" }),
  gitlab: (report, { lang }) => renderGitlab(report, lang),
  markdown: (report, { lang }) => renderMarkdown(report, lang),
  html: (report, { lang }) => renderHtml(report, { lang, sha256: sha256Base64 }),
  csv: (report, { lang }) => csvPieces(report, lang),
  classification: renderClassification,
  materials: renderMaterials,
};

/** The renderer that `--format` names, text where it names none. Throws UsageError for a form that there is not. */
export function rendererOf(args: Arguments): Render {
  const name = option(args, "format") ?? "text";
  const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
  if (!form)
    throw new UsageError(
      `--format takes one of ${Object.keys(forms).join(", ")}, not "${name}"`,
      `--format 取 ${Object.keys(forms).join("、")} 之一，不能是“${name}”`,
    );
  return form;
}

/** The digest by which a page's content security policy names its own style and script. */
export function sha256Base64(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

/** Writes the report where `--output` says, or to stdout; colour only for a terminal. */
export function write(args: Arguments, shell: Shell, render: (options: RenderOptions) => string | Iterable<string>): void {
  const output = pathOf(args, shell, "output");
  const color = output === null && shell.terminal !== null && args.values["no-color"] !== true && !shell.environment["NO_COLOR"];
  const rendered = render({ lang: langOf(args, shell), color, width: output === null ? (shell.terminal ?? Infinity) : Infinity });
  const pieces = typeof rendered === "string" ? [rendered] : rendered;
  if (output === null) {
    for (const piece of pieces) shell.out(piece);
    return;
  }
  writePieces(output, pieces);
  // Who stands at a terminal must not take silence for failure.
  if (shell.terminal !== null && args.values.quiet !== true)
    shell.err(say(t(`borderline: written: ${plain(output)}\n`, `borderline：已写入 ${plain(output)}\n`), langOf(args, shell)));
}

function writePieces(path: string, pieces: Iterable<string>): void {
  const file = openSync(path, "w");
  // As bytes in memory of its own, for a report of several megabytes is written far faster so.
  const room = Buffer.allocUnsafe(1 << 20);
  let filled = 0;
  try {
    for (const piece of pieces) {
      const most = 3 * piece.length;
      if (filled + most > room.length) {
        writeFileSync(file, room.subarray(0, filled));
        filled = 0;
      }
      if (most > room.length) writeFileSync(file, Buffer.from(piece));
      else filled += room.write(piece, filled);
    }
    writeFileSync(file, room.subarray(0, filled));
  } finally {
    closeSync(file);
  }
}

/** Lines of an answer; at a terminal, a sentence where there are none. */
export function linesOr(lines: readonly string[], none: LocalText, args: Arguments, shell: Shell): string {
  return lines.length > 0 || shell.terminal === null ? lines.join("") : `${say(none, langOf(args, shell))}\n`;
}

/** The form of an answer that is no scan. Asked first of all: nothing is written or run where the form is wrong. */
export function answerForm(args: Arguments): "text" | "json" {
  return wordOf(args, "format", ["text", "json"], "text");
}

/** Gives an answer that is no scan, to `--output` or to stdout: its text, or `value` as one JSON document under a schema of its own. */
export function answer(args: Arguments, shell: Shell, text: string, schema: string, value: object): void {
  const output = pathOf(args, shell, "output");
  const whole = answerForm(args) === "text" ? text : `${JSON.stringify({ schema, ...value }, null, 2)}\n`;
  if (output !== null) writeFileSync(output, whole);
  else shell.out(whole);
}

/** Problems as a scan's JSON has them. */
export function problemsFor(problems: readonly Problem[], lang: Lang): readonly object[] {
  return problems.map(({ message, ...problem }) => ({ ...problem, message: say(message, lang), text: message }));
}
