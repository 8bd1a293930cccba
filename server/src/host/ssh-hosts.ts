/** Reads the user's SSH configuration as text, for host aliases in git URLs. Includes are followed inside bounds; nothing is run. */
import { readdirSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { hostNameOf, matchesPattern, parseSshConfig, type SshHost, type SshLine } from "../core/destinations/git/ssh-config.js";
import { readText } from "./bounded-file.js";
import { expandHome, homeOf } from "./git-config.js";

const limits = { files: 64, depth: 8, names: 1000 };

/** Looks aliases up in one configuration, read once. `command` is git's `core.sshCommand`, of which `-F` and `-o HostName` are understood. */
export function sshHosts(environment: NodeJS.ProcessEnv, command: string | null): (alias: string) => SshHost | null {
  const home = homeOf(environment);
  const named = command === null ? null : /(?:^|\s)-F\s*("[^"]+"|'[^']+'|\S+)/.exec(command)?.[1]?.replace(/^["']|["']$/g, "");
  const files =
    named === undefined || named === null
      ? [join(home, ".ssh", "config"), "/etc/ssh/ssh_config"]
      : [resolve(home, expandHome(named, environment))];
  const reading = { environment, files: 0 };
  let lines: SshLine[] | null = null;
  const option = command === null ? null : (/-o\s*"?HostName[= ]([^\s"]+)/i.exec(command)?.[1] ?? null);
  return (alias) => {
    if (option !== null)
      return { hostName: option, line: { keyword: "hostname", values: [option], path: "core.sshCommand", line: 1 }, uncertain: false };
    lines ??= files.flatMap((file) => readSsh(file, home, reading, 0));
    return hostNameOf(alias, lines);
  };
}

interface Reading {
  readonly environment: NodeJS.ProcessEnv;
  files: number;
}

function readSsh(path: string, home: string, reading: Reading, depth: number): SshLine[] {
  if (depth > limits.depth || ++reading.files > limits.files) return [];
  const text = readText(path);
  if (text === null) return [];
  const shown = path.startsWith(home + "/") ? `~${path.slice(home.length)}` : path;
  // After an include, the block in which it stands goes on; its header is repeated.
  let block: SshLine = { keyword: "match", values: ["all"], path: shown, line: 1 };
  return parseSshConfig(shown, text).flatMap((line) => {
    if (line.keyword === "host" || line.keyword === "match") block = line;
    if (line.keyword !== "include") return [line];
    const files = line.values.flatMap((value) => included(value, path, home, reading));
    return [...files.flatMap((file) => [...readSsh(file, home, reading, depth + 1), block])];
  });
}

/** The files of an Include: relative to ~/.ssh (or /etc/ssh for the system's), `*` and `?` in the last part. */
function included(value: string, from: string, home: string, reading: Reading): string[] {
  const base = from.startsWith("/etc/ssh") ? "/etc/ssh" : join(home, ".ssh");
  const path = isAbsolute(value) ? value : value.startsWith("~") ? expandHome(value, reading.environment) : join(base, value);
  if (!/[*?]/.test(path)) return [path];
  try {
    const pattern = path.slice(dirname(path).length + 1);
    const names = readdirSync(dirname(path)).slice(0, limits.names).sort();
    return names.filter((name) => !name.startsWith(".") && matchesPattern(name, pattern)).map((name) => join(dirname(path), name));
  } catch {
    return [];
  }
}
