/** Which literals the one pass finds most often in a tree: all that it finds costs time in every scan. Prints lines. */
import { readFileSync } from "node:fs";
import { imageOf, layOutPass } from "../server/src/core/markers/one-pass.js";
import { compileBuilt, loadRulebook } from "../server/src/host/load-rulebook.js";
import { openable, walkTree } from "../server/src/host/walk.js";

const [home = "", root = "", shown = "50"] = process.argv.slice(2);
const { index } = compileBuilt(loadRulebook(home), home, process.env);
const pass = layOutPass(index, imageOf(index));
const list = new Uint32Array(pass.bytes.buffer);
const { kernel } = pass.steps ?? pass.plainSteps;

/** As many bytes of a file as are counted, and as the list of what is found has room for at a time. */
const [most, chunk] = [1 << 20, 64 << 10];

const found = new Map<number, number>();
let all = 0;
for (const { folder, names, byteNames } of walkTree(root, { ignoredIn: () => null, excluded: () => false }))
  for (const name of names) count(readFileSync(openable(root, folder === "" ? name : `${folder}/${name}`, byteNames)).subarray(0, most));

const share = (times: number): string => ((100 * times) / all).toFixed(2).padStart(6);
for (const [form, times] of [...found].sort(([, a], [, b]) => b - a).slice(0, Number(shown)))
  console.log(`${share(times)} %  ${Buffer.from(index.text.subarray(index.textFrom[form], index.textFrom[form + 1])).toString()}`);

function count(text: Uint8Array): void {
  pass.bytes.set(text, pass.room);
  pass.bytes.fill(0, pass.room + text.length, pass.room + text.length + 80);
  for (let at = 0; at < text.length; at += chunk) {
    const end = kernel(pass.room + at, pass.room + Math.min(text.length, at + chunk), pass.list);
    for (let hit = pass.list >> 2; hit < end >> 2; hit += 2, all++) {
      const form = index.forms[list[hit + 1]!]!;
      found.set(form, (found.get(form) ?? 0) + 1);
    }
  }
}
