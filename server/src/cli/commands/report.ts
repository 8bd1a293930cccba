/** `borderline report FILE|FOLDER`: saved scans in another form, what changed against another (`--against`), and a folder of scans as one view. */
import { createHash } from "node:crypto";
import path from "node:path";
import { renderDiffMarkdown, renderDiffText } from "../../core/reports/diff-forms.js";
import { diffScans, renderDiffJson, type ScanDiff } from "../../core/reports/diff.js";
import { renderFolderCsv, renderFolderJson, renderFolderMarkdown, renderFolderText } from "../../core/reports/folder-forms.js";
import { folderView, type FolderView, type SavedScan } from "../../core/reports/folder.js";
import { renderFolderHtml } from "../../core/reports/html-folder.js";
import { renderHtml } from "../../core/reports/html.js";
import { parseScan } from "../../core/reports/parse-report.js";
import { readRecord, sealSentence } from "../../core/reports/record.js";
import { plain } from "../../core/reports/safe.js";
import type { ScanReport } from "../../core/reports/report.js";
import { say, t, type LocalText } from "../../core/text.js";
import { isFolder, readSaved, savedFiles } from "../../host/saved-scans.js";
import { option, UsageError, type Arguments } from "../args.js";
import { rendererOf, sha256Base64, write, type RenderOptions } from "../render.js";
import type { Shell } from "../run.js";
import { langOf } from "../settings.js";

type Render<T> = (value: T, options: RenderOptions) => string;

const diffForms: Readonly<Record<string, Render<ScanDiff>>> = {
  text: renderDiffText,
  json: renderDiffJson,
  markdown: (diff, { lang }) => renderDiffMarkdown(diff, lang),
  html: (diff, { lang }) => renderHtml(diff.after, { lang, sha256: sha256Base64, diff }),
};

const folderForms: Readonly<Record<string, Render<FolderView>>> = {
  text: renderFolderText,
  json: renderFolderJson,
  csv: (view, { lang }) => renderFolderCsv(view, lang),
  markdown: (view, { lang }) => renderFolderMarkdown(view, lang),
  html: (view, { lang }) => renderFolderHtml(view, { lang, sha256: sha256Base64 }),
};

/** Writes a saved scan, a comparison of two, or a folder of them, in the form that is asked for. */
export function report(args: Arguments, shell: Shell): number {
  const name = args.rest[0];
  if (name === undefined)
    throw new UsageError(
      "report takes a saved scan (scan --format json --output FILE) or a folder of them",
      "report 后接保存的扫描（scan --format json --output 文件）或存放它们的文件夹",
    );
  const target = path.resolve(shell.cwd, name);
  const against = option(args, "against");
  const folder = isFolder(target);
  if (folder === null) throw new UsageError(`${name}: nothing is there`, `${name}：不存在`);
  if (folder && against !== null)
    throw new UsageError("--against compares two files, not a folder", "--against 比较两个文件，不能是文件夹");
  if (folder) return writeFolder(target, args, shell);
  const saved = readScan(target, name, args, shell);
  if (against === null) {
    const render = option(args, "format") === "html" && saved.seal !== null ? sealedPage(saved.seal) : rendererOf(args);
    write(args, shell, (options) => render(saved.report, options));
    return 0;
  }
  const render = formOf(args, diffForms, t("a comparison", "比较"));
  const diff = diffScans(readScan(path.resolve(shell.cwd, against), against, args, shell).report, saved.report);
  write(args, shell, (options) => render(diff, options));
  return 0;
}

/** The page of a decision file begins with what it says of itself. */
function sealedPage(first: LocalText): Render<ScanReport> {
  return (report, { lang }) => renderHtml(report, { lang, sha256: sha256Base64, first });
}

function formOf<T>(args: Arguments, forms: Readonly<Record<string, Render<T>>>, what: LocalText): Render<T> {
  const name = option(args, "format") ?? "text";
  const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
  if (form === undefined)
    throw new UsageError(
      `${what.en} takes --format ${Object.keys(forms).join(", ")}, not "${name}"`,
      `${what.zh}的 --format 取 ${Object.keys(forms).join("、")} 之一，不能是“${name}”`,
    );
  return form;
}

interface Saved {
  readonly report: ScanReport;
  /** What a decision file or a push says of itself; null for a scan. */
  readonly seal: LocalText | null;
}

/** A saved scan or decision file; what a decision file says of itself is told on stderr as well. */
function readScan(file: string, name: string, args: Arguments, shell: Shell): Saved {
  const saved = parseSaved(file);
  if ("failure" in saved) throw new UsageError(`${name}: ${saved.failure.en}`, `${name}：${saved.failure.zh}`);
  if (saved.seal !== null) shell.err(`${plain(name, 200)}: ${say(saved.seal, langOf(args, shell))}\n`);
  return saved;
}

function parseSaved(file: string): Saved | { readonly failure: LocalText } {
  const read = readSaved(file);
  if ("failure" in read) return { failure: { en: `could not be read (${read.failure})`, zh: `无法读取（${read.failure}）` } };
  const record = readRecord(read.text, (text) => createHash("sha256").update(text).digest("hex"));
  if (record !== null) return { report: record.report, seal: sealSentence(record.seal) };
  const parsed = parseScan(read.text);
  return "failure" in parsed ? parsed : { report: parsed.report, seal: parsed.first };
}

function writeFolder(folder: string, args: Arguments, shell: Shell): number {
  const render = formOf(args, folderForms, t("a folder", "文件夹"));
  const saved = savedFiles(folder).map((file): SavedScan => {
    const parsed = parseSaved(path.join(folder, file));
    return "failure" in parsed ? { file, report: null, failure: parsed.failure } : { file, report: parsed.report, failure: null };
  });
  if (saved.length === 0)
    throw new UsageError(
      `${args.rest[0] ?? folder}: no .json file is in this folder`,
      `${args.rest[0] ?? folder}：该文件夹中没有 .json 文件`,
    );
  const view = folderView(saved);
  write(args, shell, (options) => render(view, options));
  return 0;
}
