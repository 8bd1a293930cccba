/** A hand-made scan of an invented shop: enough of everything that reports must show. */
import type { Destination } from "../../src/core/destinations/destination.js";
import type { Approval } from "../../src/core/exposures/approval.js";
import type { Exposure } from "../../src/core/exposures/exposure.js";
import type { Policy } from "../../src/core/exposures/policy.js";
import type { Evidence, Marker } from "../../src/core/markers/marker.js";
import type { Item, ProcedureText } from "../../src/core/rulebook/item.js";
import type { Rule } from "../../src/core/rulebook/rule.js";
import type { Rulebook } from "../../src/core/rulebook/rulebook.js";
import type { ScanResult } from "../../src/core/scan-result.js";

const source = { name: "SEED1", url: "https://law.example/seed1", date: "2025-06-01" };

function item(given: Partial<Item> & Pick<Item, "id" | "title" | "class">): Item {
  return {
    regime: "CN",
    parent: null,
    aliases: [],
    procedure: given.class === "prohibited" ? "prohibited" : given.class === "free" ? "registration" : "licence",
    verification: "seed",
    editions: [
      {
        edition: "CN-civil/2025",
        from: "2025-07-15",
        class: given.class,
        verification: given.verification ?? "seed",
        source,
        ...(given.id === "CN:086501X/personalised-push"
          ? {
              wording: {
                en: "user-preference learning continuously trained on massive data …",
                zh: "基于海量数据持续训练优化的用户个性化偏好学习技术……",
              },
            }
          : {}),
      },
    ],
    measures: [],
    status: [],
    notes: [],
    sources: [source],
    reviewed: "2026-11-20",
    inRepositories: true,
    from: "rules/catalogue/cn.yaml:1",
    ...given,
  };
}

const items: readonly Item[] = [
  item({ id: "CN:086501X", title: { en: "Information processing technology", zh: "信息处理技术" }, class: "restricted" }),
  item({
    id: "CN:086501X/personalised-push",
    parent: "CN:086501X",
    title: { en: "personalised information push", zh: "个性化信息推送服务技术" },
    class: "restricted",
    notes: [
      {
        en: "The wording is broad, known filings are few, the authority decides case by case, and factors outside the code (market share, reach) may count.",
        zh: "该表述范围较宽，已知申报较少，主管部门个案认定，代码以外的因素（市场份额、覆盖面）也可能被考虑。",
      },
    ],
  }),
  item({
    id: "CN:human-gene-editing",
    title: { en: "Human cell cloning and gene editing", zh: "用于人的细胞克隆和基因编辑技术" },
    class: "prohibited",
    verification: "secondary",
  }),
  item({ id: "CN:lidar", title: { en: "LiDAR system", zh: "激光雷达系统" }, class: "restricted", verification: "draft" }),
  item({ id: "CN:free", title: { en: "Technology that is not listed", zh: "未列名技术" }, class: "free", verification: "official" }),
  item({ id: "CN:183506X", title: { en: "3D printing", zh: "3D打印技术" }, class: "restricted" }),
];

const procedures: readonly ProcedureText[] = [
  {
    id: "CN:restricted",
    title: { en: "Restricted technology: licence", zh: "限制出口技术：许可" },
    steps: [
      {
        text: { en: "Apply for the letter of intent", zh: "申请技术出口许可意向书" },
        authority: {
          en: "provincial commerce department with the science and technology department",
          zh: "省级商务主管部门会同科技主管部门",
        },
        days: { en: "30 working days from receipt", zh: "自收到之日起30个工作日" },
        articles: "REG331 32-33",
      },
      {
        text: { en: "Sign, then apply for the licence", zh: "签约后申请许可证" },
        authority: { en: "provincial commerce department", zh: "省级商务主管部门" },
        days: { en: "15 working days", zh: "15个工作日" },
        articles: "REG331 34",
      },
    ],
    penalties: [{ text: { en: "a fine", zh: "罚款" }, articles: "REG331 43" }],
    sources: [source],
    verification: "official",
  },
];

function rule(given: Pick<Rule, "id" | "family" | "role" | "title" | "items">): Rule {
  return {
    why: { en: "A ranking model is the technology that the item describes.", zh: "排序模型属于该条目所述技术。" },
    advice: {
      en: "Ask export compliance before this leaves; keep the ranking service at home and serve results.",
      zh: "离境前请先询问出口管制联系人；将排序服务留在境内，只提供结果。",
    },
    references: ["https://rules.example/ranking"],
    languages: [],
    threshold: 3,
    needs: [],
    signals: [],
    context: { folder: 1, imports: 1, needed: false },
    inTests: 0.3,
    inDocs: 0.1,
    examples: { match: [], miss: [] },
    from: `rules/markers/${given.family}/${given.id}.yaml:1`,
    ...given,
  };
}

const rules: readonly Rule[] = [
  rule({
    id: "recommendation.ranking-model",
    family: "recommendation",
    role: "implements",
    title: { en: "Ranking model", zh: "排序模型" },
    items: [{ id: "CN:086501X/personalised-push", fit: "wording" }],
  }),
  rule({
    id: "model-weights.safetensors",
    family: "model-weights",
    role: "carries",
    title: { en: "Model weights", zh: "模型权重" },
    items: [{ id: "CN:free", fit: "carrier" }],
  }),
  rule({
    id: "gene-editing.guide-design",
    family: "gene-editing",
    role: "implements",
    title: { en: "Guide RNA design", zh: "向导 RNA 设计" },
    items: [{ id: "CN:human-gene-editing", fit: "wording" }],
  }),
  rule({
    id: "lidar.point-cloud",
    family: "lidar",
    role: "implements",
    title: { en: "LiDAR processing", zh: "激光雷达处理" },
    items: [{ id: "CN:lidar", fit: "arguable" }],
  }),
];

export const rulebook: Rulebook = {
  digest: "sha256:0f1e2d3c",
  reviewed: "2026-11-20",
  items,
  editions: [
    {
      id: "CN-civil/2025",
      regime: "CN",
      list: "CN-civil",
      from: "2025-07-15",
      instrument: { en: "MOFCOM announcement 2025 No. 28", zh: "商务部公告2025年第28号" },
      verification: "secondary",
      source,
    },
  ],
  procedures,
  rules,
  places: [],
  judgement: [
    {
      id: "restricted-wording",
      level: "warning",
      why: { en: "The item's own wording names this technology and the place is overseas.", zh: "条目表述点名该技术，且去向在境外。" },
    },
    {
      id: "prohibited-wording",
      level: "error",
      why: { en: "The item is prohibited and its wording names this technology.", zh: "属于禁止类，且条目表述点名该技术。" },
    },
    {
      id: "unverified",
      level: "note",
      why: { en: "The control point is not verified, so a note is the most it may be.", zh: "控制要点未经核对，最多作为提示。" },
    },
    { id: "free-weights", level: "warning", why: { en: "First-party weights bound overseas.", zh: "自有权重去往境外。" } },
    { id: "home", level: "note", why: { en: "Nothing leaves the home territory.", zh: "没有离开来源地。" } },
  ],
  devices: [],
  topics: {},
};

export function evidence(en: string, zh: string, line: number, weight = 2, literal = "user_embedding"): Evidence {
  return { signal: "definition", id: en.replaceAll(" ", "-"), what: { en, zh }, literal, line, column: 7, endColumn: 20, weight };
}

export function marker(given: Partial<Marker> & Pick<Marker, "id" | "path">): Marker {
  const line = given.evidence?.[0]?.line ?? 12;
  return {
    fingerprint: `fp-${given.id}`,
    rule: "recommendation.ranking-model",
    family: "recommendation",
    role: "implements",
    items: [{ id: "CN:086501X/personalised-push", fit: "wording" }],
    range: { line, column: 7, endLine: line, endColumn: 20 },
    confidence: 0.93,
    evidence: [
      evidence("a preference model is defined", "定义了偏好模型", line, 2.5),
      evidence("user and item embeddings", "用户与物品嵌入", line + 30, 1.7),
    ],
    measures: {},
    origin: "first-party",
    originEvidence: [],
    module: null,
    suppressed: null,
    baselined: false,
    ...given,
  };
}

export function destination(given: Partial<Destination> & Pick<Destination, "id">): Destination {
  return {
    kind: "git-remote",
    via: "push",
    name: "origin",
    value: "https://github.com/acme/shop.git",
    host: "github.com",
    region: null,
    territory: "US",
    certainty: "known",
    reason: null,
    audience: "public",
    recipient: null,
    forwards: [],
    path: ".git/config",
    line: 7,
    trail: [
      { path: ".git/config", line: 7, what: "remote.origin.url" },
      { path: "~/.gitconfig", line: 3, what: "url.insteadOf" },
    ],
    scope: ["**"],
    scopeKnown: true,
    ...given,
  };
}

export function exposure(given: Partial<Exposure> & Pick<Exposure, "marker" | "destination">): Exposure {
  return {
    id: `${given.marker}>${given.destination}`,
    regime: "CN",
    item: "CN:086501X/personalised-push",
    class: "restricted",
    leaves: true,
    state: "would-leave",
    procedure: "licence",
    level: "warning",
    decidedBy: "restricted-wording",
    approval: null,
    closed: false,
    ...given,
  };
}

export function approval(given: Partial<Approval> & Pick<Approval, "id">): Approval {
  return {
    kind: "licence",
    status: "approved",
    items: ["CN:086501X/personalised-push"],
    paths: ["src/serve/**"],
    destinations: ["aws:ap-southeast-1"],
    recipient: "Acme Singapore",
    reference: "技术出口许可证 2026-0042",
    contract: "C-118",
    issued: "2026-03-01",
    expires: "2026-12-10",
    requestedBy: "li.wei",
    approvedBy: "zhang.min",
    approvedAt: "2026-03-02",
    reason: "Serving ranks for the Singapore store",
    content: [],
    measures: {},
    uses: null,
    basis: null,
    path: ".borderline/approvals.yaml",
    line: 2,
    ...given,
  };
}

export const policy: Policy = {
  path: ".borderline.yaml",
  home: "CN",
  regimes: ["CN"],
  origin: [],
  contact: [{ regime: "CN", role: "Export compliance", channel: "export@acme.example", hours: "Mon-Fri 9-18" }],
  places: [],
  destinations: [],
  unknownPlaces: "warn",
  ignore: [],
  rules: { off: [], files: [], items: [] },
  push: { block: "warning", undecided: "warn" },
  unverified: "note",
  acknowledge: false,
  inlineSuppressions: true,
  ruleWords: {},
  locked: {},
  approvals: [],
  ledger: null,
};

/** Two modules and a lone weights file; remotes in the United States and Shanghai, a region in Singapore, a host nobody can place. */
export function sampleScan(changes: Partial<ScanResult> = {}): ScanResult {
  const markers = [
    marker({ id: "m1", path: "src/rank/model.py", module: "rank" }),
    marker({
      id: "m2",
      path: "src/rank/features.py",
      module: "rank",
      confidence: 0.7,
      evidence: [evidence("content features", "内容特征", 30)],
    }),
    marker({ id: "m3", path: "src/serve/api.py", module: "serve", role: "configures", confidence: 0.66 }),
    marker({
      id: "m4",
      path: "models/rank.safetensors",
      rule: "model-weights.safetensors",
      family: "model-weights",
      role: "carries",
      items: [{ id: "CN:free", fit: "carrier" }],
      evidence: [{ ...evidence("safetensors header", "safetensors 文件头", 1), signal: "format" }],
      measures: { parameters: 7241732096, dtype: "bf16" },
    }),
    marker({ id: "m5", path: "src/rank/old.py", module: "rank", suppressed: { reason: "a sorting helper, no model", line: 1 } }),
    marker({
      id: "m6",
      path: "src/lidar/cloud.cc",
      rule: "lidar.point-cloud",
      family: "lidar",
      items: [{ id: "CN:lidar", fit: "arguable" }],
      confidence: 0.6,
    }),
  ];
  const destinations = [
    destination({ id: "d-us" }),
    destination({
      id: "d-cn",
      name: "gitee",
      value: "git@gitee.com:acme/shop.git",
      host: "gitee.com",
      territory: "CN",
      audience: "organisation",
      line: 12,
      trail: [],
    }),
    destination({
      id: "d-sg",
      kind: "cloud-region",
      via: "deploy",
      name: "prod",
      value: "aws:ap-southeast-1",
      host: null,
      region: "aws:ap-southeast-1",
      territory: "SG",
      audience: "named",
      recipient: "Acme Singapore",
      path: "deploy/main.tf",
      line: 3,
      trail: [{ path: "deploy/prod.tfvars", line: 1, what: "variable.region" }],
    }),
    destination({
      id: "d-unknown",
      kind: "host",
      via: "deploy",
      name: "release",
      value: "secret DEPLOY_HOST",
      host: null,
      territory: null,
      certainty: "unknown",
      reason: "secret DEPLOY_HOST",
      audience: "unknown",
      path: ".github/workflows/release.yml",
      line: 30,
      trail: [],
    }),
  ];
  const exposures = [
    exposure({ marker: "m1", destination: "d-us" }),
    exposure({ marker: "m2", destination: "d-us", state: "already-there" }),
    exposure({ marker: "m1", destination: "d-cn", level: "note", leaves: false, decidedBy: "home" }),
    exposure({ marker: "m1", destination: "d-unknown", level: "note", leaves: null }),
    exposure({
      marker: "m3",
      destination: "d-sg",
      level: "note",
      closed: true,
      approval: { id: "A-1", kind: "licence", status: "closes", expires: "2026-12-10" },
    }),
    exposure({
      marker: "m4",
      destination: "d-us",
      item: "CN:free",
      class: "free",
      procedure: "registration",
      decidedBy: "free-weights",
      approval: { id: "A-2", kind: "registration", status: "requested", expires: "2027-06-01" },
    }),
    exposure({ marker: "m5", destination: "d-us", closed: true }),
    exposure({ marker: "m6", destination: "d-us", item: "CN:lidar", level: "note", decidedBy: "unverified" }),
  ];
  return {
    rulebook,
    root: "/home/li/shop",
    asOf: "2026-11-20",
    editions: { CN: "CN-civil/2025" },
    policy: {
      ...policy,
      approvals: [
        approval({ id: "A-1" }),
        approval({
          id: "A-2",
          kind: "registration",
          status: "requested",
          items: ["CN:free"],
          paths: ["models/**"],
          destinations: ["github.com/**"],
          approvedBy: null,
          approvedAt: null,
          issued: null,
          expires: "2027-06-01",
          line: 20,
        }),
      ],
    },
    remotesOf: "this clone only",
    history: false,
    scanned: {
      what: "tree",
      commit: "0123456789abcdef0123456789abcdef01234567",
      branch: "main",
      differing: ["src/rank/model.py"],
      ranges: [],
    },
    markers,
    modules: [
      { id: "rank", path: "src/rank", family: "recommendation", markers: ["m1", "m2", "m5"] },
      { id: "serve", path: "src/serve", family: "recommendation", markers: ["m3"] },
    ],
    destinations,
    exposures,
    skipped: [
      { path: "data/huge.bin", reason: "too-large", gap: true },
      { path: "img/logo.png", reason: "binary", gap: false },
    ],
    problems: [
      {
        code: "not-read",
        severity: "warning",
        path: "deploy/Pulumi.yaml",
        line: null,
        column: null,
        message: { en: "Pulumi files are known but not read", zh: "已识别 Pulumi 文件，但未读取" },
      },
    ],
    notLookedFor: ["CN:183506X"],
    stats: { files: 412, bytes: 1234567, candidates: 20, cached: 0, milliseconds: 340 },
    ignoredShare: 0,
    ...changes,
  };
}
