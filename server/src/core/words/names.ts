/** What people are told instead of the key words of the data: both languages, one name per key word everywhere. */
import type { DestinationKind, Via } from "../destinations/destination.js";
import type { ApprovalKind, ApprovalStatus } from "../exposures/approval.js";
import type { Exposure, ExposureState } from "../exposures/exposure.js";
import type { Level } from "../exposures/policy.js";
import type { Origin, Skipped } from "../markers/marker.js";
import type { ItemClass, Procedure, Verification } from "../rulebook/item.js";
import type { Audience, PlaceVerification } from "../rulebook/place.js";
import type { Family, Role } from "../rulebook/rule.js";
import { t, type LocalText } from "../text.js";

/** Levels. */
export const levelNames: Readonly<Record<Level, LocalText>> = {
  error: t("error", "严重"),
  warning: t("warning", "警示"),
  note: t("note", "提示"),
};

/** Families of technology. */
export const familyNames: Readonly<Record<Family, LocalText>> = {
  recommendation: t("recommendation", "个性化推荐"),
  "distributed-compute": t("distributed computing", "分布式与并行计算"),
  "model-weights": t("model weights", "模型权重"),
  speech: t("speech", "语音"),
  translation: t("machine translation", "机器翻译"),
  "marking-ocr": t("marking and character recognition", "阅卷与文字识别"),
  crypto: t("cryptography", "密码"),
  "uav-control": t("UAV control", "无人机控制"),
  lidar: t("LiDAR", "激光雷达"),
  "gene-editing": t("gene editing", "基因编辑"),
  data: t("data", "数据"),
};

/** What a file does with its technology. */
export const roleNames: Readonly<Record<Role, LocalText>> = {
  implements: t("implements", "实现"),
  carries: t("carries", "承载"),
  configures: t("configures", "配置"),
  calls: t("calls", "调用"),
  mentions: t("mentions", "提及"),
};

/** Classes of items. */
export const classNames: Readonly<Record<ItemClass, LocalText>> = {
  prohibited: t("prohibited", "禁止出口"),
  restricted: t("restricted", "限制出口"),
  "dual-use": t("dual-use", "两用物项"),
  free: t("not listed as far as this rulebook knows", "本规则库未见列名"),
  foreign: t("foreign list", "外国清单"),
  reference: t("reference", "参考"),
};

/** Procedures. */
export const procedureNames: Readonly<Record<Procedure, LocalText>> = {
  prohibited: t("no export", "不得出口"),
  licence: t("licence", "许可"),
  registration: t("contract registration", "合同登记"),
  review: t("review", "审查"),
};

/** Channels. */
export const viaNames: Readonly<Record<Via, LocalText>> = {
  push: t("push", "推送"),
  mirror: t("mirror", "镜像同步"),
  deploy: t("deploy", "部署"),
  publish: t("publish", "发布"),
  upload: t("upload", "上传"),
  serve: t("serve", "对外提供服务"),
  handover: t("hand over", "交付"),
};

/** Kinds of destinations. */
export const kindNames: Readonly<Record<DestinationKind, LocalText>> = {
  "git-remote": t("git remote", "Git 远程仓库"),
  "git-mirror": t("git mirror", "Git 镜像"),
  submodule: t("submodule", "子模块"),
  "cloud-region": t("cloud region", "云区域"),
  registry: t("image registry", "镜像仓库"),
  "object-storage": t("object storage", "对象存储"),
  "model-hub": t("model hub", "模型平台"),
  "package-registry": t("package registry", "软件包仓库"),
  host: t("host", "主机"),
  declared: t("declared in the policy", "策略中声明"),
};

/** Whether contents are there already. */
export const stateNames: Readonly<Record<ExposureState, LocalText>> = {
  "would-leave": t("would leave", "将离开"),
  "already-there": t("already there", "已在该处"),
  unknown: t("not known whether it is there already", "是否已在该处不明"),
};

/** Who can read a destination. */
export const audienceNames: Readonly<Record<Audience, LocalText>> = {
  public: t("anyone", "任何人"),
  organisation: t("an organisation", "组织内部"),
  named: t("named recipients", "指定接收方"),
  unknown: t("audience unknown", "受众不明"),
};

/** Whose code it is. */
export const originNames: Readonly<Record<Origin, LocalText>> = {
  "first-party": t("own code", "自有代码"),
  "third-party": t("third-party code", "第三方代码"),
  published: t("published code", "已公开发布的代码"),
};

/** How well a statement about the law was checked. */
export const verificationNames: Readonly<Record<Verification, LocalText>> = {
  official: t("read in a copy of the official text", "据官方文本副本核对"),
  secondary: t("from a named secondary source, not the official text", "据署名的二手来源，未见官方文本"),
  seed: t("quoted by a law-firm article, not checked against the official text", "据律师事务所文章引用，未与官方文本核对"),
  derived: t("worked out from verified facts", "由已核对的事实推算"),
  draft: t("known from a consultation draft only: not verified for the text in force", "仅见于征求意见稿：现行文本未经核对"),
  memory: t("not verified in any source", "未经任何来源核对"),
};

/** How a place of the gazetteer was made sure of. */
export const placeVerificationNames: Readonly<Record<PlaceVerification, LocalText>> = {
  official: t("place read at the operator's own page", "所在地据运营方页面核对"),
  secondary: t("place from a list that others publish, not from the operator", "所在地据第三方公布的列表，未见运营方说明"),
  derived: t("place worked out from the region's own name", "所在地由地域名称推断"),
  memory: t("place written from general knowledge, not looked up", "所在地凭一般知识录入，未经查证"),
};

/** Kinds of approvals. */
export const approvalKindNames: Readonly<Record<ApprovalKind, LocalText>> = {
  licence: t("export licence", "技术出口许可证"),
  registration: t("contract registration", "合同登记"),
  "public-domain": t("public domain (company position)", "公共领域（公司立场）"),
  "not-controlled": t("not controlled (company position)", "不属于管制技术（公司立场）"),
  "letter-of-intent": t("letter of intent", "技术出口许可意向书"),
};

/** Statuses of approvals. */
export const approvalStatusNames: Readonly<Record<ApprovalStatus, LocalText>> = {
  requested: t("requested", "已申请"),
  approved: t("approved", "已批准"),
  revoked: t("revoked", "已撤销"),
};

type Covering = NonNullable<Exposure["approval"]>["status"];

/** What an approval does to an exposure. */
export const coverNames: Readonly<Record<Covering, LocalText>> = {
  closes: t("approved", "已批准"),
  recorded: t("recorded, closes nothing", "已记录，不产生关闭效果"),
  expired: t("expired", "已到期"),
  misfit: t("does not fit this item", "与该事项不相符"),
  requested: t("requested", "已申请"),
};

/** Why a file was not read. */
export const skippedNames: Readonly<Record<Skipped["reason"], LocalText>> = {
  binary: t("binary", "二进制文件"),
  minified: t("minified", "压缩代码"),
  generated: t("generated", "生成代码"),
  ignored: t("ignored", "已忽略"),
  unreadable: t("unreadable", "无法读取"),
  vanished: t("vanished while reading", "读取时消失"),
  "too-large": t("too large", "过大"),
  timeout: t("took too long", "超时"),
  encoding: t("unknown encoding", "编码不明"),
  truncated: t("truncated", "文件残缺"),
  "special-file": t("special file", "特殊文件"),
};

/** Evidence is strong, medium or weak to people, never a percentage. */
export function strength(confidence: number): LocalText {
  if (confidence >= 0.85) return t("strong", "强");
  return confidence >= 0.65 ? t("medium", "中") : t("weak", "弱");
}

/** Where a decision on an exposure stands. */
export const standingNames: Readonly<Record<"open" | "requested" | "expired" | "approved" | "suppressed" | "baselined", LocalText>> = {
  open: t("open", "未处理"),
  requested: t("requested, still open", "已申请，仍未关闭"),
  expired: t("approval expired, open", "批准已到期，未处理"),
  approved: t("approved", "已批准"),
  suppressed: t("suppressed", "已抑制"),
  baselined: t("in the baseline", "在基线内"),
};

/** How sure a place is. */
export const certaintyNames: Readonly<Record<"known" | "inferred" | "unknown", LocalText>> = {
  known: { en: "known", zh: "已知" },
  inferred: { en: "inferred", zh: "推断" },
  unknown: { en: "unknown", zh: "不明" },
};
