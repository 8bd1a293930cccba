/** What was asked for and is not there to be read: said aloud, for a scan that looked at nothing finds nothing. */
import { lstatSync } from "node:fs";
import { join } from "node:path";
import type { Skipped } from "../core/markers/marker.js";
import type { Problem } from "../core/problem.js";
import { many, type LocalText } from "../core/text.js";

/** A tree as it was walked. */
interface Walked {
  readonly root: string;
  /** The parts that alone were asked for; empty: all. */
  readonly only: readonly string[];
  /** Files that were looked at. */
  readonly files: number;
  readonly skipped: readonly Skipped[];
}

/** Of the parts that were asked for, those that were left out; where all was asked for, that there was nothing. */
export function unlooked({ root, only, files, skipped }: Walked): readonly Problem[] {
  if (only.length === 0)
    return files > 0
      ? []
      : [
          nothingRead(".", {
            en: "no file was looked at: there is none here, or ignore files or the policy leave all of them out",
            zh: "未检查任何文件：此处没有文件，或全部被忽略文件或策略排除",
          }),
        ];
  const hidden = skipped.filter((one) => one.reason === "ignored").map((one) => one.path);
  return only.flatMap((path) => {
    if (isLink(join(root, path)))
      return [
        nothingRead(path, { en: "this is a link and was not looked at: name what it leads to", zh: "这是链接，未检查：请指明其目标" }),
      ];
    const isHidden = hidden.some((one) => one === path || (one.endsWith("/") && `${path}/`.startsWith(one)));
    return isHidden
      ? [nothingRead(path, { en: "was not looked at: ignore files or the policy leave it out", zh: "未检查：被忽略文件或策略排除" })]
      : [];
  });
}

/** What the index of the work tree in `folder` (relative to the root; empty: the root itself) names and the work tree does not hold. */
export function notCheckedOut(folder: string, sparse: number, submodules: readonly string[]): readonly Problem[] {
  const [first] = submodules;
  return [
    ...(sparse === 0
      ? []
      : [
          nothingRead(folder === "" ? "." : folder, {
            en: `${many(sparse, "tracked file")} not in this work tree (sparse checkout), not looked at`,
            zh: `有 ${sparse} 个受版本控制的文件不在本工作树中（稀疏检出），未检查`,
          }),
        ]),
    ...(first === undefined
      ? []
      : [
          nothingRead(folder === "" ? first : `${folder}/${first}`, {
            en: `${many(submodules.length, "submodule")} not checked out here, not looked at`,
            zh: `有 ${submodules.length} 个子模块未在此检出，未检查`,
          }),
        ]),
  ];
}

/** Something that was not looked at because there was nothing to look at. */
export function nothingRead(path: string, message: LocalText): Problem {
  return { code: "nothing-read", severity: "warning", path, line: null, column: null, message };
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
