/** Jupyter notebooks, cell by cell: code as it is, text as comments, outputs left out; and where in the file each line stands. Format: nbformat 3 and 4. */

/** A notebook as plain text. */
export interface NotebookText {
  readonly text: string;
  /** For each line of `text` the line of the file (from 1) and what is added to a column. */
  readonly places: readonly LinePlace[];
}
/** Where a line of a notebook's text stands in its file: the line, and how many columns further right. */
export interface LinePlace {
  readonly line: number;
  readonly shift: number;
}

/** A string of the JSON text, with the offset behind its opening quote. */
interface Said {
  readonly value: string;
  readonly at: number;
}
type Json = Said | Json[] | Map<string, Json> | null;

const deepest = 60;
/** Parts of a cell that are as large as they like and not written by people. */
const leftOut = new Set(["outputs", "attachments", "output", "prompt_number"]);

/** Unfolds a notebook; null where the text is no notebook. */
export function readNotebook(text: string): NotebookText | null {
  let root: Json;
  try {
    root = new Reader(text).whole();
  } catch {
    return null;
  }
  const cells = cellsOf(root);
  if (cells === null) return null;
  const lines: string[] = [];
  const places: LinePlace[] = [];
  const place = lineCounter(text);
  for (const cell of cells) {
    if (!(cell instanceof Map)) continue;
    const kind = valueOf(cell.get("cell_type"));
    const prefix = kind === "code" ? "" : "# ";
    for (const { value, at } of saidIn(cell.get("source") ?? cell.get("input") ?? null)) {
      const { line, column } = place(at);
      value
        .replace(/\n$/, "")
        .split("\n")
        .forEach((one, index) => {
          lines.push(prefix + one);
          places.push({ line, shift: index === 0 ? column - 1 - prefix.length : 0 });
        });
    }
    lines.push("");
    places.push(places.at(-1) ?? { line: 1, shift: 0 });
  }
  return { text: lines.join("\n"), places };
}

function cellsOf(root: Json): readonly Json[] | null {
  if (!(root instanceof Map)) return null;
  const cells = root.get("cells");
  if (Array.isArray(cells)) return cells;
  const sheets = root.get("worksheets");
  if (!Array.isArray(sheets)) return null;
  return sheets.flatMap((sheet) => {
    const inner = sheet instanceof Map ? sheet.get("cells") : null;
    return Array.isArray(inner) ? inner : [];
  });
}

function saidIn(source: Json): Said[] {
  if (source === null || source instanceof Map) return [];
  if (!Array.isArray(source)) return [source];
  return source.flatMap((one) => (one !== null && !Array.isArray(one) && !(one instanceof Map) ? [one] : []));
}

function valueOf(json: Json | undefined): string {
  return json && !Array.isArray(json) && !(json instanceof Map) ? json.value : "";
}

/** Lines and columns of offsets that only grow. */
function lineCounter(text: string): (at: number) => { line: number; column: number } {
  let line = 1;
  let start = 0;
  let next = text.indexOf("\n");
  return (at) => {
    while (next >= 0 && next < at) {
      line++;
      start = next + 1;
      next = text.indexOf("\n", start);
    }
    return { line, column: at - start + 1 };
  };
}

/** A JSON reader that keeps where strings stand, bounded in depth. Numbers and literals become null: nobody asks for them here. */
class Reader {
  private at = 0;
  constructor(private readonly text: string) {}

  whole(): Json {
    const value = this.value(0);
    this.space();
    if (this.at < this.text.length) throw new SyntaxError("more than one value");
    return value;
  }

  private value(depth: number): Json {
    if (depth > deepest) throw new SyntaxError("too deep");
    this.space();
    const first = this.text[this.at];
    if (first === '"') return this.string();
    if (first === "{") return this.object(depth);
    if (first === "[") return this.array(depth);
    const plain = /[-+\w.]+/y;
    plain.lastIndex = this.at;
    if (!plain.test(this.text)) throw new SyntaxError("no value");
    this.at = plain.lastIndex;
    return null;
  }

  private object(depth: number): Map<string, Json> {
    const map = new Map<string, Json>();
    this.at++;
    while (!this.ends("}")) {
      const key = this.string().value;
      this.expect(":");
      const value = this.value(depth + 1);
      if (!leftOut.has(key)) map.set(key, value);
    }
    return map;
  }

  private array(depth: number): Json[] {
    const list: Json[] = [];
    this.at++;
    while (!this.ends("]")) list.push(this.value(depth + 1));
    return list;
  }

  /** Goes over the comma before the next entry, or over the closing bracket: then true. */
  private ends(close: string): boolean {
    this.space();
    if (this.text[this.at] === ",") {
      this.at++;
      this.space();
    }
    if (this.text[this.at] !== close) return false;
    this.at++;
    return true;
  }

  private string(): Said {
    this.space();
    if (this.text[this.at] !== '"') throw new SyntaxError("no string");
    const from = ++this.at;
    for (let end = this.text.indexOf('"', from); end >= 0; end = this.text.indexOf('"', end + 1)) {
      let slashes = 0;
      while (this.text[end - 1 - slashes] === "\\" && end - 1 - slashes >= from) slashes++;
      if (slashes % 2 === 1) continue;
      this.at = end + 1;
      return { value: unescaped(this.text.slice(from, end)), at: from };
    }
    throw new SyntaxError("no end of string");
  }

  private expect(sign: string): void {
    this.space();
    if (this.text[this.at] !== sign) throw new SyntaxError(`no ${sign}`);
    this.at++;
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? "x")) this.at++;
  }
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([^]))/g, (_, code: string | undefined, letter: string | undefined) =>
    code === undefined ? (escapes[letter ?? ""] ?? letter ?? "") : String.fromCharCode(parseInt(code, 16)),
  );
}
