/**
 * The paths of Threads.
 * @module
 */
import type { BoundNode } from "../graph/node.js";
import type { Calls } from "./call.js";
import { containerReads, ownWrites } from "./containers.js";
import type { Core } from "./core.js";
import { discovering } from "./discovery.js";
import { mediaInsights, ownInsights } from "./insights.js";
import { mediaReads, ownReads } from "./reading.js";
import { mediaWrites } from "./managing.js";
import type { RootPath } from "../graph/site.js";

/** A kind of node, and what can be asked of it. */
interface Kind {
  /** As errors name it. */
  readonly name: string;
  /** What stands for its id in the names of calls. */
  readonly slot: string;
  readonly calls: Calls;
}

const user: Kind = { name: "ThreadsUser", slot: "threads-user-id", calls: { ...ownReads, ...ownWrites, ...ownInsights } };
const media: Kind = { name: "ThreadsMedia", slot: "threads-media-id", calls: { ...mediaReads, ...mediaWrites, ...mediaInsights } };
const container: Kind = { name: "ThreadsMediaContainer", slot: "threads-container-id", calls: containerReads };

function bind({ name, slot, calls }: Kind, id: string): BoundNode<Core> {
  const find = (key: string): Calls[string] | undefined => (Object.hasOwn(calls, key) ? calls[key] : undefined);
  return {
    name,
    slot,
    id,
    read: (_fields, call) => calls.GET?.(call, id) ?? {},
    edge: (edge) => {
      const run = find(`GET ${edge}`);
      return run && (({ call }) => run(call, id));
    },
    action: (action) => {
      const run = find(action);
      return run && ((call) => run(call, id));
    },
  };
}

/** Makes what finds the thing behind an id. */
export const finder =
  (core: Core): ((id: string) => BoundNode<Core> | undefined) =>
  (id) => {
    const kind = core.people.has(id) ? user : core.media.has(id) ? media : core.containers.has(id) ? container : undefined;
    return kind && bind(kind, id);
  };

/** Paths that begin with no id. */
export const discoveryRoots: Readonly<Record<string, RootPath<Core>>> = Object.fromEntries(
  Object.entries(discovering).map(([key, run]) => [
    key,
    { run: (call) => run({ ...call, token: call.require() }, "") } satisfies RootPath<Core>,
  ]),
);
