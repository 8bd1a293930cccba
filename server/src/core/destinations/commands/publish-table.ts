/** Command lines that publish packages and models or deploy to services without regions, as data. */
import type { DestinationKind, Via } from "../destination.js";

/** One command line that publishes or deploys. */
export interface PublishRow {
  readonly programs: readonly string[];
  /** The words that follow the program, in order, options left out: "publish", "nuget push". Several separated by `|`; "" for none. */
  readonly words: string;
  /** Where it goes unless an option, a variable or an earlier step says otherwise; "" where only those say. */
  readonly host: string;
  /** A package registry unless said otherwise. */
  readonly kind?: DestinationKind;
  /** By publishing unless said otherwise. */
  readonly via?: Via;
  /** Options and variables that name another host. */
  readonly at?: readonly string[];
  readonly variables?: readonly string[];
  /** Names that such an option may have instead of a URL, with their hosts. */
  readonly names?: Readonly<Record<string, string>>;
  /** Options that make it harmless. */
  readonly unless?: readonly string[];
  /** Options without which it is harmless. */
  readonly needs?: readonly string[];
  readonly audience?: "public" | "unknown";
  /** What decides where it goes when nothing here does. */
  readonly missing?: string;
}

const pypi = { pypi: "pypi.org", testpypi: "test.pypi.org", "test-pypi": "test.pypi.org" };
const dry = ["--dry-run"];
const uploadsModels = { kind: "model-hub", via: "upload" } as const;
const deploys = { kind: "host", via: "deploy", audience: "unknown" } as const;
const publishesApps = { kind: "host", via: "publish", audience: "public" } as const;

/** The rows; a program may have several. */
export const publishRows: readonly PublishRow[] = [
  // Package registries.
  { programs: ["vp"], words: "pm publish", host: "registry.npmjs.org", at: ["--registry"], unless: dry },
  { programs: ["pkg-pr-new"], words: "publish", host: "pkg.pr.new" },
  {
    programs: ["s"],
    words: "registry publish|cli registry publish",
    host: "registry.devsapp.cn",
  },
  {
    programs: ["npm", "pnpm", "yarn", "bun", "cnpm", "tnpm", "lerna", "changeset", "np", "rush", "nx"],
    words: "publish|npm publish|release publish|publish from-package",
    host: "registry.npmjs.org",
    at: ["--registry"],
    variables: ["NPM_CONFIG_REGISTRY", "npm_config_registry", "YARN_NPM_PUBLISH_REGISTRY"],
    unless: [...dry, "-n", "--dryRun"],
  },
  {
    programs: ["twine"],
    words: "upload",
    host: "pypi.org",
    at: ["--repository-url", "--repository", "-r"],
    variables: ["TWINE_REPOSITORY_URL", "TWINE_REPOSITORY"],
    names: pypi,
  },
  {
    programs: ["poetry"],
    words: "publish",
    host: "pypi.org",
    at: ["--repository", "-r"],
    names: pypi,
    unless: dry,
    missing: "repository of poetry's configuration",
  },
  { programs: ["flit"], words: "publish", host: "pypi.org", at: ["--repository"], variables: ["FLIT_INDEX_URL"], names: pypi },
  {
    programs: ["hatch"],
    words: "publish",
    host: "pypi.org",
    at: ["--repo", "-r"],
    variables: ["HATCH_INDEX_REPO"],
    names: { main: "pypi.org", test: "test.pypi.org" },
  },
  {
    programs: ["uv"],
    words: "publish",
    host: "pypi.org",
    at: ["--publish-url", "--index"],
    variables: ["UV_PUBLISH_URL", "UV_PUBLISH_INDEX"],
    names: pypi,
    unless: dry,
  },
  { programs: ["pdm"], words: "publish", host: "pypi.org", at: ["--repository", "-r"], variables: ["PDM_PUBLISH_REPO"], names: pypi },
  {
    programs: ["maturin"],
    words: "publish|upload",
    host: "pypi.org",
    at: ["--repository-url", "--repository", "-r"],
    variables: ["MATURIN_REPOSITORY", "MATURIN_REPOSITORY_URL"],
    names: pypi,
  },
  { programs: ["setup.py"], words: "upload", host: "pypi.org", at: ["-r", "--repository"], names: pypi },
  { programs: ["anaconda"], words: "upload", host: "anaconda.org", at: ["-s", "--site"] },
  {
    programs: ["cargo"],
    words: "publish",
    host: "crates.io",
    at: ["--index", "--registry"],
    names: { "crates-io": "crates.io" },
    unless: dry,
    missing: "registry of cargo's configuration",
  },
  {
    programs: ["cargo"],
    words: "release|workspaces publish|smart-release",
    host: "crates.io",
    needs: ["--execute", "--from-git", "--yes", "-x"],
    unless: ["--no-publish"],
  },
  { programs: ["gem"], words: "push", host: "rubygems.org", at: ["--host"], variables: ["RUBYGEMS_HOST"] },
  { programs: ["rake"], words: "release|release:rubygem_push", host: "rubygems.org" },
  {
    programs: ["dotnet"],
    words: "nuget push",
    host: "",
    at: ["--source", "-s"],
    names: { "nuget.org": "api.nuget.org", github: "nuget.pkg.github.com" },
    missing: "source of NuGet's configuration",
  },
  {
    programs: ["nuget", "nuget.exe"],
    words: "push",
    host: "",
    at: ["-Source", "-source", "-src", "--source"],
    names: { "nuget.org": "api.nuget.org", github: "nuget.pkg.github.com" },
    missing: "source of NuGet's configuration",
  },
  { programs: ["choco"], words: "push", host: "push.chocolatey.org", at: ["--source", "-s", "-source"] },
  { programs: ["vsce"], words: "publish", host: "marketplace.visualstudio.com" },
  { programs: ["ovsx"], words: "publish", host: "open-vsx.org", at: ["--registryUrl", "-r"], variables: ["OVSX_REGISTRY_URL"] },
  { programs: ["pod"], words: "trunk push", host: "trunk.cocoapods.org" },
  { programs: ["pod"], words: "repo push", host: "", missing: "pod repository" },
  {
    programs: ["conan"],
    words: "upload",
    host: "",
    at: ["-r", "--remote"],
    names: { conancenter: "center.conan.io" },
    missing: "remote of conan's configuration",
  },
  { programs: ["luarocks"], words: "upload", host: "luarocks.org", at: ["--server"] },
  { programs: ["mix"], words: "hex.publish", host: "hex.pm", unless: dry },
  { programs: ["rebar3"], words: "hex publish", host: "hex.pm" },
  { programs: ["gleam"], words: "publish", host: "hex.pm" },
  { programs: ["dart", "flutter"], words: "pub publish", host: "pub.dev", unless: dry },
  { programs: ["stack", "cabal"], words: "upload", host: "hackage.haskell.org" },
  { programs: ["ansible-galaxy"], words: "collection publish", host: "galaxy.ansible.com", at: ["--server", "-s"] },
  { programs: ["jsr", "deno"], words: "publish", host: "jsr.io", unless: dry },
  { programs: ["lein"], words: "deploy clojars|deploy", host: "repo.clojars.org" },
  { programs: ["sbt"], words: "publishSigned|sonatypeRelease|sonatypeBundleRelease|ci-release|+publishSigned", host: "oss.sonatype.org" },
  { programs: ["cpan-upload"], words: "", host: "pause.perl.org" },
  { programs: ["snapcraft"], words: "upload|push|release|remote-build", host: "snapcraft.io" },
  { programs: ["charmcraft"], words: "upload", host: "charmhub.io" },
  { programs: ["flatter", "flat-manager-client"], words: "push", host: "hub.flathub.org" },
  { programs: ["cloudsmith"], words: "push", host: "cloudsmith.io" },
  { programs: ["package_cloud"], words: "push", host: "packagecloud.io" },
  { programs: ["fury"], words: "push", host: "gemfury.com" },
  { programs: ["cachix"], words: "push|watch-exec|watch-store", host: "cachix.org" },
  { programs: ["buf"], words: "push", host: "buf.build" },
  {
    programs: ["jf", "jfrog"],
    words: "rt u|rt upload|rt bp|rt npm-publish|rt npmp|rt gp",
    host: "",
    at: ["--url", "--server-id"],
    variables: ["JF_URL"],
    missing: "server of the JFrog CLI",
  },
  {
    programs: ["mvn", "mvnw", "mvnd"],
    words: "deploy|release:perform|nexus-staging:deploy|site-deploy|deploy:deploy-file",
    host: "",
    at: ["-Durl", "-DaltDeploymentRepository", "-DaltReleaseDeploymentRepository", "-DaltSnapshotDeploymentRepository"],
    unless: ["-DskipDeploy", "-Dmaven.deploy.skip", "-Dmaven.deploy.skip=true"],
  },
  // Models, data sets, runs.
  {
    programs: ["huggingface-cli", "hf"],
    words: "upload|upload-large-folder|repo create|repo-files|jobs run|spaces",
    ...uploadsModels,
    host: "huggingface.co",
    variables: ["HF_ENDPOINT"],
  },
  { programs: ["gradio"], words: "deploy", kind: "model-hub", via: "deploy", host: "huggingface.co" },
  {
    programs: ["modelscope", "ms"],
    words: "upload|create|modelcard",
    ...uploadsModels,
    host: "modelscope.cn",
    at: ["--endpoint"],
    variables: ["MODELSCOPE_DOMAIN", "MODELSCOPE_ENDPOINT"],
  },
  {
    programs: ["openxlab"],
    words: "model upload|dataset upload|dataset upload-file|dataset upload-folder|model create",
    ...uploadsModels,
    host: "openxlab.org.cn",
  },
  { programs: ["aistudio"], words: "upload|submit", ...uploadsModels, host: "aistudio.baidu.com" },
  {
    programs: ["kaggle"],
    words:
      "datasets create|datasets version|d create|d version|kernels push|k push|models create|models instances|models variations|competitions submit|c submit",
    ...uploadsModels,
    host: "kaggle.com",
    audience: "unknown",
  },
  { programs: ["ollama"], words: "push", ...uploadsModels, host: "ollama.com", variables: ["OLLAMA_REGISTRY"] },
  {
    programs: ["wandb"],
    words: "sync|artifact put|launch|job create",
    ...uploadsModels,
    host: "wandb.ai",
    at: ["--base_url"],
    variables: ["WANDB_BASE_URL"],
    audience: "unknown",
  },
  { programs: ["swanlab"], words: "sync|upload", ...uploadsModels, host: "swanlab.cn", audience: "unknown" },
  { programs: ["truss"], words: "push", ...deploys, host: "baseten.co" },
  { programs: ["modal"], words: "deploy|run|volume put", ...deploys, host: "modal.com" },
  { programs: ["bentoml"], words: "push|deploy|deployment create", ...deploys, host: "cloud.bentoml.com" },
  { programs: ["zenodo_upload", "zenodo-upload"], words: "", ...uploadsModels, host: "zenodo.org" },
  // Hosting without regions: the operator's seat stands for it.
  { programs: ["vercel", "now"], words: "deploy|--prod|", ...deploys, host: "vercel.com", unless: ["--version", "--help"] },
  { programs: ["netlify", "ntl"], words: "deploy", ...deploys, host: "netlify.com" },
  {
    programs: ["wrangler"],
    words: "deploy|publish|pages deploy|pages publish|versions upload|versions deploy|r2 object put|kv bulk put|kv:bulk put|kv key put",
    ...deploys,
    host: "cloudflare.com",
    unless: dry,
  },
  { programs: ["heroku"], words: "container:push|container:release|builds:create|deploy:jar|war:deploy", ...deploys, host: "heroku.com" },
  {
    programs: ["firebase"],
    words: "deploy|hosting:channel:deploy|appdistribution:distribute|crashlytics:symbols:upload",
    ...deploys,
    host: "firebase.google.com",
  },
  { programs: ["surge"], words: "", kind: "host", via: "deploy", host: "surge.sh", audience: "public" },
  { programs: ["railway"], words: "up|deploy", ...deploys, host: "railway.com" },
  { programs: ["render"], words: "deploys create", ...deploys, host: "render.com" },
  { programs: ["supabase"], words: "functions deploy|db push|deploy", ...deploys, host: "supabase.com" },
  { programs: ["convex"], words: "deploy", ...deploys, host: "convex.dev" },
  { programs: ["deployctl"], words: "deploy", ...deploys, host: "deno.com" },
  { programs: ["eas"], words: "submit|update|build", kind: "host", via: "publish", host: "expo.dev", audience: "unknown" },
  { programs: ["expo"], words: "publish|upload:android|upload:ios", kind: "host", via: "publish", host: "expo.dev", audience: "unknown" },
  {
    programs: ["appcenter"],
    words: "distribute|codepush release|codepush release-react",
    kind: "host",
    via: "publish",
    host: "appcenter.ms",
    audience: "unknown",
  },
  {
    programs: ["fastlane"],
    words: "deliver|pilot|upload_to_testflight|upload_to_app_store",
    ...publishesApps,
    host: "appstoreconnect.apple.com",
  },
  { programs: ["fastlane"], words: "supply|upload_to_play_store", ...publishesApps, host: "play.google.com" },
  {
    programs: ["xcrun"],
    words: "altool --upload-app|altool --upload-package|notarytool submit",
    kind: "host",
    via: "upload",
    host: "appstoreconnect.apple.com",
    audience: "unknown",
  },
  { programs: ["web-ext"], words: "sign", ...publishesApps, host: "addons.mozilla.org" },
  { programs: ["chrome-webstore-upload"], words: "upload|", ...publishesApps, host: "chromewebstore.google.com" },
  {
    programs: ["sentry-cli"],
    words: "releases files|sourcemaps upload|upload-dif|debug-files upload|upload-proguard",
    kind: "host",
    via: "upload",
    host: "sentry.io",
    variables: ["SENTRY_URL"],
    at: ["--url"],
    audience: "unknown",
  },
  {
    programs: ["qshell"],
    words: "qupload|qupload2|fput|rput|sync",
    kind: "object-storage",
    via: "upload",
    host: "",
    missing: "region of the Qiniu bucket",
  },
  { programs: ["mega-put", "megaput"], words: "", ...deploys, via: "upload", host: "mega.nz" },
  { programs: ["butler"], words: "push", ...publishesApps, host: "itch.io" },
  { programs: ["steamcmd"], words: "+run_app_build", ...publishesApps, host: "steampowered.com" },
  { programs: ["miniprogram-ci"], words: "upload|preview", ...publishesApps, host: "servicewechat.com" },
  { programs: ["edgeone"], words: "pages deploy|makers deploy", ...deploys, host: "edgeone.ai" },
];
