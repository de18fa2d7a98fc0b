/**
 * Where posts and replies stand. The network names the post that a thread begins with and what a reply answers; which reply on top it is
 * below, and whether the post is ours, is found here: from what was seen before, else by asking.
 * @module
 */
import { inPath, sameName } from "../_graph/names.js";
import { anyObject } from "../_graph/wire.js";
import { fieldsOf, textOf } from "../../adapter/fields.js";
import { idOf, type GraphTask } from "../_graph/task.js";
import type { Us } from "./ids.js";
import { isFolkmootError } from "../../errors.js";
import { placeFields } from "./fields.js";
import { placeIn, refId } from "./wire.js";
import type { Viewer } from "./normalize.js";

/** Where a post or reply stands. */
export interface Place {
  /** The post that its thread begins with; of a post its own id. */
  readonly rootId: string;
  /** True when that post is ours. */
  readonly ownRoot: boolean;
  /** What it answers; absent on a post. */
  readonly parentId?: string;
  /** The reply on top that it is below, its own id included; absent on a post. */
  readonly topId?: string;
  /** True when it answers one of ours, wherever that stands. */
  readonly answersUs?: boolean;
}

/** What was seen of one post or reply. */
interface Known {
  readonly root?: string;
  readonly parent?: string;
  readonly own?: boolean;
}

/** Where posts and replies stand, as far as it was seen. */
export interface Places {
  /** Takes in what a page tells, so that the items of one page explain each other. */
  learn(wires: readonly Readonly<Record<string, unknown>>[], viewer: Viewer): void;
  /** Takes in that a post is ours. */
  learnOwn(id: string): void;
  /** Takes in where a reply of ours stands. */
  learnPlace(id: string, place: { readonly rootId: string; readonly parentId: string }): void;
  /** Finds where something stands. Asks for what was not seen; what cannot be read is none of ours. */
  of(task: GraphTask, wire: Readonly<Record<string, unknown>>, viewer: Viewer): Promise<Place>;
  /** The same for an id alone. Throws `not-found` when it is gone. */
  ofId(task: GraphTask, id: string, viewer: Viewer): Promise<Place>;
}

/** Most posts and replies that are remembered; the oldest go first. */
const mostRemembered = 5_000;
/** Deeper than this nobody looks for the reply on top: the chain would be asked for one by one. */
const deepest = 50;

/** Tells whether something is ours, as far as it says so itself: people are known by their names only, the profile by its id too. */
export function isOurs(wire: Readonly<Record<string, unknown>>, { us, handle }: Viewer): boolean | undefined {
  if (refId(wire["owner"]) === us.id || wire["is_reply_owned_by_me"] === true) return true;
  const name = textOf(wire["username"]);
  if (name === undefined) return undefined;
  if (handle !== undefined) return sameName(name, handle);
  return wire["is_reply_owned_by_me"] === false ? false : undefined;
}

/** Makes the memory of one adapter. */
export function createPlaces(us: Us): Places {
  const seen = new Map<string, Known>();

  const remember = (id: string, what: Known): Known => {
    const known = { ...seen.get(id), ...what };
    seen.delete(id);
    seen.set(id, known);
    const oldest = seen.size > mostRemembered ? seen.keys().next().value : undefined;
    if (oldest !== undefined) seen.delete(oldest);
    return known;
  };

  const learnOne = (wire: Readonly<Record<string, unknown>>, viewer: Viewer): Known => {
    const id = idOf(wire["id"]);
    if (id === undefined) return {};
    const { root, parent } = placeIn(wire);
    const own = isOurs(wire, viewer);
    return remember(id, {
      ...(root !== undefined && { root }),
      ...(parent !== undefined && { parent }),
      ...(own !== undefined && { own }),
    });
  };

  /** Webhooks, and some answers, say of the root itself whose it is. */
  const learnRoot = (wire: Readonly<Record<string, unknown>>, { handle }: Viewer): void => {
    const { id, owner_id: owner, username } = fieldsOf(wire["root_post"]);
    const root = idOf(id);
    const told = idOf(owner);
    const name = textOf(username);
    if (root === undefined) return;
    if (told === us.id || sameName(name, handle)) remember(root, { own: true });
    else if (told !== undefined || (name !== undefined && handle !== undefined)) remember(root, { own: false });
  };

  const ask = async (task: GraphTask, id: string, viewer: Viewer): Promise<Known> =>
    learnOne({ id, ...(await task.get(`/${inPath(id)}`, anyObject, { fields: placeFields.join(",") })) }, viewer);

  /** What is not ours may not be shown to us: then it is answered like what is gone. */
  const askOrNone = async (task: GraphTask, id: string, viewer: Viewer): Promise<Known> => {
    try {
      return await ask(task, id, viewer);
    } catch (error) {
      if (isFolkmootError(error) && ["not-found", "forbidden", "invalid-request", "unsupported"].includes(error.code))
        return remember(id, { own: seen.get(id)?.own ?? false });
      throw error;
    }
  };

  const isOwn = async (task: GraphTask, id: string, viewer: Viewer): Promise<boolean> => {
    const own = seen.get(id)?.own;
    return own ?? (await askOrNone(task, id, viewer)).own ?? false;
  };

  /** Climbs from a reply to the one on top. Stops where the chain is broken: what was deleted cannot be asked. */
  const topOf = async (task: GraphTask, id: string, parent: string, root: string, viewer: Viewer): Promise<string> => {
    let [at, above] = [id, parent];
    for (let depth = 0; above !== root && depth < deepest; depth++) {
      const known = seen.get(above);
      const next =
        known?.parent ?? (known?.own === false && known.root === undefined ? undefined : (await askOrNone(task, above, viewer)).parent);
      at = above;
      if (next === undefined) break;
      above = next;
    }
    return at;
  };

  const place = async (task: GraphTask, id: string, known: Known, viewer: Viewer): Promise<Place> => {
    const root = known.root ?? id;
    const ownRoot = root === id ? (known.own ?? false) : await isOwn(task, root, viewer);
    if (root === id) return { rootId: id, ownRoot };
    const parentId = known.parent ?? root;
    return { rootId: root, ownRoot, parentId, topId: await topOf(task, id, parentId, root, viewer) };
  };

  const places: Places = {
    learn: (wires, viewer) => {
      for (const wire of wires) {
        learnOne(wire, viewer);
        learnRoot(wire, viewer);
      }
    },
    learnOwn: (id) => {
      remember(id, { own: true });
    },
    learnPlace: (id, { rootId, parentId }) => {
      remember(id, { root: rootId, parent: parentId, own: true });
    },
    of: async (task, wire, viewer) => {
      learnRoot(wire, viewer);
      const known = learnOne(wire, viewer);
      const found = await place(task, idOf(wire["id"]) ?? "", known, viewer);
      const { parentId, ownRoot } = found;
      if (parentId === undefined || ownRoot || known.own === true) return found;
      return (await isOwn(task, parentId, viewer)) ? { ...found, answersUs: true } : found;
    },
    ofId: async (task, id, viewer) => {
      const known = seen.get(id);
      // A post that is ours has no root to ask for; all else that was only half seen is asked.
      return place(task, id, known?.root === undefined && known?.own !== true ? await ask(task, id, viewer) : known, viewer);
    },
  };
  return places;
}
