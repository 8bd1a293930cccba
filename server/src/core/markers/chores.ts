/** Chores that programs of every trade have, known by their names: logs, timers, strings, a serial port. They speak of the technology around them and hold none of it. */

/** What a chore is called. */
const chores = new Set(
  (
    "log logs logger loggers logging print printing printf sprintf debug assert assertion backtrace stacktrace " +
    "timer timers timeutil stopwatch version versions error errors exception exceptions " +
    "string strings str strtol stringutil strutil varint uvarint base64 endian byteorder crc crc8 crc16 crc32 checksum huffman " +
    "bitarray bitmap bitops bitset hashmap hashtable linkedlist list ringbuf ringbuffer macros noncopyable singleton " +
    "mutex mutexes semaphore spinlock color colors colorconversion colour colours console terminal ansi progressbar clipboard " +
    "plot plots plotter plotting visualisation visualiser visualization visualize visualizer " +
    "threadpool blockingqueue tensorboard wandb tqdm argparse argparser cmdline zip unzip tar untar gzip uuid guid date datetime calendar " +
    "filesystem path paths tempfile reflection mail email smtp tooltip toast " +
    "csv ini json xml yaml url urls http download downloader dirent getopt stdlib " +
    "adc dma eeprom gpio i2c rtc sdcard sdio spi uart usart usb usbd usbh usbhost"
  ).split(" "),
);

/** What may stand beside it in a name without making it something else. */
const beside = new Set(
  (
    "util utils utility utilities helper helpers tool tools common base basic core generic simple impl internal interface wrapper " +
    "manager handler factory my lib c cpp init conf config win windows win32 linux posix unix mac " +
    "hash map table linked ring buffer bar conversion light safe file io format formatter parser writer reader sink stream print " +
    "bus driver drivers hal hw soft software serial ll msc vcp cdc hid otg otgfs otghs fs hs it irq desc descriptor"
  ).split(" "),
);

/** Families of microcontrollers, and numbers. */
const chip = /^((stm|at|esp|gd|apm)32\w*|nrf5\w*|rp20\w*|\d+)$/;

/** Whether a program's file is a chore by its name (without folders): `logger.cpp`, `string_utils.h`, `usbd_stm32f4_otgfs.c`, not `moe_logging.py`. */
export function isChore(name: string): boolean {
  const base = name.replace(/\..*$/s, "");
  const parts = base
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/(thread|blocking)_(pool|queue)/, "$1$2")
    .split(/[_\- ]+/)
    .filter(Boolean);
  return parts.some((part) => chores.has(part)) && parts.every((part) => chores.has(part) || beside.has(part) || chip.test(part));
}
