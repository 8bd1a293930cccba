/** Text of others in output of ours, and its width in a terminal. */
import { describe, expect, it } from "vitest";
import { columns, csv, csvCell, cutEnd, fit, htmlText, markdownCode, markdownText, pad, plain, wrap } from "../../src/core/reports/safe.js";

describe("names of a hostile repository", () => {
  it("cannot steer a terminal", () => {
    expect(plain("a\u001b[31mred\u0007.py")).toBe("a\\u{1b}[31mred\\u{7}.py");
    expect(plain("two\r\nlines")).toBe("two\\u{d}\\u{a}lines");
    expect(plain("\u009b2J")).toBe("\\u{9b}2J");
  });
  it("cannot turn the direction of reading or hide letters", () => {
    expect(plain("exe.\u202eyp.gpj")).toBe("exe.\\u{202e}yp.gpj");
    expect(plain("a\u200bb\u2066c\ufeff")).toBe("a\\u{200b}b\\u{2066}c\\u{feff}");
    expect(plain("half \ud83d pair")).toBe("half \\u{d83d} pair");
  });
  it("leaves honest names alone", () => {
    expect(plain("src/推荐/模型 é 🚀.py")).toBe("src/推荐/模型 é 🚀.py");
  });
  it("cuts long names in the middle", () => {
    expect(plain("x".repeat(50), 11)).toBe("xxxxx…xxxxx");
  });
  it("is no markup in Markdown", () => {
    const text = markdownText("[x](javascript:alert(1)) <img src=x onerror=alert(1)> @everyone **b** | `c`");
    expect(text).not.toMatch(/[[\]<>*`|@(]/);
  });
  it("reads as it was written where it is a sentence", () => {
    expect(markdownText("Not checked: 3 items (a draft); 依据：x")).toBe("Not checked: 3 items (a draft); 依据：x");
    expect(markdownText("see https://x.example :tada: f(x)")).not.toMatch(/:\/|:t|f\(/);
    expect(markdownText("src/data_loader.py:12, host:443")).toBe("src/data_loader.py:12, host:443");
    expect(markdownText("_a_ __b__ c__d_ :100: mailto:x")).not.toMatch(/_(?!\w)|(?<!\w)_|__|:\w/);
  });
  it("cannot break out of a code span or a table cell", () => {
    expect(markdownCode("a`b``c|d")).toBe("``` a`b``c¦d ```");
    expect(markdownCode("plain.py")).toBe("`plain.py`");
  });
  it("is no markup in HTML", () => {
    expect(htmlText(`<b a="1" c='2'>&`)).toBe("&#60;b a=&#34;1&#34; c=&#39;2&#39;&#62;&#38;");
  });
  it("is no formula in a spreadsheet", () => {
    expect(csvCell('=HYPERLINK("http://x")')).toBe(`"'=HYPERLINK(""http://x"")"`);
    expect(csvCell("-1+1")).toBe("'-1+1");
    expect(csvCell("a,b")).toBe('"a,b"');
    expect(csv([["a", 1, null]])).toBe("\ufeffa,1,\r\n");
  });
});

describe("width in a terminal", () => {
  it("counts Chinese characters twice and combining marks not at all", () => {
    expect(columns("abc推荐")).toBe(7);
    expect(columns("e\u0301")).toBe(1);
    expect(pad("推荐", 6)).toBe("推荐  ");
  });
  it("fits by cutting the middle", () => {
    expect(fit("src/very/long/path/model.py", 15)).toBe("src/ver…odel.py");
    expect(columns(fit("推荐推荐推荐推荐", 9))).toBeLessThanOrEqual(9);
    expect(fit("short", 15)).toBe("short");
  });
  it("cuts the end where a beginning tells more", () => {
    expect(cutEnd("represents users and items", 12)).toBe("represents …");
    expect(cutEnd("推荐推荐a", 6)).toBe("推荐…");
    expect(cutEnd("short", 5)).toBe("short");
  });
  it("wraps both scripts, with no closing punctuation at the start of a line", () => {
    expect(wrap("one two three", 8)).toEqual(["one two", "three"]);
    expect(wrap("接收方不明；存放于境外。", 10)).toEqual(["接收方不", "明；存放于", "境外。"]);
  });
});
