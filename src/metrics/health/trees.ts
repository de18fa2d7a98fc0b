/**
 * Trees of replies: where a message stands in its tree, whatever is missing above it.
 * @module
 */
import type { Message } from "../../model/message.js";

/** What a tree reads of a message. */
export type TreeMessage = Pick<Message, "key"> & Partial<Pick<Message, "parent" | "root">>;

/** Where a message stands. */
export interface Place {
  /** The first message of the tree, as far up as it is known. It may be one that was not given. */
  readonly top: string;
  /** How many replies lead from there to here; at least so many where something above is missing. */
  readonly depth: number;
}

/** Where messages stand. */
export interface Trees {
  /** The place of a message; nothing for one whose parents answer each other in a ring, or that hangs below such. */
  placeOf(key: string): Place | undefined;
  /** Tells whether something above a message, or the message itself, was not given or not told. */
  isTorn(message: TreeMessage): boolean;
}

/**
 * Places messages in their trees by parent, and by root where the network does not tell the parent.
 *
 * A parent that was not given is known to exist, so it has a place as well: below the root that its replies name, else on top.
 */
export function plantTrees(byKey: ReadonlyMap<string, TreeMessage>): Trees {
  const guessed = rootsOfMissing(byKey);
  const upOf = (key: string): string | undefined => {
    const message = byKey.get(key);
    return message === undefined ? guessed.get(key) : (message.parent ?? otherRoot(message));
  };
  // `undefined` while it is looked for, and for good when the search came back to it.
  const places = new Map<string, Place | undefined>();
  const placeOf = (key: string): Place | undefined => {
    const path: string[] = [];
    let one: string | undefined = key;
    while (one !== undefined && !places.has(one)) {
      places.set(one, undefined);
      path.push(one);
      one = upOf(one);
    }
    let above = one === undefined ? undefined : places.get(one);
    const isRing = one !== undefined && above === undefined;
    for (let at = path.length - 1; at >= 0; at--) {
      const here = path[at] ?? "";
      if (!isRing) {
        above = above === undefined ? { top: here, depth: 0 } : { top: above.top, depth: above.depth + 1 };
        places.set(here, above);
      }
    }
    return places.get(key);
  };
  return {
    placeOf,
    isTorn: (message) => (message.parent === undefined ? otherRoot(message) !== undefined : !byKey.has(message.parent)),
  };
}

const otherRoot = ({ key, root }: TreeMessage): string | undefined => (root === key ? undefined : root);

/** Finds the roots that the replies to messages that were not given name. Of several the first by name, whatever the order. */
function rootsOfMissing(byKey: ReadonlyMap<string, TreeMessage>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { parent, root } of byKey.values()) {
    if (parent === undefined || root === undefined || root === parent || byKey.has(parent)) continue;
    const before = found.get(parent);
    if (before === undefined || root < before) found.set(parent, root);
  }
  return found;
}
