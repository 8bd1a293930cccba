/** Ways out as text: once for all with the lines that say so, then in each module as short lines by level and territory. */
import type { Destination } from "../destinations/destination.js";
import { isSupposed, reasonText } from "../destinations/place-reason.js";
import { commas, many, say, type Lang, type LocalText } from "../text.js";
import {
  audienceNames,
  classNames,
  coverNames,
  levelNames,
  placeVerificationNames,
  procedureNames,
  stateNames,
  viaNames,
} from "../words/names.js";
import { territoryName } from "../words/territories.js";
import { namedByCommand, placeShown } from "./names.js";
import type { ScanReport } from "./report.js";
import { columns, fit, pad, plain } from "./safe.js";
import type { Page } from "./text-page.js";
import { compare, findings, grouped, type Finding, type Way } from "./view.js";

const most = { leaving: 8, staying: 2, lines: 3 };

/** Where the tree's contents can go, what leaves first and of that the remotes that a push goes to, alike ways as one; what stays at home in few lines. `all` lists every one, as `borderline destinations` does. */
export function waysSection(report: ScanReport, out: Page, all = false): void {
  if (report.destinations.length === 0) return;
  const leaves = leavesOf(report);
  const order = (d: Destination): number => [true, null, false].indexOf(leaves(d));
  const sorted = [...report.destinations].sort(
    (a, b) =>
      order(a) - order(b) ||
      Number(b.kind === "git-remote") - Number(a.kind === "git-remote") ||
      compare(a.territory ?? "~", b.territory ?? "~") ||
      compare(a.name, b.name),
  );
  const leaving = sorted.filter((d) => leaves(d) !== false);
  const staying = sorted.filter((d) => leaves(d) === false);
  out.blank();
  out.heading({ en: "Ways out", zh: "去向" });
  const parted = (list: readonly Destination[], few: number): readonly (readonly Destination[])[] =>
    all ? list.map((d) => [d]) : [...grouped(list, alike).values()].slice(0, few);
  const shown = [...parted(leaving, most.leaving), ...parted(staying, most.staying)];
  const width = Math.min(28, Math.max(12, ...shown.flat().map((d) => columns(placeOf(d, out)))));
  for (const own of shown) if (own[0] !== undefined) wayBlock(own[0], own, leaves(own[0]) === false, width, out);
  const more = sorted.length - shown.flat().length;
  if (more > 0)
    out.line(
      out.paint.dim(
        `  ${say({ en: `and ${more} more: \`borderline destinations\` lists them`, zh: `另有 ${more} 个：\`borderline destinations\` 可全部列出` }, out.lang)}`,
      ),
    );
}

/** Whether a destination leaves: as its exposures say, or by its own place where nothing goes there. */
function leavesOf(report: ScanReport): (d: Destination) => boolean | null {
  const judged = new Map(findings(report).map((f) => [f.destination.id, f.exposure.leaves]));
  return (d) => judged.get(d.id) ?? (d.territory === null ? null : d.territory !== report.home || d.audience === "public");
}

function placeOf(d: Destination, out: Page): string {
  const inferred = d.certainty === "inferred" ? say({ en: " (inferred)", zh: "（推断）" }, out.lang) : "";
  return `${say(territoryName(d.territory), out.lang)}${inferred}`;
}

/** What a monorepo has dozens of, each under a name of its own: the packages that it publishes, the trees that it holds. */
const byTheDozen: readonly Destination["kind"][] = ["package-registry", "submodule"];

/** What a reader need not be told twice: ways of one kind to one place, known in the same way, are one with several names (ten tags of an image). */
function alike(d: Destination): string {
  return JSON.stringify([
    d.via,
    byTheDozen.includes(d.kind) ? d.kind : d.name,
    d.host,
    d.region,
    d.territory,
    d.certainty,
    d.verification,
    d.audience,
    d.recipient,
    d.forwards,
    d.reason,
  ]);
}

/** `d` is the first of its `own`, which are alike. */
function wayBlock(d: Destination, own: readonly Destination[], stays: boolean, width: number, out: Page): void {
  const start = `  ${pad(fit(placeOf(d, out), width), width)}  `;
  const room = Math.max(12, out.width - columns(start));
  const names = new Set(own.map((one) => one.name));
  const values = [...new Set(own.map((one) => plain(placeShown(one), 160)))];
  const behindName = andMore(1, names.size, "个", out);
  const behindValue = names.size > 1 ? "" : andMore(1, values.length, "个", out);
  out.line(`${start}${fit(`${wayName(d, out)}${behindName} (${values[0] ?? ""}${behindValue})`, room)}`);
  const facts = [
    ...(d.verification === "memory" ? [say(placeVerificationNames.memory, out.lang)] : []),
    ...(stays ? [say({ en: "stays at home", zh: "不离境" }, out.lang)] : []),
    ...(d.audience === "unknown"
      ? []
      : [say({ en: `for ${audienceNames[d.audience].en}`, zh: `面向${audienceNames[d.audience].zh}` }, out.lang)]),
    ...(d.forwards.length === 0
      ? []
      : [say({ en: `forwards to ${plain(d.forwards.join(", "), 120)}`, zh: `转发至 ${plain(d.forwards.join("、"), 120)}` }, out.lang)]),
    ...(d.recipient === null ? [] : [plain(d.recipient, 60)]),
    ...(d.reason === null || (d.territory !== null && !isSupposed(d)) ? [] : [plain(say(reasonText(d.reason), out.lang), 120)]),
    whereSaid(d, own, out),
  ];
  out.paragraph(out.paint.dim(facts.join(" · ")), columns(start));
}

/** The lines that say so: of one way its whole trail, of several the line of each. */
function whereSaid(d: Destination, own: readonly Destination[], out: Page): string {
  const at = (s: { readonly path: string; readonly line: number }): string =>
    s.path === "" || (isSupposed(d) && s.path.startsWith("--")) ? say(namedByCommand, out.lang) : `${plain(s.path, 80)}:${s.line}`;
  if (own.length === 1) return [...new Set([d, ...d.trail].map(at))].slice(0, most.lines).join(" ← ");
  const lines = [...new Set(own.map(at))];
  return `${commas(lines.slice(0, most.lines), out.lang)}${andMore(most.lines, lines.length, "处", out)}`;
}

/** What stands behind the first `told` of `all`: ` and 3 more`; nothing where these are all. `unit` counts them in Chinese. */
function andMore(told: number, all: number, unit: string, out: Page): string {
  return all > told ? say({ en: ` and ${all - told} more`, zh: ` 等 ${all} ${unit}` }, out.lang) : "";
}

function wayName(d: Destination, out: Page): string {
  return `${say(viaNames[d.via], out.lang)} · ${plain(d.name, 60)}`;
}

/** A module's ways, one line for each level, territory and what is to be said of them. */
export function wayLines(ways: readonly Way[], out: Page): void {
  const lines = [
    ...grouped(
      ways,
      (w) => `${say(labelOf(w), "en")}\n${w.destination.territory ?? "?"}\n${wayFacts([...w.open, ...w.closed], out)}`,
    ).values(),
  ];
  const width = Math.min(
    26,
    Math.max(12, ...lines.map((own) => columns(own[0] === undefined ? "" : say(territoryName(own[0].destination.territory), out.lang)))),
  );
  for (const own of lines) if (own[0] !== undefined) wayLine(own[0], own, width, out);
}

/** What a way is to the reader: its level, or that nothing leaves, or that all is decided. */
function labelOf(way: Way): LocalText {
  if (way.open.length === 0) return { en: "decided", zh: "已有决定" };
  return staysHome(way) ? { en: "stays", zh: "不离境" } : levelNames[way.level];
}

function staysHome(way: Way): boolean {
  return way.open.every((f) => f.exposure.leaves === false);
}

function wayLine(first: Way, own: readonly Way[], width: number, out: Page): void {
  const { lang, paint } = out;
  const label = `  ${pad(say(labelOf(first), lang), 9)}`;
  const place = pad(fit(say(territoryName(first.destination.territory), lang), width), width);
  const loud = first.open.length > 0 && !staysHome(first);
  const indent = 14 + width;
  const list = namesWithin([...new Set(own.map((w) => wayName(w.destination, out)))], Math.max(12, out.width - indent), lang);
  out.line(`${loud ? paint.level(first.level, label) : paint.dim(label)} ${place}  ${list}`);
  const facts = wayFacts(
    own.flatMap((w) => [...w.open, ...w.closed]),
    out,
  );
  if (facts !== "") out.paragraph(paint.dim(facts), indent);
}

/** At most three names and how many more there are; fewer where they have no room, and only the last that stands alone loses a part. */
function namesWithin(names: readonly string[], room: number, lang: Lang): string {
  const told = (count: number): string => {
    const more = names.length - count;
    return commas([...names.slice(0, count), ...(more > 0 ? [say({ en: `${more} more`, zh: `另 ${more} 个` }, lang)] : [])], lang);
  };
  const count = [3, 2].find((few) => few <= names.length && columns(told(few)) <= room) ?? 1;
  return fit(told(count), room);
}

/** Class and procedure, whether it is there already, and who decided what. */
function wayFacts(found: readonly Finding[], out: Page): string {
  const { lang } = out;
  const leaving = found.filter((f) => !f.exposure.closed && f.exposure.leaves !== false);
  const asks = leaving.map(
    ({ exposure: e }) => `${say(classNames[e.class], lang)}${lang === "zh-CN" ? "：" : ": "}${say(procedureNames[e.procedure], lang)}`,
  );
  const byState = [...grouped(leaving, (f) => f.exposure.state).values()];
  // Of some files one thing holds and of others another: then each is said with how many.
  const states = byState.flatMap((own) => {
    const [first] = own;
    const files = new Set(own.map((f) => f.marker.path)).size;
    const counted = byState.length > 1 ? say({ en: ` (${many(files, "file")})`, zh: `（${files} 个文件）` }, lang) : "";
    return first === undefined ? [] : [`${say(stateNames[first.exposure.state], lang)}${counted}`];
  });
  const covers = found.flatMap(({ exposure: { approval } }) => (approval === null ? [] : [coverText(approval, out)]));
  const own = found.flatMap(({ marker: m, exposure }) =>
    exposure.closed && exposure.approval === null
      ? [say(m.suppressed === null ? { en: "in the baseline", zh: "在基线内" } : { en: "suppressed", zh: "已抑制" }, lang)]
      : [],
  );
  return [...new Set([...asks, ...states, ...covers, ...own])].join(" · ");
}

function coverText(approval: NonNullable<Finding["exposure"]["approval"]>, out: Page): string {
  const until = approval.status === "closes" ? say({ en: ` until ${approval.expires}`, zh: `，至 ${approval.expires}` }, out.lang) : "";
  return `${plain(approval.id, 40)} ${say(coverNames[approval.status], out.lang)}${until}`;
}
