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

/** git's word for a ref that the other side does not have. */
const none = "0".repeat(40);

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
through=git
[ $# -ge 2 ] || { through=lefthook; IFS= read -r remote; IFS= read -r url; set -- "$remote" "$url"; } <&3
input=$(cat && printf x) || { echo 'borderline: git'\\''s list of what is pushed could not be read; no push without it' >&2; exit 1; }
input=\${input%x}
if [ -z "$input" ] && [ $through = lefthook ]; then
  # lefthook hands on what its git-lfs left: no list may mean that there is nothing to push, or that it was lost on the way.
  input=$({ echo "HEAD $(git rev-parse -q --verify HEAD) refs/heads/HEAD ${none}"; git for-each-ref --format='%(refname) %(objectname) %(refname) ${none}'; } |
    grep -v -e '^refs/remotes/' -e '^HEAD  ')
  [ -z "$input" ] || echo 'borderline: lefthook handed on no list of what is pushed: all that this clone could push is judged' >&2
fi
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
input=$(cat && printf x) && common=$(git rev-parse --git-common-dir) ||
  { echo 'borderline: the hook could not read what is pushed, or from where; no push without a verdict' >&2; exit 1; }
input=\${input%x}
runner="$common/borderline/pre-push"
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
borderline_input=$(cat && printf x) && borderline_common=$(git rev-parse --git-common-dir) ||
  { echo 'borderline: the hook could not read what is pushed, or from where; no push without a verdict' >&2; exit 1; }
borderline_input=\${borderline_input%x}
borderline_runner="$borderline_common/borderline/pre-push"
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

/** The word by which lefthook's hook finds our script: it stands in that hook as it is, twice, and is expanded there. */
export const lefthookRc = `"$(git rev-parse --git-common-dir)/borderline/lefthook-rc"`;

/** What lefthook's hook reads before it starts lefthook (and git-lfs, which lefthook starts first): the verdict comes before anything is uploaded. */
export function lefthookRcText(token: string): string {
  return `case "$0" in *pre-push)\n${blockText()}BORDERLINE_JUDGED=${token}\nexport BORDERLINE_JUDGED\n;; esac\n`;
}

/**
 * The command for lefthook, for a hook of its that does not read our script (yet). lefthook puts the remote and the URL into its command
 * line as they are: a hostile URL would be run, so they travel in a here-document that nothing expands, whose end nobody can guess.
 * The files are named because lefthook leaves out a command for which it sees no file to push, and it sees only those by which the
 * branch that is checked out differs from its upstream.
 */
export function lefthookCommand(token: string): string {
  return `: {files}\n[ "$BORDERLINE_JUDGED" = ${token} ] || sh "$(git rev-parse --git-common-dir)/borderline/pre-push" 3<<'BORDERLINE-${token}'\n{1}\n{2}\nBORDERLINE-${token}\n`;
}
