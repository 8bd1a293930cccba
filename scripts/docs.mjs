// `npm run docs`: docs/rules.md from the built rulebook and rules/measured.json. `npm run docs -- --check` fails if it is stale (CI).
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const file = path.join(root, "docs/rules.md");
const { rules, items } = JSON.parse(readFileSync(path.join(root, "dist/rulebook.json"), "utf8"));
const examples = JSON.parse(readFileSync(path.join(root, "dist/examples.json"), "utf8"));
const measuredFile = path.join(root, "rules/measured.json");
const measured = existsSync(measuredFile) ? JSON.parse(readFileSync(measuredFile, "utf8")) : { must: {}, rules: {}, date: null };

const text = page();
if (process.argv.includes("--check")) {
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
    console.error("docs/rules.md is stale: npm run build && npm run docs");
    process.exit(1);
  }
} else writeFileSync(file, text);

function page() {
  const families = [...new Set(rules.map((rule) => rule.family))];
  const looked = new Set(rules.flatMap((rule) => rule.items.flatMap(({ id }) => [id, id.split("/")[0]])));
  const notLooked = items.filter((item) => item.inRepositories && item.class !== "reference" && !looked.has(item.id) && inForce(item));
  return [
    "# The rules",
    "",
    "Generated from `rules/` by `npm run docs`; do not edit. What each part means: [how to write a rule](../rules/README.md).",
    "",
    measured.date === null
      ? "Not measured yet."
      : `Measured on ${measured.date} on the labelled repositories of \`../shared/corpus\`: *found* are the must-find files of the family that this rule marks (several rules share a family), *wrong* are files marked that a reviewer would not mark.`,
    "",
    ...families.flatMap((family) => [`- [${family}](#${family}): ${rules.filter((rule) => rule.family === family).length} rules`]),
    "- [Items in force that no rule looks for](#items-in-force-that-no-rule-looks-for)",
    "",
    ...families.flatMap((family) => [`## ${family}`, "", ...rules.filter((rule) => rule.family === family).flatMap(section)]),
    "## Items in force that no rule looks for",
    "",
    ...notLooked.map((item) => `- \`${item.id}\` ${item.title.en} · ${item.title.zh}`),
    "",
  ].join("\n");
}

function inForce(item) {
  const today = measured.date ?? "2026-11-20";
  return item.editions.some((edition) => edition.from <= today && (edition.until === undefined || today < edition.until));
}

function section(rule) {
  const score = measured.rules[rule.id];
  const all = measured.must[rule.family];
  return [
    `### ${rule.id}`,
    "",
    `**${rule.title.en} · ${rule.title.zh}** (${rule.role})`,
    "",
    `Items: ${rule.items.map(({ id, fit }) => `\`${id}\` (${fit})`).join(", ")}`,
    "",
    `${rule.why.en} ${rule.why.zh}`,
    "",
    `${rule.advice.en} ${rule.advice.zh}`,
    "",
    score && all
      ? `Measured: found ${score.found} of ${all} (recall ${percent(score.found, all)}), wrong ${score.wrong} (precision ${percent(score.found, score.found + score.wrong)}).`
      : "Measured: no labelled files of this family.",
    "",
    `Threshold ${rule.threshold}${rule.languages.filter(Boolean).length > 0 ? `; languages ${rule.languages.filter(Boolean).join(", ")}` : ""}; ${examples[rule.id].match.length} examples must match, ${examples[rule.id].miss.length} must not.`,
    "",
    "| signal | where | weight | literals |",
    "|---|---|---|---|",
    ...rule.signals.map(
      (signal) =>
        `| ${signal.what.en} · ${signal.what.zh} | ${signal.in.join(", ")}${signal.contextual ? " (among its own)" : ""} | ${signal.weight} | ${
          signal.any.length > 0
            ? signal.any
                .slice(0, 12)
                .map((literal) => `\`${literal.replaceAll("|", "\\|").replaceAll("`", "'")}\``)
                .join(" ")
            : (signal.metric?.name ?? "")
        }${signal.any.length > 12 ? ` and ${signal.any.length - 12} more` : ""} |`,
    ),
    "",
    ...(rule.references.length > 0 ? [rule.references.map((reference) => `<${reference}>`).join(" "), ""] : []),
  ];
}

function percent(part, whole) {
  return whole === 0 ? "-" : `${((100 * part) / whole).toFixed(0)} %`;
}
