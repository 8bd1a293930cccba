/** Submodules as destinations: the URLs of `.gitmodules` and of the configuration that overrides them. */
import type { TrailStep } from "../destination.js";
import type { PlacedEntry } from "./config.js";

/** One submodule of `.gitmodules`. */
export interface Submodule {
  readonly name: string;
  /** Where it lies, relative to the top; null where none is given or where it would lead out. */
  readonly path: string | null;
  readonly url: string;
  readonly trail: readonly TrailStep[];
}

/** The submodules that `.gitmodules` (or, over it, the configuration) gives a URL. */
export function submodulesOf(modules: readonly PlacedEntry[], configuration: readonly PlacedEntry[]): readonly Submodule[] {
  const names = new Set(
    [...modules, ...configuration].filter((e) => e.section === "submodule" && e.subsection !== null).map((e) => e.subsection ?? ""),
  );
  const last = (entries: readonly PlacedEntry[], name: string, key: string): PlacedEntry | undefined =>
    entries.findLast((e) => e.section === "submodule" && e.subsection === name && e.name === key);
  return [...names].flatMap((name) => {
    const written = last(modules, name, "url");
    const own = last(configuration, name, "url");
    const url = own ?? written;
    if (url === undefined) return [];
    const steps = [written, own].filter((e) => e !== undefined).map((e) => ({ path: e.path, line: e.line, what: "submodule.url" }));
    return [{ name, path: insideOnly(last(modules, name, "path")?.value), url: url.value, trail: steps }];
  });
}

function insideOnly(path: string | undefined): string | null {
  return path === undefined || path === "" || path.startsWith("/") || path.split("/").includes("..") ? null : path.replace(/\/+$/, "");
}

/** A relative URL (`../other.git`) against that of the remote it is relative to, as git's submodule--helper does it. */
export function resolveRelative(base: string, url: string): string {
  if (!/^\.\.?(?:\/|$)/.test(url)) return url;
  let left = base.replace(/\/+$/, "");
  let rest = url;
  let colon = false;
  for (;;) {
    if (rest.startsWith("./")) rest = rest.slice(2);
    else if (/^\.\.(?:\/|$)/.test(rest)) {
      rest = rest.slice(3);
      const slash = left.lastIndexOf("/");
      const at = slash >= 0 ? slash : left.lastIndexOf(":");
      if (at < 0) return rest;
      colon = slash < 0;
      left = left.slice(0, at);
    } else break;
  }
  return `${left}${colon ? ":" : "/"}${rest}`.replace(/\/+$/, "");
}
