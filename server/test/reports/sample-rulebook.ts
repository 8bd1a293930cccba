/** The rulebook of the invented shop: every class and verification that reports must show. */
import type { Item, ProcedureText } from "../../src/core/rulebook/item.js";
import type { Rule } from "../../src/core/rulebook/rule.js";
import type { Rulebook } from "../../src/core/rulebook/rulebook.js";

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

/** Four rules for five items of the catalogue, and one item that no rule looks for. */
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
    { id: "home", level: "note", why: { en: "Nothing leaves the home territory.", zh: "没有离开开发地。" } },
  ],
  devices: [],
  topics: {},
};
