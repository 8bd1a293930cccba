/** INI-like text (`.npmrc`, `.pypirc`, `setup.cfg`, `.properties`, `.env`): keys with values, sections and lines. Every line is something or nothing; there is no error. */

export interface Setting {
  /** "" before the first section. */
  readonly section: string;
  readonly key: string;
  readonly value: string;
  readonly line: number;
}

/** The settings in file order, at most 20,000. */
export function settingsOf(text: string): Setting[] {
  const found: Setting[] = [];
  let section = "";
  for (const [i, raw] of text
    .slice(0, 2 << 20)
    .split(/\r?\n/)
    .entries()) {
    if (found.length >= 20_000) break;
    const row = raw.trim();
    if (row === "" || /^[#;!]/.test(row)) continue;
    const head = /^\[([^\]]*)\]$/.exec(row);
    if (head) {
      section = head[1] ?? "";
      continue;
    }
    const pair =
      /^(?:export\s+)?([^=\s][^=]*?)\s*=\s*(.*)$/.exec(row) ??
      (section !== "" || /^[\w.-]+:\s/.test(row) ? /^([\w.-]+):\s*(.*)$/.exec(row) : null);
    if (pair)
      found.push({
        section,
        key: pair[1] ?? "",
        value: (pair[2] ?? "").replace(/^(["'])(.*)\1$/, "$2").replace(/\\([:=])/g, "$1"),
        line: i + 1,
      });
  }
  return found;
}
