/** Ansible: the machines of inventories, and what tasks make or upload in clouds. */
import { Finds } from "../commands/finding.js";
import { runScript } from "../commands/run.js";
import { newSession } from "../commands/session.js";
import type { FoundDestination } from "../destination.js";
import { documentsOf, entriesOf, itemsOf, scalarAt, type Entry, type Node, type Scalar } from "../document.js";
import { hostsFound, regionsFound } from "../found.js";
import { builtRegistry } from "../image.js";
import type { Reader } from "../reader.js";
import { looksLikeRegion } from "../region-name.js";
import { known } from "../value.js";

export const ansible: Reader = {
  id: "ansible",
  claims: (path) => isInventory(path) || (/\.ya?ml$/.test(path) && !/(?:^|\/)\.(?:github|circleci)\//.test(path)),
  read(path, text, tree) {
    if (isInventory(path) && !/\.ya?ml$/.test(path)) return { destinations: fromIni(path, text), problems: [] };
    const playbook =
      (text.startsWith("- ") || text.includes("\n- ")) &&
      /^[ \t]*-?[ \t]*(?:hosts|tasks|roles|become|ansible\.builtin\.\w+|register|include_tasks|import_tasks|when|with_items|loop)[ \t]*:/m.test(
        text,
      ) &&
      !/^(?:apiVersion|stages|jobs|on|steps)\s*:/m.test(text);
    if (!isInventory(path) && !playbook) return { destinations: [], problems: [] };
    const { roots, problems } = documentsOf(tree, path, text);
    const destinations = roots.flatMap((root) =>
      root.kind === "list" ? tasks(root, path) : isInventory(path) ? machines(root, path, 0) : [],
    );
    return { destinations, problems: isInventory(path) || /^[ \t]*-?[ \t]*hosts[ \t]*:/m.test(text) ? problems : [] };
  },
};

function isInventory(path: string): boolean {
  return (
    /(?:^|\/)(?:hosts|inventory)(?:[._-][\w-]+)?(?:\.(?:ini|cfg|ya?ml|txt))?$|(?:^|\/)inventor(?:y|ies)\/(?!.*(?:group|host)_vars)[\w./-]+$/i.test(
      path,
    ) &&
    !/\.(?:py|sh|mdx?|adoc|rst|json|lock|properties|kts?|cs|[ch](?:pp)?|s?css|svg|[jt]sx?|go|java|html|css|vue|php|rb|rs|sql|xml|toml|txt)$/i.test(
      path,
    )
  );
}

/** `name ansible_host=address` and bare names under `[groups]`; a file of `address name` lines is a machine's own `/etc/hosts`. */
function fromIni(path: string, text: string): FoundDestination[] {
  const lines = text.split("\n", 20_000);
  if (
    lines.some((line) => /^\s*(?:\d{1,3}\.){3}\d{1,3}\s+[\w.-]+\s*$/.test(line)) ||
    !lines.some((line) => /^\s*\[[\w:.-]+\]|\bansible_\w+=/.test(line))
  )
    return [];
  let variables = false;
  return lines.flatMap((line, i) => {
    const group = /^\s*\[([\w.-]+)(:vars|:children)?\]/.exec(line);
    if (group) variables = group[2] !== undefined;
    const [first = ""] = line.trim().split(/\s+/);
    if (group || variables || first === "" || /^[#;]/.test(first) || /ansible_connection\s*=\s*local/.test(line)) return [];
    const address = /\bansible_(?:ssh_)?host\s*=\s*["']?([^\s"']+)/.exec(line)?.[1] ?? first;
    return machine(address, first, i + 1, path);
  });
}

/** YAML inventories: `hosts:` maps names to variables, at any depth of `children:`. */
function machines(node: Node, path: string, depth: number): FoundDestination[] {
  if (depth > 12) return [];
  return entriesOf(node).flatMap((entry) => {
    if (entry.key !== "hosts") return machines(entry.value, path, depth + 1);
    return entriesOf(entry.value).flatMap((host) => {
      if (scalarAt(host.value, "ansible_connection")?.text === "local") return [];
      const address = scalarAt(host.value, "ansible_host") ?? scalarAt(host.value, "ansible_ssh_host");
      return machine(address?.text ?? host.key, host.key, address?.line ?? host.line, path);
    });
  });
}

function machine(address: string, name: string, line: number, path: string): FoundDestination[] {
  const host = address.replace(/:\d+$/, "");
  if (!/^[A-Za-z0-9.-]+\.[A-Za-z0-9-]+$/.test(host) || /^127\.|^0\.0\.0\.0$|\[|example\.(?:com|org|net)$|\.(?:ya?ml|ini|json)$/i.test(host))
    return [];
  return hostsFound("host", known(address), { via: "deploy", name, written: address, path, line, what: "ansible_host" }, () => host);
}

/** Modules of cloud collections by the beginning of their names. */
const cloudModules: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:amazon\.aws\.|community\.aws\.)?(?:ec2|aws|s3|rds|ecs|lambda|cloudformation|route53|elb|iam|sns|sqs|dynamodb|elasticache|efs|eks|kinesis|redshift|cloudwatch|autoscaling|acm)/,
    "aws",
  ],
  [/^(?:google\.cloud\.)?(?:gcp_|gce)/, "gcp"],
  [/^(?:azure\.azcollection\.)?azure_rm/, "azure"],
  [/^(?:alibaba\.alicloud\.)?ali_/, "aliyun"],
  [/^(?:community\.)?digital_?ocean/, "digitalocean"],
  [/^(?:hetzner\.hcloud\.)?(?:hcloud_|server$)/, "hetzner"],
  [/^(?:linode\.cloud\.|community\.general\.)?linode/, "linode"],
];

function tasks(node: Node, path: string, depth = 0): FoundDestination[] {
  if (depth > 12) return [];
  if (node.kind === "list") return itemsOf(node).flatMap((item) => tasks(item, path, depth + 1));
  return entriesOf(node).flatMap((entry) => {
    if (/^(?:tasks|pre_tasks|post_tasks|handlers|block|rescue|always)$/.test(entry.key)) return tasks(entry.value, path, depth + 1);
    if (entry.key === "hosts" && depth === 1 && entry.value.kind === "scalar") return namedMachines(entry.value, path);
    return depth > 0 ? module(entry, path) : [];
  });
}

/** Machines that a play names itself, without an inventory: `hosts: app1.acme.cn,app2.acme.cn`. */
function namedMachines(hosts: Scalar, path: string): FoundDestination[] {
  return hosts.text.split(",").flatMap((each) => machine(each.trim(), each.trim(), hosts.line, path));
}

function module(entry: Entry, path: string): FoundDestination[] {
  const name = entry.key.replace(/^ansible\.(?:builtin|legacy)\./, "");
  if (/^(?:shell|command|raw)$/.test(name)) return commands(entry.value, path);
  if (/(?:^|\.)docker_image(?:_push)?$/.test(name)) return pushed(entry.value, name, path);
  const cloud = cloudModules.find(([word]) => word.test(entry.key))?.[1];
  if (cloud === undefined || /_info$|_facts$/.test(entry.key)) return [];
  return ["region", "location", "zone", "aws_region", "ec2_region"].flatMap((key) => {
    const scalar = scalarAt(entry.value, key);
    return scalar && looksLikeRegion(cloud, scalar.text)
      ? regionsFound(cloud, known(scalar.text), {
          via: "deploy",
          name: entry.key,
          written: scalar.text,
          path,
          line: scalar.line,
          what: key,
        })
      : [];
  });
}

function commands(value: Node, path: string): FoundDestination[] {
  const scalar: Scalar | undefined = value.kind === "scalar" ? value : (scalarAt(value, "cmd") ?? scalarAt(value, "_raw_params"));
  if (!scalar) return [];
  const finds = new Finds(path);
  runScript(newSession(finds), { text: scalar.text, line: scalar.textLine }, () => undefined);
  return [...finds.all];
}

function pushed(value: Node, name: string, path: string): FoundDestination[] {
  const image = scalarAt(value, "repository") ?? scalarAt(value, "name");
  const push = /_push$/.test(name) || /^(?:yes|true)$/i.test(scalarAt(value, "push")?.text ?? "");
  if (!image || !push || image.text.includes("{{")) return [];
  return hostsFound(
    "registry",
    known(image.text),
    { via: "push", name, written: image.text, path, line: image.line, what: "name" },
    builtRegistry,
  );
}
