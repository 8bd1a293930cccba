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
