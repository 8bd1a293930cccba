/* The head: what was scanned, under which law and how completely; then the matrix of items and ways out. */
function showHead() {
  const h = data.head;
  document.documentElement.lang = lang;
  document.title = `${visible(h.repository)} · Borderline`;
  fill("kicker", "Borderline · ", say(words.title));
  fill("repository", h.repository);
  fill("language", say(words.otherLanguage)).setAttribute("title", say(words.otherLanguageTitle));
  fill("print", say(words.print));
  const first = fill("firstline", h.firstLine.map(say).join(" "));
  first.hidden = h.firstLine.length === 0;
  fill("summary", summary());
  const editions = Object.entries(h.editions)
    .filter(([regime]) => h.regimes.includes(regime))
    .map(([regime, date]) => `${regime} ${date}`);
  const gaps = h.counts.gaps;
  const facts = [
    [words.asOf, h.asOf],
    [words.edition, editions.join(comma()) || "—"],
    [words.rulebook, [code(h.digest.slice(0, 19)), ` ${say(words.reviewed)} `, el("span", { class: "nowrap" }, h.reviewed)]],
    [words.tool, `Borderline ${h.version}`],
    [words.home, [say(h.home), ` · ${h.regimes.join(comma())}`]],
    [words.policy, h.policy ? code(h.policy) : say(words.noPolicy)],
    [words.scope, `${say(h.scanned)} · ${say(words.remotes)}${colon()}${say(h.remotesOf)}`],
    [
      words.complete,
      gaps === 0
        ? `${h.stats.files} ${say(h.stats.files === 1 ? words.oneFile : words.files)}${lang === "zh-CN" ? "，" : ", "}${say(words.allRead)}`
        : el("span", { class: "honest" }, `${gaps} ${say(gaps === 1 ? words.oneNotRead : words.someNotRead)}`),
    ],
  ];
  fill(
    "facts",
    facts.map(([label, value]) => el("div", {}, pair(say(label), value))),
  );
}

/** What is open, and what is decided: nothing that is covered counts as zero. */
function summary() {
  const c = data.head.counts;
  if (groupOf.length === 0) return say(words.nothingFound);
  const open = levelCounts(c.open);
  const rest = ["approved", "requested", "expired", "suppressed", "baselined"]
    .filter((s) => c.standing[s] > 0)
    .map((s) => `${c.standing[s]} ${lang === "zh-CN" ? "项" : ""}${say(words.standings[s])}`);
  const staying = lang === "zh-CN" ? `，其中 ${c.stays} 项不离境` : `, of which ${c.stays} ${c.stays === 1 ? "stays" : "stay"} at home`;
  const home = c.stays > 0 ? el("span", { class: "soft" }, staying) : null;
  const edited = c.edited > 0 ? [`${c.edited} ${say(words.edited)}`] : [];
  const soon =
    c.expiring > 0
      ? [
          `${c.expiring} ${lang === "zh-CN" ? "项将在 " : c.expiring === 1 ? "expires by " : "expire by "}${data.head.soon}${lang === "zh-CN" ? " 前到期" : ""}`,
        ]
      : [];
  return [
    say(words.tabs.open),
    colon(),
    data.head.spread ? [el("strong", {}, say(data.head.spread)), el("br", {})] : null,
    open.length > 0 ? between(open, comma()) : say(words.none),
    home,
    [...rest, ...edited, ...soon].map((t) => [" · ", el("span", { class: "soft" }, t)]),
  ];
}

/** Rows are items, columns ways out or territories; a cell counts what is open, loudest level first told, and what is decided. */
function showMatrix() {
  const cells = new Map();
  const columns = new Map();
  const rows = new Map();
  const counts = groupCounts();
  groups.forEach((e, n) => {
    if (counts[n] === 0 || e.standing === "gone" || !passes(e, false)) return;
    const key = wayKey(e);
    const closed = e.standing === "approved" || e.standing === "suppressed" || e.standing === "baselined";
    const cell = cells.get(`${e.item}\n${key}`) || { open: { error: 0, warning: 0, note: 0 }, stays: 0, closed: 0 };
    if (closed) cell.closed += counts[n];
    else if (e.leaves === false) cell.stays += counts[n];
    else cell.open[e.level] += counts[n];
    cells.set(`${e.item}\n${key}`, cell);
    const loudness = closed ? 9 : levels.indexOf(e.level) + (e.leaves === false ? 3 : 0);
    weigh(rows, e.item, loudness, counts[n]);
    weigh(columns, key, loudness, counts[n]);
  });
  const order = (map) => [...map].sort(([a, x], [b, y]) => x.level - y.level || y.count - x.count || (a < b ? -1 : 1)).map(([key]) => key);
  const block = document.getElementById("matrixblock");
  block.hidden = rows.size === 0 && !state.item && !state.way;
  fill("matrixtitle", say(words.matrix));
  fill("matrixhint", say(words.matrixHint));
  const other = byTerritory() ? "way" : "territory";
  const by = fill("by", say(other === "way" ? words.byWay : words.byTerritory));
  by.onclick = () => go({ by: other, way: "" });
  const names = order(columns);
  const head = el(
    "tr",
    {},
    el("th", { scope: "col", class: "soft small" }, say(words.item)),
    names.map((key) => el("th", { scope: "col", class: "way" }, columnButton(key))),
  );
  const body = order(rows).map((item) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, itemButton(item)),
      names.map((key) => cellOf(item, key, cells.get(`${item}\n${key}`))),
    ),
  );
  fill("matrix", el("thead", {}, head), el("tbody", {}, body));
}

/** The loudest of a row or column, and how much of that there is. */
function weigh(map, key, level, count) {
  const own = map.get(key) || { level: 10, count: 0 };
  if (level < own.level) Object.assign(own, { level, count: 0 });
  if (level === own.level) own.count += count;
  map.set(key, own);
}

/** A column's head, which filters by it. */
function columnButton(key) {
  const pressed = state.way === key && !state.item;
  const choose = () => go({ way: pressed ? "" : key, item: "", tab: keepTab() });
  if (key.startsWith("t:")) {
    const d = data.destinations.find((one) => (one.territory || "?") === key.slice(2));
    return el("button", { "aria-pressed": String(pressed), onclick: choose }, el("strong", {}, say(d.territoryName)));
  }
  const d = data.destinations[Number(key.slice(2))];
  return el(
    "button",
    { "aria-pressed": String(pressed), onclick: choose, title: visible(d.value) },
    el("strong", {}, say(d.territoryName)),
    el("span", {}, `${named("vias", d.via)} · ${d.name}`),
    el("span", {}, d.shown.length > 44 ? `${d.shown.slice(0, 43)}…` : d.shown),
  );
}

/** A row's head, which filters by its item. */
function itemButton(id) {
  const item = data.items[id];
  const pressed = state.item === id && !state.way;
  const kind = item ? named("classes", item.class) : "";
  return el(
    "button",
    { "aria-pressed": String(pressed), onclick: () => go({ item: pressed ? "" : id, way: "", tab: keepTab() }) },
    el("strong", {}, item ? say(item.name) : id),
    el(
      "span",
      {},
      kind,
      item && (item.verification === "draft" || item.verification === "memory") ? ` · ${named("verifications", item.verification)}` : "",
    ),
  );
}

/** A cell, which filters by both. */
function cellOf(item, key, cell) {
  if (cell === undefined) return el("td", {}, el("div", { class: "none", "aria-hidden": "true" }, "·"));
  const pressed = state.item === item && state.way === key;
  const loudest = loudestOf(cell.open);
  const choose = () => go(pressed ? { item: "", way: "" } : { item, way: key, tab: loudest || cell.stays > 0 ? "open" : "approved" });
  const small = [
    cell.stays > 0 ? `${cell.stays} ${say(words.staysShort)}` : null,
    cell.closed > 0 ? `${cell.closed} ${say(words.decidedCount)}` : null,
  ];
  const lines = [levelCounts(cell.open), small.filter(Boolean).map((text) => el("span", { class: "decided" }, text))];
  return el("td", { class: loudest }, el("button", { "aria-pressed": String(pressed), onclick: choose }, lines));
}
const keepTab = () => (state.tab === "unchecked" ? "open" : state.tab);
