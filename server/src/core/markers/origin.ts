/** Whose a file is: first-party, third-party (vendored), or published; always with the evidence for it. */
import type { LocalText } from "../text.js";
import type { FileSummary, Origin } from "./marker.js";

/** What manifests and policy say about parts of the tree. */
export interface PackageFacts {
  /** Folders ("" is the root) that hold somebody else's package, with the evidence. */
  readonly thirdParty: ReadonlyMap<string, LocalText>;
}

/** Of a tree of which no package metadata is known. */
export const noPackages: PackageFacts = { thirdParty: new Map() };

/** The origin of a file. A vendor folder or a foreign package's metadata makes it third-party; nothing is dropped for it. */
export function originOf(summary: FileSummary, packages: PackageFacts): { origin: Origin; evidence: readonly LocalText[] } {
  const evidence: LocalText[] = [];
  if (summary.traits.vendored) evidence.push({ en: "lies in a vendor folder", zh: "位于第三方代码目录" });
  for (let at = summary.path.lastIndexOf("/"); at >= 0; at = summary.path.lastIndexOf("/", at - 1)) {
    const said = packages.thirdParty.get(summary.path.slice(0, at));
    if (said) evidence.push(said);
    if (at === 0) break;
  }
  return { origin: evidence.length > 0 ? "third-party" : "first-party", evidence };
}
