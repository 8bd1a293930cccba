/** `--format html`: one offline file. No request leaves it, all text is text, and its own style and script are the only ones that may run. */
import { say, type Lang, type LocalText } from "../text.js";
import type { ScanDiff } from "./diff.js";
import detailCss from "./html/page-detail.css?raw";
import listCss from "./html/page-list.css?raw";
import matrixCss from "./html/page-matrix.css?raw";
import printCss from "./html/page-print.css?raw";
import pageCss from "./html/page.css?raw";
import decisions from "./html/page-decisions.js?raw";
import detail from "./html/page-detail.js?raw";
import dom from "./html/page-dom.js?raw";
import head from "./html/page-head.js?raw";
import list from "./html/page-list.js?raw";
import main from "./html/page-main.js?raw";
import state from "./html/page-state.js?raw";
import { pageData } from "./html/page-data.js";
import { pageWords } from "./html/page-words.js";
import { lastFolder } from "./names.js";
import type { ScanReport } from "./report.js";
import { htmlText, plain } from "./safe.js";
import { renderText } from "./text.js";

/** What a page needs besides the scan. */
export interface HtmlOptions {
  /** The language it opens in; the other is one click away. */
  readonly lang: Lang;
  /** With the comparison, its `after` is what is shown. */
  readonly diff?: ScanDiff;
  /** What a decision file says of itself, told first. */
  readonly first?: LocalText;
  /** SHA-256 of a text's UTF-8 bytes, in base64: names the page's own style and script in its content security policy. */
  readonly sha256: (text: string) => string;
}

/** The scan as a page. */
export function renderHtml(scan: ScanReport, options: HtmlOptions): string {
  const { lang } = options;
  const report = options.diff?.after ?? scan;
  const name = plain(lastFolder(report.root));
  const data = pageData(report, options.diff ?? null, options.first ?? null);
  const fallback = renderText(report, { lang, color: false, width: 100 });
  return htmlDocument(`${name} · Borderline`, {
    lang,
    sha256: options.sha256,
    data: { ...data, first: { lang, ...data.first } },
    fallback,
    body: bodyOf(lang),
    script: [dom, state, head, list, detail, decisions, main],
  });
}

const css = [pageCss, matrixCss, listCss, detailCss, printCss].join("\n");

interface Parts {
  readonly lang: Lang;
  readonly sha256: (text: string) => string;
  /** What the script reads at its start, and what it reads when first asked for. */
  readonly data: { readonly first: object; readonly later?: object };
  readonly fallback: string;
  readonly body: string;
  readonly script: readonly string[];
}

/** The frame around a page's data, body and script. */
export function htmlDocument(title: string, parts: Parts): string {
  const script = `(() => {\n"use strict";\n${parts.script.join("\n")}\n})();`;
  const policy = `default-src 'none'; style-src 'sha256-${parts.sha256(css)}'; script-src 'sha256-${parts.sha256(script)}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="${parts.lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${htmlText(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Borderline">
<title>${htmlText(title)}</title>
<style>${css}</style>
</head>
<body>
<div class="page">
<noscript><pre>${htmlText(parts.fallback)}</pre></noscript>
${parts.body}
</div>
${Object.entries(parts.data)
  .map(([id, value]) => `<script type="application/json" id="${id}">${embedded(value)}</script>`)
  .join("\n")}
<script>${script}</script>
</body>
</html>
`;
}

/** JSON that cannot end its own script element nor start a comment. */
function embedded(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The places that the script fills. */
function bodyOf(lang: Lang): string {
  return `<header>
<div class="top"><div><div class="kicker" id="kicker"></div><h1 id="repository"></h1></div><div class="tools"><button id="language"></button><button id="print"></button></div></div>
<p class="firstline" id="firstline" hidden></p>
<p class="summary" id="summary"></p>
<dl class="facts" id="facts"></dl>
</header>
<main>
<section class="block" id="matrixblock">
<div class="blockhead"><h2 id="matrixtitle"></h2><span class="soft small hint screen" id="matrixhint"></span><button class="plain small" id="by"></button></div>
<div class="scroll" tabindex="0" role="region" aria-labelledby="matrixtitle"><table class="matrix" id="matrix"></table></div>
</section>
<section class="block">
<div class="tabs" role="tablist" id="tabs" aria-label="${htmlText(say(pageWords.decision, lang))}"></div>
<div id="panel" role="tabpanel">
<p class="hint" id="hint"></p>
<div class="filters" id="filters"><input type="search" id="q" autocomplete="off" spellcheck="false"><select id="level"></select><select id="family"></select><select id="territory"></select><label><input type="checkbox" id="leaving"><span id="leavinglabel"></span></label></div>
<div class="tokens" id="tokens"></div>
<div class="work" id="work"><div id="list"></div><aside class="detail" id="detail" tabindex="-1" aria-live="polite"></aside></div>
<div id="unchecked" hidden></div>
<div class="sheets" id="sheets"></div>
</div>
</section>
</main>
<footer id="foot"></footer>`;
}
