/** The one status item: what is open, how many ways out there are, whether pushes are judged. */
import { l10n, MarkdownString, StatusBarAlignment, window, type Disposable } from "vscode";
import type { Status } from "../../server/src/lsp/protocol.js";

/** The item in the status bar. */
export interface StatusItem extends Disposable {
  readonly show: (status: Status | null) => void;
}

/** Shows the item; it says more once `show` is called. */
export function createStatus(): StatusItem {
  const item = window.createStatusBarItem("borderline", StatusBarAlignment.Left, 10);
  item.name = "Borderline";
  item.command = "borderline.exposures.focus";
  item.text = "$(shield) …";
  item.show();
  return {
    show: (status) => {
      item.text = textOf(status);
      item.tooltip = tooltipOf(status);
      item.accessibilityInformation = { label: `Borderline: ${status?.sentence ?? l10n.t("not running")}` };
    },
    dispose: () => item.dispose(),
  };
}

function textOf(status: Status | null): string {
  if (status === null) return "$(shield) $(error)";
  if (status.state === "scanning") return "$(sync~spin) Borderline";
  if (status.policyErrors > 0) return "$(shield) $(warning)";
  if (!status.wholeTree) return `$(shield) $(globe) ${status.leaving}`;
  return status.files > 0 ? `$(shield) ${status.files}` : "$(shield)";
}

function tooltipOf(status: Status | null): MarkdownString {
  const text = new MarkdownString("", true);
  text.isTrusted = {
    enabledCommands: ["borderline.scanWorkspace", "borderline.showReport", "borderline.installHook", "borderline.showLog"],
  };
  if (status === null) return text.appendMarkdown(`${l10n.t("not running")} · [${l10n.t("Show log")}](command:borderline.showLog)`);
  text.appendText(status.sentence);
  text
    .appendMarkdown("\n\n")
    .appendText(l10n.t("{0} ways out, {1} of them lead outside or to unknown places", status.destinations, status.leaving));
  if (status.policyErrors > 0) text.appendMarkdown("\n\n").appendText(l10n.t("{0} errors in the policy or its rules", status.policyErrors));
  const hook = status.hook
    ? l10n.t("Pushes are judged")
    : `[${l10n.t("Pushes are not judged: install the hook")}](command:borderline.installHook)`;
  text.appendMarkdown(
    `\n\n${hook}\n\n[${l10n.t("Scan workspace")}](command:borderline.scanWorkspace) · [${l10n.t("Show report")}](command:borderline.showReport)`,
  );
  return text;
}
