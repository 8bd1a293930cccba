/* Decisions: the entries of the ledger that touch an exposure. */
/** What was decided on this exposure, and what else the ledger says of its item. */
function decisionsOf(e, m) {
  const own = e.approval ? later().approvals.filter((a) => a.id === e.approval.id) : [];
  const others = later().approvals.filter((a) => !own.includes(a) && a.items.includes(e.item));
  const parts = [];
  if (m.suppressed) parts.push(el("p", {}, `${say(words.suppressedBecause)}: ${m.suppressed.reason} `, place(m.path, m.suppressed.line)));
  if (m.baselined) parts.push(el("p", {}, say(words.baselined)));
  if (e.approval && own.length === 0) {
    const { id, kind, status, expires } = e.approval;
    parts.push(el("p", {}, [id, named("approvalKinds", kind), named("covers", status), `${say(words.expires)} ${expires}`].join(" · ")));
  }
  for (const a of own) parts.push(approvalCard(a, e.approval.status));
  if (e.approval && e.approval.edited) parts.push(el("p", { class: "honest" }, say(words.editedSince)));
  if (parts.length === 0) parts.push(el("p", { class: "soft" }, say(words.noDecision)));
  if (others.length > 0)
    parts.push(el("p", { class: "soft small" }, say(words.otherDecisions)), ...others.map((a) => approvalCard(a, null)));
  return parts;
}
/** One entry of the ledger; `cover` is what it does here, null where it does nothing here. */
function approvalCard(a, cover) {
  const who = [
    a.requestedBy ? `${say(words.requestedBy)} ${a.requestedBy}` : null,
    a.approvedBy ? `${say(words.approvedBy)} ${a.approvedBy}${a.approvedAt ? ` ${a.approvedAt}` : ""}` : null,
  ].filter(Boolean);
  const status = typeof cover === "string" ? named("covers", cover) : named("approvalStatuses", a.status);
  return el("div", { class: "card" }, [
    el(
      "h4",
      {},
      `${a.id} · ${named("approvalKinds", a.kind)} · ${status} · `,
      el(
        "span",
        { class: a.expiring ? "honest" : "" },
        a.expires < data.head.asOf ? `${say(words.ended)} ${a.expires}` : `${say(words.expires)} ${a.expires}`,
      ),
    ),
    el("dl", { class: "kv" }, [
      a.reference ? pair(say(words.reference), a.reference) : null,
      a.contract ? pair(say(words.contract), a.contract) : null,
      a.recipient ? pair(say(words.recipient), a.recipient) : null,
      a.reason ? pair(say(words.reason), a.reason) : null,
      pair(say(words.coverage), between([...a.paths, ...a.destinations].map(code), comma())),
      pair(say(words.ledgerAt), place(a.path, a.line)),
    ]),
    el("p", { class: "small" }, who.join(" · ")),
    a.status === "approved" ? el("p", { class: "soft small" }, say(a.recorded)) : null,
  ]);
}
