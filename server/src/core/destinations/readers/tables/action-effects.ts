/** Actions that send nothing themselves and decide where later steps send: logins, registries in force, names of images. */

export type Effect = "aws-region" | "docker-login" | "ecr-login" | "image-names" | "npm-registry" | "checkout" | "wrangler";

export const actionEffects: Readonly<Record<string, Effect>> = {
  "aws-actions/configure-aws-credentials": "aws-region",
  "aws-actions/amazon-ecr-login": "ecr-login",
  "docker/login-action": "docker-login",
  "azure/docker-login": "docker-login",
  "azure/container-actions": "docker-login",
  "aliyun/acr-login": "docker-login",
  "redhat-actions/podman-login": "docker-login",
  "docker/metadata-action": "image-names",
  "crazy-max/ghaction-docker-meta": "image-names",
  "actions/setup-node": "npm-registry",
  "actions/checkout": "checkout",
  "cloudflare/wrangler-action": "wrangler",
};

/** Actions that only run commands, again and again or on another machine: the inputs that hold the commands. */
export const scriptInputs: Readonly<Record<string, readonly string[]>> = {
  "nick-fields/retry": ["command"],
  "nick-invision/retry": ["command"],
  "wandalen/wretry.action": ["command"],
  "coactions/setup-xvfb": ["run"],
  "gabrielbb/xvfb-action": ["run"],
  "addnab/docker-run-action": ["run"],
  "uraimo/run-on-arch-action": ["run"],
  "pguyot/arm-runner-action": ["commands"],
  "azure/cli": ["inlineScript"],
  "azure/powershell": ["inlineScript"],
  "devcontainers/ci": ["runCmd"],
  "reactivecircus/android-emulator-runner": ["script"],
};
