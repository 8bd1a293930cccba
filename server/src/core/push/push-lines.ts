/** What git tells a pre-push hook on stdin: one line per ref, `<local ref> <local oid> <remote ref> <remote oid>`. https://git-scm.com/docs/githooks#_pre_push */

/** One ref that the push wants to change. */
export interface PushRef {
  /** As it was typed: a ref, an object name, `HEAD~1`; `(delete)` for a deletion. May hold spaces. */
  readonly localRef: string;
  /** null: the ref is deleted, and nothing leaves. */
  readonly localOid: string | null;
  readonly remoteRef: string;
  /** null: the other side does not have the ref yet. */
  readonly remoteOid: string | null;
}

/** The lines that are none, by number from 1. Something that cannot be read is never "nothing to push". */
export interface PushLines {
  readonly refs: readonly PushRef[];
  readonly unreadable: readonly number[];
}

/** Reads all lines, each from its right end, for what was typed may hold spaces. Blank lines say nothing. */
export function parsePushLines(text: string): PushLines {
  const refs: PushRef[] = [];
  const unreadable: number[] = [];
  text.split("\n").forEach((line, index) => {
    if (line.trim() === "") return;
    const parts = /^(.*) ([0-9a-f]{40}|[0-9a-f]{64}) (\S+) ([0-9a-f]{40}|[0-9a-f]{64})\r?$/.exec(line);
    if (parts === null) unreadable.push(index + 1);
    else refs.push({ localRef: parts[1] ?? "", localOid: oid(parts[2]), remoteRef: parts[3] ?? "", remoteOid: oid(parts[4]) });
  });
  return { refs, unreadable };
}

/** Only zeros is git's way to say that there is none (40 of them, or 64 in SHA-256 repositories). */
function oid(text: string | undefined): string | null {
  return text === undefined || /^0+$/.test(text) ? null : text;
}
