/* What was not checked, printing, and the start. */
function showUnchecked() {
  const u = data.notChecked;
  const block = (title, entries) =>
    el(
      "div",
      {},
      heading(`${say(title)} (${entries.length})`),
      entries.length > 0 ? list(entries) : el("p", { class: "soft" }, say(words.none)),
    );
  const at = (p) => place(p.path, p.line === null ? "" : p.column === null ? p.line : `${p.line}:${p.column}`);
  fill(
    "unchecked",
    el("div", { class: "columns" }, [
      block(
        words.notRead,
        u.gaps.slice(0, 500).map((g) => [place(g.path), ` ${named("skippedReasons", g.reason)}`]),
      ),
      block(
        words.problems,
        u.problems.slice(0, 500).map((p) => [at(p), ` ${say(p.text)}`]),
      ),
      block(words.notLookedFor, u.items.map(say)),
      block(
        words.skipped,
        u.skipped.map((s) => `${named("skippedReasons", s.reason)}${colon()}${s.count}`),
      ),
    ]),
  );
}

/** All that depends on the state. */
function show() {
  showTabs();
  showFilters();
  showMatrix();
  const unchecked = state.tab === "unchecked";
  document.getElementById("work").hidden = unchecked;
  document.getElementById("filters").hidden = unchecked;
  document.getElementById("unchecked").hidden = !unchecked;
  if (unchecked) {
    showUnchecked();
    document.getElementById("tokens").hidden = true;
  } else {
    showList();
    if (!starting) showDetail();
  }
}
/** All that depends on the language as well. */
function showAll() {
  showHead();
  showFoot();
  show();
}

/** Paper has no rows to choose: the first 200 exposures of the view are laid out, then the law they share. */
function layOutForPrint() {
  const some = state.tab === "unchecked" ? [] : rows.slice(0, 200).map(rowAt);
  fill("sheets", some.length === 0 ? [] : [...some.map((e) => el("section", {}, sections(e, false))), ...lawSheets(some)]);
}

let waiting = 0;
document.getElementById("q").addEventListener("input", (event) => {
  clearTimeout(waiting);
  waiting = setTimeout(() => go({ q: event.target.value.trim(), row: -1 }), 60);
});
for (const id of ["level", "family", "territory"])
  document.getElementById(id).addEventListener("change", (event) => go({ [id]: event.target.value, row: -1 }));
document.getElementById("leaving").addEventListener("change", (event) => go({ leaving: event.target.checked, row: -1 }));
document.getElementById("language").addEventListener("click", () => {
  lang = lang === "en" ? "zh-CN" : "en";
  writeAddress();
  showAll();
});
document.getElementById("print").addEventListener("click", () => print());
addEventListener("beforeprint", layOutForPrint);
addEventListener("afterprint", () => fill("sheets"));
addEventListener("hashchange", () => {
  readAddress();
  showAll();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
    event.preventDefault();
    document.getElementById("q").focus();
  }
  if (event.key === "Escape" && document.getElementById("detail").contains(document.activeElement)) {
    const row = document.getElementById(`row-${state.row}`);
    if (row) row.focus();
  }
});
readAddress();
showAll();
performance.mark("shown");

/** After the first frame: the rows below it, the chosen row in full, and what holds still when scrolled, which a first frame would pay for dearly. */
function finish() {
  starting = false;
  laidOut = pageSize;
  show();
  document.documentElement.dataset.ready = "yes";
  performance.mark("ready");
}
// A page that nobody sees yet is given no frame.
if (document.hidden) finish();
else requestAnimationFrame(() => setTimeout(finish));
