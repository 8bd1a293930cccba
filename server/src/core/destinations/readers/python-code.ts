/** Python programs that send models, data sets or files to a hub or store: calls whose names say so, and the command lines that they run. */
import { isOpen, isPlaceholder } from "../commands/expand.js";
import { Finds } from "../commands/finding.js";
import type { Reader } from "../reader.js";
import { runCodeCommands } from "./code-commands.js";

interface CallRow {
  readonly call: RegExp;
  /** A word that must stand in the file too: the library that makes the call what it is. */
  readonly with: RegExp;
  readonly kind: "model-hub" | "object-storage";
  readonly host: string;
}

const calls: readonly CallRow[] = [
  {
    call: /\.push_to_hub\s*\(|\bpush_to_hub["']?\s*[=:]\s*True/,
    with: /transformers|datasets|diffusers|huggingface_hub|peft|trl|sentence_transformers|timm|setfit|unsloth/,
    kind: "model-hub",
    host: "huggingface.co",
  },
  { call: /\bpush_to_hub_(?:merged|gguf)\s*\(|\bpush_to_hf_hub\s*\(/, with: /./, kind: "model-hub", host: "huggingface.co" },
  {
    call: /\b(?:upload_folder|upload_file|upload_large_folder|create_commit)\s*\(/,
    with: /huggingface_hub|HfApi/,
    kind: "model-hub",
    host: "huggingface.co",
  },
  {
    call: /\b(?:push_model|upload_folder|upload_file|push_to_hub|push_to_hub_async|upload_checkpoint)\s*\(/,
    with: /modelscope|\bHubApi\b/,
    kind: "model-hub",
    host: "modelscope.cn",
  },
  {
    call: /\bkagglehub\.(?:model|dataset)_upload\s*\(|\b(?:dataset_create_version|dataset_create_new|model_instance_create)\w*\s*\(/,
    with: /kaggle/,
    kind: "model-hub",
    host: "kaggle.com",
  },
  {
    call: /\bwandb\.(?:log_artifact|save|log_model)\s*\(|\brun\.(?:log_artifact|log_model)\s*\(/,
    with: /import wandb|from wandb/,
    kind: "model-hub",
    host: "wandb.ai",
  },
];

/** Stores whose client is told its endpoint or region: the call that uploads, the text that says where. */
const uploads =
  /\.(?:upload_file|upload_fileobj|put_object|put_object_from_file|fput_object|upload_from_filename|upload_from_file|resumable_upload|putFile|put_file|upload_blob)\s*\(/;
/** Servers that runs, metrics and models are logged to. */
const tracker = /\bset_tracking_uri\s*\(\s*["'](https?:\/\/[^"'\s{}]+)["']/;
const places: readonly { readonly text: RegExp; readonly cloud: string }[] = [
  { text: /boto3[^\n]*region_name\s*=\s*["']([\w-]+)["']/, cloud: "aws" },
  { text: /oss2?\.(?:Bucket|Region)[^\n]*["'](?:https?:\/\/)?oss-([\w-]+?)(?:-internal)?\.aliyuncs\.com["']/, cloud: "aliyun" },
  { text: /CosConfig\([^\n]*Region\s*=\s*["']([\w-]+)["']/, cloud: "tencent" },
  { text: /ObsClient\([^\n]*obs\.([\w-]+)\.myhuaweicloud\.com/, cloud: "huawei" },
];

export const pythonCode: Reader = {
  id: "python-code",
  endings: ["py"],
  claims: (path) =>
    /(^|\/)[^/]*(?:upload|push|publish|release|deploy|export|hub|huggingface|modelscope|convert|sync|train|finetune)[^/]*\.py$|(^|\/)(?:fabfile|tasks|dodo|noxfile)\.py$/i.test(
      path,
    ) && !/(^|\/)(?:tests?|site-packages|node_modules)\//.test(path),
  read(path, text, tree) {
    const finds = new Finds(path);
    runCodeCommands(text, "python", finds, tree);
    if (text.length <= 2 << 20 && /push_to|upload|set_tracking_uri|put_object|log_artifact|push_model|dataset_create|fput/.test(text))
      readCalls(text, finds);
    return { destinations: finds.all, problems: [] };
  },
};

/** The repository that a call names by its keyword, within the next lines that are the call's own. */
function repositoryOf(lines: readonly string[], at: number): string | undefined {
  const end = lines.slice(at + 1, at + 12).findIndex((line) => /^\s*\)/.test(line));
  const own = /\)\s*$/.test(lines[at] ?? "") ? 1 : end + 2;
  return /\brepo_id\s*=\s*f?["']([\w./-]+\/[\w./{}-]+)["']/.exec(
    lines
      .slice(at, at + own)
      .join("\n")
      .slice(0, 4_000),
  )?.[1];
}

/** A line as a value: at most 80 characters, and where it lost its end, that shows. */
function shortened(line: string): string {
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

function readCalls(text: string, finds: Finds): void {
  const rows = calls.filter((row) => row.with.test(text));
  const stores = uploads.test(text) ? places : [];
  const lines = text.split("\n");
  for (const [i, raw] of lines.entries()) {
    if (raw.length > 2_000 || /^\s*(?:#|def |class )/.test(raw)) continue;
    const line = raw.replace(/\s#.*$/, "");
    for (const row of rows) {
      if (!row.call.test(line)) continue;
      const repository =
        /^[^(]*\(\s*f?["']([\w./-]+\/[\w./{}-]+)["']/.exec(line.slice(line.search(row.call)))?.[1] ?? repositoryOf(lines, i);
      finds.host(
        { kind: row.kind, via: "upload", name: row.call.exec(line)?.[0].replace(/[\s(]+$/, "") ?? "", line: i + 1 },
        row.host,
        repository ?? shortened(line.trim()),
      );
    }
    const server = tracker.exec(line)?.[1];
    if (server !== undefined)
      finds.address({ kind: "host", via: "upload", name: "mlflow", line: i + 1 }, { text: server, missing: null, trail: [] });
    for (const store of stores) {
      const region = store.text.exec(line)?.[1];
      if (region !== undefined && !isOpen(region) && !isPlaceholder(region))
        finds.region({ kind: "object-storage", via: "upload", name: `${store.cloud} client`, line: i + 1 }, store.cloud, {
          text: region,
          missing: null,
          trail: [],
        });
    }
  }
}
