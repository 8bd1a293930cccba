/** Commands and jobs of CircleCI's orbs that publish, deploy or upload: which parameter says where. Names; written down in 2026-11 from knowledge of their documents, not checked one by one. */
import type { PluginRow } from "../plugin.js";
import { deploys, deploysInCloud, publishesOpenly, pushesImages, storesObjects, uploads } from "./ways.js";

export const orbRows: readonly PluginRow[] = [
  {
    uses: ["circleci/aws-s3/copy", "circleci/aws-s3/sync"],
    ...storesObjects,
    cloud: "aws",
    region: ["aws-region", "region"],
    bucket: ["to"],
  },
  {
    uses: [
      "circleci/aws-ecr/build_and_push_image",
      "circleci/aws-ecr/build-and-push-image",
      "circleci/aws-ecr/push_image",
      "circleci/aws-ecr/push-image",
    ],
    ...pushesImages,
    cloud: "aws",
    region: ["region"],
    missing: "AWS_REGION",
  },
  { uses: ["circleci/aws-cli/setup"], ...deploysInCloud, cloud: "aws", region: ["region", "aws-region"] },
  {
    uses: [
      "circleci/aws-ecs/deploy-service-update",
      "circleci/aws-ecs/deploy_service_update",
      "circleci/aws-ecs/run-task",
      "circleci/aws-ecs/run_task",
    ],
    ...deploysInCloud,
    cloud: "aws",
    region: ["region", "aws-region"],
    missing: "AWS_REGION",
  },
  {
    uses: [
      "circleci/aws-eks/update-kubeconfig-with-authenticator",
      "circleci/aws-eks/update-container-image",
      "circleci/aws-eks/create-cluster",
    ],
    ...deploysInCloud,
    cloud: "aws",
    region: ["aws-region", "region"],
    missing: "AWS_REGION",
  },
  {
    uses: [
      "circleci/aws-elastic-beanstalk/deploy",
      "circleci/aws-sam-serverless/deploy",
      "circleci/aws-code-deploy/deploy",
      "circleci/aws-code-deploy/deploy-bundle",
    ],
    ...deploysInCloud,
    cloud: "aws",
    region: ["region", "aws-region"],
    missing: "AWS_REGION",
  },
  { uses: ["circleci/gcp-gcr/push-image", "circleci/gcp-gcr/build-and-push-image"], ...pushesImages, at: ["registry-url"], host: "gcr.io" },
  { uses: ["circleci/gcp-cloud-run/deploy"], ...deploysInCloud, cloud: "gcp", region: ["region"] },
  {
    uses: ["circleci/gcp-gke/update-kubeconfig-with-credentials", "circleci/gcp-gke/rollout-image"],
    ...deploysInCloud,
    cloud: "gcp",
    region: ["zone", "region"],
    missing: "GOOGLE_COMPUTE_ZONE",
  },
  { uses: ["circleci/azure-acr/build-and-push-image"], ...pushesImages, at: ["login-server-name", "registry-name"], suffix: "azurecr.io" },
  { uses: ["circleci/azure-aks/update-kubeconfig-with-credentials"], ...deploysInCloud, missing: "location of the AKS cluster" },
  { uses: ["circleci/docker/push", "circleci/docker/publish"], ...pushesImages, images: ["image"], registry: ["registry"] },
  {
    uses: ["circleci/heroku/deploy-via-git", "circleci/heroku/push-docker-image", "circleci/heroku/release-docker-image"],
    ...deploys,
    host: "heroku.com",
  },
  { uses: ["circleci/firebase-deploy/deploy"], ...deploys, host: "firebase.google.com" },
  { uses: ["netlify/deploy"], ...deploys, host: "netlify.com" },
  {
    uses: ["circleci/npm-publisher/publish-from-package-json", "sanathkr/npm-publisher/publish", "artsy/auto/publish"],
    ...publishesOpenly,
    host: "registry.npmjs.org",
  },
  { uses: ["cloudflare/wrangler"], ...deploys, host: "cloudflare.com" },
  { uses: ["sonarsource/sonarcloud/scan"], ...uploads, host: "sonarcloud.io" },
];
