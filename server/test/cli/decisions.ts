/** A repository whose ranking model can go abroad, and what the command line says of the decisions on it. */
import { join } from "node:path";
import { newRepository, type TestRepository } from "../git/repository.js";
import type { ScanReport } from "../../src/core/reports/report.js";
import { type Run, twoTower } from "./program.js";

export const pushItem = "CN:086501X/personalised-push";

/** The model once more, with evidence that it did not have before. */
export const edited = `${twoTower}

def bpr_loss(user_embedding, positive_item, negative_item):
    return -(user_embedding * (positive_item - negative_item)).sum(-1).sigmoid().log().mean()
`;

export interface Looked {
  readonly exit: number | null;
  /** "origin rank/model.py" → what the decision on it is and whether that closes it; all of them where its markers differ. */
  readonly at: Readonly<Record<string, string>>;
  /** `path:line text`, those of decisions only. */
  readonly problems: readonly string[];
  readonly report: ScanReport;
}

/** Scans, and looks at one item. */
export function looker(borderline: Run): (repo: TestRepository, item: string, ...words: string[]) => Looked {
  return (repo, item, ...words) => {
    const ran = borderline(repo.root, "scan", "--no-cache", "--jobs", "1", "--format", "json", ...words);
    const report = JSON.parse(ran.out) as ScanReport;
    const pathOf = new Map(report.markers.map((marker) => [marker.id, marker.path]));
    const nameOf = new Map(report.destinations.map((destination) => [destination.id, destination.name]));
    const at: Record<string, string> = {};
    for (const e of report.exposures.filter((exposure) => exposure.item === item)) {
      const where = `${nameOf.get(e.destination) ?? ""} ${pathOf.get(e.marker) ?? ""}`;
      const decision = `${e.approval?.status ?? "undecided"}, ${e.closed ? "closed" : "open"}`;
      const there = at[where]?.split(" | ") ?? [];
      at[where] = [...new Set([...there, decision])].sort().join(" | ");
    }
    const problems = report.problems
      .filter(({ code }) => ["approval", "baseline", "suppression", "locked-key"].includes(code))
      .map(({ path, line, message }) => `${path}:${line ?? ""} ${message}`);
    return { exit: ran.status, at, problems, report };
  };
}

/** The model, a remote abroad, and nothing decided. */
export function shop(files: Readonly<Record<string, string | Uint8Array>> = {}): TestRepository {
  const repo = newRepository();
  repo.commit({ "rank/model.py": twoTower, ...files });
  repo.git("remote", "add", "origin", "git@github.com:acme-sg/shop.git");
  return repo;
}

/** Options of `approve` that are otherwise, several times, or (null) left out. */
export type Change = Readonly<Record<string, string | readonly string[] | null>>;

/** The words of `approve` for a licence that lacks nothing. */
export function approveWords(change: Change = {}): string[] {
  const licence: Readonly<Record<string, string>> = {
    kind: "licence",
    item: pushItem,
    to: "github.com/acme-sg/**",
    paths: "rank/**",
    recipient: "Acme SG",
    reference: "技术出口许可证 第2026-001号",
    contract: "C-1",
    issued: "2026-03-01",
    expires: "2027-03-01",
    "requested-by": "Li",
    "approved-by": "Wang",
    "as-of": "2026-03-02",
  };
  const options: Change = { ...licence, ...change };
  const words = ([name, value]: readonly [string, string | readonly string[] | null]): string[] =>
    (value === null ? [] : typeof value === "string" ? [value] : value).flatMap((one) => [`--${name}`, one]);
  return ["approve", ...Object.entries(options).flatMap(words)];
}

/** Where the ledger lies in the tree. */
export function ledgerOf(repo: TestRepository): string {
  return join(repo.root, ".borderline/approvals.yaml");
}
