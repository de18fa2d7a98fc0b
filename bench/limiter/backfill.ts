/** How long a reply waits that somebody writes while a hundred thousand older calls want to leave. */
import { systemClock } from "../../src/clock.js";
import { memoryCoordinator } from "../../src/limits/memory-coordinator.js";
import { sharedCoordinator } from "../../src/limits/shared/shared-coordinator.js";
import type { Coordinator } from "../../src/store/coordinator.js";
import { connect, numbersOf } from "../../tests/limits/servers/index.js";
import { slowBook } from "./book.js";
import type { CountingBook } from "./book.js";
import { clientOf, limiterOf } from "./ours.js";
import { best, jobOf, quantile, serverFor, startOf, tripsFor } from "./run.js";
import type { Scene } from "./run.js";
import { sleep } from "./sleep.js";
import { virtually } from "./time.js";
import type { Client, Contender, Setting } from "./types.js";

export interface Waits {
  /** How many replies were asked for. */
  readonly count: number;
  readonly median: number;
  readonly p99: number;
  readonly max: number;
  /** How many had not left when patience ended; they count with the time until then. */
  readonly unanswered: number;
  /** How many waited longer than their own call took, there and back. */
  readonly longerThanOwn: number;
  readonly refused: number;
  /** Of what the best possible client would have had accepted by then. */
  readonly used: number;
  readonly commands: number;
  /** How many calls were accepted, replies and backfill. */
  readonly sent: number;
}

export interface BackfillOptions {
  readonly calls: number;
  readonly replies: number;
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

/** Replies are a twentieth of the budget, where a fifth is kept for them. */
const part = 20;

/** Queues the backfill at once, and replies at random moments until there were enough. */
export async function backfill(makers: Makers, scene: Scene, { calls, replies }: BackfillOptions): Promise<Waits | undefined> {
  const { family, variation, seed } = scene;
  const start = startOf(scene);
  const { capacity, perMs, global } = family.quota(variation);
  const draw = numbersOf(seed, "replies");
  const every = part * (global === undefined ? perMs / capacity : 1_000 / global);
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
    const routeAt = (index: number): string => server.routes[index % server.routes.length] ?? "/";
    const failures: unknown[] = [];
    for (let call = 0; call < calls; call++)
      anyone(call)
        // Each process has calls for every route.
        .call(jobOf(send, routeAt(Math.floor(call / clients.length)), false))
        .catch((error: unknown) => void failures.push(error));
    const waits: number[] = [];
    let answered = 0;
    let longerThanOwn = 0;
    const asks: { readonly at: number; left: boolean }[] = [];
    for (let reply = 0; reply < replies; reply++) {
      await sleep(-Math.log(1 - draw()) * every);
      const ask = { at: Date.now(), left: false };
      asks.push(ask);
      // In turn: of a bucket of five, one is kept, which serves one reply in each of its windows.
      const job = jobOf(send, routeAt(reply * 7), true, (sentAt, receivedAt) => {
        if (!ask.left) waits.push(sentAt - ask.at);
        if (!ask.left && sentAt - ask.at > receivedAt - sentAt) longerThanOwn++;
        ask.left = true;
      });
      anyone(Math.floor(draw() * clients.length))
        .call(job)
        .then(() => {
          answered++;
        })
        .catch((error: unknown) => void failures.push(error));
    }
    // Whoever is not answered by then will not be soon.
    const patience = Date.now() + Math.max(60_000, 2 * perMs);
    while (answered < replies && Date.now() < patience && failures.length === 0) await sleep(1_000);
    if (failures.length > 0) throw new Error("A client failed.", { cause: failures[0] });
    const now = Date.now();
    const stuck = asks.filter(({ left }) => !left);
    waits.push(...stuck.map(({ at }) => now - at));
    server.opensAt(routeAt(0), now);
    return {
      count: replies,
      median: quantile(waits, 0.5),
      p99: quantile(waits, 0.99),
      max: quantile(waits, 1),
      unanswered: stuck.length,
      longerThanOwn: longerThanOwn + stuck.length,
      refused: server.refused,
      used: (server.accepted + server.others) / best(scene, now - start),
      commands: book?.commands ?? 0,
      sent: server.accepted,
    };
  });
}
