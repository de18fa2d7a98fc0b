/**
 * Reads an attachment's bytes from where the host keeps them, for networks that take uploads.
 * @module
 */
import { errorName } from "../errors.js";
import type { DraftAttachment } from "../model/draft.js";

/** The bytes of an attachment. */
export interface AttachmentBytes {
  /** The file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What it is, in lower case and without parameters, e.g. `image/png`: as the host says, else as the address does. May be empty. */
  readonly mimeType: string;
}

/** What an attachment has to keep, and who is told when it does not. */
export interface AttachmentRules {
  /** Largest file. Bytes. */
  readonly maxBytes: number;
  /** The runtime's. */
  readonly fetch: typeof globalThis.fetch;
  /** Ends the reading. */
  readonly signal?: AbortSignal | undefined;
  /** Refuses the attachment. `why` goes on after its name: "is empty." */
  readonly refuse: (why: string) => never;
}

/**
 * Reads an attachment. Goes out without budget and credentials: the address is the host's own. No more is read than is allowed, where the
 * answer tells its length. Neither address nor host is ever named.
 * @throws what `refuse` throws; the signal's reason
 */
export async function readAttachment(attachment: DraftAttachment, rules: AttachmentRules): Promise<AttachmentBytes> {
  const { refuse, maxBytes } = rules;
  const { bytes, type } = /^data:/i.test(attachment.url) ? readDataUrl(attachment.url, rules) : await download(attachment.url, rules);
  if (bytes.byteLength === 0) return refuse("is empty.");
  if (bytes.byteLength > maxBytes) return tooLarge(bytes.byteLength, rules);
  return { bytes, mimeType: (attachment.mimeType ?? type).split(";")[0]?.trim().toLowerCase() ?? "" };
}

interface Loaded {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

function tooLarge(bytes: number, { maxBytes, refuse }: AttachmentRules): never {
  return refuse(`has ${bytes} bytes and ${maxBytes} are allowed; make it smaller.`);
}

async function download(url: string, rules: AttachmentRules): Promise<Loaded> {
  const { fetch, signal, refuse } = rules;
  const response = await fetch(url, signal === undefined ? {} : { signal }).catch((error: unknown) => {
    signal?.throwIfAborted();
    return refuse(`could not be fetched (${errorName(error)}); check its address.`);
  });
  if (!response.ok) return refuse(`could not be fetched (status ${response.status}); check its address.`);
  const length = Number(response.headers.get("content-length") ?? 0);
  if (length > rules.maxBytes) {
    await response.body?.cancel();
    return tooLarge(length, rules);
  }
  return { bytes: new Uint8Array(await response.arrayBuffer()), type: response.headers.get("content-type") ?? "" };
}

function readDataUrl(url: string, { refuse }: AttachmentRules): Loaded {
  const comma = url.indexOf(",");
  const type = url.slice("data:".length, comma);
  try {
    const body = decodeURIComponent(url.slice(comma + 1));
    if (comma > 0 && !/;\s*base64\s*$/i.test(type)) return { bytes: new TextEncoder().encode(body), type };
    if (comma > 0) return { bytes: Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0)), type };
  } catch {
    // Told below, together with an address that has no data at all.
  }
  return refuse("is a data: address that cannot be read; write data:image/png;base64,…");
}
