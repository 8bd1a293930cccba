/* The folder page: repositories in rows, territories or items in columns, one repository's items and territories beside them. */
const view = { q: "", by: "territory", column: "", partial: false, row: -1 };
const total = (cells) => {
  const sum = { error: 0, warning: 0, note: 0, stays: 0, decided: 0 };
  for (const c of cells) {
    for (const l of levels) sum[l] += c.open[l];
    sum.stays += c.stays;
    sum.decided += c.decided;
  }
  return sum;
};
const columnOf = (c) => (view.by === "territory" ? c.territory : c.item);
const columnNames = () => (view.by === "territory" ? data.territories : data.items);

/** A key's name in both languages, for the search. */
function bothNames(table, key) {
  const found = table.find(([own]) => own === key);
  return found ? `${found[1].en}\n${found[1].zh}` : "";
}

/** All words of the search must stand in one repository's item and territory. */
function shownRepositories() {
  const parts = view.q.toLowerCase().split(/\s+/);
  return data.rows.flatMap((r, n) => {
    if (view.partial && r.complete) return [];
    if (view.column && !r.cells.some((c) => columnOf(c) === view.column)) return [];
    const own = `${r.repository}\n${r.file}`;
    const texts =
      r.cells.length === 0
        ? [own]
        : r.cells.map(
            (c) => `${own}\n${c.item}\n${c.territory}\n${bothNames(data.items, c.item)}\n${bothNames(data.territories, c.territory)}`,
          );
    return texts.some((text) => parts.every((part) => text.toLowerCase().includes(part))) ? [n] : [];
  });
}

/** What is open and decided, a line each. */
function countLines(cells) {
  const sum = total(cells);
  const small = [
    sum.stays > 0 ? `${sum.stays} ${say(words.staysShort)}` : null,
    sum.decided > 0 ? `${sum.decided} ${say(words.decidedCount)}` : null,
  ];
  return [levelCounts(sum), small.filter(Boolean).map((text) => el("span", { class: "decided" }, text))];
}

/** The matrix: repositories in rows, territories or items in columns. */
function showTable() {
  const columns = columnNames();
  const rows = shownRepositories();
  fill("by", say(view.by === "territory" ? words.byItem : words.byTerritory)).onclick = () =>
    change({ by: view.by === "territory" ? "item" : "territory", column: "" });
  const head = el("tr", {}, el("th", { scope: "col", class: "soft small" }, `${say(words.repository)} (${rows.length})`), [
    ...columns.map(([key, name]) =>
      el(
        "th",
        { scope: "col", class: "way" },
        el(
          "button",
          { "aria-pressed": String(view.column === key), onclick: () => change({ column: view.column === key ? "" : key }) },
          el("strong", {}, say(name)),
        ),
      ),
    ),
  ]);
  const body = rows.map((n) => {
    const r = data.rows[n];
    const button = el(
      "button",
      { "aria-pressed": String(view.row === n), onclick: () => change({ row: n }) },
      el("strong", {}, r.repository),
      el("span", {}, `${r.asOf} · ${say(r.complete ? words.completeShort : words.partialShort)}`),
    );
    const cells = columns.map(([key]) => {
      const own = r.cells.filter((c) => columnOf(c) === key);
      const sum = total(own);
      const loudest = loudestOf(sum);
      return own.length === 0
        ? el("td", {}, el("div", { class: "none", "aria-hidden": "true" }, "·"))
        : el("td", { class: loudest }, el("button", { onclick: () => change({ row: n }) }, countLines(own)));
    });
    return el("tr", {}, el("th", { scope: "row" }, button), cells);
  });
  fill("matrix", el("thead", {}, head), el("tbody", {}, body));
}

/** A cell without a button: nothing more is behind it. */
function cellOf(own) {
  const sum = total(own);
  const loudest = loudestOf(sum);
  return el("td", { class: loudest }, el("div", { class: own.length === 0 ? "none" : "head" }, own.length === 0 ? "·" : countLines(own)));
}

/** One repository: how complete its scan is, and its items by territory. */
function showRepository() {
  const r = data.rows[view.row];
  const box = document.getElementById("repositorydetail");
  box.hidden = !r;
  if (!r) return;
  const used = (table, key) => table.filter(([name]) => r.cells.some((c) => c[key] === name));
  const territories = used(data.territories, "territory");
  const head = el(
    "tr",
    {},
    el("th", { scope: "col", class: "soft small" }, say(words.item)),
    territories.map(([, name]) => el("th", { scope: "col", class: "way head" }, say(name))),
  );
  const rows = used(data.items, "item").map(([item, name]) =>
    el(
      "tr",
      {},
      el("th", { scope: "row", class: "head" }, say(name)),
      territories.map(([territory]) => cellOf(r.cells.filter((c) => c.item === item && c.territory === territory))),
    ),
  );
  fill(
    "repositorydetail",
    el("h2", {}, r.repository, " ", code(r.file)),
    el("dl", { class: "kv" }, [
      pair(say(words.asOf), r.asOf),
      pair(say(words.scope), say(r.scanned)),
      pair(say(words.rulebook), code(r.digest.slice(0, 19)), ` ${say(words.reviewed)} ${r.reviewed}`),
      pair(say(words.policy), r.policy ? code(r.policy) : say(words.noPolicy)),
      pair(say(words.read), `${r.files} ${say(words.files)}`),
      pair(
        say(words.complete),
        r.complete
          ? say(words.allRead)
          : el(
              "span",
              { class: "honest" },
              `${r.counts.gaps} ${say(r.counts.gaps === 1 ? words.oneNotRead : words.someNotRead)} · ${say(words.problems)}: ${r.problems}`,
            ),
      ),
      pair(say(words.notLookedFor), String(r.notLookedFor)),
    ]),
    el("div", { class: "scroll", tabindex: "0" }, el("table", { class: "matrix" }, el("thead", {}, head), el("tbody", {}, rows))),
  );
}

/** All of the page. */
function showFolder() {
  document.documentElement.lang = lang;
  fill("kicker", "Borderline · ", say(words.title));
  fill("repository", `${data.rows.length} ${say(words.repositories)}`);
  fill("language", say(words.otherLanguage)).setAttribute("title", say(words.otherLanguageTitle));
  fill("print", say(words.print));
  fill("firstline", between(data.cautions.map(say), semicolon())).hidden = data.cautions.length === 0;
  const all = total(data.rows.flatMap((r) => r.cells));
  const open = levelCounts(all);
  fill(
    "summary",
    say(words.tabs.open),
    colon(),
    open.length > 0 ? between(open, comma()) : say(words.none),
    el("span", { class: "soft" }, ` · ${all.decided} ${say(words.decidedCount)} · ${data.from || ""} – ${data.to || ""}`),
  );
  fill("matrixtitle", say(view.by === "territory" ? words.territory : words.item));
  const q = document.getElementById("q");
  q.placeholder = say(words.search);
  q.setAttribute("aria-label", say(words.search));
  fill("partiallabel", say(words.onlyPartial));
  showTable();
  showRepository();
  const failed = data.failures.map((f) => [place(f.file), " ", say(f.failure)]);
  fill("failures", failed.length > 0 ? [heading(`${say(words.failures)} (${failed.length})`), list(failed)] : null);
  showFoot();
}
/** Another view of the same data. */
function change(what) {
  Object.assign(view, what);
  showTable();
  showRepository();
}

document.getElementById("q").addEventListener("input", (event) => change({ q: event.target.value.trim() }));
document.getElementById("partial").addEventListener("change", (event) => change({ partial: event.target.checked }));
document.getElementById("language").addEventListener("click", () => {
  lang = lang === "en" ? "zh-CN" : "en";
  showFolder();
});
document.getElementById("print").addEventListener("click", () => print());
showFolder();
document.documentElement.dataset.ready = "yes";
