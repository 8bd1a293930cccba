/* What is shown: the tab, the filters, the page of the list and the chosen row, all kept in the address so that a view can be sent. */
const pageSize = 50;
const tabs = ["open", "approved", "requested", "expiring", "suppressed", ...(data.diff ? ["changes"] : []), "unchecked"];
const state = { tab: "open", q: "", level: "", family: "", territory: "", leaving: false, item: "", way: "", by: "", page: 0, row: -1 };
const exposures = data.exposures;

/** What the search looks through, made once per row when first needed. */
const haystacks = new Array(exposures.length);
function haystack(n) {
  if (haystacks[n] === undefined) {
    const e = exposures[n];
    const m = data.markers[e.m];
    const d = data.destinations[e.d];
    const item = data.items[e.item];
    const parts = [m.path, m.rule, e.item, d.name, d.value, d.territory, d.recipient, e.approval && e.approval.id, m.module];
    const texts = [words.families[m.family], item && item.title, d.territoryName].flatMap((t) => (t ? [t.en, t.zh] : []));
    haystacks[n] = [...parts, ...texts].filter(Boolean).join("\n").toLowerCase();
  }
  return haystacks[n];
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

/** The filters without the tab; the matrix leaves its own two out. */
function passes(e, n, withMatrix) {
  if (state.level && e.level !== state.level) return false;
  if (state.leaving && e.leaves === false) return false;
  if (state.family && data.markers[e.m].family !== state.family) return false;
  if (state.territory && territoryOf(e) !== state.territory) return false;
  if (withMatrix && state.item && e.item !== state.item) return false;
  if (withMatrix && state.way && wayKey(e) !== state.way) return false;
  return (
    state.q === "" ||
    state.q
      .toLowerCase()
      .split(/\s+/)
      .every((part) => haystack(n).includes(part))
  );
}
/** The column of the matrix: a way out, or its territory. */
const wayKey = (e) => (byTerritory() ? `t:${territoryOf(e)}` : `d:${e.d}`);
const byTerritory = () => state.by === "territory" || (state.by === "" && data.destinations.length > 12);

/** Numbers of the rows to show, the loudest first; the data's own order decides the rest. */
function shownRows() {
  const rows = [];
  exposures.forEach((e, n) => inTab(e, state.tab) && passes(e, n, true) && rows.push(n));
  const order = (n) => levelOrder[exposures[n].level] * 3 + (exposures[n].leaves === true ? 0 : exposures[n].leaves === null ? 1 : 2);
  return rows.sort((a, b) => order(a) - order(b) || a - b);
}

function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  for (const key of ["q", "level", "family", "territory", "item", "way", "by"]) state[key] = given.get(key) || "";
  state.tab = tabs.includes(given.get("tab")) ? given.get("tab") : "open";
  state.leaving = given.get("leaving") === "1";
  state.page = Math.max(0, Math.floor(Number(given.get("page")) || 0));
  const row = Number(given.get("row"));
  state.row = given.has("row") && exposures[row] ? row : -1;
  if (given.get("lang") === "en" || given.get("lang") === "zh-CN") lang = given.get("lang");
}
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
