/** `--format materials`: a draft of the list of technical materials (技术资料出口清单) that a licence application encloses (REG331 art. 34). Chinese, CSV. */
import type { Role } from "../rulebook/rule.js";
import { measureSummary } from "./measures.js";
import { itemName } from "./names.js";
import type { ScanReport } from "./report.js";
import { csv } from "./safe.js";
import { provenance } from "./scanned.js";
import { compare, findings, grouped, type Finding } from "./view.js";
import { audienceNames, classNames, coverNames, familyNames, procedureNames, verificationNames, viaNames } from "../words/names.js";
import { territoryName } from "../words/territories.js";
import { disclaimer } from "../words/sentences.js";

const headings = [
  "序号",
  "条目",
  "类别",
  "程序",
  "条目核对情况",
  "技术",
  "资料名称（文件）",
  "资料形式",
  "数量",
  "技术参数",
  "提供方式",
  "接收方",
  "国家和地区",
  "去向",
  "受众",
  "现有批准",
  "合同号（待填）",
  "备注（待填）",
];

const forms: Readonly<Record<Role, string>> = {
  implements: "源代码",
  carries: "模型、数据等技术载体",
  configures: "配置文件",
  calls: "调用代码",
  mentions: "文字资料",
};

/** One row for each file, item and recipient that may leave; what was suppressed as another technology is left out and counted. */
export function renderMaterials(report: ScanReport): string {
  const all = findings(report).filter((f) => f.exposure.leaves !== false);
  const kept = all.filter((f) => f.marker.suppressed === null);
  const rows = [...grouped(kept, (f) => [f.exposure.item, f.marker.path, f.destination.id].join("\n")).values()]
    .flatMap((found) => (found[0] === undefined ? [] : [found[0]]))
    .sort(byItemThenPath);
  return csv([
    ["技术资料出口清单（草稿）"],
    [
      `由 Borderline ${report.tool.version} 按 ${report.asOf} 的规则库生成，须由出口经营者逐项核对后使用；共 ${rows.length} 行${all.length > kept.length ? `，另有 ${all.length - kept.length} 项因已抑制未列入` : ""}。${provenance(report).zh}`,
    ],
    headings,
    ...rows.map((found, n) => [n + 1, ...cells(found, report)]),
    [disclaimer.zh],
  ]);
}

function byItemThenPath(a: Finding, b: Finding): number {
  return compare(a.exposure.item, b.exposure.item) || compare(a.marker.path, b.marker.path) || compare(a.destination.id, b.destination.id);
}

function cells({ marker, exposure, destination }: Finding, report: ScanReport): (string | number)[] {
  const item = report.items[exposure.item];
  const approval = exposure.approval;
  return [
    itemName(exposure.item, report, "zh-CN"),
    classNames[exposure.class].zh,
    procedureNames[exposure.procedure].zh,
    item === undefined ? "" : verificationNames[item.verification].zh,
    familyNames[marker.family].zh,
    marker.path,
    forms[marker.role],
    1,
    measureSummary(marker.measures, "zh-CN").join("；"),
    viaNames[destination.via].zh,
    destination.recipient ?? "（待填）",
    territoryName(destination.territory).zh,
    `${destination.name}（${destination.value}）`,
    audienceNames[destination.audience].zh,
    approval === null ? "" : `${approval.id} ${coverNames[approval.status].zh}，至 ${approval.expires}`,
    "",
    "",
  ];
}
