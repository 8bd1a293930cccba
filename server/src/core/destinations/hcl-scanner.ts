/** Walks HCL text: where it is, blanks, comments and names. */

/** Thrown inside the parser only, where the text is not what the grammar wants. */
export class Unexpected extends Error {}

/** Reads a text from left to right, and knows the line. */
export class Scanner {
  protected at = 0;
  protected line: number;
  protected lineStart = 0;
  /** Inside brackets line ends mean nothing. */
  protected brackets = 0;

  constructor(
    readonly text: string,
    line: number,
  ) {
    this.line = line;
  }

  protected identifier(): string {
    const name = /^[\p{L}_][\p{L}\p{N}_-]*/u.exec(this.text.slice(this.at, this.at + 200))?.[0];
    if (name === undefined) throw new Unexpected("a name or value is expected here");
    this.step(name.length);
    return name;
  }

  protected peek(): string {
    return this.text[this.at] ?? "";
  }

  protected step(count: number): void {
    for (let i = 0; i < count && this.at < this.text.length; i++) {
      if (this.text[this.at] === "\n") {
        this.line++;
        this.lineStart = this.at + 1;
      }
      this.at++;
    }
  }

  /** Leaves out blanks and comments, and line ends where they mean nothing. */
  protected blank(lines: boolean): void {
    while (this.at < this.text.length) {
      const c = this.peek();
      if (c === " " || c === "\t" || c === "\r" || c === "\ufeff" || (lines && (c === "\n" || (c === "," && this.brackets === 0))))
        this.step(1);
      else if (c === "#" || this.text.startsWith("//", this.at)) this.step(this.distance("\n"));
      else if (this.text.startsWith("/*", this.at)) this.step(this.distance("*/") + 2);
      else return;
    }
  }

  protected distance(to: string): number {
    const end = this.text.indexOf(to, this.at);
    return (end < 0 ? this.text.length : end) - this.at;
  }

  protected skipLine(): void {
    this.step(this.distance("\n"));
  }
}
