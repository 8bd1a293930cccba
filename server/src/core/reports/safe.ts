/** Text of others in output of ours: names and paths of a hostile repository must not steer a terminal, a spreadsheet, Markdown or a reader's eye. */

/** Control characters, line separators, invisible and direction-changing characters, and halves of surrogate pairs. */
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Cs}/gu;

/** One line that shows what is there: unsafe characters become `\u{…}`, and what is longer than `most` UTF-16 units is cut in its middle. */
export function plain(text: string, most = 400): string {
  const visible = text.replace(unsafe, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);
  if (visible.length <= most) return visible;
  const keep = Math.floor((most - 1) / 2);
  return `${visible.slice(0, keep)}…${visible.slice(visible.length - keep)}`;
}

/** Text inside a Markdown paragraph or table cell: nothing in it is markup, a link, a mention or HTML. Brackets and colons as in a sentence, `_` within a word and `:12` at the end of a place stay as they are: some clients show escapes as written. */
export function markdownText(text: string): string {
  return plain(text)
    .replace(/[\\`*{}[\]<>#+!|~&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|(?<!\s)\(|:(?!\s|\d+(?![\w:+-]))/gu, (c) => `&#${c.charCodeAt(0)};`)
    .replace(/@/g, "&#64;")
    .replace(/^(\s*)([-=])/, (_, space: string, c: string) => `${space}&#${c.charCodeAt(0)};`);
}

/** A Markdown code span that holds any text, whatever backticks it has; `|` is kept out of tables' way. */
export function markdownCode(text: string): string {
  const inner = plain(text).replace(/\|/g, "¦");
  const longest = Math.max(0, ...[...inner.matchAll(/`+/g)].map((m) => m[0].length));
  const fence = "`".repeat(longest + 1);
  return longest > 0 ? `${fence} ${inner} ${fence}` : `${fence}${inner}${fence}`;
}

/** Text for HTML content and double-quoted attributes. */
export function htmlText(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** One CSV cell (RFC 4180). A leading `= + - @`, tab or return would be a formula to a spreadsheet, so an apostrophe goes before it. */
export function csvCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = plain(value, 2000);
  const tame = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}

/** CSV lines with CR LF, and the mark that makes spreadsheets read UTF-8. */
export function csv(rows: readonly (readonly (string | number | null)[])[]): string {
  return [...csvLines(rows)].join("");
}

/** The same line by line. */
export function* csvLines(rows: Iterable<readonly (string | number | null)[]>): Generator<string> {
  yield "\ufeff";
  for (const row of rows) yield `${row.map(csvCell).join(",")}\r\n`;
}

/** Columns a terminal gives a text: East Asian wide and full-width characters take two, combining marks and our own colours none (Unicode TR11, simplified). */
export function columns(text: string): number {
  let width = 0;

  for (const c of text.replace(/\u001b\[[0-9;]*m/g, "")) width += columnsOf(c);
  return width;
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;

function columnsOf(c: string): number {
  if (/\p{Mn}|\p{Me}/u.test(c)) return 0;
  return wide.test(c) ? 2 : 1;
}

/** The text filled with blanks to a width in columns. */
export function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - columns(text)));
}

/** The text cut to a width in columns, with `…` in the middle where the ends tell more (paths). */
export function fit(text: string, width: number): string {
  if (columns(text) <= width) return text;
  const letters = [...text];
  let left = 0;
  let right = letters.length;
  let used = 1;
  while (left < right) {
    const fromLeft = left <= letters.length - right;
    const next = letters[fromLeft ? left : right - 1] ?? "";
    used += columnsOf(next);
    if (used > width) break;
    if (fromLeft) left++;
    else right--;
  }
  return `${letters.slice(0, left).join("")}…${letters.slice(right).join("")}`;
}

/** The text cut at its end to a width in columns, with `…` where something is missing. */
export function cutEnd(text: string, width: number): string {
  if (columns(text) <= width) return text;
  let kept = "";
  let used = 1;
  for (const c of text) {
    used += columnsOf(c);
    if (used > width) break;
    kept += c;
  }
  return `${kept}…`;
}

/** Breaks a text into lines of at most `width` columns: at blanks, and between Chinese characters but never before closing punctuation. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of pieces(text)) {
    if (line !== "" && columns(line) + columns(piece.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += line === "" ? piece.trimStart() : piece;
  }
  if (line.trimEnd() !== "") lines.push(line.trimEnd());
  return lines;
}

/** The stretches of a text that must stay on one line. */
function pieces(text: string): string[] {
  const found: string[] = [];
  for (const word of text.match(/\S+\s*/g) ?? []) {
    let piece = "";
    for (const c of word) {
      const breakable =
        piece !== "" &&
        (wide.test(c) || wide.test(piece.at(-1) ?? "")) &&
        !/[，。；：、！？）》”’…—\s]/u.test(c) &&
        !/[（《“‘]$/u.test(piece);
      if (breakable) {
        found.push(piece);
        piece = "";
      }
      piece += c;
    }
    if (piece !== "") found.push(piece);
  }
  return found;
}
