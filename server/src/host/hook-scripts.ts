/** The shell texts of the pre-push hook: LF line ends, POSIX sh, every path in single quotes. */

/** What the runner starts, and what it does when that is gone. */
export interface Runner {
  /** Absolute path of Node, or of the editor's runtime. */
  readonly program: string;
  /** Whether the program is an editor's runtime that must be told to be Node. */
  readonly editor: boolean;
  /** Absolute path of cli.js. */
  readonly cli: string;
  /** `closed`: no push without a verdict. `open`: the push goes on, said aloud. */
  readonly missing: "open" | "closed";
  /** Further words for \`pre-push\`: \`--policy\`, \`--record\` … */
  readonly words: readonly string[];
}

/** The first line by which a file of ours is known. */
export const runnerMark = "# borderline pre-push runner";
/** The line by which a hook file of ours is known, and those around a block of ours in a file of others. */
export const hookMark = "# borderline pre-push hook";
export const blockBegin = "# >>> borderline pre-push hook >>>";
export const blockEnd = "# <<< borderline pre-push hook <<<";

/** Where a hook that was there before is kept, beside it. */
export const keptSuffix = ".borderline-kept";

/** A word in single quotes. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * The runner: the one file that knows paths of this machine. Every hook owner's entry calls it with the remote and the URL,
 * as arguments or as two lines on descriptor 3, and with git's list on stdin.
 */
export function runnerText({ program, editor, cli, missing, words }: Runner): string {
  const end =
    missing === "closed"
      ? `echo 'borderline: no push without a verdict; to repair: borderline hook install; to remove: borderline hook uninstall' >&2\nexit 1\n`
      : `echo 'borderline: THIS PUSH GOES ON WITHOUT A VERDICT; to repair: borderline hook install' >&2\nexit 0\n`;
  return `#!/bin/sh
${runnerMark} (${missing} when the program is gone). Written by: borderline hook install
[ $# -ge 2 ] || { IFS= read -r remote; IFS= read -r url; set -- "$remote" "$url"; } <&3
input=$(cat; printf x)
input=\${input%x}
[ -n "$input" ] || exit 0
program=${quoted(program)}
cli=${quoted(cli)}
${editor ? "ELECTRON_RUN_AS_NODE=1\nexport ELECTRON_RUN_AS_NODE\n" : ""}if [ -x "$program" ] && [ -f "$cli" ]; then
  printf '%s' "$input" | "$program" "$cli" pre-push ${words.map((word) => `${quoted(word)} `).join("")}-- "$@"
  status=$?
  case $status in 0 | 1 | 2) exit $status ;; esac
  echo "borderline: the program ended with status $status" >&2
else
  echo "borderline: $program or $cli is gone" >&2
fi
${end}`;
}

/** What happens where this clone has no runner: in the repository's own hook folder that is a damage, elsewhere another clone's or repository's business. */
const withoutRunner: Readonly<Record<Runner["missing"] | "others", string>> = {
  closed: "echo 'borderline: the runner of this hook is gone; no push without a verdict' >&2; exit 1",
  open: "echo 'borderline: the runner of this hook is gone; THIS PUSH GOES ON WITHOUT A VERDICT' >&2",
  others: ":",
};

/** A hook file of ours: the verdict first (nothing is uploaded before it), then the hook that was here before, with the same input and arguments. */
export function hookText(missing: keyof typeof withoutRunner): string {
  return `#!/bin/sh
${hookMark}. A hook that was here before lies beside it (${keptSuffix}) and still runs. To remove: borderline hook uninstall
input=$(cat; printf x)
input=\${input%x}
runner="$(git rev-parse --git-common-dir)/borderline/pre-push"
if [ -f "$runner" ]; then
  printf '%s' "$input" | sh "$runner" "$@" || exit $?
else
  ${withoutRunner[missing]}
fi
[ -x "$0${keptSuffix}" ] || exit 0
printf '%s' "$input" | "$0${keptSuffix}" "$@"
`;
}

/** A block for a script that people share (husky): no path of this machine, and what follows it finds stdin as it was. */
export function blockText(): string {
  return `${blockBegin}
# Judges what a push would send. Each clone has its own: borderline hook install | uninstall
borderline_input=$(cat; printf x)
borderline_input=\${borderline_input%x}
borderline_runner="$(git rev-parse --git-common-dir)/borderline/pre-push"
if [ -f "$borderline_runner" ]; then
  printf '%s' "$borderline_input" | sh "$borderline_runner" "$@" || exit $?
else
  echo 'borderline: not installed in this clone, so this push goes on without a verdict; borderline hook install' >&2
fi
if [ -n "$borderline_input" ]; then
  exec <<BORDERLINE_INPUT
\${borderline_input%?}
BORDERLINE_INPUT
else
  exec </dev/null
fi
${blockEnd}
`;
}

/**
 * The command for lefthook, which puts the remote and the URL into its command line as they are: a hostile URL would be run.
 * They travel in a here-document that nothing expands, whose end nobody can guess.
 */
export function lefthookCommand(token: string): string {
  return `sh "$(git rev-parse --git-common-dir)/borderline/pre-push" 3<<'BORDERLINE-${token}'\n{1}\n{2}\nBORDERLINE-${token}\n`;
}
