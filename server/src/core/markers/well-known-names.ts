/**
 * Names of files and folders that tell what lies in them, whatever the tree is about.
 * In the lists `*` stands for any number of letters, digits, `_`, `.` and `-`, and `{a,b}` for one of them.
 */

/** Files that build, pack, lint, test or deploy: they name a technology because they handle it, and hold none of it. */
const buildFile = nameLike([
  // Make, autotools and their kin
  "{GNU,}{M,m}akefile {GNU,}{M,m}akefile{.,-,_}* *.{mk,mak} Kbuild Kconfig* *defconfig",
  "{autogen,bootstrap}.sh configure configure.{ac,in,sh,py} build.py config.{status,guess,sub} *{conf,config,configure,features}.{h,hpp}.in *.{m4,pc.in,mk.in} make.inc{,.*} NSIS.* ltmain.sh",
  // CMake, Meson, Bazel, SCons
  "CMakeLists.txt CMake{,User}Presets.json *.{cmake,cmake.in} meson.build BUILD BUILD.bazel WORKSPACE SConstruct SConscript vcpkg.json conanfile.{py,txt}",
  // Python, R, Julia, Haskell
  "setup.{py,cfg} {build,make}_{package,packages,wheel,wheels,docs}.py pyproject.toml requirements*.txt environment.{yml,yaml} meta.yaml MANIFEST.in tox.ini noxfile.py conf.py",
  "NAMESPACE DESCRIPTION RcppExports.{R,cpp} Makevars Makevars.* .readthedocs.{yml,yaml} Project.toml stack.yaml *.cabal",
  // JavaScript
  "package.json package-lock.json tsconfig*.json jsr.json {G,g}ulpfile.* {G,g}runtfile.*",
  "{vite,webpack,rollup,jest,babel,vitest,eslint,tailwind,next,nuxt}.config.*",
  // Java and Android
  "pom.xml build.{xml,sbt} *.{gradle,gradle.kts} {gradle,local}.properties gradlew gradlew.bat AndroidManifest.xml",
  // Go, Rust, Ruby
  "go.{mod,sum} Cargo.toml build.rs Gemfile Rakefile *.gemspec",
  // Apple, .NET
  "Package.swift Podfile Podfile.lock Info.plist *.{pbxproj,storyboard,xib,podspec} *.{sln,csproj,vcxproj,vcproj,fsproj,vbproj}{,.filters,.user}* AssemblyInfo.{cs,vb}",
  // Microcontrollers: Keil, IAR, Eclipse, STM32CubeMX
  "*.{uvopt,uvoptx,uvproj,uvprojx,ewp,eww,ewd,svd,ioc,ioc.backup} .project .{c,mx}project",
  // What STM32CubeMX and its kin write for every program: interrupts, clocks, the start
  "{stm,gd,at,apm}32*_{it,conf}.{c,h} {stm,gd,at,apm}32*xx*.{c,h} system_{stm,gd,at,apm}32*.{c,h} {sysmem,syscalls}.c startup_*.{s,S}",
  // Robots
  "package.xml .catkin* *.rviz *.rosinstall *.repos dependencies.{yaml,yml}",
  // Packages and containers
  "{S,s}ingularity* *.{spec,desktop,desktop.in,gschema.xml,iss,nsi} {D,d}ockerfile* *.{D,d}ockerfile docker-compose*.{yml,yaml} Vagrantfile",
  // Pipelines
  ".travis.yml .gitlab-ci.yml {.,}appveyor.yml{,.*} buildout.cfg azure-pipelines.yml Jenkinsfile tower.yml codecov.yml renovate.json",
  // Settings of tools
  ".*ignore .*rc .*rc.* .*lint* .golangci.* .flake8 .editorconfig .gitattributes .gitmodules .clang-{format,tidy} .pre-commit* .indent.pro",
  // Who made it and when, in which languages it speaks, and where its documents come from
  "CODEOWNERS CITATION.cff CITATIONS.md POTFILES* mkdocs.yml *Doxyfile* {CHANGELOG,ChangeLog,Changelog,CHANGES,HISTORY}{,.md,.txt,.rst}",
  // Scripts of pipelines and of the machine at hand, lists of models
  "ci.sh {ci,travis}{-,_}*.sh *{-,_}ci.sh {cmd,path}.sh {run,do,}{-,_,}{benchmark,test,tests,valgrind,memcheck,sanitize}{,{-,_}*}.{sh,bat,ps1,cmd} valgrind*.sh {build-and,generate}{-,_}*.{sh,bat,ps1,cmd}",
  "metafile.yml dependency-reduced-pom.xml",
  // What shells complete
  "*.fish *{-,_,.}completion.{bash,sh,zsh}",
  // Scripts that build or fetch, or let people use a device
  "*udev*.{sh,rules}",
  "{build,make,prepare,repair,upload}{-,_}wheel{,s}{,{-,_}*}.{py,sh,bat,ps1} {make,build,create}{,-,_}{p,P}ackage{,s}.{sh,bat,ps1,cmd}",
]);

/** Scripts that build or fetch, of which there are many names: asked of scripts alone. */
const buildScript = nameLike([
  "{install,installer,uninstall,release,publish,lint}{-,_}*.{sh,bat,ps1,cmd} {create,update}{-,_}{venv,venvs,env,conda}*.sh *{-,_}{build,install,setup,release,publish}.{sh,bat,ps1,cmd}",
  "{build,compile,untar,install,setup,package}.{sh,bat,ps1,cmd} package{-,_}*.{sh,bat,ps1,cmd} download_and_{untar,unzip,extract}*.{sh,bat,ps1,cmd}",
  "{build,untar,install,setup}{-,_}{all,cli,deb,deps,dependencies,docker,image,images,package,packages,wheel,wheels,lib,docs,env,environment,local}*.{sh,bat,ps1,cmd}",
  "{build,untar,install,setup}{-,_}{linux,mac,macos,windows,win,android,ios,wasm,release,debug}*.{sh,bat,ps1,cmd}",
]);

/** Whether a name, without folders, is that of what builds, packs or sets up. */
export function isBuildFile(name: string): boolean {
  return buildFile.test(name) || (/\.(?:sh|bat|ps1|cmd)$/.test(name) && buildScript.test(name));
}

/** What a package manager wrote of what it chose. */
export const lockFile = nameLike([
  "{package-lock,npm-shrinkwrap,modules}.json {yarn,Cargo,poetry,uv,composer,Gemfile,Pipfile,flake,pdm,pixi}.lock pnpm-lock.yaml go.sum Manifest.toml gradle.lockfile",
  // What an archive of Java says of its files: a digest of each
  "MANIFEST.MF *.SF",
]);

/** Libraries of one file that programs of every trade take along. */
export const takenAlong = nameLike(
  [
    "{pugixml,pugiconfig,tinyxml,tinyxml2,rapidxml*,jsoncpp,cJSON,json11,lodepng,stb_*,miniaudio,dr_{wav,mp3,flac},minimp3*,miniz,utf8proc,nanoflann,KDTreeVectorOfVectorsAdaptor,delaunator*,earcut*,picojson,lz4,xxhash,backward,sparsepp,httplib,robin_hood,sqlite3,sqlite3ext,uthash}.{c,cc,cpp,h,hpp}",
    "{regex,regcomp,regexec,regex_internal,getopt_long,getopt1,fnmatch,snprintf,vsnprintf}.{c,h}",
    "{uchar,uscript,urename,uprops}.h {phmap,robin_hood,parallel_hashmap}*.{h,hpp} {khash,kvec,kseq,ksort,kstring,klist}.{h,c}",
    "{bottle,six,ez_setup,distribute_setup,versioneer}.py",
    "{queue,slurm,pbs,ssh,retry}.pl",
    "{stl_vector_eigen,ConvertUTF,fast_mutex,tinythread,tinyformat,concurrentqueue,readerwriterqueue,catch,catch_amalgamated,doctest,gtest-all,matplotlibcpp,sse2neon,simde*,glad,glew,glext,khrplatform,imgui*,nuklear,xbyak*,clipper,cxxopts,CLI11}.{c,cc,cpp,h,hpp}",
    "mavlink_{msg_*,types,helpers,conversions,get_info,sha256}.{h,hpp}",
    "{jquery,bootstrap,prettify,highlight}*.js",
    "{d3,three,leaflet,wavesurfer,pako,proj4,plotly,chart,echarts,moment,lodash,underscore,angular,vue,zepto,codemirror,MathJax}{,.min,-src,.module}.js",
  ],
  "i",
);

/** Folders of pipelines, packages and editors. */
export const buildFolder = folderLike([
  "ant .github .gitlab .circleci .buildkite .azure-pipelines {.,}jenkins travis {.,}ci linter linters .devcontainer .vscode .idea debian rpm conda-recipe conda.recipe completion completions docker dockerfiles docker-compose hack singularity main/assembly META-INF/services",
]);

/** Folders that are one document of Xcode; their names may have spaces. */
export const xcodeFolder = /\.xc(odeproj|workspace|assets|userdatad)\//;

/** Folders of the code of others that a tree brings along; the last ones are those of the makers of chips. */
export const vendorFolder = folderLike(
  [
    "vendor vendors {third,3rd}{,-,_}party node_modules bower_components external externals extern deps submodules subprojects",
    "site-packages Pods Carthage pybind11 eigen-3.* caffe dynet boost-build jam-files portaudio mimalloc googletest gtest gmock rapidjson websocketpp kiss{,_}fft re2 tclap spdlog absl abseil-cpp glog gflags zlib libpng yaml-cpp nlohmann",
    "CMSIS Middlewares Drivers/BSP/Components STM32_USB* *HAL_Driver *StdPeriph* *{_,-}{Lib,Library}_V* libusb* *{_,-}Sensor{_,-}API* FreeRTOS",
  ],
  "i",
);

/** Matches a name, without folders, that is in the lists. */
function nameLike(lists: readonly string[], flags = ""): RegExp {
  return new RegExp(`^(?:${oneOf(lists)})$`, flags);
}

/** Matches a path below a folder that is in the lists, up to the slash behind the folder. */
function folderLike(lists: readonly string[], flags = ""): RegExp {
  return new RegExp(`(?:^|/)(?:${oneOf(lists)})/`, flags);
}

/** Those that begin with any letters are tried together, so that these are read once. */
function oneOf(lists: readonly string[]): string {
  const words = lists.join(" ").split(" ");
  const behindAny = words.filter((word) => word.startsWith("*")).map((word) => word.slice(1));
  const others = anyOf(words.filter((word) => !word.startsWith("*")));
  return behindAny.length > 0 ? `${others}|${anyOf(["*"])}(?:${anyOf(behindAny)})` : others;
}

function anyOf(words: readonly string[]): string {
  const sign: Readonly<Record<string, string>> = { ".": "\\.", "*": "[\\w.-]*", "{": "(?:", ",": "|", "}": ")" };
  return words.map((word) => word.replace(/[.*{,}]/g, (c) => sign[c] ?? c)).join("|");
}
