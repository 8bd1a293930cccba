/** Parses SSH client configuration to follow host aliases. It is never computed: `Match exec` names a program, and no program is run. Format: man ssh_config(5) */

/** One `keyword arguments` line. */
export interface SshLine {
  /** Lower case. */
  readonly keyword: string;
  readonly values: readonly string[];
  readonly path: string;
  readonly line: number;
}

/** More lines than any real configuration has. */
const mostLines = 20_000;

/** The lines of one file. Quotes are taken off; what is no setting is left out. */
export function parseSshConfig(path: string, text: string): readonly SshLine[] {
  return text
    .split("\n", mostLines)
    .map((line, index) => readLine(line, path, index + 1))
    .filter((line) => line !== null);
}

function readLine(text: string, path: string, line: number): SshLine | null {
  const head = /^[\s\uFEFF]*([A-Za-z][A-Za-z0-9]*)(?:[ \t]*=[ \t]*|[ \t]+)(.*)$/.exec(text.slice(0, 4096).replace(/\s+$/, ""));
  if (head === null) return null;
  const values = [...(head[2] ?? "").matchAll(/"([^"]*)"|([^\s"]+)/g)].map((m) => m[1] ?? m[2] ?? "");
  return { keyword: (head[1] ?? "").toLowerCase(), values, path, line };
}

/** What an alias stands for, and the line that says so; null where it stands for itself. */
export interface SshHost {
  readonly hostName: string;
  readonly line: SshLine;
  /** A `Match` block before it might say otherwise, but can only be answered by running something or by knowing the user. */
  readonly uncertain: boolean;
}

/** The first `HostName` of the blocks that hold for an alias, as ssh takes it. `lines` has included files in place. */
export function hostNameOf(alias: string, lines: readonly SshLine[]): SshHost | null {
  let holds: boolean | null = true;
  let uncertain = false;
  for (const line of lines) {
    if (line.keyword === "host") holds = matchesList(alias, line.values);
    else if (line.keyword === "match") holds = matchHolds(alias, line.values);
    else if (line.keyword === "hostname" && holds === null) uncertain = true;
    else if (line.keyword === "hostname" && holds) {
      const hostName = (line.values[0] ?? "").replace(/%%|%h/g, (token) => (token === "%h" ? alias : "%"));
      return hostName === "" || hostName.toLowerCase() === alias.toLowerCase() ? null : { hostName, line, uncertain };
    }
  }
  return null;
}

/** true or false for `all`, `host` and `originalhost`; null where another criterion would decide. */
function matchHolds(alias: string, criteria: readonly string[]): boolean | null {
  let open = false;
  for (let i = 0; i < criteria.length;) {
    const [written = "", given] = (criteria[i] ?? "").split("=", 2);
    const criterion = written.toLowerCase();
    if (criterion === "all") {
      i++;
      continue;
    }
    if (["canonical", "final"].includes(criterion)) return false;
    const value = given ?? criteria[i + 1] ?? "";
    i += given === undefined ? 2 : 1;
    const negated = criterion.startsWith("!");
    if (!/^!?(?:original)?host$/.test(criterion)) open = true;
    else if (matchesList(alias, value.split(",")) === negated) return false;
  }
  return open ? null : true;
}

/** Some pattern matches and no negated one does. */
function matchesList(alias: string, patterns: readonly string[]): boolean {
  const is = (pattern: string): boolean => matchesPattern(alias.toLowerCase(), pattern.toLowerCase());
  return patterns.some((p) => !p.startsWith("!") && is(p)) && !patterns.some((p) => p.startsWith("!") && is(p.slice(1)));
}

/** `*` and `?`, in time proportional to the product of the lengths at most: patterns come from others. */
export function matchesPattern(text: string, pattern: string): boolean {
  let star = -1;
  let mark = 0;
  let t = 0;
  let p = 0;
  while (t < text.length) {
    if (p < pattern.length && (pattern[p] === "?" || (pattern[p] === text[t] && pattern[p] !== "*"))) {
      t++;
      p++;
    } else if (pattern[p] === "*") {
      star = p++;
      mark = t;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else return false;
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}
