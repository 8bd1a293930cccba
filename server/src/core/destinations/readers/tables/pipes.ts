/** Pipes of Bitbucket Pipelines: which variable says where. Names; written down in 2026-11 from knowledge of their documents, not checked one by one. */
import type { PluginRow } from "../plugin.js";
import { deploys, deploysInCloud, publishes, publishesOpenly, pushesImages, storesObjects, uploads } from "./ways.js";

const aws = ["AWS_DEFAULT_REGION", "AWS_REGION"];

export const pipeRows: readonly PluginRow[] = [
  { uses: ["atlassian/aws-s3-deploy"], ...storesObjects, cloud: "aws", region: aws, bucket: ["S3_BUCKET"] },
  { uses: ["atlassian/aws-ecr-push-image"], ...pushesImages, cloud: "aws", region: aws, missing: "AWS_DEFAULT_REGION" },
  {
    uses: [
      "atlassian/aws-ecs-deploy",
      "atlassian/aws-elasticbeanstalk-deploy",
      "atlassian/aws-lambda-deploy",
      "atlassian/aws-eks-kubectl-run",
      "atlassian/aws-cloudformation-deploy",
      "atlassian/aws-code-deploy",
      "atlassian/aws-sam-deploy",
      "atlassian/aws-cloudfront-invalidate",
    ],
    ...deploysInCloud,
    cloud: "aws",
    region: aws,
    missing: "AWS_DEFAULT_REGION",
  },
  {
    uses: ["microsoft/azure-web-apps-deploy", "atlassian/azure-web-apps-deploy"],
    ...deploys,
    at: ["AZURE_APP_NAME"],
    suffix: "azurewebsites.net",
  },
  {
    uses: ["microsoft/azure-functions-deploy", "atlassian/azure-functions-deploy"],
    ...deploys,
    at: ["FUNCTION_APP_NAME"],
    suffix: "azurewebsites.net",
  },
  { uses: ["microsoft/azure-storage-deploy", "atlassian/azure-storage-deploy"], ...storesObjects, at: ["DESTINATION"] },
  { uses: ["microsoft/azure-aks-deploy", "atlassian/azure-aks-deploy"], ...deploysInCloud, missing: "location of the AKS cluster" },
  {
    uses: ["microsoft/azure-acr-push-image", "atlassian/azure-acr-push-image"],
    ...pushesImages,
    at: ["REGISTRY_NAME"],
    suffix: "azurecr.io",
  },
  {
    uses: ["atlassian/ftp-deploy", "atlassian/sftp-deploy", "atlassian/scp-deploy", "atlassian/ssh-run", "atlassian/rsync-deploy"],
    ...deploys,
    at: ["SERVER"],
  },
  { uses: ["atlassian/firebase-deploy"], ...deploys, host: "firebase.google.com" },
  { uses: ["atlassian/google-app-engine-deploy"], ...deploysInCloud, missing: "region of the App Engine project" },
  { uses: ["atlassian/google-gke-kubectl-run"], ...deploysInCloud, cloud: "gcp", region: ["COMPUTE_ZONE", "COMPUTE_REGION"] },
  { uses: ["atlassian/google-cloud-storage-deploy"], ...storesObjects, cloud: "gcp", bucket: ["BUCKET"] },
  { uses: ["atlassian/google-gcr-push-image"], ...pushesImages, images: ["IMAGE"], registry: ["REGISTRY"], host: "gcr.io" },
  { uses: ["atlassian/heroku-deploy"], ...deploys, host: "heroku.com" },
  { uses: ["atlassian/npm-publish"], ...publishesOpenly, host: "registry.npmjs.org" },
  { uses: ["atlassian/pypi-publish"], ...publishesOpenly, host: "pypi.org", at: ["REPOSITORY"] },
  { uses: ["netlify/netlify-deploy"], ...deploys, host: "netlify.com" },
  { uses: ["sonarsource/sonarcloud-scan"], ...uploads, host: "sonarcloud.io" },
  { uses: ["sonarsource/sonarqube-scan"], ...uploads, at: ["SONAR_HOST_URL"] },
  { uses: ["cloudsmith-io/publish", "cloudsmith-io/publish-pipe"], ...publishes, host: "cloudsmith.io" },
  { uses: ["jfrog/jfrog-setup-cli"], ...publishes, at: ["JF_URL"], needs: ["JF_URL"] },
];
