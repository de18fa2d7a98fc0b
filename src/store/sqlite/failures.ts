/**
 * What SQLite says when something goes wrong, told to a person who has to mend it.
 * @module
 */
import { FolkmootError, isFolkmootError } from "../../errors.js";

/** SQLite's result code without its extension; `undefined` where it was not SQLite that threw. */
function resultOf(error: unknown): number | undefined {
  const told = typeof error === "object" && error !== null && "errcode" in error ? error.errcode : undefined;
  return typeof told === "number" ? told & 0xff : undefined;
}

/** Another process has the file for itself at this moment. */
export function isBusy(error: unknown): boolean {
  const result = resultOf(error);
  return result === 5 || result === 6;
}

/** Makes what SQLite would throw, where it only says so. */
export function busy(): Error {
  return Object.assign(new Error("Another process is in the way."), { errcode: 5 });
}

const remedies: ReadonlyMap<number, string> = new Map([
  [3, "this process may not read or write it: look at the rights of the file and its folder"],
  [8, "it can only be read: the file, its -wal and -shm, and the folder have to be writable for this process"],
  [11, "it is damaged: restore it, or name another file"],
  [14, "it cannot be opened: the folder has to exist and be writable for this process, because -wal and -shm files lie beside it"],
  [26, "it is no SQLite database: name another file"],
]);

const passing: ReadonlyMap<number, string> = new Map([
  [5, "another process has held it too long: look for one that is stopped, or for a backup or a console with an open transaction"],
  [6, "another process has held it too long: look for one that is stopped, or for a backup or a console with an open transaction"],
  [10, "the disk answers with errors: look at the system's log"],
  [13, "the disk is full: make room"],
]);

/** Makes an error of ours. */
export function asError(error: unknown, file: string, doing: string): unknown {
  const result = resultOf(error);
  if (isFolkmootError(error) || result === undefined) return error;
  const where = `The SQLite file ${file} failed while ${doing} (${result})`;
  const remedy = remedies.get(result);
  if (remedy !== undefined) return new FolkmootError("misconfigured", `${where}: ${remedy}.`);
  return new FolkmootError("connection-failed", `${where}: ${passing.get(result) ?? "look whether the file and its disk are sound"}.`, {
    retryable: true,
  });
}
