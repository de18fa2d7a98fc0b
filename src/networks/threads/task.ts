/**
 * One operation of a Threads profile under way: reads posts with the place where they stand, and knows the profile's name.
 * @module
 */
import { anyObject } from "../_graph/wire.js";
import { createPlaces, type Place, type Places } from "./places.js";
import { cursorQuery, nextCursor } from "../_graph/paging.js";
import { graphTasks, idOf, type GraphSetup, type GraphTask } from "../_graph/task.js";
import { pageAnswer } from "../_graph/wire.js";
import { mostOfPage } from "./fields.js";
import { readItems } from "../../adapter/read-items.js";
import { textOf } from "../../adapter/fields.js";
import { wireMedia, type WireMedia } from "./wire.js";
import type { Begin, GivenQuery } from "../../adapter/task.js";
import type { PageRead } from "../../adapter/paged.js";
import type { RequestFunction } from "../../http/request.js";
import type { ResolvedRuntime } from "../../adapter/runtime.js";
import type { Viewer } from "./normalize.js";

/** What all operations of an adapter share. */
export interface ThreadsSetup extends GraphSetup {
  /** What the token was granted, where the host told. */
  readonly scopes: readonly string[] | undefined;
  /** In how many posts `listHeld` looks. */
  readonly heldPosts: number;
}

/** One page of an edge to read. */
export interface MediaEdge {
  /** What is asked of each item. */
  readonly fields: readonly string[];
  /** More parameters. */
  readonly query?: GivenQuery;
}

/** One operation of the profile under way. */
export interface ThreadsTask extends GraphTask, Pick<ThreadsSetup, "scopes" | "heldPosts"> {
  /** Where posts and replies stand, as far as this adapter has seen. */
  readonly places: Places;
  /** The profile, with its name; asked once. People are known by their names only, so nothing of ours is told apart without it. */
  viewer(): Promise<Viewer>;
  /** Keeps the name of the profile, which may change. */
  learnName(name: string | undefined): void;
  /**
   * Reads one page of posts or replies, each with where it stands. One that is broken is set aside.
   * @param read - makes the model's object; `undefined` leaves an item out
   */
  page<T>(
    path: string,
    edge: MediaEdge,
    at: { readonly cursor: string | undefined; readonly size: number | undefined },
    read: (wire: WireMedia, place: Place, viewer: Viewer) => T | undefined,
  ): Promise<PageRead<T>>;
}

/** Begins operations of the profile. */
export type BeginThreads = Begin<ThreadsTask>;

/** Makes the function that begins the profile's operations. */
export function beginner(setup: ThreadsSetup, request: RequestFunction, runtime: ResolvedRuntime): BeginThreads {
  const { us, scopes, heldPosts } = setup;
  const begin = graphTasks(setup, request, runtime);
  const places = createPlaces(us);
  let name: string | undefined;
  return (operation, options) => {
    const task = begin(operation, options);
    const threads: ThreadsTask = {
      ...task,
      scopes,
      heldPosts,
      places,
      viewer: async () => {
        name ??= textOf((await task.get("/me", anyObject, { fields: "id,username" }))["username"]);
        return { us, handle: name };
      },
      learnName: (told) => {
        name = told ?? name;
      },
      page: async (path, { fields, query = {} }, { cursor, size }, read) => {
        const viewer = await threads.viewer();
        const { data, paging } = await task.get(path, pageAnswer, {
          ...query,
          fields: fields.join(","),
          limit: Math.min(size ?? mostOfPage, mostOfPage),
          ...cursorQuery(cursor),
        });
        const wires = data.filter((one) => wireMedia.accepts(one));
        places.learn(wires, viewer);
        const found = new Map<WireMedia, Place>();
        for (const wire of wires) found.set(wire, await places.of(threads, wire, viewer));
        const items = readItems("data", data, wireMedia, (wire) =>
          read(wire, found.get(wire) ?? { rootId: idOf(wire.id) ?? "", ownRoot: false }, viewer),
        );
        // No address of a next page is told here, only cursors (mentions, pagination; read 2026-11), and the last of them may repeat for ever.
        return { ...items, next: data.length === 0 && paging["next"] === undefined ? undefined : nextCursor(paging, "cursor") };
      },
    };
    return threads;
  };
}
