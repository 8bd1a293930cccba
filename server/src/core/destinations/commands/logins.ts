/** Registries that a command is handed, or that a job has logged in to, for pushes whose images nobody here names. */
import type { Argument } from "./arguments.js";
import { hostOf, isOpen } from "./expand.js";
import type { About } from "./finding.js";
import { pushedImage } from "./pushed-image.js";
import type { Call, Session } from "./session.js";

/** The one registry by name that a script has logged in to: a registry in a variable is then that one. */
export function onlyLogin(session: Session): string | undefined {
  const [login = "", ...others] = session.logins;
  return login === "" || others.length > 0 || isOpen(login) ? undefined : login;
}

/** Registries that everybody knows by their hosts. */
const wellKnown =
  /^(?:docker\.io|ghcr\.io|quay\.io|(?:[a-z]+\.)?gcr\.io|[\w-]+-docker\.pkg\.dev|public\.ecr\.aws|\d+\.dkr\.ecr\.[\w-]+\.amazonaws\.com(?:\.cn)?|[\w-]+\.azurecr\.(?:io|cn)|registry\.[\w-]+\.aliyuncs\.com|ccr\.ccs\.tencentyun\.com|swr\.[\w-]+\.myhuaweicloud\.com)(?:\/[\w./:$\{}-]*)?$/;

/** `./push.sh quay.io acme/rank`: the registries that a script is handed whose name says that it pushes. */
export function handedRegistries(call: Call): void {
  for (const argument of call.args.all.slice(1))
    for (const value of argument.values)
      if (wellKnown.test(value.text))
        pushedImage(
          call.session.finds,
          { via: "push", name: call.args.text(0), line: argument.line },
          value.text.includes("/") ? value : { ...value, text: `${value.text}/` },
        );
}

/** `make docker-publish REPO=quay.io/acme`: the registries that it is handed, else those that the job has logged in to. */
export function madeImages(args: readonly Argument[], line: number, session: Session): void {
  const about = { kind: "registry" as const, via: "push" as const, name: "make", line };
  const handed = args
    .flatMap((each) => each.values)
    .flatMap((value) => {
      const text = /^\w+=(.+)$/.exec(value.text)?.[1] ?? "";
      return wellKnown.test(text) ? [{ ...value, text: text.includes("/") ? text : `${text}/` }] : [];
    });
  for (const value of handed) pushedImage(session.finds, about, value);
  if (handed.length === 0) pushedToLogins(session, about);
}

/** Registries that a script has logged in to by name, for a push that says none. */
export function pushedToLogins(session: Session, about: About): void {
  for (const login of session.logins)
    if (!isOpen(login)) {
      const registry = login === "" ? "docker.io" : login;
      session.finds.host(about, hostOf(registry) ?? registry, registry);
    }
}
