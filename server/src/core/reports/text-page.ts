/** A page of terminal text: lines, paragraphs and labelled fields within a width, with colour only where asked. */
import { say, type Lang, type LocalText } from "../text.js";
import type { Level } from "../exposures/policy.js";
import { columns, pad, wrap } from "./safe.js";

/** Colours mean nothing that the words do not say too. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly level: (level: Level, text: string) => string;
}

/** A page for a terminal, filled from top to bottom. */
export interface Page {
  readonly lang: Lang;
  readonly width: number;
  readonly paint: Paint;
  line(text: string): void;
  /** Wrapped at the width, indented by a number of columns. */
  paragraph(text: string, indent?: number): void;
  dim(text: string): void;
  /** An empty line, never two. */
  blank(): void;
  heading(title: LocalText): void;
  /** A label in a column of its own, then wrapped text. */
  field(label: LocalText, text: string, indent?: number): void;
  text(): string;
}

/** An empty page. Widths below 40 columns are taken as 40, above 120 as 120; Infinity breaks and cuts no line: what other programs read has each sentence whole. */
export function page(options: { readonly lang: Lang; readonly color: boolean; readonly width: number }): Page {
  const width = options.width === Infinity ? Infinity : Math.min(120, Math.max(40, options.width));
  const lines: string[] = [];
  const paint = options.color ? colours : none;
  const { lang } = options;
  const labelWidth = lang === "zh-CN" ? 14 : 18;
  const add = (first: string, text: string, style: (line: string) => string): void => {
    const indent = columns(first);
    wrap(text, width - indent).forEach((line, n) => lines.push(n === 0 ? first + style(line) : " ".repeat(indent) + style(line)));
  };
  return {
    lang,
    width,
    paint,
    line: (text) => void lines.push(text),
    paragraph: (text, indent = 0) => add(" ".repeat(indent), text, (l) => l),
    dim: (text) => add("", text, paint.dim),
    blank: () => void (lines.length > 0 && lines.at(-1) !== "" && lines.push("")),
    heading: (title) => void lines.push(paint.bold(say(title, lang))),
    field: (label, text, indent = 0) => {
      const shown = `${" ".repeat(indent)}${pad(say(label, lang), labelWidth - indent)}`;
      const from = lines.length;
      add(shown, text, (l) => l);
      const first = lines[from];
      if (first !== undefined) lines[from] = paint.dim(shown) + first.slice(shown.length);
    },
    text: () => `${lines.join("\n")}\n`,
  };
}

const same = (text: string): string => text;
const none: Paint = { bold: same, dim: same, level: (_, text) => text };

const sgr =
  (code: string) =>
  (text: string): string =>
    text === "" ? "" : `\u001b[${code}m${text}\u001b[0m`;

const levelColours: Readonly<Record<Level, (text: string) => string>> = { error: sgr("1;31"), warning: sgr("33"), note: sgr("36") };
const colours: Paint = { bold: sgr("1"), dim: sgr("2"), level: (level, text) => levelColours[level](text) };
