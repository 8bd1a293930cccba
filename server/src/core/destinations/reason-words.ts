/** What would decide a place that readers could not resolve, in Chinese: the names that readers give (`missing`, `unresolved`) are English and stay so in JSON. */

const phrases: Readonly<Record<string, string>> = {
  "location of the Azure resource": "Azure 资源的位置",
  "region of the App Engine project": "App Engine 项目的区域",
  "location of the AKS cluster": "AKS 集群的位置",
  "location of the GKE cluster": "GKE 集群的位置",
  "region of the ACK cluster": "ACK 集群的区域",
  "host of the deployment": "部署所用的主机",
  "source of NuGet's configuration": "NuGet 配置中的源",
  "region of AWS": "AWS 的区域",
  "region of the AWS profile": "AWS 配置档的区域",
  "region of Google Cloud": "Google Cloud 的区域",
  "region of the bucket": "存储桶的区域",
  "endpoint of the bucket": "存储桶的访问端点",
  "an SSH Match block that is not evaluated": "未求值的 SSH Match 段",
  "targets of docker/bake-action": "docker/bake-action 的目标",
  "tags of docker/build-push-action": "docker/build-push-action 的标签",
  "server of the platform": "平台的服务器",
  "server of the JFrog CLI": "JFrog CLI 的服务器",
  "repository of poetry's configuration": "poetry 配置中的仓库",
  "remote of conan's configuration": "conan 配置中的远程仓库",
  "registry of cargo's configuration": "cargo 配置中的注册表",
  "remote of the superproject": "上级项目的远程仓库",
  "images of the Compose file": "Compose 文件中的镜像",
  "publisher of Jenkins": "Jenkins 的发布器",
  "SSH server of Jenkins": "Jenkins 的 SSH 服务器",
  "Nexus server of Jenkins": "Jenkins 的 Nexus 服务器",
  "Artifactory server of Jenkins": "Jenkins 的 Artifactory 服务器",
  "pod repository": "pod 仓库",
  "dst of hub-mirror-action": "hub-mirror-action 的 dst",
  "coscmd config": "coscmd 的配置",
  "SSH service connection": "SSH 服务连接",
  "FTP service connection": "FTP 服务连接",
  "CloudBase environment": "云开发环境",
  "Azure storage credential": "Azure 存储凭据",
  "Azure publish profile": "Azure 发布配置",
  "Azure connection string": "Azure 连接字符串",
  "registry certificate of Gitee Go": "Gitee Go 的镜像仓库凭证",
};

/** Beginnings before a name of the tree's own, which stays as it is. */
const beginnings: readonly (readonly [RegExp, string])[] = [
  [/^remote helper /, "git 远程助手 "],
  [/^secret /, "机密 "],
  [/^encrypted /, "加密值 "],
  [/^variable /, "变量 "],
  [/^input /, "输入 "],
  [/^parameter /, "参数 "],
  [/^service connection /, "服务连接 "],
  [/^registry /, "注册表 "],
  [/^SSH host alias /, "SSH 主机别名 "],
];

/** A reader's reason in Chinese, as far as its words are known; names stay as they are written. */
export function reasonZh(reason: string): string {
  if (Object.hasOwn(phrases, reason)) return phrases[reason] ?? reason;
  const found = beginnings.find(([begin]) => begin.test(reason));
  return found === undefined ? reason : reason.replace(found[0], found[1]);
}
