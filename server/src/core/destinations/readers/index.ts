/** The list of readers, one line each; and the formats that are known but that nobody reads yet. */
import type { Reader } from "../reader.js";
import { ansible } from "./ansible.js";
import { buildspec, cloudbuild } from "./build-files.js";
import { azureTemplate, bicep, cloudformation } from "./cloudformation.js";
import { compose } from "./compose.js";
import { dockerfile } from "./dockerfile.js";
import { githubActions } from "./github-actions.js";
import { helm } from "./helm.js";
import { kops } from "./kops.js";
import { kubernetes } from "./kubernetes.js";
import { kustomize } from "./kustomize.js";
import { make } from "./make.js";
import { appEngine, cloudbase, digitaloceanApp, flyio, netlify, render, skaffold, vercel, wrangler } from "./platforms.js";
import { programs } from "./programs.js";
import { pulumi } from "./pulumi.js";
import { samConfig } from "./sam-config.js";
import { serverlessDevs } from "./serverless-devs.js";
import { serverless } from "./serverless.js";
import { shell } from "./shell.js";
import { terraform } from "./terraform.js";
import { terragrunt } from "./terragrunt.js";

/** All readers. Several may claim one file: each says what its format says. */
export const readers: readonly Reader[] = [
  // By the alphabet, one line each.
  ansible,
  appEngine,
  azureTemplate,
  bicep,
  buildspec,
  cloudbase,
  cloudbuild,
  cloudformation,
  compose,
  digitaloceanApp,
  dockerfile,
  flyio,
  githubActions,
  helm,
  kops,
  kubernetes,
  kustomize,
  make,
  netlify,
  programs,
  pulumi,
  render,
  samConfig,
  serverless,
  serverlessDevs,
  shell,
  skaffold,
  terraform,
  terragrunt,
  vercel,
  wrangler,
];

/** Formats that can name destinations and that no reader reads: listed as `not-read`, never silence. */
export const notRead: readonly Pick<Reader, "id" | "claims">[] = [];
