/** Bluesky with a socket of its own making, over which it says that somebody has mentioned the brand. @module */
import { blueskyWorld, type BlueskyWorld } from "../../src/testing/bluesky/contract-world.js";
import type { AdapterOf } from "../../src/adapter/adapter.js";
import type { BlueskyAdapter } from "../../src/networks/bluesky/index.js";
import type { Change } from "../../src/model/change.js";
import { faultPlan } from "../../src/testing/faults.js";
import type { Operations } from "../../src/adapter/operations.js";
import type { PushedEvent } from "../../src/testing/exchange.js";
import { openSocket, pushWith, type ServedSocket } from "../../src/testing/socket.js";
import type { Runtime } from "../../src/adapter/runtime.js";

export type LiveWorld = BlueskyWorld;
export type LiveBluesky = BlueskyAdapter & Pick<AdapterOf<"bluesky", "stream">, "stream">;

/** What a stream may do wrong. */
export interface StreamDefects {
  /** Does not open a socket again. */
  readonly once?: boolean;
  /** Ends with an error where a socket dies. */
  readonly throws?: boolean;
  /** Drops events whose number is not the next. */
  readonly strict?: boolean;
  /** Makes ids of what arrives, not of what happened. */
  readonly counts?: boolean;
  /** Goes on after its signal. */
  readonly deafToSignal?: boolean;
  /** Goes on asking after its signal. */
  readonly restless?: boolean;
}

/** A Bluesky that pushes. */
export function liveWorld(): LiveWorld {
  const world = blueskyWorld();
  const plan = faultPlan();
  const sockets = new Set<ServedSocket>();
  const pushes: PushedEvent[] = [];
  const { push } = pushWith(
    plan,
    () => {
      for (const socket of sockets) socket.cut();
    },
    (event, faults) => pushes.push({ at: new Date(world.clock.now()).toISOString(), event, faults }),
  );
  let number = 0;
  return {
    ...world,
    runtime: {
      ...world.runtime,
      webSocket: (url, protocols = []) =>
        openSocket(url, protocols, (socket) => {
          sockets.add(socket);
          socket.onClosed(() => sockets.delete(socket));
        }),
    },
    pushes: () => pushes,
    inject: (fault) => {
      if (["redelivery", "reordering", "dead-socket"].includes(fault.do.type)) plan.inject(fault);
      else world.inject?.(fault);
    },
    mention: async (...input) => {
      const id = await world.mention(...input);
      number += 1;
      const text = JSON.stringify({ id, number });
      push("mention", () => {
        for (const socket of sockets) socket.send(text);
      });
      return id;
    },
  };
}

/** Gives an adapter a stream over that socket. */
export function liveBluesky(adapter: BlueskyAdapter, runtime: Runtime, world: LiveWorld, defects: StreamDefects = {}): LiveBluesky {
  const { clock } = world;
  async function* changes(signal: AbortSignal | undefined): AsyncGenerator<Change, void, undefined> {
    const heard: { readonly id: string; readonly number: number }[] = [];
    let seen = 0;
    while (signal?.aborted !== true || defects.deafToSignal === true) {
      const line = { open: true };
      const socket = runtime.webSocket?.("wss://live.test/", []);
      socket?.addEventListener("message", ({ data }) => heard.push(JSON.parse(String(data)) as { id: string; number: number }));
      socket?.addEventListener("close", () => (line.open = false));
      signal?.addEventListener("abort", () => socket?.close());
      while (line.open || defects.once === true) {
        if (signal?.aborted === true && defects.deafToSignal !== true) return;
        const event = heard.shift();
        if (event === undefined) {
          await clock.sleep(200);
          continue;
        }
        if (defects.strict === true && event.number !== seen + 1) continue;
        seen += 1;
        const message = (await adapter.listMentions()).items.find(({ id }) => id === event.id);
        if (message === undefined) continue;
        const id = defects.counts === true ? `change ${seen}` : `message.created ${message.key}`;
        yield {
          type: "message.created",
          id,
          origin: "live",
          at: message.createdAt,
          account: adapter.account,
          conversation: message.conversation,
          message,
        };
      }
      if (defects.throws === true) throw new Error("socket closed");
      await clock.sleep(1000);
    }
  }
  const stream: Operations["stream"] = ({ signal } = {}) => {
    if (defects.restless === true) {
      const ask = async (): Promise<void> => {
        for (let round = 0; round < 100; round += 1) {
          await clock.sleep(60_000);
          await adapter.listMentions({ limit: 1 });
        }
      };
      void ask();
    }
    return changes(signal);
  };
  return { ...adapter, operations: new Set([...adapter.operations, "stream" as never]), stream };
}
