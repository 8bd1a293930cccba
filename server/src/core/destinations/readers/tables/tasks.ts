/** Tasks of Azure Pipelines: which input says where. Names without version in lower case; written down in 2026-11 from knowledge of their documents, not checked one by one. */
import type { PluginRow } from "../plugin.js";
import { deploys, deploysInCloud, publishes, publishesOpenly, pushesImages, storesObjects, uploads } from "./ways.js";

export const taskRows: readonly PluginRow[] = [
  {
    uses: ["azurewebapp", "azurefunctionapp", "azurewebappcontainer", "azurermwebappdeployment", "azureappservicemanage"],
    ...deploys,
    at: ["appName", "WebAppName"],
    suffix: "azurewebsites.net",
  },
  { uses: ["esrprelease"], ...publishes, at: ["serviceendpointurl"], host: "api.esrp.microsoft.com" },
  { uses: ["azurestaticwebapp"], ...deploys, missing: "location of the Azure resource" },
  {
    uses: ["azureresourcemanagertemplatedeployment", "azureresourcegroupdeployment"],
    ...deploysInCloud,
    cloud: "azure",
    region: ["location"],
    missing: "location of the Azure resource",
  },
  { uses: ["azurefilecopy"], ...storesObjects, at: ["storage"], suffix: "blob.core.windows.net" },
  { uses: ["azurecontainerapps"], ...deploysInCloud, cloud: "azure", region: ["location"], missing: "location of the Azure resource" },
  { uses: ["copyfilesoverssh", "ssh"], ...deploys, missing: "SSH service connection", needs: ["sshEndpoint"] },
  { uses: ["ftpupload"], ...uploads, at: ["serverUrl"], missing: "FTP service connection" },
  { uses: ["windowsmachinefilecopy"], ...uploads, at: ["MachineNames"] },
  { uses: ["s3upload"], ...storesObjects, cloud: "aws", region: ["regionName"], bucket: ["bucketName"] },
  { uses: ["ecrpushimage"], ...pushesImages, cloud: "aws", region: ["regionName"] },
  {
    uses: [
      "beanstalkdeployapplication",
      "codedeploydeployapplication",
      "cloudformationcreateorupdatestack",
      "lambdadeployfunction",
      "awscli",
      "awsshellscript",
      "ecsdeploy",
    ],
    ...deploysInCloud,
    cloud: "aws",
    region: ["regionName"],
  },
  {
    uses: ["publishvsextension", "publishextension", "publishazuredevopsextension"],
    ...publishesOpenly,
    host: "marketplace.visualstudio.com",
  },
  { uses: ["appcenterdistribute"], kind: "host", via: "publish", host: "appcenter.ms" },
  { uses: ["googleplayrelease"], kind: "host", via: "publish", host: "play.google.com", audience: "public" },
  { uses: ["appstorerelease"], kind: "host", via: "publish", host: "appstoreconnect.apple.com", audience: "public" },
  { uses: ["sonarcloudprepare"], ...uploads, host: "sonarcloud.io" },
  { uses: ["universalpackages"], ...publishes, host: "pkgs.dev.azure.com", needs: ["vstsFeedPublish", "feedsToUsePublish"] },
];
