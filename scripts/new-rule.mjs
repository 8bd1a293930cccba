// `npm run new-rule -- FAMILY.NAME`: a rule file with everything that a rule must have, to be filled in.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [, family, name] = /^([a-z-]+)\.([a-z0-9-]+)$/.exec(process.argv[2] ?? "") ?? [];
if (!family) {
  console.error("usage: npm run new-rule -- FAMILY.NAME   (for example: npm run new-rule -- speech.lip-reading)");
  process.exit(2);
}
const file = path.join(root, "rules/markers", family, `${name}.yaml`);
if (existsSync(file)) {
  console.error(`${path.relative(root, file)} is there already`);
  process.exit(2);
}
const example = (why, extension, text) => `    - why: ${why}
      path: example.${extension}
      text: |
        ${text}
`;
const match = ["py", "cpp", "java", "go", "rs"]
  .map((extension) => example("say what this is", extension, "the_telling_name(the_other_name)"))
  .join("");
const miss = ["py", "cpp", "java", "go", "ts"]
  .map((extension) => example("say what looks like it and is not", extension, "something_else()"))
  .join("");
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(
  file,
  `id: ${family}.${name}
family: ${family}
role: implements # implements | carries | configures | calls | mentions
title: { en: "Say what it is", zh: "写明是什么" }
items:
  - { id: CN:free, fit: arguable } # see rules/catalogue/README.md
why: { en: "Why the item may name it.", zh: "为何可能属于该条目。" }
advice: { en: "What to do next.", zh: "下一步怎么做。" }
references: []
threshold: 3
needs: [name]
signals:
  - id: name
    in: [identifier, definition]
    any: [the_telling_name]
    weight: 2
    what: { en: "says what was seen", zh: "说明所见" }
  - id: companion
    in: [identifier]
    any: [the_other_name]
    weight: 1.2
    what: { en: "says what was seen beside it", zh: "说明旁边所见" }
examples:
  match:
${match}  miss:
${miss}`,
);
console.log(`Written: ${path.relative(root, file)}
Fill it in (rules/README.md has the page on how), then: npm run build && node dist/cli.js rules test ${path.relative(root, file)}`);
