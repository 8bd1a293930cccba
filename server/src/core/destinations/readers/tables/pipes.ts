/** Pipes of Bitbucket Pipelines: which variable says where. Names; written down in 2026-11 from knowledge of their documents, not checked one by one. */
import type { PluginRow } from "../plugin.js";

const aws = ["AWS_DEFAULT_REGION", "AWS_REGION"];

export const pipeRows: readonly PluginRow[] = [
  { uses: ["atlassian/aws-s3-deploy"], kind: "object-storage", via: "upload", cloud: "aws", region: aws, bucket: ["S3_BUCKET"] },
  { uses: ["atlassian/aws-ecr-push-image"], kind: "registry", via: "push", cloud: "aws", region: aws, missing: "AWS_DEFAULT_REGION" },
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
    kind: "cloud-region",
    via: "deploy",
    cloud: "aws",
    region: aws,
    missing: "AWS_DEFAULT_REGION",
  },
  {
    uses: ["microsoft/azure-web-apps-deploy", "atlassian/azure-web-apps-deploy"],
    kind: "host",
    via: "deploy",
    at: ["AZURE_APP_NAME"],
    suffix: "azurewebsites.net",
  },
  {
    uses: ["microsoft/azure-functions-deploy", "atlassian/azure-functions-deploy"],
    kind: "host",
    via: "deploy",
    at: ["FUNCTION_APP_NAME"],
    suffix: "azurewebsites.net",
  },
  {
    uses: ["microsoft/azure-storage-deploy", "atlassian/azure-storage-deploy"],
    kind: "object-storage",
    via: "upload",
    at: ["DESTINATION"],
  },
  {
    uses: ["microsoft/azure-aks-deploy", "atlassian/azure-aks-deploy"],
    kind: "cloud-region",
    via: "deploy",
    missing: "location of the AKS cluster",
  },
  {
    uses: ["microsoft/azure-acr-push-image", "atlassian/azure-acr-push-image"],
    kind: "registry",
    via: "push",
    at: ["REGISTRY_NAME"],
    suffix: "azurecr.io",
  },
  {
    uses: ["atlassian/ftp-deploy", "atlassian/sftp-deploy", "atlassian/scp-deploy", "atlassian/ssh-run", "atlassian/rsync-deploy"],
    kind: "host",
    via: "deploy",
    at: ["SERVER"],
  },
  { uses: ["atlassian/firebase-deploy"], kind: "host", via: "deploy", host: "firebase.google.com" },
  { uses: ["atlassian/google-app-engine-deploy"], kind: "cloud-region", via: "deploy", missing: "region of the App Engine project" },
  {
    uses: ["atlassian/google-gke-kubectl-run"],
    kind: "cloud-region",
    via: "deploy",
    cloud: "gcp",
    region: ["COMPUTE_ZONE", "COMPUTE_REGION"],
  },
  { uses: ["atlassian/google-cloud-storage-deploy"], kind: "object-storage", via: "upload", cloud: "gcp", bucket: ["BUCKET"] },
  { uses: ["atlassian/google-gcr-push-image"], kind: "registry", via: "push", images: ["IMAGE"], registry: ["REGISTRY"], host: "gcr.io" },
  { uses: ["atlassian/heroku-deploy"], kind: "host", via: "deploy", host: "heroku.com" },
  { uses: ["atlassian/npm-publish"], kind: "package-registry", via: "publish", host: "registry.npmjs.org", audience: "public" },
  { uses: ["atlassian/pypi-publish"], kind: "package-registry", via: "publish", host: "pypi.org", at: ["REPOSITORY"], audience: "public" },
  { uses: ["netlify/netlify-deploy"], kind: "host", via: "deploy", host: "netlify.com" },
  { uses: ["sonarsource/sonarcloud-scan"], kind: "host", via: "upload", host: "sonarcloud.io" },
  { uses: ["sonarsource/sonarqube-scan"], kind: "host", via: "upload", at: ["SONAR_HOST_URL"] },
  { uses: ["cloudsmith-io/publish", "cloudsmith-io/publish-pipe"], kind: "package-registry", via: "publish", host: "cloudsmith.io" },
  { uses: ["jfrog/jfrog-setup-cli"], kind: "package-registry", via: "publish", at: ["JF_URL"], needs: ["JF_URL"] },
];
