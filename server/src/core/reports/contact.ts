/** Whom to call: the policy's contacts, for a regime first, then for any. */
import type { Regime } from "../rulebook/item.js";
import { say, t, type Lang, type LocalText } from "../text.js";
import type { ScanReport } from "./report.js";
import { markdownCode, plain } from "./safe.js";
import { noContact } from "../words/sentences.js";

/** The contacts that answer for a regime. */
export function contactsFor(report: Pick<ScanReport, "contact">, regime: Regime): ScanReport["contact"] {
  const own = report.contact.filter((c) => c.regime === regime);
  return own.length > 0 ? own : report.contact.filter((c) => c.regime === null);
}

/** `Export compliance, compliance@example.com, Mon-Fri 9-18`, or that nobody is named. */
export function whomToCall(report: Pick<ScanReport, "contact" | "regimes">): LocalText {
  const contacts = report.regimes.flatMap((regime) => contactsFor(report, regime));
  const lines = (comma: string): string[] => [
    ...new Set(
      contacts.map((c) => [c.role, c.channel, c.hours].flatMap((s) => (s === null || s === "" ? [] : [plain(s, 120)])).join(comma)),
    ),
  ];
  return contacts.length === 0 ? noContact : { en: lines(", ").join("; "), zh: lines("，").join("；") };
}

/** Whom a sentence tells people to contact: the policy's contacts, or who answers for this in any house. */
export function whomToContact(report: Pick<ScanReport, "contact" | "regimes">): LocalText {
  const whom = whomToCall(report);
  return whom === noContact ? t("export compliance", "出口管制联系人") : whom;
}

/** The same inside Markdown: what the policy says can be copied as it was written, our own sentence stays a sentence. */
export function whomToCallMarkdown(report: Pick<ScanReport, "contact" | "regimes">, lang: Lang): string {
  const whom = whomToCall(report);
  return whom === noContact ? say(whom, lang) : markdownCode(say(whom, lang));
}
