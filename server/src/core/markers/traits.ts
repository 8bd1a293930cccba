/** What a file is besides its technology: test, documentation, generated, vendored, minified; from its path and first lines. */
import type { FileTraits } from "./marker.js";
import { ownTexts } from "../text.js";
import { isChore } from "./chores.js";
import { languageOf, type Language } from "./language.js";

const testPath =
  /(^|\/)([Tt]ests?|[Tt]esting|auto_?tests?|spec|specs|__tests__|unit_?tests?|testdata|test-data|fixtures?|mocks?|e2e)(\/|$)|(^|\/)(test_[^/]*|[^/]*(_test|_spec|\.test|\.spec|Tests?|_unittest))\.\w+$/;
const docsPath =
  /(^|\/)(docs?|documentation|docbkx|docbook|doxygen|doc_src|website|man|manual|manpages|_posts|wiki)(\/)|\.(log|stderr|stdout|dox)$/i;
/** Catalogues of messages and Android's screens: what is shown, in each language. They name whatever the program does, and hold none of it. */
const messagesPath =
  /(^|\/)(i18n|l10n|_?locales?|translations?|langs?|languages|messages|[\w-]+\.lproj)\/([\w. ()-]+\/){0,3}[\w. ()-]+\.(json|ya?ml|xml|properties|strings|arb|resx|xlf|ftl|ini|lang|ts|js|php)$|(^|\/)res\/(values|layout|menu|xml|drawable|navigation|anim)[\w-]*\/|\.(xlf|arb|resx|lang|ftl|strings|glade)$/i;
/** How a page of the manual begins. */
const manualPage = /^(?:[.']\\"[^\n]{0,200}\n){0,60}\.(?:TH|Dd|SH) /;
/** What lists the words of others: the colours of an editor, a program's page in a shop. */
const listsWords = /(^|\/)syntax(es)?\/[^/]+\.(vim|json|ya?ml|plist)$|\.(tmLanguage|sublime-syntax)$|\.(appdata|metainfo)\.xml(\.in)?$/i;
/** Libraries of one file that programs of every trade take along, by their names. */
const takenAlong =
  /^(pugixml|pugiconfig|tinyxml2?|rapidxml\w*|jsoncpp|cJSON|json11|lodepng|stb_\w+|miniz|catch(_amalgamated)?|doctest|gtest-all|matplotlibcpp|sse2neon|simde\w*|glad|glew|glext|khrplatform|imgui\w*|nuklear|cxxopts|CLI11|utf8proc|sqlite3(ext)?|uthash)\.(c|cc|cpp|h|hpp)$|^(jquery|bootstrap|prettify|highlight)[\w.-]*\.js$/i;
/** How a catalogue of Qt begins, whose extension `.ts` is TypeScript's too. */
const qtMessages = /^\s*<\?xml[^>]*>\s*<!DOCTYPE TS>|^\s*<!DOCTYPE TS>|^\s*<TS /;
/** Of these extensions only what has a language in its name is a catalogue: `lang/zh-CN.ts`, not `lang/parser.ts`. */
const messagesInCode = /\.(ts|js|php)$/i;
const languageName = /(^|[/._-])[a-z]{2,3}([_-][A-Za-z]{2,4}){0,2}(\/[\w-]+)?\.(ts|js|php)$/;
const vendorPath =
  /(^|\/)(vendor|vendors|third[-_]?party|3rd[-_]?party|3rdparty|node_modules|bower_components|external|externals|extern|deps|submodules|thirdparty|subprojects|site-packages|Pods|Carthage|CMSIS|[\w-]*HAL_Driver|[\w-]*StdPeriph[\w-]*|[\w-]+[_-]Lib(rary)?_V\d[\w.]*|libusb[\w-]*|[\w-]+[_-]Sensor[_-]API[\w-]*|FreeRTOS)\//i;
const generatedPath =
  /(^|\/)(generated|gen|autogen|__generated__)\/|\.(pb|pb2|g|generated|designer|min)\.\w+$|\.svd$|\.api$|_pb2(_grpc)?\.pyi?$|\.pb\.(go|cc|h)$/i;
const lockName =
  /^(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|Cargo\.lock|poetry\.lock|uv\.lock|Pipfile\.lock|composer\.lock|Gemfile\.lock|go\.sum|flake\.lock|pdm\.lock|pixi\.lock|Manifest\.toml|gradle\.lockfile)$/;
/** Files that build, pack, lint, test or deploy: they name a technology because they handle it, and hold none of it. */
const plumbingFolder =
  /(^|\/)(\.github|\.gitlab|\.circleci|\.buildkite|\.devcontainer|\.vscode|\.idea|\.azure-pipelines|\.?jenkins|travis|\.?ci|debian|rpm|[\w. -]+\.xc(odeproj|workspace|assets|userdatad))\//;
const plumbingName =
  /^((build|untar|install|setup)([-_](all|cli|deb|deps|dependencies|docker|image|images|linux|mac|macos|windows|win|android|ios|wasm|release|debug|lib|wheels?|packages?|docs)[\w.-]*)?\.(sh|bat|ps1|cmd)|download_and_(untar|unzip|extract)[\w.-]*|Kconfig[\w.-]*|[\w.-]*defconfig|(vite|webpack|rollup|jest|babel|vitest|eslint|tailwind|next|nuxt)\.config\.\w+|Info\.plist|AndroidManifest\.xml|\.[\w-]*lint[\w.-]*|\.indent\.pro|\.catkin\w*|POTFILES[\w.]*|[\w.-]+\.(m4|cmake\.in)|[\w-]*conf(ig)?\.h\.in|(Gulp|gulp|Grunt|grunt)file\.\w+|Rakefile|Podfile\.lock|(gradle|local)\.properties|gradlew(\.bat)?|build\.(xml|sbt)|config\.(status|guess|sub)|aclocal\.m4|ltmain\.sh|[\w.-]+\.(desktop|iss|nsi|spec|svd|uvoptx?|uvprojx?|ewp|eww|ewd|ioc(\.backup)?)|\.(c|mx)?project|Project\.toml|\.[\w.-]*ignore|\.[\w-]*rc(\.\w+)?|\.flake8|\.editorconfig|\.gitattributes|\.gitmodules|\.clang-format|\.clang-tidy|\.pre-commit[\w.-]*|\.travis\.yml|\.gitlab-ci\.yml|appveyor\.yml|azure-pipelines\.yml|Jenkinsfile|[Dd]ockerfile[\w.-]*|[\w.-]+\.[Dd]ockerfile|docker-compose[\w.-]*\.ya?ml|CMakeLists\.txt|[\w.-]+\.cmake|config\.h\.in|configure(\.ac|\.in)?|(GNU)?[Mm]akefile([.-][\w.-]+)?|[\w.-]+\.(mk|mak)|Kbuild|Vagrantfile|SConstruct|SConscript|NAMESPACE|jsr\.json|vcpkg\.json|meson\.build|BUILD(\.bazel)?|WORKSPACE|setup\.(py|cfg)|tox\.ini|noxfile\.py|pyproject\.toml|requirements[\w.-]*\.txt|environment\.ya?ml|meta\.yaml|package(-lock)?\.json|tsconfig[\w.-]*\.json|pom\.xml|build\.gradle(\.kts)?|settings\.gradle|go\.(mod|sum)|stack\.yaml|[\w.-]+\.cabal|Cargo\.toml|Gemfile|[\w.-]+\.gemspec|[\w.-]+\.(sln|csproj|vcxproj|fsproj|vbproj|pbxproj|storyboard|xib|podspec)(\.filters)?|Package\.swift|Podfile|package\.xml|mkdocs\.yml|conf\.py|CODEOWNERS|CITATION\.cff|codecov\.yml|renovate\.json|MANIFEST\.in|[\w.-]+\.pc\.in)$/;
/** Vocabularies of models: they have every word, those of every trade too. */
const vocabularyName =
  /(^|\/)(tokenizer|vocab|vocabulary|merges|bpe\.codes|word2id|token2id|added_tokens|special_tokens_map)[\w.-]*\.(json|txt|bpe|vocab)$|\.tiktoken$/i;
const generatedHead =
  /@generated|auto-?generated(?: (?:file|by|from)|:\s?yes)|generated by (?:the )?\w[\w. -]{0,40}(?:do not edit|compiler)|do not (?:edit|modify)[^\n]{0,60}generated|code generated (?:by|from)|this file (?:is|was) (?:automatically |auto-?)?generated/i;

/** Whether a path lies among the code of others that a tree brings along. */
export function isVendored(path: string): boolean {
  return vendorPath.test(path);
}

/** Characters of the folder below which a path is the code of others; 0 where it is the tree's own. */
export function vendoredBelow(path: string): number {
  const found = vendorPath.exec(path);
  return found === null ? 0 : found.index + found[0].length - 1;
}

/** The traits of a file; `head` is its first 2,000 characters or so. */
export function traitsOf(path: string, head: string): FileTraits {
  const language = languageOf(path);
  const name = path.slice(path.lastIndexOf("/") + 1);
  const spdx = /SPDX-License-Identifier:\s*([\w.+ ()-]{2,60}?)\s*(?:\*\/|-->|$)/m.exec(head)?.[1] ?? null;
  return {
    language: language?.id ?? null,
    test: isTest(path),
    docs: isDocs(path, language, head),
    // What a screen says is handled by the program, and read by people.
    plumbing: isPlumbing(path) || isMessages(path, head),
    generated: lockName.test(name) || generatedPath.test(path) || generatedHead.test(head.slice(0, 1200)),
    vendored: isVendored(path),
    licence: spdx === null ? null : (ownTexts([spdx])[0] ?? null),
  };
}

/** Whether a path is one of tests or of what tests need. */
export function isTest(path: string): boolean {
  return testPath.test(path);
}

/** How much of the evidence counts in plumbing. */
export const inPlumbing = 0.3;

/** Whether a file builds, packs or deploys, or does what programs of every trade do. */
export function isPlumbing(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (plumbingFolder.test(path) || plumbingName.test(name) || takenAlong.test(name) || lockName.test(name)) return true;
  return isChore(name) && languageOf(path)?.kind === "code";
}

/** Whether a file is read rather than run: documents, messages of a user interface, word lists. */
export function isDocs(path: string, language: Language | null, head: string): boolean {
  return (
    language?.kind === "docs" ||
    docsPath.test(path) ||
    listsWords.test(path) ||
    (language === null && manualPage.test(head)) ||
    isMessages(path, head) ||
    vocabularyName.test(path) ||
    (language === null && isWordList(head))
  );
}

function isMessages(path: string, head: string): boolean {
  if (qtMessages.test(head)) return true;
  return messagesPath.test(path) && (!messagesInCode.test(path) || languageName.test(path));
}

/** Whether every line is a word or a word with a few fields: a dictionary has every word, those of every trade too. */
function isWordList(head: string): boolean {
  if (head.startsWith("#!")) return false;
  const lines = head
    .split("\n")
    .slice(0, -1)
    .filter((line) => !line.startsWith("#"));
  return lines.length >= 40 && lines.every((line) => isWordWithFields(line));
}

/** A word alone, with a few fields behind white space, or with some behind strokes. */
function isWordWithFields(line: string): boolean {
  return /^\p{L}[\p{L}_]{0,19}([ \t]+[\w.-]{1,12}){0,3}\r?$|^[\p{L}' -]{1,40}(\/[\p{L}\w ,%.-]{0,40}){2,6}\r?$|^\p{Script=Han}[^\s/]{0,39}\/[\w.%-]{0,20}\r?$|^['\p{L}\d][\p{L}\d'._-]{0,39};[^\s;(){}]{1,60}\r?$/u.test(
    line,
  );
}

/** Whether a text is sentences of people and next to nothing else: a novel has the words of every trade. Lines of a corpus may have marks of markup, and their words apart. */
export function isProse(text: string): boolean {
  if (text.startsWith("#!")) return false;
  const head = text.slice(0, 4000).replace(/&\w{2,6};|<\/?\w{1,20}>/g, " ");
  if (head.length < 400) return false;
  const share = (pattern: RegExp): number => (head.match(pattern)?.length ?? 0) / head.length;
  return share(/[{}<>=;_#$\\|*+[\]@~^`/&%]/g) < 0.01 && share(/[()\d]/g) < 0.05 && share(/[\p{L}\s]/gu) > 0.8 && share(/\p{L}/gu) > 0.6;
}

/** Whether lines are so long that the text is a product of a tool, not of people. */
export function looksMinified(text: string, path: string): boolean {
  if (/\.min\.(js|css)$|\.(js|css)\.map$/.test(path)) return true;
  if (!/\.(m?js|cjs|css|html?)$/.test(path) || text.length < 5000) return false;
  let lines = 1;
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) lines++;
  return text.length / lines > 500;
}
