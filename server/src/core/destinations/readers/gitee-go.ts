/** Gitee Go: pipelines in `.workflow/`. Commands of build steps; steps that publish to Gitee's own store, push images or deploy. */
import { pushedImage } from "../commands/pushed-image.js";
import type { Scope } from "../commands/expand.js";
import { Finds } from "../commands/finding.js";
import { newSession } from "../commands/session.js";
import { at, documentsOf, entriesOf, itemsOf, scalarAt, textOf, type Node } from "../document.js";
import type { Reader } from "../reader.js";
import { runScripts, valuesOf, Variables } from "./ci.js";

export const giteeGo: Reader = {
  id: "gitee-go",
  endings: ["yaml", "yml"],
  claims: (path) => /(^|\/)\.workflow\/[^/]+\.ya?ml$/.test(path),
  read(path, text, tree) {
    const { roots, problems } = documentsOf(tree, path, text);
    const finds = new Finds(path);
    for (const root of roots.slice(0, 1)) {
      const variables = new Variables(path, {});
      variables.addAll(at(root, "variables"), "variables");
      for (const stage of itemsOf(at(root, "stages"))) {
        for (const step of [...itemsOf(at(stage, "steps")), ...entriesOf(at(stage, "steps")).map((e) => e.value)])
          readStep(step, variables.scope, finds);
        for (const job of itemsOf(at(stage, "jobs"))) for (const step of itemsOf(at(job, "steps"))) readStep(step, variables.scope, finds);
      }
    }
    return { destinations: finds.all, problems };
  },
};

function readStep(step: Node, scope: Scope, finds: Finds): void {
  const kind = scalarAt(step, "step") ?? scalarAt(step, "type");
  const session = newSession(finds);
  runScripts(session, [at(step, "commands"), at(step, "script"), at(step, "command")], scope, {});
  if (!kind) return;
  const [verb = "", what = ""] = kind.text.split("@");
  const about = { name: kind.text, line: kind.line };
  if (verb === "publish")
    return finds.host({ ...about, kind: "package-registry", via: "publish", audience: "organisation" }, "gitee.com", kind.text);
  if (verb === "build" && /docker|image/.test(what)) return image(step, scope, finds, kind.line, kind.text);
  if (verb === "deploy" || /^(?:agent|shell)$/.test(verb)) {
    const group = textOf(at(step, "hostGroupID", "ID")) ?? textOf(at(step, "hostGroupID")) ?? textOf(at(step, "hostGroup"));
    const region = scalarAt(step, "regionId") ?? scalarAt(step, "region");
    if (region && /^(?:ali|aliyun|ecs|ack|k8s)/.test(what))
      for (const value of valuesOf(region, scope, {}))
        finds.region({ ...about, kind: "cloud-region", via: "deploy", line: region.line }, "aliyun", value);
    else
      finds.unknown(
        { ...about, kind: "host", via: "deploy" },
        group === undefined ? "host group of Gitee Go" : `host group ${group}`,
        kind.text,
      );
  }
}

/** The registry stands in the image's name, or in a certificate that Gitee keeps. */
function image(step: Node, scope: Scope, finds: Finds, line: number, name: string): void {
  const registry = scalarAt(step, "registry") ?? scalarAt(step, "repository") ?? scalarAt(step, "imageName") ?? scalarAt(step, "tag");
  const about = { via: "push" as const, name, line: registry?.line ?? line };
  const values = registry ? valuesOf(registry, scope, {}).map((v) => ({ ...v, text: v.text.replace(/^https?:\/\//, "") })) : [];
  for (const value of values.filter((v) => v.text.includes("/") || v.text.includes(".")))
    pushedImage(finds, about, value.text.includes("/") ? value : { ...value, text: `${value.text}/` });
  if (values.length === 0) finds.unknown({ ...about, kind: "registry" }, "registry certificate of Gitee Go", name);
}
