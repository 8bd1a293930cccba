/** What a tree adds to a file: a folder of one trade lends its ordinary words, and nothing to what builds it. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fileEvidence, textEvidence } from "../../src/core/markers/file-evidence.js";
import type { FileSummary, Marker } from "../../src/core/markers/marker.js";
import { noPackages } from "../../src/core/markers/origin.js";
import { countFiles } from "../../src/core/markers/tree-files.js";
import { treeMarkers } from "../../src/core/markers/tree-context.js";
import { compileRules } from "../../src/core/markers/compile-rules.js";
import { parseRule } from "../../src/core/rulebook/parse-rule.js";
import type { Family } from "../../src/core/rulebook/rule.js";

const path = "lidar/perception.yaml";
const { rule } = parseRule(path, readFileSync(new URL(`../../../rules/markers/${path}`, import.meta.url), "utf8"));
if (rule === null) throw new Error(path);
const compiled = compileRules([rule], []);

const partPath = "crypto/part.yaml";
const { rule: part } = parseRule(partPath, readFileSync(new URL(`../../../rules/markers/${partPath}`, import.meta.url), "utf8"));
if (part === null) throw new Error(partPath);
const parts = compileRules([part], []);

const modePath = "crypto/mac-and-mode.yaml";
const { rule: mode } = parseRule(modePath, readFileSync(new URL(`../../../rules/markers/${modePath}`, import.meta.url), "utf8"));
if (mode === null) throw new Error(modePath);
const modes = compileRules([mode], []);

/** All markers of a tree, in a tree that says in its README, or that of a folder, that it is about these families. */
function markersIn(
  files: Readonly<Record<string, string>>,
  topics: readonly Family[] = [],
  rules = compiled,
  said = "README.md",
): readonly Marker[] {
  const summaries = Object.entries(files).map(([name, text]): FileSummary => {
    const bytes = new TextEncoder().encode(text);
    return fileEvidence(rules, name, bytes.length, textEvidence(rules, name, { text, bytes }, true), null);
  });
  const readme = fileEvidence(rules, said, 0, null, null);
  summaries.push({ ...readme, topics });
  return treeMarkers({ compiled: rules, summaries, files: countFiles(Object.keys(files)), packages: noPackages });
}

/** The paths that people would see as LiDAR. */
function shown(...tree: Parameters<typeof markersIn>): string[] {
  return markersIn(...tree)
    .filter((marker) => marker.confidence >= 0.5)
    .map((marker) => marker.path);
}

const odometry = "// LiDAR odometry\nvoid deskew(PointCloud2 &velodyne_scan) { undistort(velodyne_scan, range_image); }\n";
const strong = { "src/a.cpp": odometry, "src/b.cpp": odometry, "src/c.cpp": odometry };
/** Speaks of neighbours of points, not of any sensor. */
const plain = "Pose align(const Frame &frame, const Map &map) { return icp(frame, map); }\n";
/** Has much of what ciphers have: a program for messages may. */
const every =
  "fn encrypt(plaintext: &[u8], nonce: &[u8], private_key: &Key) {} fn decrypt(ciphertext: &[u8]) {} fn keygen() -> KeyPair {}\n" +
  "fn derive_key(master_secret: &[u8], client_hello: &[u8]) { let limb = keystream.rotate_left(7).wrapping_add(modulus); }\n";

describe("the tree around a file", () => {
  it("finds a file without the words of its technology in a folder that is all of that technology", () => {
    expect(shown({ ...strong, "src/align.cpp": plain })).toEqual(["src/a.cpp", "src/align.cpp", "src/b.cpp", "src/c.cpp"]);
  });

  it("says which technology the others hold, by its name in either language", () => {
    const what = markersIn({ ...strong, "src/align.cpp": plain })
      .filter((marker) => marker.path === "src/align.cpp")
      .flatMap(({ evidence }) => evidence.filter(({ signal }) => signal === "folder").map((one) => one.what));
    expect(what).toEqual([{ en: "other files of this folder hold LiDAR technology", zh: "同一目录的其他文件含有同类技术（激光雷达）" }]);
  });

  it("believes the folder less of a file that helps by its name", () => {
    const hardly = "Frame near(const Frame &frame, const Odom &odom) { return icp(frame, odom); }\n";
    expect(shown({ ...strong, "src/near.cpp": hardly, "src/near_utils.cpp": hardly })).toEqual([...Object.keys(strong), "src/near.cpp"]);
    expect(shown({ ...strong, "src/scan_utils.cpp": odometry })).toContain("src/scan_utils.cpp");
  });

  it("believes all that a helper says where nearly all is of the family and its own words suffice, and less where it stands among others", () => {
    const enough = "void deskew(const Scan &scan) { lidar_odometry(scan); }\n";
    const others = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`forms/form${i}.cpp`, "int width() { return 3; }\n"]));
    const inTrade = shown({ ...strong, ...others, "src/utils.cpp": enough });
    expect(inTrade).toContain("src/utils.cpp");
    expect(shown({ ...strong, ...others, "forms/utils.cpp": enough })).not.toContain("forms/utils.cpp");
  });

  it("takes the name of a package from elsewhere for evidence, and not that of the tree's own package or file where it is imported", () => {
    const imports = (header: string): string => `#include "${header}"\nint now() { return 3; }\n`;
    const files = {
      "velodyne_driver/node.cpp": odometry,
      "velodyne_driver/velodyne_clock.h": "int now();\n",
      "apps/foreign.cpp": imports("velodyne_msgs/scan.h"),
      "apps/package.cpp": imports("velodyne_driver/clock.h"),
      "apps/file.cpp": imports("velodyne_clock.h"),
    };
    expect(shown(files, ["lidar"])).toEqual(["apps/foreign.cpp", "velodyne_driver/node.cpp"]);
    const java = { "velodyne_driver/node.cpp": odometry, "apps/Foreign.java": "import com.velodyne.sdk.Clock;\nint now;\n" };
    const own = { "apps/Own.java": "import com.velodyne_driver.Clock;\nimport org.acme.velodyne_driver.Time;\nint now;\n" };
    expect(shown({ ...java, ...own }, ["lidar"])).toEqual(["apps/Foreign.java", "velodyne_driver/node.cpp"]);
  });

  it("takes the name of a project of a host for that of the tree, where its files import it", () => {
    const folder = "src/main/java/com/github/someone/velodyne_reader";
    const importing = (project: string): string => `import com.github.someone.${project}.Bits;\nclass Text { int now; }\n`;
    const files = { [`${folder}/Own.java`]: importing("velodyne_reader"), [`${folder}/Foreign.java`]: importing("velodyne_sdk") };
    expect(shown({ [`${folder}/A.java`]: odometry, ...files }, ["lidar"])).toEqual([`${folder}/A.java`, `${folder}/Foreign.java`]);
  });

  it("takes no maker's name in the paths of most of a tree for evidence of any file", () => {
    const record = "int width(const Frame &frame) { return scan.width(); }\n";
    const own = Object.fromEntries(Array.from({ length: 49 }, (_, i) => [`ouster_client/part${i}.cpp`, record]));
    const files = { ...own, "apps/node.cpp": odometry, "apps/odometry.cpp": odometry, "apps/map.cpp": odometry };
    const others = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`form${i}.cpp`, "int width() { return 3; }\n"]));
    expect(shown(files, ["lidar"])).toEqual(["apps/map.cpp", "apps/node.cpp", "apps/odometry.cpp"]);
    expect(shown({ ...files, ...others }, ["lidar"])).toContain("ouster_client/part0.cpp");
  });

  it("believes what a package says of itself for its own folder, where a file of it holds the family", () => {
    const record = "int returns(const Point &point) { return point.return_number(); }\n";
    const forms = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`scans/form${i}.cpp`, "int width() { return 3; }\n"]));
    const files = { ...forms, "scans/record.cpp": record, "other/record.cpp": record };
    const held = { ...files, "scans/node.cpp": odometry };
    expect(shown(held, ["lidar"], compiled, "scans/package.xml")).toEqual(["scans/node.cpp", "scans/record.cpp"]);
    expect(shown(held)).toEqual(["scans/node.cpp"]);
    const few = { ...forms, "scans/align.cpp": plain };
    expect(shown({ ...few, "scans/node.cpp": odometry }, ["lidar"], compiled, "scans/package.xml")).toContain("scans/align.cpp");
    expect(shown(few, ["lidar"], compiled, "scans/package.xml")).toEqual([]);
  });

  it("believes what the files of a tree show only where they are more than a few of all", () => {
    const some = (folder: string, count: number, text: string): Record<string, string> =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`${folder}${i}/part.cpp`, text]));
    const near = { "apps/record.cpp": "int returns(const Point &point) { return point.return_number(); }\n// points of a scan\n" };
    const others = some("forms/f", 120, "int width() { return 3; }\n");
    expect(shown({ ...near, ...others, ...some("scans/s", 10, odometry) })).not.toContain("apps/record.cpp");
    expect(shown({ ...near, ...others, ...some("scans/s", 60, odometry) })).toContain("apps/record.cpp");
  });

  it("believes at least half of what the README of a large tree says that holds little", () => {
    const forms = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`ui/form${i}.cpp`, "int width() { return 3; }\n"]));
    const half = "int returns(const Point &point) { return point.return_number() + voxel_filter(point); }\n";
    expect(shown({ ...forms, "io/record.cpp": half }, ["lidar"])).toEqual(["io/record.cpp"]);
    expect(shown({ ...forms, "io/record.cpp": half })).toEqual([]);
  });

  it("lends nothing to a file of which only the banner speaks that stands at the head of most files", () => {
    const banner = "// Mapping with LiDAR, for everyone\n";
    const files = Object.fromEntries(Array.from({ length: 14 }, (_, n) => [`src/odometry${n}.cpp`, banner + odometry]));
    const pins = "void points_map(Point *scan) { feature(scan); }\n";
    expect(shown({ ...files, "src/pins.cpp": banner + pins })).not.toContain("src/pins.cpp");
    expect(shown({ ...files, "src/pins.cpp": `${"\n".repeat(20)}${banner}${pins}` })).toContain("src/pins.cpp");
  });

  it("lends nothing to a helper of which only the name speaks that most of its tree's programs use", () => {
    const tree = (count: number): Record<string, string> =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`src/odometry${n}.cpp`, odometry]));
    const queue = { "src/utils/queue.cpp": "void push(const Point &point, Map &map) { deskew(point, map); icp(point); }\n" };
    expect(shown({ ...tree(20), ...queue })).toContain("src/utils/queue.cpp");
    expect(shown({ ...tree(60), ...queue })).not.toContain("src/utils/queue.cpp");
    expect(shown({ ...tree(60), "src/queue.cpp": queue["src/utils/queue.cpp"] })).toContain("src/queue.cpp");
  });

  it("lends nothing to what a tool wrote", () => {
    expect(shown({ ...strong, "src/wrote.cpp": `// Code generated by a tool.\n${plain}` })).toEqual(Object.keys(strong));
  });

  it("takes a tool's programs like those of people where most of a tree is written so", () => {
    const wrote = (text: string): string => `// Code generated by a tool.\n${text}`;
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`src/scan${n}.cpp`, wrote(odometry)]));
    expect(shown({ ...many, "src/align.cpp": wrote(plain) })).toContain("src/align.cpp");
    const byPeople = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`src/scan${n}.cpp`, odometry]));
    expect(shown({ ...byPeople, "src/align.cpp": wrote(plain) })).not.toContain("src/align.cpp");
  });

  it("leaves the same file alone where the folder is of other things", () => {
    const others = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`src/form${i}.cpp`, "int width() { return 3; }\n"]));
    expect(shown({ ...strong, ...others, "src/align.cpp": plain })).not.toContain("src/align.cpp");
  });

  it("lets files that each hold half speak for each other, in a tree in which others hold it wholly", () => {
    const record = "int returns(const Point &point) { return point.return_number(); }\n";
    const records = Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`las/record${i}.cpp`, record]));
    const forms = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`ui/form${i}.cpp`, "int width() { return 3; }\n"]));
    const alone = { "ui/record.cpp": record };
    const wholly = { "node/a.cpp": odometry, "node/b.cpp": odometry };
    expect(shown({ ...records, ...forms, ...alone, ...wholly })).toEqual([...Object.keys(records), ...Object.keys(wholly)]);
    expect(shown({ ...records, ...forms, "node/a.cpp": odometry })).toEqual(["node/a.cpp"]);
    expect(shown({ ...records, ...forms })).toEqual([]);
  });

  it("lets many files of one trade speak for the programs of their tree, and for nothing else", () => {
    const many = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`odometry/scan${i}.cpp`, odometry]));
    const forms = (count: number): Record<string, string> =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`ui/form${i}.cpp`, "int width() { return 3; }\n"]));
    const record = "int returns(const Point &point) { return point.return_number(); }\n";
    const found = (count: number): string[] => shown({ ...many, ...forms(count), "io/record.cpp": record, "io/record.json": record });
    expect(found(50)).toContain("io/record.cpp");
    expect(found(50)).not.toContain("io/record.json");
    expect(found(300)).not.toContain("io/record.cpp");
  });

  it("measures a folder against neither its tests nor the code of others below it", () => {
    const forms = (folder: string): Record<string, string> =>
      Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`src/${folder}/form${i}.cpp`, "int width() { return 3; }\n"]));
    const others = { ...forms("test"), ...forms("third_party/forms") };
    expect(shown({ ...strong, ...others, "src/align.cpp": plain })).toContain("src/align.cpp");
    expect(shown({ ...strong, ...others, "src/third_party/forms/align.cpp": plain })).not.toContain("src/third_party/forms/align.cpp");
  });

  it("lends nothing to what builds the folder", () => {
    const files = shown({
      ...strong,
      "src/Makefile": "icp: align.o map.o\n\tgcc -o icp align.o\n",
      "src/CMakeLists.txt": "add_library(icp align.cpp)\n",
    });
    expect(files).toEqual(["src/a.cpp", "src/b.cpp", "src/c.cpp"]);
  });

  it("lends nothing to a script or settings that say one thing alone", () => {
    const scripts = { "src/run.sh": "./gicp a.bin\n", "src/slam.sh": "./gicp velodyne.bin\n" };
    expect(shown({ ...strong, "src/gicp.cpp": "int main() { align(gicp); }\n", ...scripts })).toEqual([
      ...Object.keys(strong),
      "src/gicp.cpp",
      "src/slam.sh",
    ]);
  });

  it("keeps what speaks against a rule where a folder only builds with the library that it names", () => {
    const calls = "#include <openssl/hkdf.h>\nint seal() { return aead_encrypt(poly1305_tag); }\n";
    const tree = (beside: string): readonly string[] => {
      const files = { "src/quic.c": calls, [beside]: "int openssl = 1;\n" };
      return markersIn(files, [], modes).flatMap(({ evidence }) => evidence.filter(({ weight }) => weight < 0).map(({ id }) => id));
    };
    expect(tree("auto/openssl/make")).toEqual(["calls-library"]);
    expect(tree("auto/openssl/aes.c")).toEqual([]);
    expect(tree("packaging/openssl.json")).toEqual(["calls-library"]);
  });

  it("measures settings against settings, not against programs that are not there", () => {
    const setting = "<doc><lidar>velodyne point_cloud ring</lidar></doc>\n";
    const faint = "<doc><point>icp</point></doc>\n";
    const plainOnes = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`data/p${i}.xml`, "<doc><p>text</p></doc>\n"]));
    const few = { "data/a.xml": setting, "data/b.xml": setting, "data/faint.xml": faint };
    expect(shown({ ...few, ...plainOnes })).toEqual(["data/a.xml", "data/b.xml"]);
  });

  it("takes a novel without an extension for no program", () => {
    const novel =
      "The lidar of the old velodyne scanner gave a point cloud to the loam, and the odometry of his days was a range image. ".repeat(8);
    expect(shown({ "corpus/en": novel })).toEqual([]);
    expect(shown({ "corpus/en": `void scan() { ${odometry} }` })).toEqual(["corpus/en"]);
  });

  it("lends nothing to what the screens say", () => {
    const said = `<resources><string name="lidar">velodyne point_cloud ring, livox odometry icp voxel_grid deskew</string></resources>\n`;
    expect(shown({ "app/src/main/res/values-fr/strings.xml": said, "config/sensors.xml": said }, ["lidar"])).toEqual([
      "config/sensors.xml",
    ]);
  });

  it("speaks by its README for its own code, not for the code of others that it brings along", () => {
    const files = { "src/align.cpp": plain, "thirdparty/g2o/align.cpp": plain };
    expect(shown(files, ["lidar"])).toEqual(["src/align.cpp"]);
    expect(shown(files)).toEqual([]);
  });

  it("speaks by the README of its documentation where it has none at its top", () => {
    const files = { "src/align.cpp": plain };
    expect(shown(files, ["lidar"], compiled, "docs/README.md")).toEqual(["src/align.cpp"]);
    expect(shown({ ...files, "README.rst": "A game.\n" }, ["lidar"], compiled, "docs/README.md")).toEqual([]);
  });

  it("is believed of a tree that only the code of others makes large", () => {
    const theirs = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`third_party/m${i}.cpp`, "int main() { return 0; }\n"]));
    expect(shown({ ...theirs, "src/align.cpp": plain }, ["lidar"])).toEqual(["src/align.cpp"]);
  });

  it("is believed of a large tree as far as the tree holds what its README says", () => {
    const others = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`lib/m${i}.cpp`, "int main() { return 0; }\n"]));
    const sensors = (count: number): Record<string, string> =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`drivers/d${i}/scan.cpp`, odometry]));
    expect(shown({ ...others, ...sensors(1), "src/align.cpp": plain }, ["lidar"])).not.toContain("src/align.cpp");
    expect(shown({ ...others, ...sensors(36), "src/align.cpp": plain }, ["lidar"])).toContain("src/align.cpp");
  });

  it("leaves a file that is only ever a part alone where nothing speaks for its family, however much it says", () => {
    expect(shown({ "src/handshake.rs": every }, [], parts)).toEqual([]);
    expect(shown({ "src/handshake.rs": every }, ["crypto"], parts)).toEqual(["src/handshake.rs"]);
  });

  it("needs no more of the tree for a helper that says more than enough by itself, unless it is a test's", () => {
    const few = every.slice(0, every.indexOf("fn decrypt"));
    const tree = { "src/common_tools.rs": every, "src/shell_tools.rs": few, "tests/common_tools.rs": every };
    expect(shown(tree, [], parts)).toEqual([]);
    expect(shown(tree, ["crypto"], parts)).toEqual(["src/common_tools.rs"]);
  });
});
