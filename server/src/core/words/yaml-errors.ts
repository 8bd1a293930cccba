/** What the YAML library finds wrong, by its codes, in Chinese: its own messages are English only. */

const words: Readonly<Record<string, string>> = {
  ALIAS_PROPS: "别名不能带锚点或标签",
  BAD_ALIAS: "别名无效",
  BAD_COLLECTION_TYPE: "标签与集合类型不符",
  BAD_DIRECTIVE: "指令（%）无效",
  BAD_DQ_ESCAPE: "双引号字符串中的转义无效",
  BAD_INDENT: "缩进不正确",
  BAD_PROP_ORDER: "锚点或标签的位置不正确",
  BAD_SCALAR_START: "值不能以该字符开头",
  BLOCK_AS_IMPLICIT_KEY: "同一行内不能嵌套映射",
  BLOCK_IN_FLOW: "方括号或花括号内不能使用块结构",
  DUPLICATE_KEY: "键重复",
  IMPOSSIBLE: "无法解析",
  KEY_OVER_1024_CHARS: "键超过 1024 个字符",
  MISSING_CHAR: "缺少字符（引号、冒号、逗号或括号）",
  MULTILINE_IMPLICIT_KEY: "键不能跨行",
  MULTIPLE_ANCHORS: "锚点多于一个",
  MULTIPLE_DOCS: "含有多个文档（---）",
  MULTIPLE_TAGS: "标签多于一个",
  NON_STRING_KEY: "键须为字符串",
  TAB_AS_INDENT: "不能用制表符缩进",
  TAG_RESOLVE_FAILED: "标签无法解析",
  UNEXPECTED_TOKEN: "此处出现了意外的内容",
};

/** The Chinese for a code of the library's; for one that is newer than this table, that it cannot be parsed. */
export function yamlErrorZh(code: string): string {
  return (Object.hasOwn(words, code) ? words[code] : undefined) ?? "无法解析";
}
