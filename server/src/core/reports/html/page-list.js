/* Tabs, filters and the paged list of exposures. */
function showTabs() {
  const counts = Object.fromEntries(tabs.map((tab) => [tab, 0]));
  const found = groupCounts();
  groups.forEach((e, n) => {
    if (passes(e, true)) for (const tab of tabs) if (tab !== "unchecked" && inTab(e, tab)) counts[tab] += found[n];
  });
  const u = data.notChecked;
  counts.unchecked = u.gaps.length + u.problems.length + u.items.length;
  const buttons = tabs.map((tab) => {
    const chosen = state.tab === tab;
    const choose = () => go({ tab, row: -1 });
    const attributes = {
      role: "tab",
      id: `tab-${tab}`,
      "aria-selected": String(chosen),
      "aria-controls": "panel",
      tabindex: chosen ? "0" : "-1",
      onclick: choose,
      onkeydown: tabKey,
    };
    return el("button", attributes, say(words.tabs[tab]), el("span", { class: "n" }, String(counts[tab])));
  });
  const focused = document.activeElement && document.activeElement.id;
  fill("tabs", buttons);
  if (focused && focused.startsWith("tab-")) document.getElementById(`tab-${state.tab}`).focus();
  document.getElementById("panel").setAttribute("aria-labelledby", `tab-${state.tab}`);
  fill("hint", say(words.tabHints[state.tab]));
}
/** Arrow keys move between tabs. */
function tabKey(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  go({ tab: tabs[(tabs.indexOf(state.tab) + step + tabs.length) % tabs.length], row: -1 });
  document.getElementById(`tab-${state.tab}`).focus();
}

/** The filters with the values that occur. */
function showFilters() {
  const q = document.getElementById("q");
  if (document.activeElement !== q) q.value = state.q;
  q.placeholder = say(words.search);
  q.setAttribute("aria-label", say(words.search));
  const used = (key) => [...new Set(groups.map(key))];
  choices(
    "level",
    words.level,
    levels.filter((l) => groups.some((e) => e.level === l)),
    (l) => named("levels", l),
  );
  choices(
    "family",
    words.family,
    used((e) => e.family),
    (f) => named("families", f),
  );
  const names = new Map(data.destinations.map((d) => [d.territory || "?", say(d.territoryName)]));
  choices("territory", words.territory, used(territoryOf), (t) => names.get(t));
  document.getElementById("leaving").checked = state.leaving;
  fill("leavinglabel", say(words.onlyLeaving));
  const tokens = [];
  const token = (text, change) => tokens.push(el("button", { class: "token", onclick: () => go(change) }, text));
  if (state.item) token(data.items[state.item] ? say(data.items[state.item].name) : state.item, { item: "" });
  if (state.way) token(wayName(state.way), { way: "" });
  if (Object.keys(noFilters).some((key) => state[key]))
    tokens.push(el("button", { class: "plain", onclick: () => go(noFilters) }, say(words.noFilters)));
  fill("tokens", tokens).hidden = tokens.length === 0;
}
/** Fills a list of choices, the first of which is any. */
function choices(id, label, values, name) {
  const select = document.getElementById(id);
  select.setAttribute("aria-label", say(label));
  const options = values.map((v) => [v, name(v)]).sort((a, b) => (id === "level" ? 0 : a[1] < b[1] ? -1 : 1));
  select.replaceChildren(
    el("option", { value: "" }, `${say(label)}${colon()}${say(words.any)}`),
    ...options.map(([v, text]) => el("option", { value: v }, text)),
  );
  select.value = state[id];
}
/** A column of the matrix, as people are told it. */
function wayName(key) {
  const d = key.startsWith("t:")
    ? data.destinations.find((one) => (one.territory || "?") === key.slice(2))
    : data.destinations[Number(key.slice(2))];
  if (!d) return key;
  return key.startsWith("t:") ? say(d.territoryName) : `${named("vias", d.via)} · ${d.name}`;
}

let rows = [];
/** How many rows of a page are laid out; fewer until the first frame is on the screen. */
let laidOut = 16;
/** One page of the rows. */
function showList() {
  rows = shownRows();
  const pages = Math.max(1, Math.ceil(rows.length / pageSize));
  state.page = Math.min(state.page, pages - 1);
  const from = state.page * pageSize;
  const part = rows.slice(from, from + pageSize);
  const columns = [
    ["c-level", words.level],
    ["", words.file],
    ["c-where", words.wayOut],
    ["c-decision", words.decision],
  ];
  const head = el(
    "tr",
    {},
    columns.map(([kind, text]) => el("th", { class: kind, scope: "col" }, say(text))),
  );
  const table = el("table", { class: "rows" }, el("thead", {}, head), el("tbody", {}, part.slice(0, laidOut).map(rowOf)));
  const count = el(
    "span",
    { class: "soft small" },
    rows.length > pageSize ? `${from + 1}–${from + part.length} ${say(words.of)} ${rows.length}` : `${rows.length} ${say(words.shown)}`,
  );
  const pager =
    pages === 1
      ? count
      : [
          el("button", { disabled: state.page === 0, onclick: () => turn(-1) }, say(words.previous)),
          count,
          el("button", { disabled: state.page === pages - 1, onclick: () => turn(1) }, say(words.next)),
        ];
  fill(
    "list",
    part.length > 0 ? table : el("p", { class: "soft" }, say(words.nothingHere)),
    el("div", { class: "pager" }, part.length > 0 ? pager : null),
  );
  if (state.tab === "requested") document.getElementById("list").prepend(...requestedCards());
  if (state.tab === "expiring") document.getElementById("list").prepend(...expiringCards());
  if (state.tab === "changes") document.getElementById("list").prepend(...changeNotes());
}
/** Another page of the list. */
function turn(step) {
  go({ page: state.page + step, row: -1 });
  document.getElementById("tabs").scrollIntoView();
}

/** One exposure as a row. */
function rowOf(n) {
  const e = rowAt(n);
  const { m } = e;
  const d = data.destinations[e.d];
  const item = data.items[e.item];
  const chosen = state.row === n;
  const decision = e.approval
    ? [say(words.standings[e.standing] || words.none), el("span", { class: "second" }, e.approval.id)]
    : say(words.standings[e.standing] || "");
  const cut = m.path.lastIndexOf("/");
  return el(
    "tr",
    {
      class: "row",
      id: `row-${n}`,
      tabindex: chosen || (state.row < 0 && rows[state.page * pageSize] === n) ? "0" : "-1",
      "aria-selected": String(chosen),
      onclick: () => choose(n),
      onkeydown: rowKey,
    },
    el("td", {}, e.change ? chip(say(words.changeKinds[e.change])) : null, e.change ? el("br") : null, level(e.level)),
    el(
      "td",
      {},
      el(
        "span",
        { class: "first", title: visible(m.path) },
        el("span", { class: "path mono" }, m.path.slice(cut + 1), el("span", { class: "nowrap" }, `:${m.line}`)),
        cut > 0 ? el("span", { class: "folder" }, m.path.slice(0, cut)) : null,
      ),
      el(
        "span",
        { class: "second" },
        item ? `${item.number || say(item.title)} · ` : `${e.item} · `,
        say(data.ruleTitles[m.rule] || m.rule),
      ),
    ),
    el(
      "td",
      { class: "c-where" },
      el("span", { class: "first" }, say(d.territoryName)),
      el("span", { class: "second" }, `${named("vias", d.via)} · ${d.name}`),
    ),
    el("td", { class: "c-decision" }, e.standing === "gone" ? say(words.changeKinds.gone) : decision),
  );
}

/** Shows one row in full. */
function choose(n) {
  const old = document.getElementById(`row-${state.row}`);
  if (old) {
    old.setAttribute("aria-selected", "false");
    old.tabIndex = -1;
  }
  state.row = n;
  const row = document.getElementById(`row-${n}`);
  if (row) {
    row.setAttribute("aria-selected", "true");
    row.tabIndex = 0;
  }
  writeAddress();
  showDetail();
  if (matchMedia("(max-width: 980px)").matches) document.getElementById("detail").scrollIntoView();
}
/** Keys of the list: open, up, down, first, last. */
function rowKey(event) {
  const n = Number(event.currentTarget.id.slice(4));
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    choose(n);
    document.getElementById("detail").focus();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1, Home: -Infinity, End: Infinity }[event.key];
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const part = rows.slice(state.page * pageSize, (state.page + 1) * pageSize);
  const to = part[Math.min(part.length - 1, Math.max(0, part.indexOf(n) + step))];
  choose(to);
  document.getElementById(`row-${to}`).focus();
}

/** Requests of the ledger, whether or not something waits for them. */
function requestedCards() {
  return later()
    .approvals.filter((a) => a.status === "requested")
    .map((a) => approvalCard(a, null));
}
/** Approvals that end soon or have ended. */
function expiringCards() {
  const ending = later().approvals.filter((a) => a.expiring);
  return ending.length === 0 ? [] : [heading(say(words.expiringApprovals)), ...ending.map(approvalCard)];
}
/** What was compared, and why the two may not be like and like. */
function changeNotes() {
  const notes = [
    `${say(words.comparedWith)} ${data.diff.before.asOf} (${say(data.diff.before.scanned)}) · ${data.diff.unchanged} ${say(words.unchanged)}`,
  ];
  return [el("p", { class: "soft" }, notes), ...data.diff.caution.map((c) => el("p", { class: "honest" }, say(c)))];
}
