/** What the folder page is given. */
import { territoryName } from "../../words/territories.js";
import * as words from "../../words/names.js";
import { disclaimer, notVisibleHere } from "../../words/sentences.js";
import { complete, type FolderCell, type FolderView } from "../folder.js";
import { folderCautions } from "../folder-forms.js";
import { itemName } from "../names.js";
import { scannedText } from "../scanned.js";
import { compare, grouped } from "../view.js";
import { pageWords } from "./page-words.js";

/** The value that folder.js reads; its shape is known there and here only. */
export function folderData(view: FolderView): object {
  const cells = view.rows.flatMap((row) => row.cells);
  const territories = byWeight(cells, (c) => c.territory);
  const items = byWeight(cells, (c) => c.item);
  return {
    kind: "folder",
    rows: view.rows.map((row) => ({ ...row, complete: complete(row), scanned: scannedText(row.scanned) })),
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

/** Keys of cells, the one with the most that is loud first, then by name: what needs a look stands at the left. */
function byWeight(cells: readonly FolderCell[], key: (cell: FolderCell) => string): string[] {
  const weight = ({ open }: FolderCell): number => open.error * 1e8 + open.warning * 1e4 + open.note;
  const sums = [...grouped(cells, key)].map(([name, own]) => ({ name, sum: own.reduce((sum, c) => sum + weight(c), 0) }));
  return sums.sort((a, b) => b.sum - a.sum || compare(a.name, b.name)).map(({ name }) => name);
}
