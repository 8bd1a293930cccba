/** The trees of an editor's side bar, as plain lines: exposures by item, way out or module; ways out by territory; approvals. */
import { basename } from "node:path";
import type { Destination } from "../core/destinations/destination.js";
import { expiryOf } from "../core/exposures/check-approvals.js";
import type { Level } from "../core/exposures/policy.js";
import { reportOf } from "../core/reports/make-report.js";
import { folderName, itemName, numberOf, placeShown } from "../core/reports/names.js";
import { levels, type ScanReport } from "../core/reports/report.js";
import { plain } from "../core/reports/safe.js";
import { findings, grouped, groups, loudest, standing, type Finding } from "../core/reports/view.js";
import { reasonText } from "../core/destinations/place-reason.js";
import { say, type Lang } from "../core/text.js";
import { approvalKindNames, approvalStatusNames, familyNames, levelNames, standingNames, strength, viaNames } from "../core/words/names.js";
import { territoryName } from "../core/words/territories.js";
import { version } from "../version.js";
import type { Project } from "./project.js";
import type { ViewName, ViewNode } from "./protocol.js";
import { locationOf } from "./to-lsp.js";
import { words } from "./words.js";
import { recordedBy } from "../core/words/sentences.js";

/** Most lines below one line; more are counted. */
const most = 500;

/** The lines of a view; where several folders are open, those of each below its name. */
export function foldersView(
  projects: readonly Project[],
  names: ReadonlyMap<string, string>,
  view: ViewName,
  lang: Lang,
): readonly ViewNode[] {
  const [only] = projects;
  if (projects.length === 1 && only !== undefined) return viewOf(only, view, lang);
  return projects.flatMap((project) => {
    const children = viewOf(project, view, lang);
    return children.length === 0
      ? []
      : [
          {
            label: plain(names.get(project.root) ?? basename(project.root), 120),
            tooltip: plain(project.root, 300),
            icon: "folder",
            children,
          },
        ];
  });
}

/** The lines of a view of one folder. */
function viewOf(project: Project, view: ViewName, lang: Lang): readonly ViewNode[] {
  if (view === "destinations") return destinationNodes(project, lang);
  if (view === "approvals") return approvalNodes(project, lang);
  if (project.kept === null) return [];
  const report = reportOf(project.kept.result, { version, lang });
  const shown = findings(report).filter(({ exposure }) => exposure.leaves !== false);
  if (view === "module") return moduleNodes(project, report, lang);
  return view === "item" ? itemNodes(project, report, shown, lang) : wayNodes(project, shown, lang);
}

/** The loudest level of what is open. */
function loudestOpen(found: readonly Finding[]): Level | null {
  return loudest(found.filter(({ exposure }) => !exposure.closed));
}

function ranked<T extends { readonly found: readonly Finding[]; readonly node: ViewNode }>(list: readonly T[]): ViewNode[] {
  const rank = (one: T): number => {
    const level = loudestOpen(one.found);
    return level === null ? levels.length : levels.indexOf(level);
  };
  return [...list].sort((a, b) => rank(a) - rank(b) || b.found.length - a.found.length).map(({ node }) => node);
}

function itemNodes(project: Project, report: ScanReport, shown: readonly Finding[], lang: Lang): readonly ViewNode[] {
  const byItem = grouped(shown, ({ exposure }) => exposure.item);
  return ranked(
    [...byItem].map(([item, found]) => ({
      found,
      node: {
        ...itemShown(item, report, countShown(found, lang), lang),
        icon: "law" as const,
        explain: item,
        children: fileNodes(project, found, lang),
      },
    })),
  );
}

/** The number first: titles are longer than a side bar is wide. */
function itemShown(id: string, report: ScanReport, count: string, lang: Lang): Pick<ViewNode, "label" | "description" | "tooltip"> {
  const item = report.items[id];
  const number = item === undefined ? null : numberOf(item, report.items);
  const name = itemName(id, report, lang);
  return number === null
    ? { label: name, description: count, tooltip: name }
    : { label: number, description: `${count} · ${name.slice(number.length + 1)}`, tooltip: name };
}

function wayNodes(project: Project, shown: readonly Finding[], lang: Lang): readonly ViewNode[] {
  const byWay = grouped(shown, ({ destination }) => destination.id);
  return ranked(
    [...byWay.values()].flatMap((found) => {
      const destination = found[0]?.destination;
      return destination === undefined
        ? []
        : [{ found, node: { ...destinationNode(project, destination, true, lang), children: fileNodes(project, found, lang) } }];
    }),
  );
}

/** One line for each file, the loudest first; below it its rules, where there are several. */
function fileNodes(project: Project, found: readonly Finding[], lang: Lang): readonly ViewNode[] {
  const byPath = grouped(found, ({ marker }) => marker.path);
  return ranked(
    [...byPath].map(([path, own]) => {
      const rules = ranked(
        [...grouped(own, ({ marker }) => marker.id).values()].map((each) => ({ found: each, node: ruleNode(project, each, lang) })),
      );
      const [only] = rules;
      const name = {
        label: plain(path.slice(path.lastIndexOf("/") + 1), 120),
        description: plain(path.slice(0, Math.max(0, path.lastIndexOf("/"))), 120),
      };
      const node: ViewNode =
        rules.length === 1 && only !== undefined
          ? { ...only, ...name }
          : { ...name, tooltip: plain(path, 300), icon: loudestOpen(own) ?? "closed", children: rules };
      return { found: own, node };
    }),
  ).slice(0, most);
}

function ruleNode(project: Project, own: readonly Finding[], lang: Lang): ViewNode {
  const [first] = own;
  if (first === undefined) return { label: "", icon: "closed" };
  const { marker } = first;
  const level = loudestOpen(own);
  const location = locationOf(project, marker.path, marker.range.line, marker.range.column);
  const rule = project.judgement.rulebook.rules.find((one) => one.id === marker.rule);
  const line = lang === "en" ? `line ${marker.range.line}` : `第 ${marker.range.line} 行`;
  return {
    label: rule === undefined ? marker.rule : say(rule.title, lang),
    description: `${line} · ${say(level === null ? standingNames[standing(first)] : levelNames[level], lang)}`,
    tooltip: plain(
      `${marker.path}:${marker.range.line} ${marker.rule} (${say(strength(marker.confidence), lang)}): ${marker.message}`,
      600,
    ),
    icon: level ?? "closed",
    explain: marker.rule,
    ...(location === null
      ? {}
      : { location: { uri: location.uri, line: location.range.start.line, column: location.range.start.character } }),
  };
}

function moduleNodes(project: Project, report: ScanReport, lang: Lang): readonly ViewNode[] {
  return groups(report).map((group) => {
    const found = group.ways.flatMap((way) => [...way.open, ...way.closed]).filter(({ exposure }) => exposure.leaves !== false);
    return {
      label: folderName(group.path, 200, lang),
      description: `${say(familyNames[group.family], lang)} · ${countShown(found, lang)}`,
      icon: "module" as const,
      children:
        found.length > 0
          ? fileNodes(project, found, lang)
          : group.markers.slice(0, most).map((marker) => ({
              label: plain(marker.path, 200),
              description: say(words.staysHome, lang),
              icon: "note" as const,
            })),
    };
  });
}

function countShown(found: readonly Finding[], lang: Lang): string {
  const files = new Set(found.map(({ marker }) => marker.path)).size;
  const level = loudestOpen(found);
  const text = lang === "en" ? `${files} file${files === 1 ? "" : "s"}` : `${files} 个文件`;
  return level === null ? text : `${text} · ${say(levelNames[level], lang)}`;
}

/** `mirror` · `United States · push · github.com/acme/shop`; the territory is left out below its own line. */
function destinationNode(project: Project, destination: Destination, withTerritory: boolean, lang: Lang): ViewNode {
  const location = locationOf(project, destination.path, destination.line);
  const via = say(viaNames[destination.via], lang);
  const place = plain(placeShown(destination), 100);
  const label = plain(destination.name, 60);
  return {
    label,
    description: [
      ...(withTerritory ? [say(territoryName(destination.territory), lang)] : []),
      via,
      ...(place === label ? [] : [place]),
    ].join(" · "),
    tooltip: plain(
      [destination.value, ...destination.trail.map((step) => `${step.path}:${step.line} ${step.what}`)].join(" ← ") +
        (destination.reason === null ? "" : ` (${say(reasonText(destination.reason), lang)})`),
      600,
    ),
    icon: "place",
    ...(location === null ? {} : { location: { uri: location.uri, line: location.range.start.line, column: 0 } }),
    ...(destination.host === null ? {} : { explain: destination.host }),
  };
}

function destinationNodes(project: Project, lang: Lang): readonly ViewNode[] {
  const byTerritory = grouped(project.destinations, (destination) => destination.territory ?? "");
  return [...byTerritory]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([territory, own]) => ({
      label: say(territoryName(territory === "" ? null : territory), lang),
      description: String(own.length),
      icon: "place" as const,
      children: own.slice(0, most).map((destination) => destinationNode(project, destination, false, lang)),
    }));
}

/** What ends first comes first. */
function approvalNodes(project: Project, lang: Lang): readonly ViewNode[] {
  const { policy } = project.judgement;
  const today = project.world.today();
  return [...policy.approvals]
    .sort((a, b) => (a.expires < b.expires ? -1 : 1))
    .map((approval) => {
      const { days, urgency } = expiryOf(approval, today);
      const location = locationOf(project, approval.path, approval.line);
      const expired = urgency === "expired";
      return {
        label: `${plain(approval.id, 40)} · ${say(approvalKindNames[approval.kind], lang)}`,
        description: `${say(approvalStatusNames[approval.status], lang)} · ${approval.expires} (${lang === "en" ? `${days} days` : `${days} 天`})`,
        tooltip: plain(
          `${approval.items.join(", ")} → ${approval.destinations.join(", ")}\n${say(recordedBy(approval.approvedBy, approval.approvedAt), lang)}`,
          600,
        ),
        icon: expired ? ("expired" as const) : approval.status === "approved" ? ("approved" as const) : ("requested" as const),
        ...(location === null ? {} : { location: { uri: location.uri, line: location.range.start.line, column: 0 } }),
      };
    });
}
