/** One run of one client against one server: saturated, lightly used, or in a burst. */
import { systemClock } from "../../src/clock.js";
import { bestPossible, connect, numbersOf, tripsOf } from "../../tests/limits/servers/index.js";
import type { LimitedServer, Send, ServerAnswer, Trip } from "../../tests/limits/servers/index.js";
import { sleep } from "./sleep.js";
import { virtually } from "./time.js";
import type { Client, Contender, Family, Job, Variation } from "./types.js";

/** Midnight lies in no run, and no second is round. */
const day = Date.parse("2026-11-22T09:13:07.321Z");

/** What a saturated server counted. */
export interface Share {
  /** Of what the best possible client would have had accepted, from 0 to 1. Somebody else's calls count as used. */
  readonly used: number;
  readonly accepted: number;
  readonly refused: number;
  /** Refused calls for 100 accepted ones. */
  readonly per100: number;
}

/** How long calls waited that had no reason to. Milliseconds beyond the trip. */
export interface Delay {
  readonly mean: number;
  readonly p99: number;
}

export interface Scene {
  readonly family: Family;
  readonly variation: Variation;
  readonly seed: number;
}

/** When a run begins: windows that begin at multiples of their length are as far gone as the variation says. */
export function startOf({ family, variation, seed }: Scene): number {
  const { perMs } = family.quota(variation);
  const phase = variation.phase ?? numbersOf(seed, "phase")();
  return Math.ceil(day / perMs) * perMs + Math.floor(perMs * phase);
}

export const serverFor = ({ family, variation, seed }: Scene): LimitedServer => family.server(variation, seed);
export const tripsFor = ({ variation, seed }: Scene): (() => Trip) => tripsOf({ ...variation, seed });

export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

/** A job that notes when it left for the last time, and when its answer came. */
export function jobOf(send: Send, route: string, urgent: boolean, note?: (sentAt: number, receivedAt: number) => void): Job {
  return {
    route,
    urgent,
    send: async (): Promise<ServerAnswer> => {
      const answer = await send(route);
      note?.(answer.sentAt, answer.receivedAt);
      return answer;
    },
  };
}

const makeIn = async (contender: Contender, scene: Scene, server: LimitedServer, slots: number): Promise<Client | undefined> => {
  const { family, variation, seed } = scene;
  return contender.make({ family, variation, quota: family.quota(variation), routes: server.routes, slots, seed });
};

/** Callers that always have something to send, for the whole time. */
export async function saturate(contender: Contender, scene: Scene): Promise<Share | undefined> {
  const { family, variation } = scene;
  const start = startOf(scene);
  const durationMs = family.durationMs(variation);
  return virtually(start, async () => {
    const server = serverFor(scene);
    const client = await makeIn(contender, scene, server, 20);
    if (client === undefined) return undefined;
    const send = connect(server, tripsFor(scene), systemClock);
    const failures: unknown[] = [];
    const work = async (route: string): Promise<void> => {
      while (Date.now() < start + durationMs) await client.call(jobOf(send, route, false));
    };
    for (let caller = 0; caller < family.callers; caller++)
      work(server.routes[caller % server.routes.length] ?? "/").catch((error: unknown) => void failures.push(error));
    await sleep(durationMs);
    if (failures.length > 0) throw new Error(`${contender.name} failed.`, { cause: failures[0] });
    // Somebody else's calls are counted as they come to mind: those until now are not there yet.
    server.opensAt(server.routes[0] ?? "/", Date.now());
    const { accepted, others, refused } = server;
    return { used: (accepted + others) / best(scene), accepted, refused, per100: (100 * refused) / accepted };
  });
}

/** By family, variation, seed and time; families share variations. */
const known = new WeakMap<Family, WeakMap<Variation, Map<string, number>>>();

/** What the best possible client would have had accepted, without anybody beside it. */
export function best(scene: Scene, durationMs: number = scene.family.durationMs(scene.variation)): number {
  const { family, variation, seed } = scene;
  const byVariation = known.get(family) ?? new WeakMap<Variation, Map<string, number>>();
  known.set(family, byVariation);
  const bySeed = byVariation.get(variation) ?? new Map<string, number>();
  byVariation.set(variation, bySeed);
  const key = `${seed} ${durationMs}`;
  const before = bySeed.get(key);
  if (before !== undefined) return before;
  const from = startOf(scene);
  const server = family.server({ ...variation, foreign: 0, silent: 0 }, seed);
  const count = bestPossible(server, tripsFor(scene), { slots: family.callers, from, until: from + durationMs });
  bySeed.set(key, count);
  return count;
}

/** Calls at random moments, a third of what the budget allows: nobody has a reason to wait. */
export async function lightly(contender: Contender, scene: Scene, calls: number): Promise<Delay | undefined> {
  const { family, variation, seed } = scene;
  const { capacity, perMs, global } = family.quota(variation);
  const rate = global === undefined ? capacity / perMs : global / 1_000;
  const moments = numbersOf(seed, "moments");
  return virtually(startOf(scene), async () => {
    const server = serverFor(scene);
    const client = await makeIn(contender, scene, server, 20);
    if (client === undefined) return undefined;
    const send = connect(server, tripsFor(scene), systemClock);
    const delays: number[] = [];
    const done: Promise<void>[] = [];
    for (let call = 0; call < calls; call++) {
      await sleep(-Math.log(1 - moments()) / (rate * 0.3));
      const asked = Date.now();
      let sentAt = asked;
      const route = server.routes[Math.floor(moments() * server.routes.length)] ?? "/";
      const job = jobOf(send, route, false, (sent) => (sentAt = sent));
      done.push(client.call(job).then(() => void delays.push(sentAt - asked)));
    }
    await Promise.all(done);
    return { mean: delays.reduce((sum, one) => sum + one, 0) / delays.length, p99: quantile(delays, 0.99) };
  });
}

/** So many calls at once on a budget that nobody has touched. Resolves to when the last is done, in milliseconds. */
export async function burst(contender: Contender, scene: Scene, calls: number, slots: number): Promise<number | undefined> {
  return virtually(startOf(scene), async () => {
    const server = serverFor(scene);
    const client = await makeIn(contender, scene, server, slots);
    if (client === undefined) return undefined;
    const send = connect(server, tripsFor(scene), systemClock);
    const start = Date.now();
    await Promise.all(
      Array.from({ length: calls }, (_, call) => client.call(jobOf(send, server.routes[call % server.routes.length] ?? "/", false))),
    );
    return Date.now() - start;
  });
}

/** Nothing but so many calls at once: what every burst is measured against. */
export const unlimited: Contender = {
  name: "no limiter",
  make: ({ slots }) => {
    const waiting: (() => void)[] = [];
    let free = slots;
    return Promise.resolve({
      call: async (job) => {
        if (free > 0) free--;
        else await new Promise<void>((go) => waiting.push(go));
        await job.send();
        const next = waiting.shift();
        if (next === undefined) free++;
        else next();
      },
    });
  },
};
