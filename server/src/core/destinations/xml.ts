/** XML as far as build files need it: elements with their text, attributes and lines. No entities beyond the five, no DTD; what does not close is a problem with its position. */
import type { Problem } from "../problem.js";
import { lineStarts, positionAt } from "../text.js";
import { MAX_TEXT, unreadable } from "./document.js";

/** One element with its children. */
export interface Element {
  readonly name: string;
  /** Text directly inside, trimmed. */
  readonly text: string;
  /** The line on which the text begins, or the element where it has none. */
  readonly line: number;
  readonly children: readonly Element[];
}

interface Open {
  readonly name: string;
  text: string;
  line: number;
  readonly children: Element[];
}

const deepest = 200;
const mostElements = 100_000;

/** Parses XML text. What was read before an error stays. Never throws. */
export function parseXml(path: string, text: string): { readonly root: Element; readonly problems: readonly Problem[] } {
  const root: Open = { name: "", text: "", line: 1, children: [] };
  if (text.length > MAX_TEXT)
    return { root, problems: [unreadable(path, 1, 1, "is too large to be read as configuration", "过大，未按配置文件读取")] };
  const starts = lineStarts(text);
  const stack: Open[] = [root];
  let elements = 0;
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf("<", at);
    addText(stack.at(-1), text.slice(at, open < 0 ? text.length : open), at, starts);
    if (open < 0) break;
    const skipped = skip(text, open, stack.at(-1));
    if (skipped > 0) {
      at = skipped;
      continue;
    }
    const end = text.indexOf(">", open);
    const { line, column } = positionAt(starts, open);
    if (end < 0 || end - open > 20_000)
      return { root, problems: [unreadable(path, line, column, "has a tag that does not close", "此处的标签未闭合")] };
    const tag = text.slice(open + 1, end);
    at = end + 1;
    if (tag.startsWith("/")) {
      const name = tag.slice(1).trim();
      if (stack.length < 2 || stack.at(-1)?.name !== name)
        return {
          root,
          problems: [
            unreadable(path, line, column, `closes <${name.slice(0, 40)}>, which is not open`, `此处关闭了未打开的 <${name.slice(0, 40)}>`),
          ],
        };
      stack.pop();
    } else {
      const name = /^[^\s/]+/.exec(tag)?.[0] ?? "";
      const made: Open = { name, text: "", line, children: [] };
      if (++elements > mostElements || stack.length > deepest)
        return { root, problems: [unreadable(path, line, column, "is nested too deeply or too large", "嵌套过深或过大")] };
      stack.at(-1)?.children.push(made);
      if (!tag.endsWith("/")) stack.push(made);
    }
  }
  const left = stack.at(-1);
  const problems =
    stack.length > 1 && left
      ? [unreadable(path, left.line, 1, `does not close <${left.name.slice(0, 40)}>`, `<${left.name.slice(0, 40)}> 未闭合`)]
      : [];
  return { root, problems };
}

/** The offset after a comment, CDATA, declaration or instruction; 0 where an element begins. */
function skip(text: string, open: number, here: Open | undefined): number {
  const ends: readonly (readonly [string, string])[] = [
    ["<!--", "-->"],
    ["<![CDATA[", "]]>"],
    ["<?", "?>"],
    ["<!", ">"],
  ];
  for (const [begin, end] of ends) {
    if (!text.startsWith(begin, open)) continue;
    const to = text.indexOf(end, open + begin.length);
    if (begin === "<![CDATA[" && here && here.text.length < 10_000) here.text += text.slice(open + begin.length, to < 0 ? text.length : to);
    return to < 0 ? text.length : to + end.length;
  }
  return 0;
}

function addText(here: Open | undefined, text: string, offset: number, starts: readonly number[]): void {
  const trimmed = text.trim();
  if (!here || trimmed === "" || here.text.length > 10_000) return;
  if (here.text === "") here.line = positionAt(starts, offset + text.indexOf(trimmed)).line;
  here.text += trimmed.replace(
    /&(lt|gt|amp|quot|apos);/g,
    (_, name: string) => ({ lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" })[name] ?? "",
  );
}

/** The first element at a path of names. */
export function child(element: Element | undefined, ...names: readonly string[]): Element | undefined {
  let here = element;
  for (const name of names) here = here?.children.find((each) => each.name === name);
  return here;
}

/** All elements of a name, at any depth, in file order. */
export function elementsNamed(element: Element, name: string): Element[] {
  return element.children.flatMap((each) => (each.name === name ? [each, ...elementsNamed(each, name)] : elementsNamed(each, name)));
}
