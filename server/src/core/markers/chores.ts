/** Chores that programs of every trade have, known by their names: logs, timers, strings, a serial port. They speak of the technology around them and hold none of it. */
import { languageOf } from "./language.js";
import type { TreeFiles } from "./tree-files.js";

/** What a chore is called. */
const chores = words([
  // To say what happens
  "pretty html log logs logger loggers logging print printing printf sprintf debug assert assertion backtrace stacktrace error errors errcode errcodes errno errname exception exceptions",
  "console terminal ansi color colors colorconversion colour colours progressbar tqdm tensorboard wandb tooltip toast clipboard",
  "plot plots plotter plotting visualisation visualiser visualization visualize visualizer",
  // Time, versions, arguments
  "timer timers mytimer hrtimer timeutil stopwatch clock clocks walltime tictoc collectenv date datetime calendar version versions groupversion uuid guid argparse argparser args arguments options opts cmdline commandline commandlineflags getopt",
  // Sums
  "math maths so2 so3 se2 se3",
  // Texts and containers
  "charset utf8 utf16 unicode iconv dtoa format regex stringprintf strlcpy string strings str strtol stringutil strutil macro macros noncopyable singleton reflection stdlib",
  "cpuid cpuinfo cpufeature cpufeatures meminfo sysinfo hostinfo pidfile logfile syslog",
  "bitarray bitmap bitops bitset bitvec bitvector hashmap hashtable linkedlist list lru lrucache ringbuf ringbuffer circularbuffer arrayview objectpool mempool memorypool",
  "allocator allocators alloc malloc freelist ptr smartptr btree rbtree heap slice slices array arrays",
  "mutex mutexes posixthread semaphore spinlock lock locks locker autolock thread signalhandler threadpool blockingqueue syncqueue",
  // Codes and formats that everything is written in
  "varint uvarint base64 hex endian byteorder crc crc8 crc16 crc32 checksum huffman inflate deflate zlib pako lzw zip unzip tar untar gzip csv ini json xml yaml",
  "png jpg jpeg jpeg2000 tiff gif bmp webp ccitt jbig2",
  // Files and the network
  "filesystem paths tempfile dirent url urls http xhr ajax download downloads downloader mail email smtp",
  // What a microcontroller's pins speak
  "buzzer buzzers beep beeper led leds ledring lcd oled adc dma eeprom gpio i2c rtc sdcard sdio spi uart usart usb usbd usbh usbhost",
]);

/** What may stand beside it in a name without making it something else. */
const beside = words([
  "util utils utility utilities helper helpers tool tools support common base basic core generic byte bytes detect simple impl internal interface wrapper",
  "manager mgr handler factory my user lib passive scoped std drv c cpp init conf config win windows win32 linux posix unix mac",
  "arm arm64 aarch64 x86 x64 amd64 ppc64x s390x darwin noasm code codes",
  "hash map table vector linked ring buffer bar conversion light safe file io format formatter parser writer reader sink stream print decode encode decoder encoder",
  "gpu cuda cpu bus driver drivers hal hw soft software serial ll msc vcp cdc hid otg otgfs otghs fs hs it irq desc descriptor execinfo info",
]);

/** Families of microcontrollers, and numbers. */
const chip = /^((stm|at|esp|gd|apm)32\w*|nrf5\w*|rp20\w*|\d+)$/;

/** Whether a program's file is a chore by its name (without folders): `logger.cpp`, `string_utils.h`, `usbd_stm32f4_otgfs.c`, not `moe_logging.py`. */
export function isChore(name: string): boolean {
  return areChores(partsOf(name));
}

function areChores(parts: readonly string[]): boolean {
  let isOne = false;
  for (const part of parts) {
    if (chores.has(part)) isOne = true;
    else if (!beside.has(part) && !chip.test(part)) return false;
  }
  return isOne;
}

/** What a file is called that helps others with what is not of their trade, or shows, fetches, converts and sets up. */
const helping = words([
  "util utils utility utilities helper helpers misc compat compatibility tool tools common settings config configs configuration options flags constants globals enums types typing typedefs",
  "plot plots plotter plotting visualize visualise visualizer visualiser visualization visualisation viz vis draw show display animation print",
  "progress download downloader fetch convert install setup conftest collect file files filesystem json yaml xml csv paths hparam hparams hyperparams hyperparameters",
  "glob fifo multiprocessing status stats statistics extensions decorator decorators environ platform hooks struct structs funcs functions containers defs definitions",
  "dashboard health auth memory allocator alloc blob ptr lock locks array heap format clock histogram",
  "exception exceptions error errors warnings usage servlet profiler profiling diagnostics telemetry mqtt websocket websockets redis mysql mongodb sqlite analytics logging logger log string strings timer date compile argparse args cmd release",
  "validation validator validators colormap colormaps mainwindow aboutwindow appwindow rootwindow childwindow toolwindow dialog dialogs widget widgets viewmodel gui glfw opengl",
]);

/** What any program has, and any network that learns, whatever it learns: steps of its learning, and layers that hold nothing of a trade. */
const ofAny = words([
  "default defaults",
  "activation activations relu gelu swish normalization normalisation norm norms layernorm groupnorm rmsnorm weightnorm weightinit weightsinit",
  "dropout droppath initializer initializers initialization pooling clipping gradclip dice diceloss mse mseloss l1 focal",
  "resnet resnext vgg vgg16 densenet mobilenet mobilenetv2 mobilenetv3 shufflenet shufflenetv2 efficientnet inception xception googlenet squeezenet hrnet ghostnet convnext swin vit alexnet",
  "adam adamw nadam radam adan lamb lion lookahead adafactor lrscheduler lrschedulers lrschedule lrschedules earlystopping lossscaler ema seed random",
]);

/** Programs in languages that are near the machine. */
const nearMachine = /\.(c|cc|cpp|cu|h|hpp|f90)$/;

/** Folders of them: `lr_scheduler/cosine.py`. */
const ofAnyFolder = /^(lr_?schedul(ers?|es?)|activations?|initiali[sz]ers?)$/i;

/** What a loss or layer of any network may have behind its name. */
const lossOf = /^(loss|losses|layer|layers|fused|v\d)$/;

/** Files that are called the same in every folder: what they are is the folder's name. */
const ofItsFolder = /^(mod|default|index|init|__init__|types|pytorch|torch|tensorflow|keras|jax|paddle|mindspore)\./;

/** Folders whose files help others or show what there is, whatever they are called. */
const helpersFolder =
  /^(\w*helpers?|cli|subprocess|compat|misc|telemetry|model_utils|g?ui|widgets?|dialogs?|screens?|activity|activities|fragments?)$/i;

/** Records and screens of applications, as frameworks of the web have them by name or folder: they carry and show what others work out. */
const records =
  /(DTO|Dto|VO|Vo|PO|Entity|Dao|DAO|Enum)\.(java|kt|cs)$|(^|\/)(dto|vo|po|pojo|entity|entities|dao|mapper|controllers?)\/([\w.-]+\/)*[\w.-]+\.(java|kt|cs|xml)$/;
const screens =
  /\.(vue|svelte|xaml)$|\w(View|ViewController|ViewModel|Window|Page|Dialog|Activity|Fragment|App)\.(swift|kt|xaml\.cs)$|\wView(Model|Controller)\.(cs|swift|kt|java)$|(^|\/)(components|pages|views|screens|layouts|stores?|router)\/([\w.-]+\/)*[\w.-]+\.[jt]sx?$|(^|\/)(static|templates|wwwroot|webapp)\/([\w.-]+\/)*[\w.-]+\.js$/;

/** What a program is called that only shows or fetches, whatever it shows: `plot_image.py`. */
const shows = words(["plot plots plotting draw visualize visualise vis viz download fetch"]);

/** What a helper's name may say that it helps with, and that is of the trade itself: `data_utils.py`. */
const matters = words([
  "data dataset datasets loss losses model models train training trainer metric metrics eval evaluation sample sampler graph feature features pipeline",
]);

/** Words of a helper's name that may well say what it is about: a library for files in parallel has a file of files, proofs have a set-up, and a tool is the program itself. */
const maySay = words(["file files filesystem setup convert compile collect strings types print date tool tools cmd"]);

/** Whether a program helps others by its name or its folder. */
export function isHelper(path: string, prefixes: ReadonlySet<string>): boolean {
  return ofHelpers.test(path.split("/").at(-2) ?? "") || leansOf(path, prefixes) < 1;
}

/** Folders of helpers by name: there a file of files helps with files. */
const ofHelpers = /^(utils?|utilities|helpers?|common|misc)$/i;

/** How much of the evidence (0 to 1) counts in a program that is called a helper, a record or a screen: it names what the programs around it do. */
const ofHelper = 0.7;

/** How much of what its tree says of its neighbours (0 to 1) is true of a program that has a helper's word in its name (`convert_model.py`). */
const leansLittle = 0.4;

/**
 * How much of what its tree says of its neighbours is true of a file, by its name: nothing of a program that is called a helper (`plot_utils.cpp`), or a record or screen of an
 * application, of any other file all. `prefixes` are what many names of the tree begin with: `kmp_version.cpp` is a chore where there are `kmp_*` all over.
 */
export function leansOf(path: string, prefixes: ReadonlySet<string>): number {
  if (records.test(path) || screens.test(path)) return 0;
  if (languageOf(path)?.kind !== "code") return 1;
  const [name = "", folder = ""] = path.split("/").reverse();
  const called = ofItsFolder.test(name) ? folder : name;
  const parts = partsOf(called);
  if (prefixes.has(parts[0] ?? "") && areChores(parts.slice(1))) return 0;
  if (parts.some((part) => ofAny.has(part)) && parts.every((part) => ofAny.has(part) || beside.has(part) || lossOf.test(part))) return 0;
  if (ofAnyFolder.test(folder)) return 0;
  // What drives messages along in a program that is near the machine is no bar on a screen.
  if (parts.includes("progress") && nearMachine.test(name)) return 1;
  const helps = parts.map((part) => helping.has(part) || /(plots?|utils)$/.test(part));
  if (helps.at(-1) === true) return helps.includes(false) && matters.has(parts.at(-2) ?? "") ? leansLittle : 0;
  if (shows.has(parts[0] ?? "")) return 0;
  return helps.includes(true) || helpersFolder.test(folder) ? leansLittle : 1;
}

/** Programs of a tree below which a file called helper, and nothing else, is where half of the work is done. */
const smallTree = 40;

/** What such a file is called. */
const helperOfAll = /^(utils?|helpers?|tools?|common|misc)\.\w+$/i;

/** How much of its own evidence (0 to 1) counts in a file by what it is called, in a tree of so many programs of its own, whose names begin so. */
export function countsOf(path: string, { ownPrograms, prefixes }: Pick<TreeFiles, "ownPrograms" | "prefixes">): number {
  if (leansOf(path, prefixes) > 0) return 1;
  const [name = "", folder = ""] = path.split("/").reverse();
  return (maySay.has(partsOf(name).at(-1) ?? "") && !ofHelpers.test(folder)) || (ownPrograms < smallTree && helperOfAll.test(name))
    ? 1
    : ofHelper;
}

/** Two words that are one: `threadpool` of `thread_pool`. */
const asOneWord = (two: string): string => two.replace("_", "");

/** The words of a name, in small letters, without what follows its first dot. */
function partsOf(name: string): string[] {
  const dot = name.indexOf(".");
  const bare = dot < 0 ? name : name.slice(0, dot);
  const apart = /[A-Z]/.test(bare)
    ? bare.replace(/([a-z])([A-Z])|([A-Z])(Utils?$|Helpers?$)/g, "$1$3_$2$4").toLowerCase()
    : bare.toLowerCase();
  // One word alone is joined with nothing.
  if (!/[_\- ]/.test(apart)) return apart === "" ? [] : [apart];
  return apart
    .replace("learning_rate_", "lr_")
    .replace(
      /(thread|blocking|sync|object|memory)_(pool|queue)|posix_thread|(?<![a-z])in_(common|progress)|collect_env|error_rate|(ring|circular)_buffer|array_view|lru_cache|tic_toc|file_system|signal_handler|cpu_features?|(main|about|app|root|child|tool)_window/,
      asOneWord,
    )
    .replace(
      /(layer|group|rms|weight)_norm|cross_validation|lr_(schedulers?|schedules?)|early_stopping|loss_scaler|drop_path|weights?_init/,
      asOneWord,
    )
    .split(/[_\- ]+/)
    .filter(Boolean);
}

function words(lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.join(" ").split(" "));
}
