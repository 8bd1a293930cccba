/** Command-line clients of clouds, as data: which options and variables name the region, which of their words send something. */

export interface CloudClient {
  readonly programs: readonly string[];
  readonly cloud: string;
  /** Options that name a region, a zone or a location. */
  readonly region: readonly string[];
  /** Variables that name it for the whole shell. */
  readonly variables: readonly string[];
  /** Words (joined by blanks) of commands that deploy, upload or change something there. */
  readonly writes: RegExp;
  /** Of those, the ones that send code or artefacts: without any region they are an unknown, the others nothing. */
  readonly sends: RegExp;
  /** Options that take a value, besides those of the region. */
  readonly takes?: readonly string[];
}

const change = String.raw`create|update|deploy|apply|put|push|publish|upload|import|register|submit|set|patch|add|run|start|restart|resize|reload|install|replace|rollout|ssh|scp|sync|cp|copy|up|launch|enable|provision|modify|attach|authorize|invoke|send|login|get-credentials|update-kubeconfig`;
const anyChange = new RegExp(String.raw`(?:^|[ -])(?:${change})(?:[ -]|$)`, "i");

/** The clouds' own clients that deploy. */
export const cloudClients: readonly CloudClient[] = [
  {
    programs: ["aws"],
    cloud: "aws",
    region: ["--region"],
    variables: ["AWS_REGION", "AWS_DEFAULT_REGION"],
    writes: new RegExp(
      String.raw`^(?!s3 |s3api |configure|iam |sts |sso |route53|cloudfront|secretsmanager (?:get|create|put)|ssm (?:get|put|describe)|kms |organizations |\S+ (?:describe|list|get(?!-login)|wait|head|help|batch-get|lookup|query|scan|search|filter|tail|delete|remove|terminate|stop|deregister|untag|tag)-?).*(?:${change})`,
      "i",
    ),
    sends:
      /^(?:cloudformation (?:deploy|create-stack|update-stack|package)|lambda (?:update-function-code|create-function|publish)|ecs (?:update-service|deploy|register|create-service|run-task)|deploy (?:push|create-deployment)|elasticbeanstalk (?:create|update)|codecommit |codebuild start|ecr (?:put-image|create-repository)|eks update-kubeconfig|sagemaker create|apprunner |amplify |batch (?:register|submit)|emr |glue (?:create|update|start))/,
    takes: ["--profile", "--output", "--query", "--endpoint-url", "--cli-read-timeout", "--cli-connect-timeout", "--ca-bundle"],
  },
  {
    programs: ["gcloud"],
    cloud: "gcp",
    region: ["--region", "--zone", "--location", "--regions", "--zones"],
    variables: [
      "CLOUDSDK_RUN_REGION",
      "CLOUDSDK_COMPUTE_REGION",
      "CLOUDSDK_COMPUTE_ZONE",
      "CLOUDSDK_FUNCTIONS_REGION",
      "CLOUDSDK_ARTIFACTS_LOCATION",
    ],
    writes: new RegExp(
      String.raw`^(?!auth |config |projects |iam |secrets |services |components |info|version|.* (?:list|describe|delete|get-value|logs|read|access)(?: |$)).*(?:${change})`,
      "i",
    ),
    sends:
      /(?:^|beta |alpha )(?:run deploy|run services (?:update|replace)|functions deploy|app deploy|builds submit|container clusters (?:get-credentials|create)|compute (?:scp|ssh|instances create)|deploy releases|ai-platform|ml-engine)/,
    takes: ["--project", "--account", "--format", "--configuration", "--platform", "--image", "--tag", "-t"],
  },
  {
    programs: ["az"],
    cloud: "azure",
    region: ["--location", "-l", "--locations"],
    variables: ["AZURE_LOCATION", "AZURE_DEFAULTS_LOCATION"],
    writes: new RegExp(
      String.raw`^(?!login|account |ad |role |keyvault |extension |cloud |acr (?:login|credential)|monitor |.* (?:list|show|delete|wait|logs)(?: |$)).*(?:${change})`,
      "i",
    ),
    sends:
      /^(?:webapp (?:up|deploy|deployment source|config container)|functionapp (?:deploy|deployment source)|containerapp (?:up|update|create|compose)|container create|aks get-credentials|deployment (?:group|sub|mg|tenant) create|staticwebapp |appservice |spring(?:-cloud)? app deploy|ml (?:online|model|job))/,
    takes: ["-g", "--resource-group", "-n", "--name", "--subscription", "-o", "--output", "--query", "-s", "--sku", "-p", "--plan"],
  },
  {
    programs: ["aliyun", "alicloud"],
    cloud: "aliyun",
    region: ["--region", "--RegionId", "--region-id"],
    variables: ["ALIBABA_CLOUD_REGION_ID", "ALICLOUD_REGION", "ALIYUN_REGION", "REGION_ID"],
    writes: /^(?!oss |configure|\S+ (?:Describe|List|Get|Query|Delete)).*\S+ \S+/,
    sends: /^(?:fc |cs |sae |ros )/,
    takes: ["--profile", "-p", "--mode"],
  },
  { programs: ["s", "fun"], cloud: "aliyun", region: ["--region"], variables: ["FC_REGION"], writes: /^(?:.* )?deploy/, sends: /^$/ },
  {
    programs: ["tccli"],
    cloud: "tencent",
    region: ["--region"],
    variables: ["TENCENTCLOUD_REGION", "TCCLI_REGION"],
    writes: /^(?!configure|\S+ (?:Describe|List|Get|Delete))\S+ \S+/,
    sends: /^scf |^tke |^tcr /,
  },
  {
    programs: ["scf", "tcb", "cloudbase"],
    cloud: "tencent",
    region: ["--region", "-r"],
    variables: ["TENCENTCLOUD_REGION"],
    writes: /deploy|upload/,
    sends: /deploy|upload/,
  },
  {
    programs: ["hcloud"],
    cloud: "huawei",
    region: ["--cli-region"],
    variables: ["HUAWEICLOUD_SDK_REGION", "HW_REGION_NAME"],
    writes: /^(?!configure|\S+ (?:List|Show|Delete))\S+ \S+/,
    sends: /^$/,
  },
  { programs: ["hcloud"], cloud: "hetzner", region: ["--location", "--datacenter"], variables: [], writes: anyChange, sends: /^$/ },
  { programs: ["ve", "volc"], cloud: "volcengine", region: ["--region"], variables: ["VOLCENGINE_REGION"], writes: anyChange, sends: /^$/ },
  { programs: ["bce", "bcecmd"], cloud: "baidu", region: ["--region"], variables: ["BCE_REGION"], writes: anyChange, sends: /^$/ },
  { programs: ["jdc"], cloud: "jdcloud", region: ["--region-id"], variables: [], writes: anyChange, sends: /^$/ },
  { programs: ["ucloud"], cloud: "ucloud", region: ["--region", "--zone"], variables: [], writes: anyChange, sends: /^$/ },
  {
    programs: ["oci"],
    cloud: "oci",
    region: ["--region"],
    variables: ["OCI_CLI_REGION", "OCI_REGION"],
    writes: anyChange,
    sends: /^fn |^os object put|^os object bulk-upload|^ce cluster create-kubeconfig/,
  },
  {
    programs: ["ibmcloud", "bx"],
    cloud: "ibm",
    region: ["-r", "--region"],
    variables: ["IBMCLOUD_REGION"],
    writes: /^(?:login|target|cf push|ce |ks cluster|cr |fn )/,
    sends: /^(?:cf push|ce app)/,
  },
  {
    programs: ["doctl"],
    cloud: "digitalocean",
    region: ["--region"],
    variables: [],
    writes: anyChange,
    sends: /^(?:apps (?:create|update)|kubernetes cluster kubeconfig|serverless deploy|registry login)/,
  },
  { programs: ["linode-cli"], cloud: "linode", region: ["--region"], variables: [], writes: anyChange, sends: /^$/ },
  { programs: ["vultr-cli"], cloud: "vultr", region: ["--region", "-r"], variables: [], writes: anyChange, sends: /^$/ },
  {
    programs: ["scw"],
    cloud: "scaleway",
    region: ["region", "zone", "--region"],
    variables: ["SCW_DEFAULT_REGION", "SCW_DEFAULT_ZONE"],
    writes: anyChange,
    sends: /^(?:function|container) deploy/,
  },
  {
    programs: ["flyctl", "fly"],
    cloud: "flyio",
    region: ["--region", "-r"],
    variables: ["FLY_REGION", "FLY_PRIMARY_REGION"],
    writes: /^(?:deploy|launch|machine (?:run|update|clone)|regions (?:add|set)|scale|volumes create|postgres create)/,
    sends: /^$/,
  },
  {
    programs: ["sam"],
    cloud: "aws",
    region: ["--region"],
    variables: ["AWS_REGION", "AWS_DEFAULT_REGION"],
    writes: /^(?:deploy|package|sync|publish)/,
    sends: /^(?:deploy|package|sync|publish)/,
  },
  {
    programs: ["cdk", "cdklocal"],
    cloud: "aws",
    region: ["--region"],
    variables: ["AWS_REGION", "AWS_DEFAULT_REGION", "CDK_DEFAULT_REGION"],
    writes: /^(?:deploy|bootstrap)/,
    sends: /^$/,
  },
  {
    programs: ["serverless", "sls"],
    cloud: "aws",
    region: ["--region", "-r"],
    variables: ["AWS_REGION", "AWS_DEFAULT_REGION"],
    writes: /^deploy/,
    sends: /^$/,
  },
  {
    programs: ["eb"],
    cloud: "aws",
    region: ["--region", "-r"],
    variables: ["AWS_REGION", "AWS_DEFAULT_REGION", "AWS_EB_REGION"],
    writes: /^(?:init|deploy|create|use)/,
    sends: /^deploy/,
  },
  {
    programs: ["eksctl", "copilot", "ecs-cli", "chalice", "zappa", "up", "ecs", "ecs-deploy", "amplify", "rosa"],
    cloud: "aws",
    region: ["--region", "-r"],
    variables: ["AWS_REGION", "AWS_DEFAULT_REGION"],
    writes: /^(?:create|deploy|update|push|publish|configure|compose|upgrade|env|svc|app|write)/,
    sends: /^(?:deploy|svc deploy|push|publish)/,
  },
  {
    programs: ["kops"],
    cloud: "aws",
    region: ["--zones", "--master-zones", "--control-plane-zones", "--region"],
    variables: ["AWS_REGION", "AWS_DEFAULT_REGION"],
    writes: /^(?:create|update|rolling-update|edit|replace|toolbox)/,
    sends: /^$/,
  },
  {
    programs: ["pulumi"],
    cloud: "aws",
    region: [],
    variables: ["AWS_REGION", "AWS_DEFAULT_REGION"],
    writes: /^(?:up|update)$/,
    sends: /^$/,
  },
  {
    programs: ["terraform", "tofu", "terragrunt"],
    cloud: "aws",
    region: [],
    variables: ["AWS_REGION", "AWS_DEFAULT_REGION"],
    writes: /^(?:apply|run-all apply)/,
    sends: /^$/,
  },
  {
    programs: ["ansible-playbook", "packer"],
    cloud: "aws",
    region: [],
    variables: ["AWS_REGION", "AWS_DEFAULT_REGION"],
    writes: /./,
    sends: /^$/,
  },
];

/** Clients of object stores: `VERB SOURCE DESTINATION`, where the destination is a URL of the scheme (or any, for `mc` and `rclone`). */
export interface StoreClient {
  readonly programs: readonly string[];
  /** Words before source and destination; "" where there are none. */
  readonly verbs: readonly string[];
  /** Schemes of URLs with the clouds that they mean. */
  readonly clouds: readonly string[];
  /** Options that name the region or the endpoint. */
  readonly region?: readonly string[];
  readonly endpoint?: readonly string[];
}

/** Clients that copy into object storage. */
export const storeClients: readonly StoreClient[] = [
  { programs: ["aws"], verbs: ["s3 cp", "s3 mv", "s3 sync"], clouds: ["aws"], region: ["--region"], endpoint: ["--endpoint-url"] },
  { programs: ["gsutil"], verbs: ["cp", "mv", "rsync"], clouds: ["gcp"] },
  { programs: ["gcloud"], verbs: ["storage cp", "storage mv", "storage rsync", "alpha storage cp"], clouds: ["gcp"] },
  {
    programs: ["s3cmd"],
    verbs: ["put", "sync", "cp", "mv"],
    clouds: ["aws"],
    region: ["--region", "--bucket-location"],
    endpoint: ["--host"],
  },
  { programs: ["s5cmd"], verbs: ["cp", "mv", "sync"], clouds: ["aws"], endpoint: ["--endpoint-url"] },
  {
    programs: ["ossutil", "ossutil64", "ossutilmac64"],
    verbs: ["cp", "sync"],
    clouds: ["aliyun"],
    endpoint: ["-e", "--endpoint"],
    region: ["--region"],
  },
  { programs: ["aliyun"], verbs: ["oss cp", "oss sync"], clouds: ["aliyun"], endpoint: ["-e", "--endpoint"], region: ["--region"] },
  { programs: ["coscli"], verbs: ["cp", "sync"], clouds: ["tencent"], endpoint: ["-e", "--endpoint"] },
  { programs: ["obsutil"], verbs: ["cp", "sync", "mv"], clouds: ["huawei"], endpoint: ["-e", "--endpoint"] },
  { programs: ["tosutil"], verbs: ["cp", "sync"], clouds: ["volcengine"], endpoint: ["-e"], region: ["-re", "--region"] },
  { programs: ["bcecmd", "bce"], verbs: ["bos cp", "bos sync"], clouds: ["baidu"], endpoint: ["--endpoint"] },
  { programs: ["ks3util"], verbs: ["cp", "sync"], clouds: ["ksyun"], endpoint: ["-e"] },
  { programs: ["rclone"], verbs: ["copy", "sync", "move", "copyto", "moveto"], clouds: ["aws"] },
  { programs: ["mc", "mcli"], verbs: ["cp", "mirror", "mv", "put"], clouds: ["aws"] },
  { programs: ["azcopy"], verbs: ["copy", "cp", "sync", "c"], clouds: ["azure"] },
  { programs: ["restic", "duplicity"], verbs: ["backup"], clouds: ["aws"] },
];
