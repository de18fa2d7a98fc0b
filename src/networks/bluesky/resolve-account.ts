/**
 * Finds an account by its handle: its DID, and the server that hosts it.
 * @module
 */
import { FolkmootError } from "../../errors.js";
import { fieldsOf, textOf } from "../../adapter/fields.js";
import { isDid } from "./ids.js";
import { serverOf } from "./session.js";
import { serverOrigin } from "../../http/server-origin.js";

/** Where to ask. */
export interface ResolveAccountOptions {
  /** A server that resolves handles; needs no login. @defaultValue "https://public.api.bsky.app" */
  readonly service?: string;
  /** The directory of `did:plc` documents. @defaultValue "https://plc.directory" */
  readonly directory?: string;
  /** @defaultValue the runtime's own */
  readonly fetch?: typeof globalThis.fetch;
  /** Ends the requests. */
  readonly signal?: AbortSignal;
}

/** What `createBlueskyAdapter` wants to know. Spread it into its options. */
export interface ResolvedAccount {
  /** DID of the account. */
  readonly accountId: string;
  /** Origin of the server that hosts the account. */
  readonly service: string;
}

function fail(code: "invalid-request" | "not-found" | "connection-failed" | "unexpected-response", why: string): never {
  throw new FolkmootError(code, `bluesky resolveAccount failed: ${why}`, { retryable: code === "connection-failed" });
}

/**
 * Finds the DID and the server of a handle. Two requests, without login.
 * @param handle - e.g. `brand.example.com`, with or without `@`; a DID is taken too
 * @throws FolkmootError `invalid-request` for what is no handle, `not-found` when it leads nowhere, `connection-failed` when nobody answers.
 *
 * @example
 * const bluesky = createBlueskyAdapter({ ...(await resolveAccount("brand.bsky.social")), password });
 */
export async function resolveAccount(handle: string, options: ResolveAccountOptions = {}): Promise<ResolvedAccount> {
  const { service = "https://public.api.bsky.app", directory = "https://plc.directory", signal } = options;
  const name = handle.trim().replace(/^@/, "");
  if (!isDid(name) && !/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(name))
    return fail("invalid-request", "this is no handle; write it like brand.bsky.social.");
  const origin = serverOrigin(service) ?? fail("invalid-request", "`service` must be an address with https:.");
  const documents = serverOrigin(directory) ?? fail("invalid-request", "`directory` must be an address with https:.");
  const fetch = options.fetch ?? globalThis.fetch;

  const read = async (url: string, missing: string): Promise<Readonly<Record<string, unknown>>> => {
    const response = await fetch(url, { headers: { accept: "application/json" }, ...(signal !== undefined && { signal }) }).catch(
      (error: unknown) => {
        signal?.throwIfAborted();
        return fail(
          "connection-failed",
          `${new URL(url).host} does not answer (${error instanceof Error ? error.name : "no reason given"}).`,
        );
      },
    );
    if (response.status === 400 || response.status === 404 || response.status === 410) return fail("not-found", missing);
    if (!response.ok) return fail("connection-failed", `${new URL(url).host} answered with status ${response.status}; try again.`);
    const body: unknown = await response.json().catch(() => undefined);
    return fieldsOf(body);
  };

  const query = new URLSearchParams({ handle: name }).toString();
  const did = isDid(name)
    ? name
    : textOf((await read(`${origin}/xrpc/com.atproto.identity.resolveHandle?${query}`, "no account has this handle."))["did"]);
  if (did === undefined || !isDid(did)) return fail("unexpected-response", "the answer names no DID.");
  const document = await read(documentUrl(did, documents), "the account has no document; it may be deleted.");
  const server = serverOf(document, documents);
  return server === undefined ? fail("not-found", "the account's document names no server.") : { accountId: did, service: server };
}

/** Where the document of a DID lies (specifications of did:plc and did:web, read 2026-08). */
function documentUrl(did: string, directory: string): string {
  const host = /^did:web:([^:]+)$/.exec(did)?.[1];
  if (did.startsWith("did:plc:")) return `${directory}/${did}`;
  const origin = host === undefined ? undefined : serverOrigin(`https://${decodeURIComponent(host)}`);
  return origin === undefined
    ? fail("invalid-request", "only accounts of did:plc and of did:web without a path are on this network.")
    : `${origin}/.well-known/did.json`;
}
