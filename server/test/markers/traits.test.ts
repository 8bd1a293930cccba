/** What a path and first lines tell of a file besides its technology. */
import { describe, expect, it } from "vitest";
import { isProse, looksMinified, traitsOf } from "../../src/core/markers/traits.js";

const isDocs = (path: string, head = ""): boolean => traitsOf(path, head).docs;

describe("catalogues of messages", () => {
  it.each([
    "rel/i18n/emqx_authn_hash.hocon",
    "i18n/translations/de-DE/desktop.json",
    "src/locales/zh-CN.ts",
    "app/src/main/res/values-de/strings.xml",
    "app/src/main/res/layout/fragment_flight.xml",
    "timing/run3.stderr",
    "doxygen/usage.dox",
    "_build/html/_static/searchtools.js",
    "ui/Assets/Languages/Portuguese (Brazil).json",
    "resources/lang/en/messages.php",
    "en.lproj/Localizable.strings",
    "lib/pygments/lexers/shell.py",
  ])("are words, not technology: %s", (path) => {
    expect(isDocs(path)).toBe(true);
  });

  it("of Qt are told from TypeScript by how they begin", () => {
    expect(isDocs("src/app_de.ts", '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n<TS version="2.1">')).toBe(true);
    expect(isDocs("src/app_de.ts", "export const app = 1;\n")).toBe(false);
  });

  it.each([
    "translation/train.py",
    "src/translations/decoder.py",
    "lang/parser.ts",
    "src/i18n/index.ts",
    "conf/decode.json",
    "language/src/tone.cc",
  ])("are not programs nor settings: %s", (path) => {
    expect(isDocs(path)).toBe(false);
  });
});

describe("chores and documents", () => {
  it.each([
    "internal/cpuid/cpuid_arm64.go",
    "src/error_code.hpp",
    "src/sync_queue.hpp",
    "mavlink/mavlink_msg_ping.h",
    "src/RcppExports.cpp",
    "scripts/create_udev_rules.sh",
    "src/util/bitvector.cpp",
    "src/training/commandlineflags.cpp",
    "compat/regex.c",
    "tools/prepare_wheel_assets.py",
    "align/makePackage.sh",
    "manual/compile.sh",
  ])("are of every trade: %s", (path) => {
    expect(traitsOf(path, "").plumbing).toBe(true);
  });

  it("of a package stand in a file of their own in Go and Java", () => {
    expect(isDocs("hpke/doc.go")).toBe(true);
    expect(isDocs("nacl.d.ts")).toBe(true);
    expect(isDocs("typings/mlx/nn/layers/distributed.pyi")).toBe(true);
    expect(isDocs("src/rank/package-info.java")).toBe(true);
    expect(isDocs("src/doc_rank.go")).toBe(false);
  });
});

describe("tests", () => {
  it.each([
    "tests/conftest.py",
    "nmt/utils/common_test_utils.py",
    "replay/conftest.py",
    "bin/test.sh",
    "run_tests.sh",
    "src/chacha/tests.rs",
    "benches/aead.rs",
    "t/issues/t4852-submit.sh",
    "test cases/mpi/main.c",
    "perl/basic.t",
    "spec/models/rank_spec.rb",
    "spec/support/rank.rb",
  ])("are known by their path: %s", (path) => {
    expect(traitsOf(path, "").test).toBe(true);
  });

  it.each(["test.py", "src/attests.rs", "bin/contest.sh", "pkg/specs/model.py", "pkg/conformer_spec.py"])(
    "are not whatever sounds like it: %s",
    (path) => {
      expect(traitsOf(path, "").test).toBe(false);
    },
  );
});

describe("lists of words", () => {
  const words = Array.from({ length: 60 }, (_, i) => `语音合成${"词".repeat(1 + (i % 5))} ${i} n\n`).join("");

  it("are no program, though they have every word", () => {
    expect(isDocs("extra_dict/dict.txt.small", words)).toBe(true);
  });

  it("may begin with lines that say what they are, and have fields behind strokes", () => {
    expect(isDocs("lexicon/lex-main.lex", `CJK_WORD\n#Exported at 09:12\n${"语音合成/n/yu yin/null/\nwake/v/null/\n".repeat(60)}`)).toBe(
      true,
    );
    expect(isDocs("dict/main", "一一/null\n一○五九/1059\n语音合成/null\n".repeat(20))).toBe(true);
    expect(isDocs("dicts/dict-en.ipa", "'bout;b'aʊt\n2p;'tu'pi\nabandon;ə-b'ændən\n".repeat(20))).toBe(true);
    expect(isDocs("pku/train", "语音/n 合成/vn 系统/n 。/w\n".repeat(60))).toBe(false);
    expect(isDocs("bin/paths", `usr/bin\n${"/usr/lib/go/bin\n".repeat(60)}`)).toBe(false);
  });

  it("are in the order of the alphabet, whatever stands behind the words", () => {
    const sounds = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i)).flatMap((letter) => [
      `${letter}TTACK 1 AH0 T AE1 K T ER0 M\n`,
      `${letter}TTICE(2) 2 L AE1 T AH0 S ER0 ER0\n`,
    ]);
    expect(isDocs("corpora/cmudict", sounds.join(""))).toBe(true);
    expect(isDocs("bin/start", [...sounds].reverse().join(""))).toBe(false);
  });

  it("are what a service can be asked, too", () => {
    expect([isDocs("api/openapi.v2.yml"), isDocs("docs-api/swagger.json"), isDocs("src/openapi.py")]).toEqual([true, true, false]);
  });

  it("are the vocabularies of models too, by their names", () => {
    expect([
      isDocs("model/tokenizer.json"),
      isDocs("bert/vocab.txt"),
      isDocs("assets/multilingual.tiktoken"),
      isDocs("wordnet/dict/index.verb"),
      isDocs("src/vocab.rs"),
      isDocs("src/tokenizer.ts"),
    ]).toEqual([true, true, true, true, false, false]);
  });

  it("are not taken for one where a program stands in a file without a known name", () => {
    expect(isDocs("bin/train", "#!/bin/bash\n" + words)).toBe(false);
  });
});

describe("files that build or pack", () => {
  it.each([
    "app/Lark.xcodeproj/project.pbxproj",
    "app/Lark OS X.xcodeproj/xcshareddata/xcschemes/Lark.xcscheme",
    "app/Base.lproj/Main.storyboard",
    "Keil_Projects/Am32F031.uvprojx",
    "boards/varmint_10X/.cproject",
    "boards/STM32H743.svd",
    "app/src/main/res/values-de/strings.xml",
    "arch/m68k/configs/amiga_defconfig",
    "caffe/.Doxyfile",
    "crypto/Kconfig",
    "android/src/main/AndroidManifest.xml",
    "packages/app/ios/Podfile.lock",
    "library/gulpfile.js",
    "ui/settings.glade",
    "po/POTFILES.in",
    "m4/find_mpi.m4",
    "docker/cu116.Dockerfile",
    "test/dockerfiles/dockerfile_linux_ros1",
    ".linelint.yml",
    "moses2/pugixml.cpp",
    "include/sse2neon.h",
    "scripts/build-cli-windows-zig.sh",
    "local/download_and_untar.sh",
  ])("hold no technology: %s", (path) => {
    expect(traitsOf(path, "").plumbing).toBe(true);
  });

  it("are not the sources beside them", () => {
    expect(traitsOf("app/Lark/ViewController.swift", "").plumbing).toBe(false);
  });
});

describe("what stands beside programs", () => {
  it("is a product of tools: a map of a bundle, the registers of a chip", () => {
    expect(looksMinified("static/js/app.36643c7a.js.map", () => '{"sources":[]}')).toBe(true);
    expect(traitsOf("boards/STM32H743.svd", "").generated).toBe(true);
  });

  it("is generated where a line says only that", () => {
    expect(traitsOf("dialects/common/message_wind.go", "//autogenerated:yes\npackage common\n").generated).toBe(true);
  });

  it("is not generated where people wrote it as a program that prints assembly", () => {
    const printed = "// Code generated by command: go run mac_asm.go -out ../mac.s. DO NOT EDIT.\nTEXT update(SB), $0-32\n";
    expect(traitsOf("internal/mac.s", printed).generated).toBe(false);
    expect(traitsOf("internal/mac.go", "// Code generated by a tool. DO NOT EDIT.\npackage internal\n").generated).toBe(true);
  });

  it("lists the words of others: the colours of an editor, a program's page in a shop", () => {
    expect(isDocs("runtime/syntax/sshconfig.vim")).toBe(true);
    expect(isDocs("share/org.example.Keys.appdata.xml")).toBe(true);
    expect(isDocs("src/syntax/parser.ts")).toBe(false);
  });

  it("is read by people where it is a page of the manual", () => {
    expect(isDocs("utilities/convert.1", '.TH convert 1 "2009/01/10" "Lark"\n.SH NAME\n')).toBe(true);
    expect(isDocs("tmux.1", '.\\" Copyright (c) 2007 A. Lark\n.\\"\n.Dd March 2020\n')).toBe(true);
    expect(isDocs("data.1", "1 0 0 1\n")).toBe(false);
  });

  it("is a test under Tests as under tests", () => {
    expect([traitsOf("Tests/SwissProt/P62330.xml", "").test, traitsOf("Contests/rank.py", "").test]).toEqual([true, false]);
    expect(traitsOf("autotest/utils/ray_utils.py", "").test).toBe(true);
  });

  it("is the code of others under a chip maker's drivers", () => {
    expect(traitsOf("boards/stm32/STM32H7xx_HAL_Driver/Src/stm32h7xx_hal_tim.c", "").vendored).toBe(true);
    expect(traitsOf("io/stm32/libs/STM32_USB-FS-Device_Lib_V4.0.0/Projects/main.c", "").vendored).toBe(true);
    expect(traitsOf("lib/libusb_stm32/src/usbd_stm32f105_otgfs.c", "").vendored).toBe(true);
    expect(traitsOf("src/sensors/baro_driver.c", "").vendored).toBe(false);
    expect(traitsOf("lib/main/BoschSensortec/BMI270-Sensor-API/bmi2_defs.h", "").vendored).toBe(true);
    expect(traitsOf("src/control_lib/pid.c", "").vendored).toBe(false);
    expect(traitsOf("tools/boost-build/tools/mpi.jam", "").vendored).toBe(true);
  });
});

describe("prose", () => {
  const novel =
    "The drone of the altar was low, and the pilot kept his throttle, pitch and yaw steady as he came in for the landing. ".repeat(8);

  it("is sentences of people, in whatever language", () => {
    expect(isProse(novel)).toBe(true);
    expect(isProse(novel.replaceAll(" and ", " &quot; hi ##AT##-##AT## fi &quot; @-@ "))).toBe(true);
    expect(isProse(novel.replaceAll(", ", " ||| "))).toBe(true);
    expect(isProse("[1] 2041/88 = {3.5}; [2] 1361/17 = {2.5};\n".repeat(100) + novel.repeat(20))).toBe(true);
    expect(isProse("他把油门推到底，飞机缓缓升起，姿态平稳，俯仰与横滚都在控制之中。".repeat(20))).toBe(true);
  });

  it("is no program, no table and no line alone", () => {
    expect(isProse("set throttle [expr {$pitch + 1}]; puts $throttle\n".repeat(20))).toBe(false);
    expect(isProse("u17\ti2041\t5\t1361234\n".repeat(40))).toBe(false);
    expect(isProse("The drone of the altar.")).toBe(false);
  });
});
