/** How long a reply waits that somebody writes while a hundred thousand older calls want to leave. */
import { systemClock } from "../../src/clock.js";
import { memoryCoordinator } from "../../src/limits/memory-coordinator.js";
import { sharedCoordinator } from "../../src/limits/shared/shared-coordinator.js";
import type { Coordinator } from "../../src/store/coordinator.js";
import { connect, numbersOf } from "../../tests/limits/servers/index.js";
import { slowBook } from "./book.js";
import type { CountingBook } from "./book.js";
import { clientOf, limiterOf } from "./ours.js";
import { jobOf, quantile, serverFor, startOf, tripsFor } from "./run.js";
import type { Scene } from "./run.js";
import { sleep } from "./sleep.js";
import { virtually } from "./time.js";
import type { Client, Contender, Setting } from "./types.js";

export interface Waits {
  readonly replies: number;
  readonly median: number;
  readonly p99: number;
  readonly max: number;
  /** The longest trip of a reply: one request time. */
  readonly request: number;
  /** How many calls of the backfill were left at the end. */
  readonly left: number;
  readonly refused: number;
  readonly commands: number;
  readonly calls: number;
}

export interface BackfillOptions {
  readonly calls: number;
  readonly replies: number;
  /** Whether to go on until the whole backfill is done, the replies spread over it; else until so many replies have come. */
  readonly drain: boolean;
}

/** Makes the clients that share one budget. */
export type Makers = (setting: Setting) => Promise<{ readonly clients: readonly Client[]; readonly book?: CountingBook } | undefined>;

/** One client, of whatever kind. */
export const alone =
  (contender: Contender): Makers =>
  async (setting) => {
    const client = await contender.make(setting);
    return client === undefined ? undefined : { clients: [client] };
  };

/** Ours, as many processes as asked for; a single one keeps its ledgers in memory. */
export const oursShared =
  (processes: number): Makers =>
  (setting) => {
    const book = processes === 1 ? undefined : slowBook(setting.seed);
    const coordinatorOf = (id: number): Coordinator =>
      book === undefined ? memoryCoordinator({ clock: systemClock }) : sharedCoordinator(book, { clock: systemClock, id: `p${id}` });
    const clients = Array.from({ length: processes }, (_, id) =>
      clientOf(limiterOf(setting, coordinatorOf(id)), "sync", setting.seed + id),
    );
    return Promise.resolve(book === undefined ? { clients } : { clients, book });
  };

/** Queues the backfill at once, and replies at random moments until it is over. */
export async function backfill(makers: Makers, scene: Scene, { calls, replies, drain }: BackfillOptions): Promise<Waits | undefined> {
  const { family, variation, seed } = scene;
  const start = startOf(scene);
  const { capacity, perMs } = family.quota(variation);
  const draw = numbersOf(seed, "replies");
  return virtually(start, async () => {
    const server = serverFor(scene);
    const made = await makers({ family, variation, quota: family.quota(variation), routes: server.routes, slots: 20, seed });
    if (made === undefined) return undefined;
    const { clients, book } = made;
    const send = connect(server, tripsFor(scene), systemClock);
    const anyone = (index: number): Client => {
      const client = clients[index % clients.length];
      if (client === undefined) throw new Error("There is no client.");
      return client;
    };
    const state = { over: false, done: 0 };
    const older = Promise.all(
      Array.from({ length: calls }, (_, call) =>
        anyone(call)
          .call(jobOf(send, server.routes[call % server.routes.length] ?? "/", false))
          .then(() => {
            state.done++;
          }),
      ),
    ).then(() => {
      state.over = true;
    });
    const waits: number[] = [];
    const trips: number[] = [];
    const pending: Promise<void>[] = [];
    // Four fifths of the budget are the backfill's, so long will it take at least; else a twentieth is the replies'.
    const every = (perMs / capacity) * (drain ? calls / 0.8 / replies : 20);
    const talk = async (): Promise<void> => {
      for (;;) {
        await sleep(-Math.log(1 - draw()) * every);
        // Over by now: nobody stands in the way any more.
        if (state.over || (!drain && pending.length === replies)) return;
        const asked = Date.now();
        let left = asked;
        const route = server.routes[Math.floor(draw() * server.routes.length)] ?? "/";
        const job = jobOf(send, route, true, (sentAt, receivedAt) => {
          left = sentAt;
          trips.push(receivedAt - sentAt);
        });
        const client = anyone(Math.floor(draw() * clients.length));
        pending.push(client.call(job).then(() => void waits.push(left - asked)));
      }
    };
    const talking = talk();
    if (drain) await older;
    await talking;
    await Promise.all(pending);
    return {
      replies: waits.length,
      median: quantile(waits, 0.5),
      p99: quantile(waits, 0.99),
      max: quantile(waits, 1),
      request: quantile(trips, 1),
      left: calls - state.done,
      refused: server.refused,
      commands: book?.commands ?? 0,
      calls: server.accepted,
    };
  });
}
