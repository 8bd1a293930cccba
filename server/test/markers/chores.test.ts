/** What a file does for a program whatever its trade, and what helps others: neither borrows from the files beside it. */
import { countsOf, leansOf } from "../../src/core/markers/chores.js";
import { describe, expect, it } from "vitest";
import { traitsOf } from "../../src/core/markers/traits.js";

const noPrefixes: ReadonlySet<string> = new Set();

describe("chores that every program has", () => {
  it.each([
    "sdk/logger_handler/logger_handler.cpp",
    "lib/usbd_stm32f405_otgfs.c",
    "core/timers.py",
    "src/StringUtils.java",
    "src/math/VectorMath.ts",
    "src/main/java/util/HexFormat.java",
    "lib/xhr.js",
    "Makefile_conda",
    "CHANGELOG.md",
    "scripts/travis_ubuntu.sh",
    "src/main/resources/META-INF/services/org.acme.crypto.HashSpi",
    "translator/args.py",
    "misc/completion/ocr.fish",
    "egs/aishell/s0/path.sh",
    "android/ci-test.sh",
    "sys/build.rs",
    "vad/build-and-deploy-mac.sh",
    "configs/crnn/metafile.yml",
    "src/main/assembly/src.xml",
    "a/version.hpp",
    "moses/ThreadPool.h",
    "moses/ObjectPool.h",
    "impl/ring_buffer.h",
    "pkg/apis/v1/groupversion_info.go",
    "util/blocking_queue.hpp",
    "include/so3/so3.hpp",
    "LeGO-LOAM/include/tictoc.h",
    "LeGO-LOAM/launch/test.rviz",
    "scripts/runtest_cuda.sh",
    "cpp/valgrind-memcheck.sh",
    "scripts/create-venv.sh",
    "src/pdf/codecs/decodePNG.js",
    "tools/linter/adapters/mpi.py",
    "demo/wavesurfer.js",
    "installer_UBUNTU.sh",
    "hack/label_nodes.py",
    "gradle/cbom.gradle",
    "config/config.mk.in",
    "install/make.inc.in",
    "pdal_features.hpp.in",
    "singularity/Singularity.4.2",
    "server/bottle.py",
    "general/tic_toc.cpp",
    "src/utils/signal_handler.cpp",
    "src/native/detect_cpu_features.c",
    "Sources/Util/PrettyBytes.swift",
    "sql/errcode.go",
    "CMakePresets.json",
    "autogen.sh",
    "egs/yesno/utils/slurm.pl",
    "board/drv_ledring.c",
    "src/mytimer.cpp",
    "base/scoped_ptr.h",
    "data/CsvMgr.java",
    ".golangci.yml",
  ])("are plumbing: %s", (path) => expect(traitsOf(path, "").plumbing).toBe(true));

  it.each([
    "megatron/moe_logging.py",
    "src/beam_search.cpp",
    "src/hash.c",
    "src/threads.c",
    "src/pool.c",
    "data/logs.csv",
    "src/serial_manipulator.cpp",
    "lib/util.js",
    "egs/aishell/s0/run.sh",
    "genome/assembly/contig.py",
  ])("are not files that only speak of one, nor what is no program: %s", (path) => expect(traitsOf(path, "").plumbing).toBe(false));
});

describe("files that help others", () => {
  it.each([
    "thulac/util/IOUtils.java",
    "lib/plot_utils.cpp",
    "src/errors/types.rs",
    "tts/utils/__init__.py",
    "rank/upsetplot.py",
    "optim/lr_scheduler.py",
    "optim/lr_scheduler/cosine.py",
    "layers/LayerNorm.scala",
    "decoders/dice_loss.py",
    "backbones/resnet.py",
    "models/weight_init.py",
    "pkg/config/validation.go",
    "plot_image.py",
    "distributed/compatibility.py",
    "icefall/profiler.py",
    "modules/initialization.py",
    "rhasspy/mqtt.py",
    "reader/lib/progress.py",
    "scripts/prepare_release.py",
    "curve/src/diagnostics.rs",
    "speech/fifo.c",
    "reader/utils/glob.py",
    "src/gpu_learning_rate_scheduler.cu",
    "bsp/TaskLogServlet.java",
    "diagnostics/websocket.py",
    "voice/modelutils.py",
    "prover/stats/stats.go",
    "src/gpu_info_struct.h",
  ])("lean on nothing where they are called so: %s", (path) => expect(leansOf(path, noPrefixes)).toBe(0));

  it.each([
    "teleop/main_window.py",
    "gcs/MainWindow.cpp",
    "demo/ios/TalkPanelView.swift",
    "desktop/Views/FirstRunWindow.xaml.cs",
    "desktop/ViewModels/RecordingViewModel.cs",
    "api/src/main/java/acme/modules/timbre/dto/TimbrePageDTO.java",
    "api/src/main/java/acme/voice/VoiceCloneEntity.java",
    "api/src/main/java/acme/agent/controller/AgentController.java",
    "api/src/main/resources/mapper/agent/AgentDao.xml",
    "web/src/pages/agent/speedPitch.vue",
    "web/src/components/VoiceButton.tsx",
    "service/static/js/upload.js",
  ])("so do records and screens of applications: %s", (path) => expect(leansOf(path, noPrefixes)).toBe(0));

  it.each([
    "tools/convert_model.py",
    "src/config_parser.cc",
    "core/UtilsForRanking.java",
    "common/cli/HelpFormatter.java",
    "ncf/data_utils.py",
    "service/apphelper/store.py",
  ])("lean little where a word of theirs is among others: %s", (path) => {
    expect(leansOf(path, noPrefixes)).toBeGreaterThan(0);
    expect(leansOf(path, noPrefixes)).toBeLessThan(0.5);
  });

  it.each([
    "torchmetrics/word_error_rate.py",
    "reco/env_v1.py",
    "asr/real_time_decoder.cc",
    "IOStream.java",
    "data/utils.csv",
    "utils/decoder/mod.rs",
    "stream/session_window.rs",
    "stream/WindowOperator.java",
    "legion/mappers/default_mapper.cc",
    "src/flight/AttitudeController.java",
    "asr/entity_linker.py",
    "nn/parallel_layer_norm.py",
    "model/loss.py",
    "models/layers.rs",
    "models/ResNetSE34L.py",
    "runtime/scheduler.go",
    "src/main/java/engine/SomethingInCommon.java",
    "megatron/mpu/initialize.py",
    "mapred/JobInProgress.java",
    "core/progress.cpp",
    "factors/cross_validation.py",
    "models/first_version.py",
    "package/cli.py",
    "constraints/evaluator/default.rs",
  ])("are not: %s", (path) => expect(leansOf(path, noPrefixes)).toBe(1));
});

describe("chores with what all names of their tree begin with", () => {
  const prefixes = new Set(["kmp"]);
  it("lean on nothing", () => expect(leansOf("runtime/kmp_version.cpp", prefixes)).toBe(0));
  it("are no others of these names, nor those of another tree", () => {
    expect(leansOf("runtime/kmp_barrier.cpp", prefixes)).toBe(1);
    expect(leansOf("runtime/kmp_version.cpp", noPrefixes)).toBe(1);
  });
});

describe("what a helper says itself", () => {
  const large = { ownPrograms: 400, prefixes: noPrefixes };
  const small = { ownPrograms: 6, prefixes: noPrefixes };
  it.each([
    "src/math_utils.cpp",
    "train/logger_config.py",
    "app/entity/User.java",
    "web/src/views/Home.vue",
    "lib/utils.py",
    "sheets/utils/file.py",
  ])("counts for less in a large tree: %s", (path) => {
    expect(countsOf(path, large)).toBeLessThan(1);
    expect(countsOf(path, large)).toBeGreaterThan(0.5);
  });
  it.each([
    "src/pio_file.c",
    "src/plonk_setup.js",
    "mixer/ScoredPipelineConfig.scala",
    "src/model.py",
    "train/data_utils.py",
    "src/alignerTool.cpp",
    "include/scanner_cmd.h",
  ])("counts in full where the name may say what it is about: %s", (path) => expect(countsOf(path, large)).toBe(1));
  it("counts in full in a small tree that has all the rest of its work there", () => {
    expect(countsOf("util.py", small)).toBe(1);
    expect(countsOf("plot_util.py", small)).toBeLessThan(1);
  });
});
