/** The part of VS Code's own git extension that we use (extensions/git/src/api/git.d.ts, API version 1). */
import type { Disposable, Uri } from "vscode";

export interface GitRepository {
  readonly rootUri: Uri;
}

export interface PushErrorHandler {
  /** True: the user has been told; git's own message is not shown. */
  readonly handlePushError: (repository: GitRepository, remote: unknown, refspec: string, error: unknown) => Promise<boolean>;
}

export interface GitApi {
  readonly registerPushErrorHandler: (handler: PushErrorHandler) => Disposable;
}

export interface GitExtension {
  readonly getAPI: (version: 1) => GitApi;
}
