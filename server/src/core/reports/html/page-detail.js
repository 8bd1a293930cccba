/* One exposure in full: what matched, where it would go, why this level, the law, the procedure, the decisions, whom to call. */
function showDetail() {
  const e = rowAt(state.row);
  const detail = document.getElementById("detail");
  if (!e || !inTab(e, state.tab)) {
    fill("detail", el("p", { class: "empty" }, say(words.choose)));
    return;
  }
  fill("detail", sections(e, true));
  detail.scrollTop = 0;
}

/** The sections of an exposure. On paper (`whole` false) the law comes once for all, after them. */
function sections(e, whole) {
  const { m } = e;
  const d = data.destinations[e.d];
  return [
    el(
      "div",
      { class: "small" },
      level(e.level),
      " · ",
      say(words.families[m.family]),
      " · ",
      named("roles", m.role),
      " · ",
      say(m.strength),
    ),
    el("h2", {}, place(m.path, m.line), " ", copyButton(`${m.path}:${m.line}`)),
    el("p", { class: "say" }, say(later().texts[m.message])),
    heading(say(words.matched)),
    evidenceOf(m, e.n),
    heading(say(words.goes)),
    wayOf(e, d),
    heading(say(words.whyLevel)),
    el("p", {}, later().judgement[e.row] ? say(later().judgement[e.row].why) : "", " ", el("code", { class: "soft" }, e.row)),
    e.state === "already-there" && e.leaves === true ? el("p", { class: "honest" }, say(words.alreadyThere)) : null,
    adviceOf(e, d, later().advice[m.rule]),
    whole ? [heading(say(words.law)), lawOf(e, d.territory)] : null,
    whole && later().procedures[e.key] ? [heading(say(words.procedure)), procedureOf(later().procedures[e.key])] : null,
    heading(say(words.history)),
    decisionsOf(e, m),
    whole ? whomToCall([e]) : null,
  ];
}

/** The rule's advice, the channel's, and the question on which it turns with whose position that is. */
function adviceOf(e, d, advice) {
  const own = say(advice) ? el("p", {}, say(advice)) : null;
  if (e.leaves === false) return own ? [heading(say(words.advice)), own] : null;
  const channel = words.adviceByVia[d.via];
  return [
    heading(say(words.advice)),
    own,
    el("p", {}, say(channel.advice)),
    el(
      "p",
      {},
      el("strong", {}, `${say(words.turnsOn)} `),
      say(channel.question),
      el("span", { class: "soft" }, ` (${say(channel.position)})`),
    ),
  ];
}

/** For paper: each item of some exposures once, each procedure once, and whom to call. */
function lawSheets(some) {
  const items = [...new Map(some.map((e) => [e.item, e])).values()];
  const procedures = [...new Set(some.map((e) => e.key))].filter((key) => later().procedures[key]);
  return [
    ...items.map((e) => el("section", {}, heading(say(words.law)), lawOf(e, null))),
    ...procedures.map((key) => el("section", {}, heading(say(words.procedure)), procedureOf(later().procedures[key]))),
    el("section", {}, whomToCall(some)),
  ];
}

/** The contacts for the regimes of some exposures. */
function whomToCall(some) {
  const regimes = [...new Set(some.map((e) => e.regime))];
  const contacts = regimes.flatMap((regime) => later().contacts[regime] || []);
  const lines = [...new Set(contacts.map((c) => [c.role, c.channel, c.hours].filter(Boolean).join(comma())))];
  return [heading(say(words.whom)), el("p", {}, lines.length > 0 ? lines.join(semicolon()) : say(words.noContact))];
}

/** Puts a text on the clipboard. */
function copyButton(text) {
  const button = el("button", { class: "plain small", onclick: copy }, say(words.copy));
  function copy() {
    const done = () => button.replaceChildren(say(words.copied));
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, () => undefined);
  }
  return button;
}

/** The lines that made the marker, with its measures and origin. */
function evidenceOf(m, n) {
  const own = evidenceAt(n);
  const lines = own.map(({ signal, text, line, weight, excerpt }) => {
    const strength = weight < 0 ? words.against : weight >= 2.5 ? words.strong : weight >= 1.5 ? words.medium : words.weak;
    return el(
      "tr",
      {},
      el("td", {}, lang === "zh-CN" ? `第 ${line} 行` : `line ${line}`),
      el(
        "td",
        {},
        say(text),
        el("span", { class: "soft" }, ` · ${words.signals[signal] ? say(words.signals[signal]) : signal}`),
        excerpt ? el("pre", {}, excerpt) : null,
      ),
      el("td", {}, say(strength)),
    );
  });
  const facts = [];
  if (m.measures.length > 0) facts.push(pair(say(words.measures), m.measures.map(say).join(comma())));
  if (m.origin !== "first-party")
    facts.push(
      pair(
        say(words.origin),
        named("origins", m.origin),
        m.originEvidence.length > 0 ? `${colon()}${m.originEvidence.map(say).join(comma())}` : "",
      ),
    );
  facts.push(pair(say(words.rules), code(m.rule)));
  const quoted = own.some((e) => e.excerpt !== undefined);
  return [
    el("table", { class: "ev" }, el("tbody", {}, lines)),
    quoted ? null : el("p", { class: "soft small" }, say(words.noExcerpts)),
    el("dl", { class: "kv" }, facts),
  ];
}

/** A marker's evidence, the strongest first. */
function evidenceAt(n) {
  const { kinds, of, excerpts } = later().evidence;
  const flat = of[n];
  return Array.from({ length: flat.length / 2 }, (_, k) => {
    const [signal, text, weight] = kinds[flat[2 * k]];
    const key = `${n}/${k}`;
    return {
      signal,
      text: later().texts[text],
      weight,
      line: flat[2 * k + 1],
      excerpt: Object.hasOwn(excerpts, key) ? excerpts[key] : undefined,
    };
  });
}

/** Where it would go, and which lines say so. */
function wayOf(e, d) {
  const where = [
    say(d.territoryName),
    d.certainty === "inferred" ? ` (${[say(words.inferred), say(d.reason)].filter(Boolean).join(colon())})` : "",
    d.certainty === "unknown" && d.reason ? ` (${say(d.reason)})` : "",
    e.leaves === false ? ` · ${say(words.stays)}` : "",
  ];
  const steps = [{ path: d.path, line: d.line, what: named("kinds", d.kind) }, ...d.trail];
  return [
    el("dl", { class: "kv" }, [
      pair(
        say(words.territory),
        where,
        d.verification
          ? el("div", { class: d.verification === "memory" ? "honest small" : "soft small" }, named("placeVerifications", d.verification))
          : null,
      ),
      pair(say(words.channel), `${named("vias", d.via)} · ${d.name}`),
      pair(say(words.address), code(d.value)),
      pair(say(words.audience), named("audiences", d.audience)),
      d.recipient ? pair(say(words.recipient), d.recipient) : null,
      d.forwards.length > 0 ? pair(say(words.forwards), d.forwards.join(comma())) : null,
      e.leaves === false ? null : pair(say(words.state), named("states", e.state)),
      pair(
        say(words.trail),
        el(
          "ol",
          { class: "trail" },
          steps.map((s) =>
            el("li", {}, s.path === "" ? say(words.namedByCommand) : place(s.path, s.line), el("span", { class: "soft" }, ` ${s.what}`)),
          ),
        ),
      ),
    ]),
    d.recipient === null && d.audience === "unknown" && e.leaves !== false
      ? el("p", { class: "soft small" }, say(words.recipientUnknown))
      : null,
  ];
}

/** An item's law; measures for one territory, or for all (null). */
function lawOf(e, territory) {
  const item = later().law[e.item];
  if (!item) return el("p", {}, code(e.item));
  const shaky = item.verification === "draft" || item.verification === "memory";
  const edition = item.edition ? later().editions[item.edition] : null;
  const measures = item.measures.filter((x) => x.territory === "*" || territory === null || x.territory === territory);
  return [
    el("p", {}, el("strong", {}, say(data.items[e.item].name)), " ", chip(named("classes", item.class), item.class)),
    el("p", {}, say(e.class === "foreign" && e.regime === "EU" ? words.euSentence : words.classSentences[e.class])),
    item.wording ? el("blockquote", {}, say(item.wording)) : null,
    shaky ? el("p", { class: "honest" }, say(words.unverified)) : null,
    el("dl", { class: "kv" }, [
      pair(say(words.verification), named("verifications", item.verification)),
      edition ? pair(say(words.edition), `${say(edition.instrument)} (${edition.from})`) : null,
      pair(
        say(words.reviewed),
        `${item.reviewed}${item.until ? ` · ${say(item.until <= data.head.asOf ? words.since : words.until)} ${item.until}` : ""}`,
      ),
      pair(say(words.source), between(item.sources.map(sourceOf), el("br"))),
    ]),
    item.status.map((s) =>
      el(
        "p",
        { class: s.verification === "official" ? "" : "honest" },
        `${s.until ? `${s.from} – ${s.until}` : `${say(words.holds)} ${s.from}`}: ${say(s.text)} (${named("verifications", s.verification)})`,
      ),
    ),
    measures.map((x) =>
      el(
        "p",
        {},
        x.territory === "*" ? "" : `${x.territory}: `,
        say(x.effect),
        x.endUse ? ` (${say(x.endUse)}: ${say(words.endUseUnseen)})` : "",
        el("span", { class: "soft" }, ` (${x.source.name}, ${named("verifications", x.verification)})`),
      ),
    ),
    item.notes.map((n) => el("p", { class: "small" }, say(n))),
  ];
}
/** A link only where the address is one of the web. */
function sourceOf(s) {
  const text = `${s.name}${s.date ? `, ${s.date}` : ""}`;
  return s.url && /^https?:\/\//.test(s.url)
    ? el("a", { href: s.url, rel: "noreferrer noopener", target: "_blank" }, text)
    : el("span", {}, text);
}

/** The steps with who decides and by which articles. */
function procedureOf(p) {
  const steps = p.steps.map((s) =>
    el(
      "li",
      {},
      say(s.text),
      el("span", { class: "second" }, `${say(s.authority)}${s.days ? ` · ${say(s.days)}` : ""}`),
      el("span", { class: "second" }, say(s.articles)),
    ),
  );
  return [
    el("p", { class: "soft small" }, `${say(p.title)} · ${named("verifications", p.verification)}`),
    el("ol", { class: "steps" }, steps),
  ];
}
