/** Command lines that copy files to hosts or run commands on them: ssh, scp, rsync, sftp, curl with an upload, sonar. */
import { hostOf, isLocal, isOpen, isPlaceholder, type Expansion } from "./expand.js";
import { isForge } from "./git.js";
import type { Call, Recogniser } from "./session.js";

const sshTakes = [
  "-i",
  "-p",
  "-o",
  "-l",
  "-F",
  "-L",
  "-R",
  "-D",
  "-J",
  "-b",
  "-c",
  "-E",
  "-e",
  "-m",
  "-O",
  "-Q",
  "-S",
  "-W",
  "-w",
  "-P",
  "-B",
];
const rsyncTakes = [
  "-e",
  "--rsh",
  "--exclude",
  "--include",
  "--exclude-from",
  "--include-from",
  "--files-from",
  "--password-file",
  "--chmod",
  "--chown",
  "--rsync-path",
  "-f",
  "--filter",
  "--bwlimit",
  "--timeout",
  "--log-file",
  "--port",
  "--partial-dir",
  "--backup-dir",
];

/** A host that files go to or commands run on. */
function host(call: Call, via: "upload" | "deploy", name: string, value: Expansion, line: number): void {
  const target = value.text.replace(/::.*$/, ":").replace(/^rsync:\/\//, "");
  const at = target.includes("@") || target.includes("://") ? target : target.replace(/^([^:/\s]+).*$/, "$1");
  const named = hostOf(at);
  if (named === null || isForge(named) || (isLocal(named) && !isOpen(named) && !/^[\w-]+$/.test(named)) || named === "localhost") return;
  const shown = { ...value, text: at.replace(/:.*$/, (rest) => (rest.startsWith("://") ? rest : "")) };
  const about = { kind: "host" as const, via, name, line };
  if (!isOpen(named) && /^[\w-]+$/.test(named)) call.session.finds.unknown(about, `SSH host alias ${named}`, shown.text, value.trail);
  else call.session.finds.address(about, shown);
}

const isRemote = (text: string): boolean =>
  /^[^/\s]+?:(?!\\)/.test(text.replace(/\$\{[^}]*\}|\$\{\{[^}]*\}\}/g, (m) => m.replace(/:/g, "_"))) && !/^[A-Za-z]:[\\/]/.test(text);

function copier(name: string, takes: readonly string[]): Recogniser {
  return (call) => {
    const words = call.args.positionals(1, takes);
    const target = words.at(-1);
    if (!target || words.length < 2 || call.args.has("--dry-run", "-n")) return;
    for (const value of target.values) {
      if (isRemote(value.text)) host(call, "upload", name, value, target.line);
      else if (/^:[/~\w]/.test(value.text))
        call.session.finds.unknown(
          { kind: "host", via: "upload", name, line: target.line },
          value.trail[0]?.what ?? "host",
          value.text,
          value.trail,
        );
    }
  };
}

const ssh: Recogniser = (call) => {
  const target = call.args.positionals(1, sshTakes)[0];
  if (!target || /^git@/.test(target.values[0]?.text ?? "")) return;
  const login = call.args.option("-l")[0];
  for (const value of target.values)
    host(
      call,
      "deploy",
      "ssh",
      login && !value.text.includes("@") ? { ...value, text: `${login.text}@${value.text}` } : value,
      target.line,
    );
};

/** A job that learns a host's key is about to connect to it. */
const keyscan: Recogniser = (call) => {
  for (const target of call.args.positionals(1, ["-t", "-p", "-T"]))
    for (const value of target.values) host(call, "deploy", "ssh-keyscan", value, target.line);
};

const sftp: Recogniser = (call) => {
  for (const target of call.args.positionals(1, [...sshTakes, "-u", "-e"]))
    for (const value of target.values) if (/@|:\/\//.test(value.text)) host(call, "upload", call.args.text(0), value, target.line);
};

/** `curl -T FILE URL`, `curl -F x=@FILE URL`, `curl --data-binary @FILE URL`. */
const curl: Recogniser = (call) => {
  const { args } = call;
  const form = args.options("-F", "--form", "--data-binary").some((o) => o.values.some((v) => /(?:^|=)@/.test(v.text)));
  // A body that is nothing but the output of a command sends what the command read.
  const output = args
    .options("-d", "--data", "--data-raw")
    .some((o) => o.values.some((v) => /^(?:`[^`]*`|\$\([^()]*(?:\([^()]*\)[^()]*)*\))$/.test(v.text)));
  if (!form && !output && !args.has("-T", "--upload-file") && args.options("-T").length === 0) return;
  for (const argument of args.all.slice(1)) {
    for (const value of argument.values) {
      if (!/^(?:https?|s?ftps?|scp):\/\//i.test(value.text)) continue;
      const to = hostOf(value.text) ?? "";
      if (
        !/(?:^|\.)(?:uploads|api)\.github\.com$/.test(to) &&
        !/BITBUCKET_REPO_/.test(value.text) &&
        !isPlaceholder(to) &&
        !/CI_API_V4_URL/.test(value.text)
      )
        call.session.finds.address({ kind: "host", via: "upload", name: "curl", line: argument.line }, value);
    }
  }
};

/** Sonar's scanners send the sources to the server that `sonar.host.url` names. */
const sonar: Recogniser = (call) => {
  for (const argument of call.args.all)
    for (const value of argument.values) {
      const url = /^(?:-D|\/d:|-P)sonar\.host\.url=["']?([^"']+)/.exec(value.text)?.[1];
      if (url)
        call.session.finds.address({ kind: "host", via: "upload", name: "sonar.host.url", line: argument.line }, { ...value, text: url });
    }
};

/** `nix copy --to s3://cache?region=…`, or to a machine over ssh. */
const nixCopy: Recogniser = (call) => {
  if (call.args.text(1) !== "copy") return;
  const about = { via: "upload" as const, name: "nix copy", line: call.line };
  for (const value of call.args.option("--to")) {
    const text = value.text.replace(/^["']|["']$/g, "");
    const region = /[?&]region=([\w-]+)/.exec(text)?.[1];
    const bucket = { ...value, text: text.replace(/\?.*$/, "") };
    if (text.startsWith("s3:"))
      call.session.finds.bucket(
        { ...about, kind: "object-storage" },
        ["aws"],
        bucket,
        region === undefined ? undefined : { ...value, text: region },
      );
    else call.session.finds.address({ ...about, kind: "host" }, bucket);
  }
};

/** Programs of this file. */
export const copyPrograms: Readonly<Record<string, Recogniser>> = {
  scp: copier("scp", sshTakes),
  rsync: copier("rsync", rsyncTakes),
  ssh,
  "ssh-keyscan": keyscan,
  sftp,
  lftp: sftp,
  ncftpput: (call) => {
    const target = call.args.positionals(1, ["-u", "-p", "-P", "-f"])[0];
    for (const value of target?.values ?? []) host(call, "upload", "ncftpput", value, target?.line ?? call.line);
  },
  curl,
  nix: nixCopy,
  "sonar-scanner": sonar,
};

/** What any build tool may be given: `mvn … -Dsonar.host.url=…`. */
export const sonarOption = sonar;

/** Endpoints of signing services: what is signed, or its digest, goes there. */
export const signing: Recogniser = (call) => {
  for (const argument of call.args.all)
    for (const value of argument.values)
      if (/^https:\/\/[\w.-]+\.codesigning\.azure\.net\b/.test(value.text))
        call.session.finds.address({ kind: "host", via: "upload", name: "code signing", line: argument.line }, value);
};
