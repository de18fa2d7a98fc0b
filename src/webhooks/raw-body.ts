/**
 * The raw bytes of a request. Signatures are made over bytes: a body that was parsed and written again is another one.
 * @module
 */
import { FolkmootError } from "../errors.js";
import { joinBytes } from "./bytes.js";

/** Most bytes that are read of a webhook. Our choice: far above what networks send, far below what hurts. */
export const maxBodyBytes: number = 5 * 1024 * 1024;

/**
 * Reads the raw bytes of a request, once.
 * @param maxBytes - more than that is refused before all of it is read. @defaultValue 5 MiB
 * @throws FolkmootError `invalid-request` when somebody has read the body before, or when it is too large.
 */
export async function rawBody(request: Request, maxBytes: number = maxBodyBytes): Promise<Uint8Array> {
  if (request.bodyUsed)
    throw new FolkmootError(
      "invalid-request",
      "The body of the webhook request was read before, and its signature is made over the raw bytes; take it in before any body parser.",
    );
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.length;
    if (length > maxBytes) {
      await reader.cancel();
      throw new FolkmootError("invalid-request", `The body of the webhook request has more than ${maxBytes} bytes; answer it with 413.`);
    }
    chunks.push(read.value);
  }
  return joinBytes(...chunks);
}
