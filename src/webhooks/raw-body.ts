/**
 * The raw bytes of a request. Signatures are made over bytes: a body that was parsed and written again is another one.
 * @module
 */
import { joinBytes } from "./bytes.js";

/** Most bytes that are read of a webhook. Our choice: far above what networks send, far below what hurts. */
export const maxBodyBytes: number = 5 * 1024 * 1024;

/**
 * Reads the raw bytes of a request, once. What says that it is too large is not read at all, what turns out to be is read no further.
 * @param maxBytes - how many may come. @defaultValue 5 MiB
 * @returns `"too-large"` when there are more
 * @throws what the stream throws when it breaks off.
 */
export async function rawBody(request: Request, maxBytes: number = maxBodyBytes): Promise<Uint8Array<ArrayBuffer> | "too-large"> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) return "too-large";
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.length;
    if (length > maxBytes) {
      // Nobody waits for the sender to understand.
      reader.cancel().catch(() => undefined);
      return "too-large";
    }
    chunks.push(read.value);
  }
  return joinBytes(...chunks);
}
