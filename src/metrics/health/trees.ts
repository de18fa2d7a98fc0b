/**
 * Trees of replies: where a message stands in its tree, whatever is missing above it.
 * @module
 */
import type { Message } from "../../model/message.js";
import type { Unique } from "./once.js";

/** What a tree reads of a message. */
export type TreeMessage = Pick<Message, "key"> & Partial<Pick<Message, "parent" | "root">>;

/** Where messages stand, by their index in the list. Indices from the end of the list on stand for messages that were not given. */
export interface Trees {
  /** The index of the first message of the tree, as far up as it is known. -1 in a ring, and below one. */
  readonly tops: Int32Array;
  /** How many replies lead from there to here; at least so many where something above is missing. -1 in a ring, and below one. */
  readonly depths: Int32Array;
  /** The index of the message that is answered; -1 where none was told, or where it was not given. */
  readonly parents: Int32Array;
  /** 1 where the message that is answered was not given, or not told although there is one. */
  readonly torn: Uint8Array;
}

const unseen = -2;
const ring = -1;

/**
 * Places messages in their trees by parent, and by root where the network does not tell the parent.
 *
 * A parent that was not given is known to exist, so it has a place as well: below the root that its replies name, else on top.
 */
export function plantTrees(messages: Unique<TreeMessage>): Trees {
  const { list, indexOf } = messages;
  const parents = new Int32Array(list.length).fill(-1);
  const torn = new Uint8Array(list.length);
  const { ups, missing, roots } = climb(messages, parents, torn);
  for (const [key, root] of roots) ups[missing.get(key) ?? -1] = indexOf.get(root) ?? nameMissing(missing, list.length, root);

  const size = list.length + missing.size;
  const tops = new Int32Array(size).fill(-1);
  const depths = new Int32Array(size).fill(unseen);
  const path: number[] = [];
  for (let start = 0; start < list.length; start++) {
    let at = start;
    while (at >= 0 && depths[at] === unseen) {
      // Who comes back here on this way has gone round in a ring.
      depths[at] = ring;
      path.push(at);
      at = ups[at] ?? -1;
    }
    const isRing = at >= 0 && depths[at] === ring;
    for (let here = path.pop(); here !== undefined; here = path.pop()) {
      if (!isRing) {
        tops[here] = at < 0 ? here : (tops[at] ?? here);
        depths[here] = at < 0 ? 0 : (depths[at] ?? 0) + 1;
      }
      at = here;
    }
  }
  return { tops, depths, parents, torn };
}

/** Finds what stands above each message, and what is known of the messages that were not given. */
function climb(
  { list, indexOf }: Unique<TreeMessage>,
  parents: Int32Array,
  torn: Uint8Array,
): { readonly ups: number[]; readonly missing: Map<string, number>; readonly roots: ReadonlyMap<string, string> } {
  const ups: number[] = [];
  const missing = new Map<string, number>();
  const roots = new Map<string, string>();
  for (const [index, { key, parent, root }] of list.entries()) {
    const isTold = parent !== undefined;
    const above = parent ?? (root === key ? undefined : root);
    const known = above === undefined ? undefined : indexOf.get(above);
    ups.push(above === undefined ? -1 : (known ?? nameMissing(missing, list.length, above)));
    if (isTold && known !== undefined) parents[index] = known;
    else if (above !== undefined) torn[index] = 1;
    if (!isTold || known !== undefined || root === undefined || root === parent) continue;
    // Of several roots that replies to one message name the first by name counts, whatever the order.
    const before = roots.get(parent);
    if (before === undefined || root < before) roots.set(parent, root);
  }
  return { ups, missing, roots };
}

/** Gives a message that was not given an index behind the list. */
function nameMissing(missing: Map<string, number>, length: number, key: string): number {
  const before = missing.get(key);
  if (before !== undefined) return before;
  const index = length + missing.size;
  missing.set(key, index);
  return index;
}
