/**
 * Bodies: what goes out, and what comes back.
 * @module
 */

/** Larger answers are not read: 16 MiB of text. The largest page of a network is below 1 MB. */
export const maxBodyBytes: number = 16 * 1024 * 1024;

/** What `fetch` takes as it is. Classes are looked up when called: touching them at import loads the runtime's whole fetch. */
function isWireBody(body: unknown): body is BodyInit {
  return (
    typeof body === "string" ||
    ArrayBuffer.isView(body) ||
    body instanceof ArrayBuffer ||
    body instanceof URLSearchParams ||
    body instanceof Blob ||
    body instanceof FormData ||
    body instanceof ReadableStream
  );
}

/** A body ready to leave. */
export interface EncodedBody {
  /** As `fetch` takes it. */
  readonly body: BodyInit;
  /** Set for JSON; everything else names its own type, or the caller does. */
  readonly contentType?: string;
  /** False for a stream, which is gone once it was read. */
  readonly repeatable: boolean;
}

/**
 * Makes a body of what a caller gave: JSON, unless `fetch` takes it as it is. `undefined` = no body.
 * @throws TypeError for what is no JSON (a cycle, a bigint)
 */
export function encodeBody(body: unknown): EncodedBody | undefined {
  if (body === undefined) return undefined;
  if (isWireBody(body)) return { body, repeatable: !(body instanceof ReadableStream) };
  return { body: JSON.stringify(body), contentType: "application/json", repeatable: true };
}

/** A body as it came. `broken` says that it is larger than we read, called itself JSON and is none, or is a web page. */
export interface DecodedBody {
  /** Parsed JSON, else the text, else `undefined`. */
  readonly body: unknown;
  /** A short reason without content. */
  readonly broken?: string;
}

/**
 * Reads an answer's body: JSON where it says so or looks like it, else text, else nothing.
 * A body of more than {@link maxBodyBytes} is left unread.
 */
export async function decodeBody(response: Response): Promise<DecodedBody> {
  const text = await boundedText(response);
  if (text === undefined) return { body: undefined, broken: `the answer is larger than ${maxBodyBytes / 1024 / 1024} MiB` };
  if (text === "") return { body: undefined };
  const contentType = response.headers.get("content-type");
  const saysJson = isJson(contentType);
  // Some networks send JSON as text/javascript or text/plain.
  if (!saysJson && !/^\s*[[{]/.test(text)) return isPage(contentType) ? { body: text, broken: pageReason } : { body: text };
  try {
    return { body: JSON.parse(text) as unknown };
  } catch {
    return saysJson ? { body: text, broken: "the answer calls itself JSON and is none" } : { body: text };
  }
}

function isJson(contentType: string | null): boolean {
  return contentType !== null && /^[^;]*[/+]json\s*(?:;|$)/i.test(contentType);
}

// Hotels, proxies and providers answer for a network, with a status of success: whoever asked for no content would take it for done.
const pageReason = "a web page answered instead of the network; check the connection for a login page or proxy in between";

function isPage(contentType: string | null): boolean {
  return contentType !== null && /^\s*(?:text\/html|application\/xhtml\+xml)\s*(?:;|$)/i.test(contentType);
}

async function boundedText(response: Response): Promise<string | undefined> {
  const { body, headers } = response;
  const told = headers.get("content-length");
  const length = told === null ? undefined : Number(told);
  if (length !== undefined && length > maxBodyBytes) {
    await drop(body);
    return undefined;
  }
  // Only an uncompressed body is as long as its header says.
  if (body === null || (length !== undefined && length >= 0 && !headers.has("content-encoding"))) return response.text();
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return textOf(chunks);
    bytes += value.byteLength;
    if (bytes > maxBodyBytes) {
      void reader.cancel().catch(ignore);
      return undefined;
    }
    chunks.push(value);
  }
}

// Made at the first answer. Only whole texts go through it, so answers that arrive at the same time can share it.
let wholeText: TextDecoder | undefined;

/** Most answers come in one piece, which needs no decoder of its own. */
function textOf(chunks: readonly Uint8Array[]): string {
  if (chunks.length <= 1) return (wholeText ??= new TextDecoder()).decode(chunks[0]);
  const decoder = new TextDecoder();
  let text = "";
  for (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

async function drop(body: ReadableStream | null): Promise<void> {
  await body?.cancel().catch(ignore);
}

function ignore(): void {
  // What is thrown away may fail on its way out.
}
