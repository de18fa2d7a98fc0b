/**
 * Reads `multipart/form-data`, in which files come along with a message.
 * @module
 */

/** One part of a form. */
export interface FormPart {
  /** Name of the field. */
  readonly name: string;
  /** Set where it is a file. */
  readonly filename?: string;
  /** As the part says. */
  readonly contentType?: string;
  /** What it holds. */
  readonly bytes: Uint8Array;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function find(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const [first = 0] = wanted;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1))
    if (wanted.every((byte, on) => bytes[at + on] === byte)) return at;
  return -1;
}

function partOf(bytes: Uint8Array): FormPart | undefined {
  const blank = find(bytes, encoder.encode("\r\n\r\n"), 0);
  if (blank < 0) return undefined;
  const head = decoder.decode(bytes.subarray(0, blank));
  const name = /[; ]name="([^"]*)"/i.exec(head)?.[1];
  const filename = /[; ]filename="([^"]*)"/i.exec(head)?.[1];
  const contentType = /^content-type:\s*(\S+)/im.exec(head)?.[1];
  if (name === undefined) return undefined;
  return {
    name,
    ...(filename !== undefined && { filename }),
    ...(contentType !== undefined && { contentType }),
    bytes: bytes.subarray(blank + 4),
  };
}

/** Reads the parts of a form; `undefined` where the body is none. */
export function formParts(contentType: string, body: Uint8Array): readonly FormPart[] | undefined {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return undefined;
  const mark = encoder.encode(`--${boundary}`);
  const parts: FormPart[] = [];
  let at = find(body, mark, 0);
  while (at >= 0) {
    const start = at + mark.length;
    const next = find(body, mark, start);
    if (next < 0) break;
    // Between the mark with its line break and the line break before the next mark.
    const part = partOf(body.subarray(start + 2, next - 2));
    if (part === undefined) return undefined;
    parts.push(part);
    at = next;
  }
  return parts;
}
