/** Groovy as far as a Jenkinsfile needs it: names, strings and signs with their lines. Comments are left out; nothing throws. */

export interface Token {
  readonly kind: "name" | "string" | "sign";
  /** A string's text has `\$`, `\"` and `\\` resolved; it keeps the number of its lines. */
  readonly text: string;
  readonly line: number;
  /** Strings: whether `$` in them is Groovy's (double quotes). */
  readonly open: boolean;
}

const longest = 600_000;
const mostTokens = 200_000;

/** Cuts Groovy text into tokens. */
export function groovyTokens(text: string): Token[] {
  const source = text.slice(0, longest);
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  const lines = (from: number, to: number): number => {
    let n = 0;
    for (let i = source.indexOf("\n", from); i >= 0 && i < to; i = source.indexOf("\n", i + 1)) n++;
    return n;
  };
  while (at < source.length && tokens.length < mostTokens) {
    const c = source.charAt(at);
    const begun = at;
    if (c === "\n") {
      tokens.push({ kind: "sign", text: "\n", line, open: false });
      at++;
      line++;
    } else if (c === " " || c === "\t" || c === "\r") at++;
    else if (source.startsWith("//", at)) at = end(source, "\n", at);
    else if (source.startsWith("/*", at)) {
      at = end(source, "*/", at + 2) + 2;
      line += lines(begun, at);
    } else if (c === "'" || c === '"') {
      const quote = source.startsWith(c.repeat(3), at) ? c.repeat(3) : c;
      const to = closing(source, quote, at + quote.length);
      tokens.push({ kind: "string", text: unescaped(source.slice(at + quote.length, to)), line, open: c === '"' });
      at = to + quote.length;
      line += lines(begun, at);
    } else {
      const name = /^[A-Za-z_$][\w$]*/.exec(source.slice(at, at + 200))?.[0];
      tokens.push({ kind: name === undefined ? "sign" : "name", text: name ?? c, line, open: false });
      at += name?.length ?? 1;
    }
  }
  return tokens;
}

function end(source: string, mark: string, from: number): number {
  const to = source.indexOf(mark, from);
  return to < 0 ? source.length : to;
}

function closing(source: string, quote: string, from: number): number {
  for (let i = from; i < source.length; i++) {
    if (source[i] === "\\") i++;
    else if (source.startsWith(quote, i)) return i;
    else if (quote.length === 1 && source[i] === "\n") return i;
  }
  return source.length;
}

function unescaped(text: string): string {
  return text.replace(/\\([$"'\\])/g, "$1");
}
