/** The list of readers, one line each. */
import type { Reader } from "../reader.js";
import { ansible } from "./ansible.js";
import { appConfig } from "./app-config.js";
import { appveyor } from "./appveyor.js";
import { azurePipelines } from "./azure-pipelines.js";
import { bitbucketPipelines } from "./bitbucket-pipelines.js";
import { buildspec, cloudbuild } from "./build-files.js";
import { byEnding } from "./by-ending.js";
import { cargo } from "./cargo.js";
import { circleci } from "./circleci.js";
import { azureTemplate, bicep, cloudformation } from "./cloudformation.js";
import { compose } from "./compose.js";
import { deployers } from "./deployers.js";
import { dockerBake } from "./docker-bake.js";
import { dockerfile } from "./dockerfile.js";
import { drone } from "./drone.js";
import { giteeGo } from "./gitee-go.js";
import { githubActions } from "./github-actions.js";
import { gitlabCi } from "./gitlab-ci.js";
import { gitmodules } from "./gitmodules.js";
import { goreleaser } from "./goreleaser.js";
import { gradle } from "./gradle.js";
import { helm } from "./helm.js";
import { jenkinsfile } from "./jenkinsfile.js";
import { jsCode } from "./js-code.js";
import { kops } from "./kops.js";
import { kubernetes } from "./kubernetes.js";
import { kustomize } from "./kustomize.js";
import { make } from "./make.js";
import { maven } from "./maven.js";
import { nomad } from "./nomad.js";
import { npm } from "./npm.js";
import { appEngine, cloudbase, digitaloceanApp, flyio, netlify, render, skaffold, vercel, wrangler } from "./platforms.js";
import { programs } from "./programs.js";
import { pulumi } from "./pulumi.js";
import { pythonCode } from "./python-code.js";
import { pythonPackaging } from "./python-packaging.js";
import { rubyCode } from "./ruby-code.js";
import { samConfig } from "./sam-config.js";
import { sbt } from "./sbt.js";
import { scriptCi } from "./script-ci.js";
import { serverlessDevs } from "./serverless-devs.js";
import { serverless } from "./serverless.js";
import { shell } from "./shell.js";
import { sonar } from "./sonar.js";
import { justfile, taskfile } from "./task-runners.js";
import { tekton } from "./tekton.js";
import { terraform } from "./terraform.js";
import { terragrunt } from "./terragrunt.js";
import { travis } from "./travis.js";

/** All readers. Several may claim one file: each says what its format says. */
export const readers: readonly Reader[] = [
  // By the alphabet, one line each.
  ansible,
  appConfig,
  appEngine,
  appveyor,
  azurePipelines,
  azureTemplate,
  bicep,
  bitbucketPipelines,
  buildspec,
  cargo,
  circleci,
  cloudbase,
  cloudbuild,
  cloudformation,
  compose,
  deployers,
  digitaloceanApp,
  dockerBake,
  dockerfile,
  drone,
  flyio,
  giteeGo,
  githubActions,
  gitlabCi,
  gitmodules,
  goreleaser,
  gradle,
  helm,
  jenkinsfile,
  jsCode,
  justfile,
  kops,
  kubernetes,
  kustomize,
  make,
  maven,
  netlify,
  nomad,
  npm,
  programs,
  pulumi,
  pythonCode,
  pythonPackaging,
  render,
  rubyCode,
  samConfig,
  sbt,
  scriptCi,
  serverless,
  serverlessDevs,
  shell,
  skaffold,
  sonar,
  taskfile,
  tekton,
  terraform,
  terragrunt,
  travis,
  vercel,
  wrangler,
];

/** The readers that may claim a path. */
export const readersFor = byEnding(readers);
