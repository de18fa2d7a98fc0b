/**
 * One operation of an Instagram account under way: knows the account's name, and what the token was refused.
 * @module
 */
import { inPath } from "../_graph/names.js";
import { graphTasks, readNode, type GraphSetup, type GraphTask } from "../_graph/task.js";
import type { Us } from "./ids.js";
import { textOf } from "../../adapter/fields.js";
import type { Begin } from "../../adapter/task.js";
import type { CheckedOptions } from "./options.js";
import type { Known, Viewer } from "./normalize-author.js";
import type { RequestFunction } from "../../http/request.js";
import type { ResolvedRuntime } from "../../adapter/runtime.js";

/** What the adapter has learnt, for `can` and for reading. */
export interface Memory extends Known {
  /** Why likes do not work with this token and app, once a call was refused; a sentence. */
  noLikes?: string;
}

/** What all operations of an adapter share. */
export interface Setup extends GraphSetup {
  /** The account. */
  readonly us: Us;
  /** What it was made with. */
  readonly set: CheckedOptions;
  /** What was learnt. */
  readonly memory: Memory;
}

/** One operation of the account under way. */
export interface InstagramTask extends GraphTask, Viewer {
  /** The account. */
  readonly us: Us;
  /** What the adapter was made with. */
  readonly set: CheckedOptions;
  /** What was learnt. */
  readonly memory: Memory;
  /** Path of the account, or of an edge of it. */
  own(edge?: string): string;
  /** Asks for the account's name once: by it comments of ours are told from others, and mentions from other words. */
  viewer(): Promise<Viewer>;
}

/** Begins operations of the account. */
export type BeginInstagram = Begin<InstagramTask>;

/** Makes the function that begins the account's operations. */
export function beginner(setup: Setup, request: RequestFunction, runtime: ResolvedRuntime): BeginInstagram {
  const { us, set, memory } = setup;
  const begin = graphTasks(setup, request, runtime);
  let asking: Promise<void> | undefined;
  return (operation, options) => {
    const graph = begin(operation, options);
    const task: InstagramTask = {
      ...graph,
      us,
      set,
      memory,
      known: memory,
      own: (edge) => `/${inPath(us.id)}${edge === undefined ? "" : `/${edge}`}`,
      viewer: async () => {
        if (memory.handle === undefined) {
          asking ??= readNode(graph, task.own(), ["username"])
            .then(({ username }) => {
              const handle = textOf(username);
              if (handle !== undefined) memory.handle = handle;
            })
            .finally(() => {
              asking = undefined;
            });
          await asking;
        }
        return task;
      },
    };
    return task;
  };
}
