/* The page's foundations: data, language, and elements made of text only, so that no name of a repository is ever markup. */
const parsed = (id) => JSON.parse(document.getElementById(id).textContent);
const data = parsed("first");
/** One object out of columns: equal values are one value. */
function objectAt({ columns }, n) {
  const object = {};
  for (const key in columns) object[key] = columns[key].values[columns[key].at === null ? 0 : columns[key].at[n]];
  return object;
}
/** Keys of these come from repositories: nothing inherited may answer for them. */
function withoutInherited(object, tables) {
  for (const table of tables) object[table] = Object.assign(Object.create(null), object[table]);
  return object;
}
const words = data.words;
let lang = data.lang;

/** A bilingual text in the reader's language; a plain string is the same in both. */
const say = (text) => (text === null || text === undefined ? "" : typeof text === "string" ? text : lang === "zh-CN" ? text.zh : text.en);
/** The name of a key word, or the key word where the data is newer than the page. */
const named = (table, key) => (Object.hasOwn(words[table], key) ? say(words[table][key]) : String(key));
const comma = () => (lang === "zh-CN" ? "、" : ", ");
const colon = () => (lang === "zh-CN" ? "：" : ": ");
const semicolon = () => (lang === "zh-CN" ? "；" : "; ");

/** The characters that would hide or turn text are shown as codes. */
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const visible = (text) => String(text).replace(unsafe, (c) => `\\u{${c.codePointAt(0).toString(16)}}`);

/** An element: attributes by name, `on…` as listeners, children as elements or text. */
function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  add(element, children);
  return element;
}
/** Appends elements and text; nothing for nothing. */
function add(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    element.append(child instanceof Node ? child : visible(child));
  }
}
/** Puts new contents into the element with an id. */
function fill(id, ...children) {
  const element = document.getElementById(id);
  element.replaceChildren();
  add(element, children);
  return element;
}

const level = (name) => el("span", { class: `level ${name}` }, named("levels", name));
const code = (text) => el("code", {}, text);
const place = (text, line) => code(line ? `${text}:${line}` : text);
const chip = (text, kind) => el("span", { class: `chip ${kind || ""}` }, text);
const heading = (text) => el("h3", {}, text);
const pair = (label, ...value) => [el("dt", {}, label), el("dd", {}, ...value)];
const list = (entries) =>
  el(
    "ul",
    { class: "plainlist" },
    entries.map((e) => el("li", {}, e)),
  );
/** The loudest first. */
const levels = ["error", "warning", "note"];
const loudestOf = (counts) => levels.find((l) => counts[l] > 0) || "";

/** `3 warnings, 2 notes`; Chinese has no plural. */
function levelCounts(open) {
  const some = levels.filter((l) => open[l] > 0);
  return some.map((l) => {
    const text = lang === "zh-CN" ? `${open[l]} 项${words.levels[l].zh}` : `${open[l]} ${words.levels[l].en}${open[l] === 1 ? "" : "s"}`;
    return el("span", { class: `level ${l}` }, text);
  });
}
/** Children with a text between each two. */
const between = (parts, text) => parts.flatMap((p, n) => (n === 0 ? [p] : [text, p]));

/** What cannot be seen here, and whose decision it is. */
function showFoot() {
  fill(
    "foot",
    el(
      "p",
      {},
      el("strong", {}, say(words.notVisible)),
      colon(),
      words.notVisibleHere.map(say).join(comma()),
      lang === "zh-CN" ? "。" : ".",
    ),
    el("p", {}, say(words.disclaimer)),
  );
}
