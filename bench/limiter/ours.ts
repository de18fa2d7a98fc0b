/** Our limiter with its default options, and what the client around it does with a refusal. */
import { createLimiter } from "../../src/limits/limiter.js";
import type { LimitedAnswer, Limiter } from "../../src/limits/limiter.js";
import { memoryCoordinator } from "../../src/limits/memory-coordinator.js";
import { systemClock } from "../../src/clock.js";
import type { Lane } from "../../src/model/limit.js";
import type { Coordinator } from "../../src/store/coordinator.js";
import type { CallShape } from "../../src/limits/meter.js";
import { backoffMs } from "../../src/http/backoff.js";
import { numbersOf } from "../../tests/limits/servers/index.js";
import type { ServerAnswer } from "../../tests/limits/servers/index.js";
import { shapeOf } from "./meters.js";
import { sleep } from "./sleep.js";
import { isRefusal } from "./types.js";
import type { Client, Contender, Job, Setting } from "./types.js";

const account = "bench:1";

/** An answer that should not have been. */
export interface Refusal {
  readonly route: string;
  readonly answer: ServerAnswer;
  readonly limiter: Limiter;
}

/** Prints what was refused, and what the limiter believed when the answer had come. */
export const traceRefusal = ({ route, answer, limiter }: Refusal): void => {
  const at = new Date().toISOString();
  void limiter.budgets().then((budgets) => {
    const believed = budgets.map(({ rule, remaining, limit, resetsAt }) => `${rule} ${remaining}/${limit} until ${resetsAt}`);
    console.log(at, route, answer.status, JSON.stringify(answer.headers), JSON.stringify(answer.body), "|", believed.join("; "));
  });
};

/** Makes a limiter as an adapter does. */
export function limiterOf({ family, variation, slots }: Setting, coordinator: Coordinator): Limiter {
  return createLimiter({
    network: "bench",
    app: "bench",
    rules: family.rules(variation),
    meter: family.meter(),
    coordinator,
    clock: systemClock,
    concurrency: slots,
  });
}

/** Sends again what was refused, as the client of an adapter does: where an answer tells nothing, it stops calls like it for a while. */
export function clientOf(limiter: Limiter, otherLane: Lane, seed: number, watch?: (refusal: Refusal) => void): Client {
  const random = numbersOf(seed, "backoff");
  const shapes = new Map<string, CallShape>();
  const shape = (route: string): CallShape => {
    const known = shapes.get(route) ?? shapeOf(route);
    shapes.set(route, known);
    return known;
  };
  return {
    call: async ({ route, urgent, send }: Job) => {
      const call = shape(route);
      for (let refusals = 1; ; refusals++) {
        const outcome: { answer?: ServerAnswer } = {};
        await limiter.run(call, { lane: urgent ? "interactive" : otherLane, account }, async (): Promise<LimitedAnswer> => {
          const { status, headers, body } = (outcome.answer = await send());
          return { status, headers: new Headers(headers), body };
        });
        if (outcome.answer === undefined || !isRefusal(outcome.answer)) return;
        watch?.({ route, answer: outcome.answer, limiter });
        if (Object.keys(outcome.answer.headers).some((name) => name !== "date")) continue;
        const delay = backoffMs(refusals, random);
        await limiter.block(call, account, Date.now() + delay);
        await sleep(delay);
      }
    },
  };
}

const oursIn = (name: string, lane: Lane, watch?: (refusal: Refusal) => void): Contender => ({
  name,
  make: (setting) => Promise.resolve(clientOf(limiterOf(setting, memoryCoordinator({ clock: systemClock })), lane, setting.seed, watch)),
});

export const folkmoot: Contender = oursIn("folkmoot", "interactive");
export const folkmootTraced: Contender = oursIn("folkmoot", "interactive", traceRefusal);
export const folkmootSync: Contender = oursIn("folkmoot, lane sync", "sync");
