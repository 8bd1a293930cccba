/** Steps of Jenkins plug-ins: which of their arguments says where. Names; written down in 2026-11 from knowledge of their documents, not checked one by one. */
import type { PluginRow } from "../plugin.js";
import { deploys, deploysInCloud, publishes, pushesImages, storesObjects, uploads } from "./ways.js";

export const jenkinsRows: readonly PluginRow[] = [
  { uses: ["s3Upload"], ...storesObjects, cloud: "aws", region: ["region", "selectedRegion"], bucket: ["bucket"] },
  { uses: ["invokeLambda", "deployLambda"], ...deploysInCloud, cloud: "aws", region: ["awsRegion"] },
  { uses: ["withAWS"], ...deploysInCloud, cloud: "aws", region: ["region"] },
  { uses: ["awsCodeBuild", "createDeployment", "awsEbDeployment"], ...deploysInCloud, cloud: "aws", region: ["region", "awsRegion"] },
  { uses: ["googleStorageUpload", "googleStorageBuildLogUpload"], ...storesObjects, cloud: "gcp", bucket: ["bucket"] },
  {
    uses: ["azureUpload"],
    ...storesObjects,
    at: ["storageAccountName"],
    suffix: "blob.core.windows.net",
    missing: "Azure storage credential",
  },
  { uses: ["azureWebAppPublish", "azureFunctionAppPublish"], ...deploys, at: ["appName"], suffix: "azurewebsites.net" },
  { uses: ["acrQuickTask"], ...pushesImages, at: ["registryName"], suffix: "azurecr.io" },
  { uses: ["nexusArtifactUploader"], ...publishes, at: ["nexusUrl"] },
  { uses: ["nexusPublisher"], ...publishes, missing: "Nexus server of Jenkins" },
  {
    uses: ["rtUpload", "rtPublishBuildInfo", "rtMavenDeployer", "rtGradleDeployer"],
    ...publishes,
    missing: "Artifactory server of Jenkins",
  },
  { uses: ["sshPublisherDesc"], ...uploads, missing: "SSH server of Jenkins" },
  { uses: ["ftpPublisher", "cifsPublisher"], ...uploads, missing: "publisher of Jenkins" },
  { uses: ["kubernetesDeploy"], ...deploys, missing: "kubeconfig" },
  { uses: ["withKubeConfig"], ...deploys, at: ["serverUrl"] },
  { uses: ["tomcat7", "tomcat8", "tomcat9"], ...deploys, at: ["url"] },
  { uses: ["pushToCloudFoundry"], ...deploys, at: ["target"] },
  { uses: ["androidApkUpload"], kind: "host", via: "publish", host: "play.google.com", audience: "public" },
  { uses: ["appCenter"], kind: "host", via: "publish", host: "appcenter.ms" },
  { uses: ["uploadPgyer", "upload2fir"], kind: "host", via: "publish", host: "pgyer.com" },
  { uses: ["aliyunOSSUpload", "aliyunOss", "ossUpload"], ...storesObjects, at: ["endPoint", "endpoint"] },
  { uses: ["cosUpload"], ...storesObjects, cloud: "tencent", region: ["region"] },
];
