/**
 * Ed25519: the public key of a seed, at once. The platform's own cryptography answers later only, and signs.
 * @see https://www.rfc-editor.org/rfc/rfc8032, section 5.1
 * @module
 */
import { bytesToHex } from "@noble/hashes/utils.js";
import { sha512 } from "@noble/hashes/sha2.js";

const prime = 2n ** 255n - 19n;
const mod = (value: bigint): bigint => ((value % prime) + prime) % prime;

function power(base: bigint, exponent: bigint): bigint {
  let [result, square, left] = [1n, mod(base), exponent];
  for (; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = mod(result * square);
    square = mod(square * square);
  }
  return result;
}

const inverse = (value: bigint): bigint => power(value, prime - 2n);
const curve = mod(-121_665n * inverse(121_666n));

/** A point of the curve in extended coordinates, in which adding needs no division. */
interface Point {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
  readonly t: bigint;
}

const pointAt = (x: bigint, y: bigint): Point => ({ x, y, z: 1n, t: mod(x * y) });

/** Adds two points of the curve, as section 5.1.4 does. */
function add(one: Point, other: Point): Point {
  const a = mod((one.y - one.x) * (other.y - other.x));
  const b = mod((one.y + one.x) * (other.y + other.x));
  const c = mod(2n * curve * one.t * other.t);
  const d = mod(2n * one.z * other.z);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return { x: mod(e * f), y: mod(g * h), t: mod(e * h), z: mod(f * g) };
}

const base: Point = pointAt(
  15_112_221_349_535_400_772_501_151_409_588_531_511_454_012_693_041_857_206_046_113_283_949_847_762_202n,
  mod(4n * inverse(5n)),
);

const littleEndian = (bytes: Uint8Array): bigint => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);

/** Gives the public key of a private one, both 32 bytes; this one in hex. */
export function publicKeyOf(seed: Uint8Array): string {
  const half = sha512(seed).slice(0, 32);
  let scalar = (littleEndian(half) & ((1n << 255n) - 1n) & ~7n) | (1n << 254n);
  let [sum, doubled]: [Point, Point] = [pointAt(0n, 1n), base];
  for (; scalar > 0n; scalar >>= 1n) {
    if ((scalar & 1n) === 1n) sum = add(sum, doubled);
    doubled = add(doubled, doubled);
  }
  const unit = inverse(sum.z);
  const encoded = mod(sum.y * unit) | ((mod(sum.x * unit) & 1n) << 255n);
  return bytesToHex(Uint8Array.from({ length: 32 }, (_, at) => Number((encoded >> BigInt(8 * at)) & 255n)));
}

/** How the platform wants to be given a private key: this in front of its 32 bytes (RFC 8410). */
const envelope = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

/** Signs bytes with a private key of 32 bytes. Gives the signature in hex. */
export async function signWith(seed: Uint8Array, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const key = await crypto.subtle.importKey("pkcs8", Uint8Array.from([...envelope, ...seed]), "Ed25519", false, ["sign"]);
  return bytesToHex(new Uint8Array(await crypto.subtle.sign("Ed25519", key, bytes)));
}
