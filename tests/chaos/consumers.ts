/** Those who handle changes in a run, and what the store said about it. @module */
import type { Chance } from "./chance.js";
import type { Change } from "../../src/model/change.js";
import type { Process, StoreEar } from "./process.js";
import type { Weather } from "./weather.js";

/** One success of a handler. */
interface Success {
  readonly process: string;
}

/** What a consumer did with one change. */
export interface Handled {
  readonly successes: Success[];
  /** How often nobody heard what became of the claim. */
  lost: number;
  /** How often the store said that the claim is done. */
  acknowledged: number;
  /** True when the store said that it is dead. */
  dead: boolean;
  /** What happened after it was done, which must be nothing. */
  afterwards: number;
}

/** The consumers of a run. */
export interface Consumers {
  /** By `<consumer> <change id>`. */
  readonly handled: ReadonlyMap<string, Handled>;
  readonly ear: StoreEar;
  /** Works the journal off, as far as it goes. */
  drain(process: Process, consumer: ConsumerName, origin: "live" | "backfill"): ReturnType<Process["attempt"]>;
}

/** `recorder` rarely throws, `clumsy` mostly. */
export type ConsumerName = "recorder" | "clumsy";

const throwing: Readonly<Record<ConsumerName, number>> = { recorder: 0.08, clumsy: 0.5 };
const attempts: Readonly<Record<ConsumerName, number>> = { recorder: 12, clumsy: 3 };

/** Makes the consumers of a run. */
export function consumersOf(chance: Chance, weather: Weather): Consumers {
  const handled = new Map<string, Handled>();
  const changeAt = new Map<string, string>();
  const of = (consumer: string, change: string): Handled => {
    const id = `${consumer} ${change}`;
    const known = handled.get(id);
    if (known !== undefined) return known;
    const fresh: Handled = { successes: [], lost: 0, acknowledged: 0, dead: false, afterwards: 0 };
    handled.set(id, fresh);
    return fresh;
  };
  return {
    handled,
    ear: {
      claimed: (key, change) => changeAt.set(key, change),
      settled: (settlements, answers) => {
        for (const [index, { from, consumer, key, as }] of settlements.entries()) {
          const change = changeAt.get(key);
          if (from !== "change" || answers[index] !== true || change === undefined) continue;
          const one = of(consumer, change);
          if (as === "done") one.acknowledged += 1;
          if (as === "dead") one.dead = true;
        }
      },
      lost: (settlements) => {
        for (const { from, consumer, key } of settlements) {
          const change = changeAt.get(key);
          if (from === "change" && change !== undefined) of(consumer, change).lost += 1;
        }
      },
    },
    drain: (process, consumer, origin) => {
      const handler = async (change: Change): Promise<void> => {
        const one = of(consumer, change.id);
        if (one.acknowledged > 0) one.afterwards += 1;
        // A consumer that often fails does so in the calm as well: what it gives up has to be seen.
        if (chance.hits(weather.stormy || consumer === "clumsy" ? throwing[consumer] : 0)) throw new Error("the consumer is in a mood");
        one.successes.push({ process: process.name });
      };
      return process.attempt(() =>
        process.inbox.handle(handler, { consumer, origin, drain: true, concurrency: 4, maxAttempts: attempts[consumer] }),
      );
    },
  };
}
