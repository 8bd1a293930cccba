/** What the folder page is given. */
import { territoryName } from "../../words/territories.js";
import * as words from "../../words/names.js";
import { disclaimer, notVisibleHere } from "../../words/sentences.js";
import { complete, type FolderView } from "../folder.js";
import { folderCautions } from "../folder-forms.js";
import { itemName } from "../names.js";
import { compare } from "../view.js";
import { pageWords } from "./page-words.js";

/** The value that folder.js reads; its shape is known there and here only. */
export function folderData(view: FolderView): unknown {
  const territories = [...new Set(view.rows.flatMap((row) => row.cells.map((c) => c.territory)))].sort(compare);
  const items = [...new Set(view.rows.flatMap((row) => row.cells.map((c) => c.item)))].sort(compare);
  return {
    kind: "folder",
    rows: view.rows.map((row) => ({ ...row, complete: complete(row) })),
    failures: view.failures,
    items: items.map((id) => [id, { en: itemName(id, view, "en"), zh: itemName(id, view, "zh-CN") }]),
    territories: territories.map((t) => [t, territoryName(t === "?" ? null : t)]),
    cautions: folderCautions(view),
    rulebooks: view.rulebooks,
    from: view.from,
    to: view.to,
    words: { ...pageWords, levels: words.levelNames, classes: words.classNames, notVisibleHere, disclaimer },
  };
}
