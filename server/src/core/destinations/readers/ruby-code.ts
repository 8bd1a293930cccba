/** Ruby's task files: lanes of fastlane with the stores that their actions send to, and the command lines of lanes, Rakefiles and Capistrano's files. */
import { Finds } from "../commands/finding.js";
import type { Reader } from "../reader.js";
import { runCodeCommands } from "./code-commands.js";

/** Actions of fastlane that send an app somewhere. */
const actions: Readonly<Record<string, string>> = {
  upload_to_testflight: "appstoreconnect.apple.com",
  testflight: "appstoreconnect.apple.com",
  pilot: "appstoreconnect.apple.com",
  upload_to_app_store: "appstoreconnect.apple.com",
  appstore: "appstoreconnect.apple.com",
  deliver: "appstoreconnect.apple.com",
  upload_to_play_store: "play.google.com",
  upload_to_play_store_internal_app_sharing: "play.google.com",
  supply: "play.google.com",
  firebase_app_distribution: "firebase.google.com",
  appcenter_upload: "appcenter.ms",
  pgyer: "pgyer.com",
  fir: "fir.im",
  fir_cli: "fir.im",
  huawei_appgallery_connect: "connect-api.cloud.huawei.com",
};
const call = new RegExp(`^\\s*(?:\\w+\\s*=\\s*)?(${Object.keys(actions).join("|")})(?:\\s*\\(|\\s*$|\\s+\\w+:|\\s+(?:if|unless)\\b)`);

export const rubyCode: Reader = {
  id: "ruby-code",
  endings: ["fastfile", "rakefile", "capfile", "rb", "rake"],
  claims: (path) =>
    /(?:^|\/)(?:Fastfile|Rakefile|Capfile)$|(?:^|\/)fastlane\/[\w./-]*\.rb$|(?:^|\/)config\/deploy(?:\/[\w-]+)?\.rb$|\.rake$/.test(path),
  read(path, text, tree) {
    const finds = new Finds(path);
    if (/(?:^|\/)(?:Fastfile$|fastlane\/)/.test(path)) readLanes(text, finds);
    runCodeCommands(text, "ruby", finds, tree);
    return { destinations: finds.all, problems: [] };
  },
};

function readLanes(text: string, finds: Finds): void {
  for (const [i, line] of text.slice(0, 500_000).split("\n").entries()) {
    const action = line.length > 1_000 ? undefined : call.exec(line)?.[1];
    const host = action === undefined ? undefined : actions[action];
    if (action !== undefined && host !== undefined) finds.host({ kind: "host", via: "publish", name: action, line: i + 1 }, host, action);
  }
}
