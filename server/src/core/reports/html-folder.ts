/** The folder view as one offline page. */
import type { Lang } from "../text.js";
import type { FolderView } from "./folder.js";
import { renderFolderText } from "./folder-forms.js";
import { folderData } from "./html/folder-data.js";
import folder from "./html/folder.js?raw";
import dom from "./html/page-dom.js?raw";
import { htmlDocument } from "./html.js";

/** The view as a page. */
export function renderFolderHtml(view: FolderView, options: { readonly lang: Lang; readonly sha256: (text: string) => string }): string {
  const { lang, sha256 } = options;
  const fallback = renderFolderText(view, { lang, color: false, width: 100 });
  return htmlDocument("Borderline", {
    lang,
    sha256,
    data: { first: { lang, ...folderData(view) } },
    fallback,
    body,
    script: [dom, folder],
  });
}

const body = `<header>
<div class="top"><div><div class="kicker" id="kicker"></div><h1 id="repository"></h1></div><div class="tools"><button id="language"></button><button id="print"></button></div></div>
<p class="firstline" id="firstline" hidden></p>
<p class="summary" id="summary"></p>
</header>
<main>
<section class="block">
<div class="blockhead"><h2 id="matrixtitle"></h2><button class="plain small" id="by"></button></div>
<div class="filters"><input type="search" id="q" autocomplete="off" spellcheck="false"><label><input type="checkbox" id="partial"><span id="partiallabel"></span></label></div>
<div class="scroll tall" tabindex="0" role="region" aria-labelledby="matrixtitle"><table class="matrix" id="matrix"></table></div>
</section>
<section class="block card" id="repositorydetail" aria-live="polite" hidden></section>
<section class="block" id="failures"></section>
</main>
<footer id="foot"></footer>`;
