/** Languages by file name: how comments, strings, imports and manifests look. One table; nothing here reads contents. */

export interface Language {
  readonly id: string;
  /** Text of people (comment everywhere), data and configuration (strings are names too), or program code. */
  readonly kind: "code" | "config" | "docs";
  readonly line: readonly string[];
  readonly block: readonly (readonly [string, string])[];
  /** Delimiters of strings that end at the line's end at the latest. */
  readonly quotes: string;
  /** Delimiters of strings that may span lines. */
  readonly longQuotes: readonly string[];
  /** A line comment must stand at the line's start or after white space (shell, YAML). */
  readonly spaced: boolean;
  /** `'` may begin a character or a lifetime: it is a string only if it closes within four characters. */
  readonly shortTick: boolean;
  /** Finds the module of an import in one line; group 1 is the module as written. */
  readonly imports: readonly RegExp[];
  /** The sign with which every import's line begins, before a word in `i`; empty where there is none. */
  readonly importSign: string;
}

const slashes = { line: ["//"], block: [["/*", "*/"]] as const };
const hash = { line: ["#"], block: [] };
const none = { line: [], block: [] };
const javaImport = [/^\s*import\s+(?:static\s+)?([\w.*]{1,200})/];
const include = { imports: [/^\s*#\s*(?:include|import)\s*["<]([^">\n]{1,200})[">]/], importSign: "#" };
const jsImport = [/\bfrom\s*["'`]([^"'`\n]{1,200})["'`]/, /\b(?:require|import)\s*\(?\s*["'`]([^"'`\n]{1,200})["'`]/];

type Draft = Partial<Omit<Language, "id">>;

/** id: extensions and whole file names; then what differs from the plainest language. */
const table: readonly (readonly [id: string, names: string, draft: Draft])[] = [
  [
    "python",
    ".py .pyx .pxd .pxi .pyi .pyw .bzl .sage .smk SConstruct Snakefile",
    { ...hash, quotes: "\"'", longQuotes: ['"""', "'''"], imports: [/^\s*(?:from|c?import)\s+([\w.]{1,200})/] },
  ],
  ["c", ".c .h .cl .m .upc .ispc", { ...slashes, quotes: '"', shortTick: true, ...include }],
  [
    "cpp",
    ".cc .cpp .cxx .c++ .hpp .hh .hxx .h++ .cu .cuh .mm .inl .tpp .tcc .txx .ipp .ino .pde .metal .hip .cppm .ixx",
    { ...slashes, quotes: '"', shortTick: true, ...include },
  ],
  ["java", ".java .groovy .kt .kts .gradle", { ...slashes, quotes: "\"'", longQuotes: ['"""'], imports: javaImport }],
  ["scala", ".scala .sc .sbt", { ...slashes, quotes: '"', longQuotes: ['"""'], shortTick: true, imports: javaImport }],
  [
    "csharp",
    ".cs .fs .fsx .vb",
    { ...slashes, quotes: '"', shortTick: true, imports: [/^\s*(?:using|open|Imports)\s+(?:static\s+)?([\w.]{1,200})/] },
  ],
  [
    "go",
    ".go",
    {
      ...slashes,
      quotes: '"',
      longQuotes: ["`"],
      shortTick: true,
      imports: [/^\s*(?:import\s+)?(?:[\w.]{1,60}\s+)?"([\w./\-~]{1,200})"\s*(?:\/\/.*)?$/],
    },
  ],
  ["rust", ".rs", { ...slashes, quotes: '"', shortTick: true, imports: [/^\s*(?:pub\s+)?(?:use|extern\s+crate|mod)\s+([\w:]{1,200})/] }],
  ["javascript", ".js .mjs .cjs .jsx .ts .tsx .mts .cts .vue .svelte", { ...slashes, quotes: "\"'", longQuotes: ["`"], imports: jsImport }],
  ["javascript", ".coffee", { ...hash, quotes: "\"'", imports: jsImport }],
  ["swift", ".swift .dart", { ...slashes, quotes: "\"'", longQuotes: ['"""'], imports: [/^\s*import\s+["']?([\w.:/]{1,200})/] }],
  ["php", ".php", { line: ["//", "#"], block: [["/*", "*/"]], quotes: "\"'", imports: [/^\s*use\s+([\w\\]{1,200})/] }],
  [
    "ruby",
    ".rb .rake .gemspec .cr Rakefile",
    { ...hash, quotes: "\"'", imports: [/^\s*(?:require|require_relative|gem)\s*\(?\s*["']([^"'\n]{1,200})["']/] },
  ],
  ["perl", ".pl .pm .perl .t", { ...hash, quotes: "\"'", spaced: true, imports: [/^\s*use\s+([\w:]{1,200})/] }],
  ["r", ".r .rmd .qmd", { ...hash, quotes: "\"'", imports: [/\b(?:library|require)\s*\(\s*["']?([\w.]{1,100})/] }],
  [
    "julia",
    ".jl",
    {
      line: ["#"],
      block: [["#=", "=#"]],
      quotes: '"',
      longQuotes: ['"""'],
      shortTick: true,
      imports: [/^\s*(?:using|import)\s+([\w.:, ]{1,200})/],
    },
  ],
  [
    "fortran",
    ".f90 .f95 .f03 .f08 .f .for .ftn .f77 .fh .cuf .fpp .fypp",
    {
      line: ["!"],
      block: [],
      quotes: "\"'",
      imports: [/^\s*use\s*(?:,\s*intrinsic\s*)?(?:::)?\s*(\w{1,100})/i, /^\s*include\s*["']([^"'\n]{1,100})["']/i],
    },
  ],
  ["chapel", ".chpl", { ...slashes, quotes: "\"'", imports: [/^\s*(?:public\s+|private\s+)?(?:use|import)\s+([\w.]{1,200})/] }],
  ["matlab", ".matlab .octave", { line: ["%"], block: [], quotes: '"', shortTick: true }],
  ["lua", ".lua .rg", { line: ["--"], block: [["--[[", "]]"]], quotes: "\"'", imports: [/\brequire\s*\(?\s*["']([^"'\n]{1,200})["']/] }],
  [
    "haskell",
    ".hs .lhs .elm .purs",
    { line: ["--"], block: [["{-", "-}"]], quotes: '"', shortTick: true, imports: [/^\s*import\s+(?:qualified\s+)?([\w.]{1,200})/] },
  ],
  ["ocaml", ".ml .mli", { line: [], block: [["(*", "*)"]], quotes: '"', shortTick: true, imports: [/^\s*open\s+([\w.]{1,200})/] }],
  ["erlang", ".erl .hrl", { line: ["%"], block: [], quotes: '"' }],
  ["elixir", ".ex .exs", { ...hash, quotes: '"', longQuotes: ['"""'], imports: [/^\s*(?:alias|import|use)\s+([\w.]{1,200})/] }],
  ["lisp", ".lisp .clj .cljs .el .scm .ss .rkt", { line: [";"], block: [], quotes: '"' }],
  [
    "pascal",
    ".pas .dpr .pp",
    {
      line: ["//"],
      block: [
        ["{", "}"],
        ["(*", "*)"],
      ],
      quotes: "'",
    },
  ],
  ["ada", ".adb .ads", { line: ["--"], block: [], quotes: '"', imports: [/^\s*with\s+([\w.]{1,200})/i] }],
  ["zig", ".zig .d .nim .v .sv .svh", { ...slashes, quotes: '"', shortTick: true }],
  ["vhdl", ".vhd .vhdl", { line: ["--"], block: [], quotes: '"' }],
  ["assembly", ".s .asm", { line: ["//", ";"], block: [["/*", "*/"]], quotes: '"' }],
  ["shell", ".sh .bash .zsh .ksh .fish .slurm .sbatch .pbs .bat .ps1 .cmd", { ...hash, quotes: "\"'", spaced: true }],
  [
    "make",
    ".mk Makefile GNUmakefile makefile Justfile justfile Dockerfile Containerfile Jenkinsfile .cmake CMakeLists.txt .dockerfile",
    { ...hash, quotes: '"', spaced: true },
  ],
  ["sql", ".sql .hql .ddl .flink .pks .pkb", { line: ["--"], block: [["/*", "*/"]], quotes: "'" }],
  [
    "idl",
    ".proto .thrift .fbs .graphql .capnp .avdl",
    { ...slashes, quotes: '"', imports: [/^\s*import\s+(?:public\s+)?"([^"\n]{1,200})"/] },
  ],
  ["shader", ".glsl .vert .frag .comp .hlsl .wgsl", { ...slashes, quotes: "" }],
  ["markup", ".html .htm .xhtml .jsp .ejs .hbs .erb .svg", { line: [], block: [["<!--", "-->"]], quotes: "\"'", kind: "docs" }],
  [
    "xml",
    ".xml .launch .urdf .xacro .sdf .plist .csproj .vcxproj .pom .xsd .world",
    { line: [], block: [["<!--", "-->"]], quotes: "\"'", kind: "config" },
  ],
  ["postscript", ".ps .eps .epsi .epsf", { line: ["%"], block: [], quotes: "", kind: "docs" }],
  ["style", ".css .scss .less .sass", { line: [], block: [["/*", "*/"]], quotes: "", kind: "docs" }],
  ["yaml", ".yaml .yml .cwl", { ...hash, quotes: "\"'", spaced: true, kind: "config" }],
  [
    "toml",
    ".toml .ini .cfg .conf .properties .env .config .param .params .prototxt .pbtxt .textproto .gin .editorconfig",
    { ...hash, quotes: "\"'", spaced: true, kind: "config" },
  ],
  ["hcl", ".tf .tfvars .hcl .nomad", { line: ["#", "//"], block: [["/*", "*/"]], quotes: '"', kind: "config" }],
  ["json", ".json .json5 .jsonc .jsonl .ndjson .webmanifest .lock", { ...none, quotes: '"', kind: "config" }],
  ["notebook", ".ipynb", { ...hash, quotes: "\"'", longQuotes: ['"""', "'''"], imports: [/^\s*(?:from|import)\s+([\w.]{1,200})/] }],
  ["table", ".csv .tsv", { ...none, quotes: "", kind: "docs" }],
  [
    "docs",
    ".md .markdown .mdx .rst .txt .adoc .asciidoc .asc .tex .rnw .org .textile .rdoc .pod .bib .log .po .pot .srt .sum .dic .dict .vocab .aff .names .labels .list .lst",
    { ...none, quotes: "", kind: "docs" },
  ],
];

const byExtension = new Map<string, Language>();
const byName = new Map<string, Language>();
for (const [id, names, draft] of table) {
  const language: Language = {
    id,
    kind: "code",
    line: [],
    block: [],
    quotes: '"',
    longQuotes: [],
    spaced: false,
    shortTick: false,
    imports: [],
    importSign: "",
    ...draft,
  };
  for (const name of names.split(" ")) (name.startsWith(".") ? byExtension : byName).set(name, language);
}

/** Endings of programs that say what a file is, whatever its name before them is: most files of many trees. */
const surely = new Map([".py", ".js", ".ts", ".cc", ".go", ".rs", ".java", ".sh"].map((ending) => [ending, byExtension.get(ending)]));

const docNames =
  /^(readme|changelog|changes|history|news|authors|contributors|contributing|licen[cs]e|copying|notice|todo|install|thanks|maintainers|patents|code_of_conduct|security|release[_-]?notes|whats[_-]?new)(\.|$|-)/i;

/** Endings of what a file is made from, which is named before them. */
const templates: ReadonlySet<string> = new Set([
  ".in",
  ".tmpl",
  ".template",
  ".tpl",
  ".j2",
  ".jinja",
  ".jinja2",
  ".example",
  ".sample",
  ".dist",
]);

/** C, of which the largest trees are: no path need be cut to see that. */
const c = byExtension.get(".c") ?? null;

/** The language of a file by its name, or null where the name says nothing (it is then read as plain code without comments or strings). */
export function languageOf(path: string): Language | null {
  if (path.endsWith(".c") || path.endsWith(".h")) return c;
  const ending = path.slice(path.lastIndexOf("."));
  const sure = surely.get(ending);
  if (sure) return sure;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const known = byName.get(name);
  if (known) return known;
  if (docNames.test(name) && !/\.(py|js|ts|c|h|cc|go|rs|java|sh)$/i.test(name)) return byExtension.get(".md") ?? null;
  const base = templates.has(ending.toLowerCase()) ? name.slice(0, -ending.length) : name;
  const dot = base.lastIndexOf(".");
  if (dot >= 0) {
    const extension = base.slice(dot);
    const exact = byExtension.get(extension === ".R" ? ".r" : extension.toLowerCase());
    if (exact) return exact;
  }
  return /^(Dockerfile|Containerfile|Jenkinsfile|Makefile)/.test(base) ? (byName.get("Makefile") ?? null) : null;
}

const manifestNames =
  /^(package\.json|requirements[\w.-]*\.(txt|in)|constraints\.txt|pyproject\.toml|setup\.(py|cfg)|Pipfile|environment\.ya?ml|conda\.ya?ml|meta\.ya?ml|pom\.xml|build\.gradle(\.kts)?|build\.sbt|go\.mod|Cargo\.toml|Gemfile|composer\.json|[\w.-]+\.csproj|CMakeLists\.txt|vcpkg\.json|conanfile\.(txt|py)|DESCRIPTION|package\.xml|Project\.toml|Package\.swift|pubspec\.yaml|mix\.exs|[\w-]+\.podspec)$/;

/** Whether the file declares packages that its project depends on. */
export function isManifest(path: string): boolean {
  // None has an ending of one letter, as most programs in C have.
  return path.at(-2) !== "." && manifestNames.test(path.slice(path.lastIndexOf("/") + 1));
}
