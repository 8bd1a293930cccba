// The Chromium that draws pictures and measures pages: BORDERLINE_CHROMIUM, or where Debian and others put it.
import { existsSync } from "node:fs";

const places = [process.env.BORDERLINE_CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Its path. Where there is none the process ends. */
export const executablePath = places.find((file) => file && existsSync(file)) ?? none();

function none() {
  console.error("no Chromium here; BORDERLINE_CHROMIUM names one");
  process.exit(2);
}
