/** The part of VS Code's own git extension that we use (extensions/git/src/api/git.d.ts, API version 1). */
import type { Disposable, Uri } from "vscode";

/** A repository that the git extension has open. */
export interface GitRepository {
  readonly rootUri: Uri;
}

/** Who is asked before the user is told of a push that failed. */
export interface PushErrorHandler {
  /** True: the user has been told; git's own message is not shown. */
  readonly handlePushError: (repository: GitRepository, remote: unknown, refspec: string, error: unknown) => Promise<boolean>;
}

/** What the git extension offers to others. */
export interface GitApi {
  readonly registerPushErrorHandler: (handler: PushErrorHandler) => Disposable;
}

/** The git extension itself. */
export interface GitExtension {
  readonly getAPI: (version: 1) => GitApi;
}
