/**
 * Content ids as the network computes them: CIDv1 in base32 over SHA-256 of the DAG-CBOR (records) or of the bytes (blobs).
 * @see https://atproto.com/specs/data-model
 * @module
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { isJson } from "../json.js";

const letters = "abcdefghijklmnopqrstuvwxyz234567";
const dagCbor = 0x71;
const rawBytes = 0x55;

/** Writes bytes in lower-case base32 without padding. */
export function base32(bytes: Uint8Array): string {
  let out = "";
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += letters.charAt((held >> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? out + letters.charAt((held << (5 - bits)) & 31) : out;
}

function fromBase32(text: string): Uint8Array {
  const out: number[] = [];
  let held = 0;
  let bits = 0;
  for (const letter of text) {
    held = (held << 5) | letters.indexOf(letter);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out.push((held >> bits) & 255);
      held &= (1 << bits) - 1;
    }
  }
  return Uint8Array.from(out);
}

const cidFor = (codec: number, bytes: Uint8Array): string => `b${base32(Uint8Array.from([1, codec, 0x12, 0x20, ...sha256(bytes)]))}`;

/** Computes the content id of a record. */
export const cidOf = (value: unknown): string => cidFor(dagCbor, encode(value));

/** Computes the content id of a blob. */
export const cidOfBytes = (bytes: Uint8Array): string => cidFor(rawBytes, bytes);

/** Says whether a text has the form of a content id. */
export const isCid = (text: string): boolean => /^b[a-z2-7]{50,}$/.test(text);

function head(major: number, length: number): Uint8Array {
  const first = major << 5;
  if (length < 24) return Uint8Array.from([first | length]);
  const width = length < 0x100 ? 1 : length < 0x1_0000 ? 2 : length < 0x1_0000_0000 ? 4 : 8;
  const bytes = new Uint8Array(width + 1);
  bytes[0] = first | (24 + Math.log2(width));
  let rest = length;
  for (let at = width; at > 0; at -= 1) {
    bytes[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return bytes;
}

function encode(value: unknown): Uint8Array {
  if (value === null) return Uint8Array.from([0xf6]);
  if (typeof value === "boolean") return Uint8Array.from([value ? 0xf5 : 0xf4]);
  if (typeof value === "number") return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === "string") {
    const bytes = utf8ToBytes(value);
    return concatBytes(head(3, bytes.length), bytes);
  }
  if (Array.isArray(value)) return concatBytes(head(4, value.length), ...value.map(encode));
  if (!isJson(value)) throw new TypeError("A record is made of JSON.");
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  if (keys.length === 1 && typeof value.$link === "string") {
    const bytes = Uint8Array.from([0, ...fromBase32(value.$link.slice(1))]);
    return concatBytes(Uint8Array.from([0xd8, 42]), head(2, bytes.length), bytes);
  }
  // Keys in the order of DAG-CBOR: the shorter first, then by bytes.
  keys.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  return concatBytes(head(5, keys.length), ...keys.flatMap((key) => [encode(key), encode(value[key])]));
}
