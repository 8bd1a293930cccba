/** Many short lists of numbers in two arrays: they load at once, lie together, and other threads see them without a copy. */
export interface Lists {
  /** The numbers of list `at` lie in `all` from `from[at]` to `from[at + 1]`. */
  readonly from: Uint32Array;
  readonly all: Uint32Array;
}

/** Packs lists of whole numbers below 2³². */
export function packLists(lists: readonly (readonly number[])[]): Lists {
  const from = new Uint32Array(lists.length + 1);
  lists.forEach((list, at) => (from[at + 1] = from[at]! + list.length));
  return { from, all: Uint32Array.from(lists.flat()) };
}

/** One of the lists, without a copy. Empty where there is none of that number. */
export function listAt({ from, all }: Lists, at: number): Uint32Array {
  return all.subarray(from[at] ?? 0, from[at + 1] ?? 0);
}
