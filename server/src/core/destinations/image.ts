/** References to container images: which registry they name, and whether the image is the tree's own or only pulled. */

export interface ImageName {
  /** `docker.io` where none is written. */
  readonly host: string;
  /** The first part of the path; "" for Docker's official images. */
  readonly namespace: string;
  /** The path without host, tag and digest. */
  readonly path: string;
}

/** Registries where everybody publishes: an image there is somebody else's unless the tree builds or pushes it. */
const sharedRegistries =
  /^(?:(?:index\.|registry-1\.|registry\.hub\.|registry\.|registry\.ipv6\.)?docker\.(?:io|com)|hub\.docker\.com|quay\.io|ghcr\.io|mcr\.microsoft\.com|registry\.k8s\.io|k8s\.gcr\.io|public\.ecr\.aws|nvcr\.io|registry\.(?:access\.|connect\.)?redhat\.(?:io|com)|registry\.opensource\.zalan\.do|docker\.elastic\.co|registry\.gitlab\.com|lscr\.io|cr\.l5d\.io|xpkg\.upbound\.io|docker\.pkg\.github\.com|registry\.developers\.crunchydata\.com|container-registry\.oracle\.com|docker\.redpanda\.com|cr\.fluentbit\.io|cr\.weaviate\.io|docker\.getcollate\.io|registry\.suse\.com|registry\.fedoraproject\.org|gcr\.lank8s\.cn|.*\.m\.daocloud\.io|m\.daocloud\.io|docker\.n8n\.io|docker\.dragonflydb\.io|ecr-public\.aws\.com|cgr\.dev|dhi\.io|hub\.c\.163\.com|.*\.mirror\.aliyuncs\.com|mirror\.gcr\.io|mirror\.ccs\.tencentyun\.com)$/;

/** Namespaces of whole registries that are published for all: Google's samples and builders, mirrors of Kubernetes' images, vendors' agents. */
const sharedNamespaces =
  /^(?:google[-_]?containers|google[-_.]?samples|google\.com|googlecontainertools|cloud-builders|cloudsql-docker|kaniko-project|distroless|kubebuilder|k8s-skaffold|k8s-minikube|k8s-staging-[\w-]+|heptio-images|istio-release|istio-testing|knative-releases|tekton-releases|spinnaker-marketplace|[\w-]+-public|ml-pipeline|cloud-marketplace|stackdriver-agents|datadoghq|gke-release|gke-node-images|endpoints-release|cadvisor|etcd-development|cloud-solutions-images|cloudrun|trillian-opensource-ci|projectsigstore|linkerd-io|runconduit|pixie-oss|elastifile-gce|paketo-buildpacks|buildpacks|deeplearning-platform-release|acs|ack-agility-registry|aliyun-openapi|openanolis|kubesphere|kubesphereio|library|mirrorgooglecontainers|coreos|rancher|loongnix|app-agent-oss|apecloud|tkeimages|public-image-mirror|eks|eks-distro|aws-containers|amazon|[\w-]*(?:mirror|dockerhub|docker-hub|proxy)[\w-]*)$/;

/** Registries in which one host serves all customers, told apart by namespace. */
const everybodysHost = /(?:^|\.)(?:gcr\.io|pkg\.dev|aliyuncs\.com|tencentyun\.com|myhuaweicloud\.com|baidubce\.com)$/;

/** Accounts in which the clouds themselves publish their images (add-ons of EKS, deep learning containers, SageMaker). */
const cloudAccounts =
  /^(?:602401143452|877085696533|800184023465|558608220178|918309763551|961992271922|590381155156|013241004608|151742754352|763104351884|727897471807|727897471807|571829067335|442386744353|520713654638|683313688378|141502667606|840364872350|683663256823|895741380848)\./;

/** Reads `[host[:port]/]path[:tag][@digest]`; undefined for what is no image name. */
export function parseImage(text: string): ImageName | undefined {
  const named = text.trim().replace(/^docker(?:-image)?:\/\//, "");
  if (!/^[^\s"'`<>|;(){}]+$/.test(named) || named.length > 300 || named.startsWith("/") || named.startsWith("..")) return undefined;
  const path = named.replace(/@sha256:.*$/, "").replace(/:[^/:]*$/, (tag) => (/^:\d+$/.test(tag) && !named.includes("/") ? tag : ""));
  const [first = "", ...rest] = path.split("/");
  // Neither hosts nor accounts look so: `sail-8.3/app` is a name for this machine, `REGISTRY_NAME.azurecr.io/x` one to be filled in.
  if (rest.length > 0 && /^[a-z][\w-]*-\d+\.\d+$|^[A-Z]+_[A-Z_]+\./.test(first)) return undefined;
  const host = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const parts = host ? rest : [first, ...rest];
  return {
    host: host ? first.toLowerCase().replace(/^\.+/, "") : "docker.io",
    namespace: parts.length > 1 ? (parts[0] ?? "") : "",
    path: parts.join("/"),
  };
}

/** The registry of an image that is likely the tree's own: a registry of one's own, or a namespace that is not published for all. Undefined for what is only pulled. */
export function ownRegistry(text: string): string | undefined {
  const image = parseImage(text);
  if (!image || image.host === "localhost" || image.host.startsWith("localhost:") || !image.host.includes(".")) return undefined;
  if (
    sharedRegistries.test(image.host) ||
    (everybodysHost.test(image.host) && sharedNamespaces.test(image.namespace)) ||
    cloudAccounts.test(image.host)
  )
    return undefined;
  return /\.(?:local|localhost|test|example|invalid)(?::\d+)?$|(?:^|\.)example\.(?:com|org|net)(?::\d+)?$/.test(image.host)
    ? undefined
    : image.host;
}

/** The registry of an image that the tree is known to build or push: all but one on this machine. */
export function builtRegistry(text: string): string | undefined {
  const image = parseImage(text);
  return !image || /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::|$)/.test(image.host) ? undefined : image.host;
}
