/** What `borderline --help` says, in both languages. One line for each command and option that there is. */
import type { LocalText } from "../core/text.js";

/** The text of `--help`. */
export const help: LocalText = {
  en: `borderline: what the code is, where it can go, and what the law asks. Everything stays on this machine.

  borderline scan [PATH]                 markers, destinations and exposures of a folder or repository
  borderline scan --history [RANGE]      the same over history; --destination URL|TERRITORY [--recipient R] judges as if it went there
  borderline destinations [PATH]         only where this tree's contents can go
  borderline pre-push REMOTE URL         for git's hook: the verdict on what a push would send
  borderline hook install|uninstall|status   the pre-push hook, beside the hooks that are there
                     [--as file|config] [--on-missing open|closed] [--copy]
  borderline init                        asks for home and contact, writes .borderline.yaml
  borderline approve --kind K --item I --to DEST --expires DAY --requested-by WHO [--approved-by WHO]
                     [--paths GLOB] [--recipient R] [--reference N] [--contract C] [--issued DAY] [--uses N]
                     [--content FINGERPRINT] [--basis B] [--reason R]
  borderline approvals [list|check]      the ledger
  borderline baseline write|check        what was known before adoption
  borderline explain ID                  an item, control point, rule, family, host, region, or "judgement"
  borderline rules list|test [FILE]      the rulebook; the examples that every rule carries
  borderline report FILE|FOLDER          a saved scan in another form; --against FILE for what changed
  borderline lsp --stdio                 the language server

  --format text|json|sarif|sarif-github|gitlab|markdown|html|csv|classification|materials
  --output FILE  --record FILE  --policy FILE  --as-of YYYY-MM-DD  --regime CN,US,EU  --lang en|zh-CN
  --jobs N  --no-cache  --fail-on never|note|warning|error  --excerpts  --redact  --quiet  --no-color  --version

  Exit status: 0 nothing open at or above --fail-on, 1 something is, 2 wrong usage, policy or rule, 3 something could not be read.
`,
  zh: `borderline：代码是什么、能去哪里、法律要求什么。一切都在本机完成。

  borderline scan [路径]                 文件夹或仓库的标记、去向与暴露
  borderline scan --history [范围]       检查历史；--destination URL|国家和地区 [--recipient 接收方] 按去往该处判断
  borderline destinations [路径]         仅列出内容可能去往的地方
  borderline pre-push 远程仓库 URL       供 git 钩子使用：对本次推送给出结论
  borderline hook install|uninstall|status   pre-push 钩子，与现有钩子并存
                     [--as file|config] [--on-missing open|closed] [--copy]
  borderline init                        询问开发地与联系人，写入 .borderline.yaml
  borderline approve --kind 种类 --item 条目 --to 去向 --expires 日期 --requested-by 申请人 [--approved-by 批准人]
                     [--paths 路径] [--recipient 接收方] [--reference 编号] [--contract 合同] [--issued 日期] [--uses 次数]
                     [--content 指纹] [--basis 依据] [--reason 理由]
  borderline approvals [list|check]      审批台账
  borderline baseline write|check        启用前已知的内容
  borderline explain ID                  条目、控制要点、规则、类别、主机、区域或 judgement
  borderline rules list|test [文件]      规则库；每条规则自带的示例
  borderline report 文件|文件夹          将保存的扫描转为其他形式；--against 文件 比较变化
  borderline lsp --stdio                 语言服务器

  --format text|json|sarif|sarif-github|gitlab|markdown|html|csv|classification|materials
  --output 文件  --record 文件  --policy 文件  --as-of YYYY-MM-DD  --regime CN,US,EU  --lang en|zh-CN
  --jobs N  --no-cache  --fail-on never|note|warning|error  --excerpts  --redact  --quiet  --no-color  --version

  退出状态：0 没有达到 --fail-on 的未处理事项，1 有，2 用法、策略或规则有误，3 有内容未能读取。
`,
};
