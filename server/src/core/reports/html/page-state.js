/* What is shown: the tab, the filters, the page of the list and the chosen row, all kept in the address so that a view can be sent. */
const pageSize = 50;
const tabs = ["open", "approved", "requested", "expiring", "suppressed", ...(data.diff ? ["changes"] : []), "unchecked"];
const state = { tab: "open", q: "", level: "", family: "", territory: "", leaving: false, item: "", way: "", by: "", page: 0, row: -1 };
/** Until the first frame is on the screen: what can wait does. */
let starting = true;
withoutInherited(data, ["items", "ruleTitles"]);
/** Rows that differ in nothing but their marker count together. */
const groups = Array.from({ length: data.groups.count }, (_, n) => objectAt(data.groups, n));
const groupOf = data.rows.group;
let step = 0;
const markerOf = data.rows.marker.map((more) => (step += more));
/** One row with both its halves; undefined where there is no such row. */
const rowAt = (n) =>
  groupOf[n] === undefined ? undefined : { ...groups[groupOf[n]], m: objectAt(data.markers, markerOf[n]), n: markerOf[n] };

let parsedLater;
/** What only an opened row needs, parsed when the first of them asks. */
function later() {
  parsedLater = parsedLater || withoutInherited(parsed("later"), ["law", "editions", "procedures", "advice", "judgement", "contacts"]);
  return parsedLater;
}

/** What the search looks through. */
const searched = (parts) =>
  parts
    .flatMap((t) => (t && t.en !== undefined ? [t.en, t.zh] : t ? [t] : []))
    .join("\n")
    .toLowerCase();
const searchedMarkers = [];
const searchedGroups = [];
/** Makes the texts that are searched, when first needed. */
function makeSearched() {
  if (searchedGroups.length > 0) return;
  for (let n = 0; n < data.markers.count; n++) {
    const m = objectAt(data.markers, n);
    searchedMarkers.push(searched([m.path, m.rule, m.module]));
  }
  for (const g of groups) {
    const d = data.destinations[g.d];
    const item = data.items[g.item];
    const own = [g.item, d.name, d.value, d.territory, d.recipient, g.approval && g.approval.id];
    searchedGroups.push(searched([...own, words.families[g.family], item && item.title, d.territoryName]));
  }
}
/** Whether a row has all words of the search; null where nothing is searched. */
function searching() {
  if (state.q === "") return null;
  makeSearched();
  const found = state.q
    .toLowerCase()
    .split(/\s+/)
    .map((part) => [searchedMarkers, searchedGroups].map((texts) => texts.map((text) => text.includes(part))));
  return (n) => found.every(([byMarker, byGroup]) => byMarker[markerOf[n]] || byGroup[groupOf[n]]);
}

let counted = { q: "", of: groups.map((g) => g.n) };
/** How many rows of each group the search finds. */
function groupCounts() {
  if (counted.q === state.q) return counted.of;
  const found = searching();
  const of = groups.map((g) => (found ? 0 : g.n));
  if (found) for (let n = 0; n < groupOf.length; n++) if (found(n)) of[groupOf[n]]++;
  counted = { q: state.q, of };
  return of;
}

/** Whether a row belongs to a tab. */
function inTab(e, tab) {
  if (e.standing === "gone") return tab === "changes";
  if (tab === "changes") return Boolean(e.change);
  if (tab === "open") return e.standing === "open" || e.standing === "requested" || e.standing === "expired";
  if (tab === "approved") return e.standing === "approved";
  if (tab === "requested") return e.standing === "requested";
  if (tab === "expiring")
    return e.approval !== null && (e.standing === "expired" || (e.standing === "approved" && e.approval.expires <= data.head.soon));
  return tab === "suppressed" && (e.standing === "suppressed" || e.standing === "baselined");
}
const territoryOf = (e) => data.destinations[e.d].territory || "?";

/** The filters without the tab and the search; the matrix leaves its own two out. */
function passes(e, withMatrix) {
  if (state.level && e.level !== state.level) return false;
  if (state.leaving && e.leaves === false) return false;
  if (state.family && e.family !== state.family) return false;
  if (state.territory && territoryOf(e) !== state.territory) return false;
  if (withMatrix && state.item && e.item !== state.item) return false;
  return !(withMatrix && state.way && wayKey(e) !== state.way);
}
/** The column of the matrix: a way out, or its territory. */
const wayKey = (e) => (byTerritory() ? `t:${territoryOf(e)}` : `d:${e.d}`);
const byTerritory = () => state.by === "territory" || (state.by === "" && data.destinations.length > 12);

/** Numbers of the rows to show, the loudest first; the data's own order decides the rest. */
function shownRows() {
  const found = searching();
  const buckets = Array.from({ length: 9 }, () => []);
  const bucketOf = groups.map((e) =>
    inTab(e, state.tab) && passes(e, true)
      ? buckets[levels.indexOf(e.level) * 3 + (e.leaves === true ? 0 : e.leaves === null ? 1 : 2)]
      : null,
  );
  for (let n = 0; n < groupOf.length; n++) {
    const bucket = bucketOf[groupOf[n]];
    if (bucket !== null && (found === null || found(n))) bucket.push(n);
  }
  return buckets.flat();
}

/** The state that the address holds. */
function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  for (const key of ["q", "level", "family", "territory", "item", "way", "by"]) state[key] = given.get(key) || "";
  state.tab = tabs.includes(given.get("tab")) ? given.get("tab") : "open";
  state.leaving = given.get("leaving") === "1";
  state.page = Math.max(0, Math.floor(Number(given.get("page")) || 0));
  const row = Number(given.get("row"));
  state.row = given.has("row") && groupOf[row] !== undefined ? row : -1;
  if (given.get("lang") === "en" || given.get("lang") === "zh-CN") lang = given.get("lang");
}
/** Keeps the state in the address, without a step in the history. */
function writeAddress() {
  const given = new URLSearchParams();
  for (const key of ["q", "level", "family", "territory", "item", "way", "by"]) if (state[key]) given.set(key, state[key]);
  if (state.tab !== "open") given.set("tab", state.tab);
  if (state.leaving) given.set("leaving", "1");
  if (state.page > 0) given.set("page", String(state.page));
  if (state.row >= 0) given.set("row", String(state.row));
  if (lang !== data.lang) given.set("lang", lang);
  history.replaceState(null, "", `#${given}`);
}

/** Changes the state, then shows it. Another filter starts at the first page. */
function go(change) {
  Object.assign(state, { page: 0 }, change);
  writeAddress();
  show();
}
const noFilters = { q: "", level: "", family: "", territory: "", leaving: false, item: "", way: "" };
