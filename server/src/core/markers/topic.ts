/** What a project, or a package of it, says that it is about: its README or package description, against the phrases of rules/topics.yaml. */
import type { Problem } from "../problem.js";
import { families, type Family } from "../rulebook/rule.js";
import { mapAt, mapping, openYaml, texts } from "../rulebook/yaml-reader.js";
import { isVendored, standsAside } from "./traits.js";

/** Phrases by family, folded. */
export type Topics = Readonly<Partial<Record<Family, readonly string[]>>>;

/** Characters in which one phrase is enough, and in which it takes two. */
const title = 700;
const opening = 4000;
/** Characters by which two phrases are apart at least: nearer ones are one sentence, which may only list what else there is. */
const apart = 200;
/** How a phrase begins that never is enough alone: what it names (a kind of machine, a library) is where much else runs, too. */
const besideOthers = "+";

/** How a phrase begins that only counts in a project's name and the first words under it: further down it is one of many things that a program can do. */
const inName = "^";
/** How a phrase begins that says what else the project is: an application that uses what the family gives (a manager of passwords encrypts) is not about it. */
const insteadOf = "-";
/** How a phrase begins that is the end of a word there: projects are called after what they do. */
const endOfName = "^*";
/** Characters in which a project's name and the first words under it stand. */
const name = 60;

/** Parses rules/topics.yaml. */
export function parseTopics(path: string, text: string): { topics: Topics; problems: readonly Problem[] } {
  const file = openYaml(path, text);
  if (!file.root) return { topics: {}, problems: file.problems };
  const map = mapAt(mapping(file.root, ["topics"]), "topics", families);
  const topics = Object.fromEntries(families.map((family) => [family, map ? texts(map, family).map(foldedPhrase) : []]));
  return { topics, problems: file.problems };
}

/** A README, in a language of people perhaps; `README.mbedtls` is about one thing that a program can use. */
const readme =
  /^readme([._-]?(zh|cn|ch|tw|hans|hant|chs|cht|en|us|ja|jp|ko|kr|ru|fr|de|es|pt|br|it|vi|chinese|english|中文|简体中文|first|main|pypi|github)){0,3}(\.(md|mkd|markdown|mdown|mdx|rmd|rst|txt|adoc|asciidoc|org|pod|textile|rdoc|html?|ipynb|in|tex))*$/i;

/** What describes a package to those who look for one, in the formats of its language. */
const description =
  /^(package\.(json|xml)|cargo\.toml|pyproject\.toml|fpm\.toml|pom\.xml|setup\.(py|cfg)|library\.properties|[\w-]+\.(gemspec|cabal|opam|nuspec)|description)$/i;
/** Those of them that a package of a workspace has, which may have thousands of packages. */
const ofPackage = /^(package\.xml|cargo\.toml|pom\.xml|description)$/i;
/** Folders below the top of a tree, down to which one may be a package that says what it is about. */
const packageDepth = 2;

/** Whether a file says what a tree is about, or what one of its packages is. It is asked of every file: most lie too deep. */
export function saysTopic(path: string): boolean {
  let [folders, begin] = [0, 0];
  for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", begin)) {
    if (++folders > packageDepth) return false;
    begin = slash + 1;
  }
  const name = path.slice(begin);
  if (folders === 0) return readme.test(name) || description.test(name);
  return (readme.test(name) || ofPackage.test(name)) && !isVendored(path) && !standsAside(path);
}

/** The families that such a file's text speaks of. */
export function topicsOf(topics: Topics, text: string): Family[] {
  const start = folded(asRead(described(text)).slice(0, opening));
  const opens = start.slice(0, title);
  return families.filter((family) => {
    const phrases = topics[family] ?? [];
    if (phrases.some((written) => written.startsWith(insteadOf) && wordAt(opens, written.slice(1)) >= 0)) return false;
    const found = phrases.flatMap((written) => {
      if (written.startsWith(insteadOf)) return [];
      const beside = written.startsWith(besideOthers);
      const named = written.startsWith(inName);
      const ends = written.startsWith(endOfName);
      const phrase = written.slice(ends ? 2 : beside || named ? 1 : 0);
      const first = ends ? endAt(start.slice(0, name), phrase) : wordAt(named ? start.slice(0, name) : start, phrase);
      if (first < 0) return [];
      if (named) return [{ at: first, alone: true }];
      // Of one word alone (the drone of a build server) it takes a second phrase; a phrase of several may come back itself.
      const both = beside || isWord(phrase) ? [first] : [first, lastAt(start, phrase)];
      return both.map((at) => ({ at, alone: !beside && at < title }));
    });
    const places = found.map(({ at }) => at);
    return found.some(({ alone }) => alone) || Math.max(...places) - Math.min(...places) >= apart;
  });
}

/** A text as phrases are compared: `Data-parallel` and `data parallel` are one. */
function folded(text: string): string {
  return text.toLowerCase().replace(/[-\s]+/g, " ");
}

/** A phrase as it is compared, behind what it begins with. */
function foldedPhrase(written: string): string {
  const [sign] = /^(\^\*|[-+^])?/.exec(written)!;
  return sign + folded(written.slice(sign.length));
}

/** Whether a phrase is a single word of Latin letters. */
function isWord(phrase: string): boolean {
  return /^\w+$/.test(phrase);
}

/** Where a phrase that is there stands for the last time. */
function lastAt(text: string, phrase: string): number {
  let last = wordAt(text, phrase);
  for (let at = last; at >= 0; at = wordAt(text, phrase, at + 1)) last = at;
  return last;
}

/** Characters of a file in which its first words are looked for: badges, logos and licences may come before them. */
const looked = 12_000;

/** How a README says that it was not written in its language: what translated it is not what the project does. */
const byMachine =
  /\b(obtained|translated|generated|produced|created|written) (through|by|with|using|via|from) (a )?machine[- ]translation/gi;

/** Where a package of Rust or Python begins to say what it is built of, which is not what it is about. */
const builtOf = /^\[(?:features|[\w.'"() -]{0,120}dependencies)\]/m;

/** A package's own description without what it is built of; any other text as it is. */
function described(text: string): string {
  if (!/^(?:#[^\n]{0,200}\n|\s){0,60}\[(?:package|project|workspace|build-system)\b/.test(text)) return text;
  const at = text.search(builtOf);
  return at < 0 ? text : text.slice(0, at);
}

/** A text as people read it: no comments, tags, images, tables of contents or addresses of links, and a phrase may run over the end of a line. */
function asRead(text: string): string {
  return text
    .slice(0, looked)
    .replace(/<!--[^]{0,3000}?-->/g, " ")
    .replace(/<[/a-z][^<>]{0,400}>/gi, " ")
    .replace(/!\[[^\]\n]{0,200}\](\((?:[^()\n]|\([^()\n]{0,60}\)){0,400}\)|\[[^\]\n]{0,100}\])/g, " ")
    .replace(/^[ \t]{0,12}(?:[-*+]|\d{1,3}\.)[ \t]{1,4}\[[^\]\n]{1,200}\]\(#[^)\n]{0,200}\)[ \t]*$/gm, " ")
    .replace(/\]\((?:[^()\n]|\([^()\n]{0,60}\)){0,400}\)/g, "] ")
    .replace(/^\[[^\]\n]{1,100}\]:.{0,400}$/gm, " ")
    .replace(/^\.\. (image|_|\|)[^\n]{0,400}(\n[ \t]+:[^\n]{0,400}){0,6}/gm, " ")
    .replace(/\s+/g, " ")
    .replace(byMachine, " ");
}

/** Where a phrase stands as words of its own (Chinese anywhere), or -1. */
function wordAt(text: string, phrase: string, from = 0): number {
  for (let at = text.indexOf(phrase, from); at >= 0; at = text.indexOf(phrase, at + 1)) {
    if (
      !/^[a-z0-9]/.test(phrase) ||
      (!/[a-z0-9]/.test(text[at - 1] ?? " ") && !/[a-z0-9]/.test((text[at + phrase.length] ?? " ").replace("s", " ")))
    )
      return at;
  }
  return -1;
}

/** Where a phrase ends a longer word, or -1. */
function endAt(text: string, phrase: string): number {
  for (let at = text.indexOf(phrase, 1); at >= 0; at = text.indexOf(phrase, at + 1))
    if (/[a-z0-9]/.test(text[at - 1] ?? "") && !/[a-z0-9]/.test(text[at + phrase.length] ?? " ")) return at;
  return -1;
}
