/**
 * What Redis says when something goes wrong, told to a person who has to mend it.
 * @module
 */
import { errorName, FolkmootError, isFolkmootError } from "../../errors.js";

/** Redis's word (`NOAUTH`) or the system's (`ECONNREFUSED`); `undefined` where nothing of the kind was told. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const told = "code" in error ? error.code : undefined;
  if (typeof told === "string" && /^[A-Z][A-Z0-9_]{2,40}$/.test(told)) return told;
  return error.name === "ReplyError" ? /^[A-Z]{3,20}(?= |$)/.exec(error.message)?.[0] : undefined;
}

const remedies: Readonly<Record<string, string>> = {
  WRONGPASS: "it does not let this user in: look at user and password of its address",
  NOAUTH: "it wants a password: put it into its address, as in redis://user:password@host:6379",
  NOPERM: "the user may not do this: grant it the commands that scripts of folkmoot call, and the keys that begin with the prefix",
  READONLY: "it is a replica: name the master, unless the two are just changing places",
  OOM: "its memory is full: raise maxmemory",
  MISCONF: "it cannot save to its disk and refuses to write: look into its log",
  LOADING: "it is reading its data after a start: this passes by itself",
  CLUSTERDOWN: "its cluster is not whole: look at its nodes",
  ECONNREFUSED: "nothing listens there: look whether it runs, and at host and port",
  ENOTFOUND: "its host name is unknown: look at its address",
  ENOENT: "there is no such socket: look at its address, which begins with redis:// or rediss:// unless it is a path",
};

/** Codes that pass only when a person does something. */
const lasting = new Set(["WRONGPASS", "NOAUTH", "NOPERM"]);

/**
 * Makes an error of ours of what a client threw. Its own words, and what it carries, may quote the address or a command, and stay out.
 *
 * @param trouble - what the connection last suffered from, where the command was told only that there is none
 */
export function asError(error: unknown, trouble?: string): unknown {
  if (isFolkmootError(error)) return error;
  const code = codeOf(error) ?? trouble;
  const remedy = (code === undefined ? undefined : remedies[code]) ?? "look whether it runs, and whether it can be reached from here";
  const words = `Redis could not be asked (${code ?? errorName(error)}): ${remedy}.`;
  if (code !== undefined && lasting.has(code)) return new FolkmootError("misconfigured", words);
  return new FolkmootError("connection-failed", `${words} It is tried again with the next call.`, { retryable: true });
}
