/**
 * Messages as columns: what each is, when, and in which thread. A million of them are read in a fraction of a second this way.
 * @module
 */
import { isObject, refuse } from "../measure.js";
import { readStored, readTime } from "../read-time.js";
import { codeOf, standingOf, type StandingOptions, type TimedMessage } from "./standing.js";
import { Sieve, StringIds, tailHash } from "./string-ids.js";
import { orderByTime } from "./time-order.js";

/** Messages as columns, by their position in the list. */
export interface Timeline {
  /** The list itself. */
  readonly messages: readonly TimedMessage[];
  /** When each was written. Milliseconds since 1970. */
  readonly at: Float64Array;
  /** What each is; 0 of a second copy, which counts nowhere. */
  readonly standing: Uint8Array;
  /** The thread of each: a direct conversation or chat, or the tree under one first message. */
  readonly thread: Int32Array;
  /** Thread numbers are below this. */
  readonly threads: number;
  /** Positions in the order of time. Absent = they are in order. */
  readonly order: Uint32Array | undefined;
  /** Replies to a message of another thread (a private reply to a comment): their position, and that thread. */
  readonly elsewhere: readonly (readonly [index: number, thread: number])[];
  /** Inbound messages that were deleted where they were said: their position, and when. Never before they were written. */
  readonly deleted: readonly (readonly [index: number, at: number])[];
  /** Finds a thread: by the key of its conversation or of one of `keys`. */
  readonly threadOf: (key: string) => number | undefined;
  /** Finds the position of one of `keys`. */
  readonly indexOf: (key: string) => number | undefined;
}

const flat = -2;
const top = -1;

/**
 * Reads messages into columns.
 *
 * @param keys - What `threadOf` and `indexOf` will be asked for; other messages are not looked up.
 * @param visit - Is shown each message, copies too, once it was read: going through a million of them again takes half as long.
 * @throws FolkmootError `invalid-request` for what is no list or no message, and for a time that is none.
 */
export function readTimeline(
  messages: readonly TimedMessage[],
  options: StandingOptions,
  keys: Iterable<string> = [],
  visit?: (message: TimedMessage, index: number) => void,
): Timeline {
  const given: unknown = messages;
  if (!Array.isArray(given)) refuse("`messages` is no list", "give messages in one");
  const size = messages.length;
  const at = new Float64Array(size);
  const standing = new Uint8Array(size);
  const thread = new Int32Array(size);
  const hashes = new Int32Array(size);
  // The number of what a message hangs on, or that it hangs on nothing.
  const above = new Int32Array(size);
  const rooms = new StringIds();
  const nodes = new StringIds();
  const wanted = [...keys];
  for (const key of wanted) nodes.of(key);
  const answers: [index: number, node: number][] = [];
  const deleted: [index: number, at: number][] = [];
  const seen = new Sieve(size);
  const twice: number[] = [];

  for (let index = 0; index < size; index++) {
    const message = checkMessage(messages[index], index);
    const { key, conversation, direction, kind, parent, deletedAt } = message;
    const hash = tailHash(key);
    hashes[index] = hash;
    if (seen.add(hash)) twice.push(hash);
    const time = instantOf(message.createdAt, "createdAt", key);
    at[index] = time;
    standing[index] = standingOf(message, options);
    visit?.(message, index);
    if (kind === "direct" || kind === "chat" || kind === undefined) {
      above[index] = flat;
      thread[index] = rooms.of(conversation);
    } else {
      const up = message.root ?? parent;
      above[index] = up === undefined ? top : nodes.of(up);
    }
    if (direction === "outbound") {
      if (parent !== undefined && (above[index] === flat || (message.root !== undefined && message.root !== parent)))
        answers.push([index, nodes.of(parent)]);
    } else if (deletedAt !== undefined && (message.shell === undefined || message.shell.why === "deleted"))
      deleted.push([index, Math.max(time, instantOf(deletedAt, "deletedAt", key))]);
  }

  if (twice.length > 0) dropCopies(messages, hashes, twice, standing);
  const owners = ownersOf(messages, nodes, hashes, standing);
  const { threads, threadOfNode, hasCircles } = placeTrees({ rooms: rooms.size, owners, above, thread });
  // Only in a circle does an answer stand in another thread than the message on which it hangs.
  if (hasCircles)
    for (const [index, { direction, parent, root = parent }] of messages.entries()) {
      const node = above[index] ?? top;
      if (node >= 0 && direction === "outbound" && parent === root) answers.push([index, node]);
    }
  const isKept = (index: number): boolean => standing[index] !== codeOf.none;
  const ownerOf = (key: string): number | undefined => {
    const owner = owners[nodes.find(key)];
    return owner === undefined || owner < 0 ? undefined : owner;
  };
  return {
    messages,
    at,
    standing,
    thread,
    threads,
    order: orderByTime(at),
    elsewhere: answers.flatMap(([index, node]): [number, number][] => {
      const owner = owners[node] ?? -1;
      const other = owner < 0 ? -1 : (thread[owner] ?? -1);
      return owner < 0 || other === thread[index] || !isKept(index) ? [] : [[index, other]];
    }),
    deleted: deleted.filter(([index]) => isKept(index)),
    indexOf: ownerOf,
    threadOf: (key) => {
      const room = rooms.find(key);
      if (room >= 0) return room;
      const owner = ownerOf(key);
      if (owner !== undefined) return thread[owner];
      const node = nodes.find(key);
      return node < 0 ? undefined : threadOfNode(node);
    },
  };
}

/** Reads a time of a message. Its name is made only where it is no time: making a million names takes longer than reading. */
export function instantOf(value: string, field: string, key: string): number {
  const stored = typeof value === "string" ? readStored(value) : Number.NaN;
  return Number.isNaN(stored) ? readTime(value, `${field} of ${key}`) : stored;
}

function checkMessage(message: TimedMessage | undefined, index: number): TimedMessage {
  if (message === undefined || !isObject(message))
    return refuse(`\`messages\` has no message at position ${index}`, "leave out what is unknown");
  const { key, conversation }: { readonly key: unknown; readonly conversation: unknown } = message;
  const direction: string = message.direction;
  if (typeof key !== "string" || typeof conversation !== "string")
    refuse(`\`messages\` has no message with key and conversation at position ${index}`, "give messages as the inbox does");
  if (direction !== "inbound" && direction !== "outbound")
    refuse(`direction of ${key} is none`, "give inbound for what they wrote, outbound for what we wrote");
  return message;
}

/** Of messages with one key one is kept, whatever the order of the list: the deleted one, the one that fewer can see, else the greater. */
function dropCopies(messages: readonly TimedMessage[], hashes: Int32Array, twice: readonly number[], standing: Uint8Array): void {
  const suspects = new Sieve(twice.length);
  for (const hash of twice) suspects.add(hash);
  // Few share the whole of their hash without being copies, so hardly any key is looked at.
  const alike = new Map<number, number[]>();
  for (let index = 0; index < messages.length; index++) {
    const hash = hashes[index] ?? 0;
    if (!suspects.has(hash)) continue;
    const others = alike.get(hash);
    if (others === undefined) alike.set(hash, [index]);
    else others.push(index);
  }
  for (const group of alike.values()) {
    if (group.length === 1) continue;
    const kept = new Map<string, number>();
    for (const index of group) {
      const message = messages[index];
      if (message === undefined) continue;
      const other = kept.get(message.key);
      const rival = other === undefined ? undefined : messages[other];
      const stays = rival !== undefined && weight(rival) >= weight(message);
      if (other !== undefined) standing[stays ? index : other] = codeOf.none;
      if (!stays) kept.set(message.key, index);
    }
  }
}

function weight(message: TimedMessage): string {
  const { deletedAt, visibility = "unknown", shell, createdAt, direction, conversation, root, parent, kind, annotations } = message;
  const isSeen = visibility === "public" || visibility === "private" || visibility === "unknown";
  const rest = [visibility, createdAt, direction, conversation, root, parent, kind, shell, annotations, message.author];
  return JSON.stringify([deletedAt === undefined ? "0" : `1${deletedAt}`, isSeen ? 0 : 1, ...rest]);
}

/** Finds the message of each node that something hangs on; -1 where the list does not hold it. */
function ownersOf(messages: readonly TimedMessage[], nodes: StringIds, hashes: Int32Array, standing: Uint8Array): Int32Array {
  const owners = new Int32Array(nodes.size).fill(-1);
  if (nodes.size === 0) return owners;
  const sieve = new Sieve(nodes.size);
  nodes.mark(sieve);
  for (let index = 0; index < messages.length; index++) {
    if (!sieve.has(hashes[index] ?? 0) || standing[index] === codeOf.none) continue;
    const node = nodes.find(messages[index]?.key ?? "", hashes[index]);
    if (node >= 0) owners[node] = index;
  }
  return owners;
}

/** Gives each message of a tree its thread: that of the first message above it, or of the one that a list without it begins with. */
function placeTrees(given: {
  readonly rooms: number;
  readonly owners: Int32Array;
  readonly above: Int32Array;
  readonly thread: Int32Array;
}): {
  readonly threads: number;
  readonly threadOfNode: (node: number) => number;
  readonly hasCircles: boolean;
} {
  const { rooms, owners, above, thread } = given;
  const found = new Int32Array(owners.length).fill(-1);
  const onTheWay = -2;
  let hasCircles = false;
  const threadOfNode = (from: number): number => {
    const placed = found[from] ?? -1;
    if (placed >= 0) return placed;
    // Most hang on a first message, or on one that the list does not hold.
    const first = owners[from] ?? -1;
    if (first < 0 || above[first] === top) return (found[from] = rooms + from);
    const path: number[] = [];
    let node = from;
    let result = -1;
    while (result < 0) {
      const known = found[node] ?? -1;
      if (known === onTheWay) {
        hasCircles = true;
        // Messages that answer each other in a circle: each has a thread of its own, and what hangs on them is in the one that it meets.
        result = rooms + node;
        for (let last = path.pop(); last !== undefined; last = path.pop()) {
          found[last] = rooms + last;
          if (last === node) break;
        }
        break;
      }
      if (known >= 0) {
        result = known;
        break;
      }
      found[node] = onTheWay;
      path.push(node);
      const owner = owners[node] ?? -1;
      const next = owner < 0 ? top : (above[owner] ?? top);
      if (next === flat) result = thread[owner] ?? -1;
      else if (next === top) result = rooms + node;
      else node = next;
    }
    for (const one of path) found[one] = result;
    return result;
  };

  // First those that others hang on: they know their own node.
  const isPlaced = new Uint8Array(thread.length);
  for (let node = 0; node < owners.length; node++) {
    const owner = owners[node] ?? -1;
    if (owner < 0 || above[owner] === flat) continue;
    thread[owner] = threadOfNode(node);
    isPlaced[owner] = 1;
  }
  let threads = rooms + owners.length;
  for (let index = 0; index < thread.length; index++) {
    const up = above[index] ?? flat;
    if (up === flat || isPlaced[index] === 1) continue;
    thread[index] = up === top ? threads++ : threadOfNode(up);
  }
  return { threads, threadOfNode, hasCircles };
}
