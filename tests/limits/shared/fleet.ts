/** Several processes, each with a limiter of its own, share one budget over a book in memory. */
import { createLimiter } from "../../../src/limits/limiter.js";
import type { Limiter, LimiterSetup } from "../../../src/limits/limiter.js";
import type { CallShape, Meter } from "../../../src/limits/meter.js";
import { sharedCoordinator } from "../../../src/limits/shared/shared-coordinator.js";
import type { SharedCoordinatorOptions } from "../../../src/limits/shared/shared-coordinator.js";
import type { Clock } from "../../../src/clock.js";
import type { Lane, LimitRule } from "../../../src/model/limit.js";
import { bestPossible, connect, numbersOf, tripsOf } from "../servers/index.js";
import type { LimitedServer } from "../servers/index.js";
import { simulatedClock } from "../simulator.js";
import { memoryBook } from "./memory-book.js";
import type { MemoryBook } from "./memory-book.js";

export interface FleetSetup {
  readonly rules: readonly LimitRule[];
  readonly meter: () => Meter;
  /** A fresh server, the same each time. */
  readonly server: () => LimitedServer;
  readonly seed: number;
  /** @defaultValue 4 */
  readonly processes?: number;
  readonly options?: LimiterSetup["options"];
  readonly shared?: Partial<SharedCoordinatorOptions>;
  /** Round trips. Milliseconds. @defaultValue 80 to 160 */
  readonly tripMs?: readonly [number, number];
}

export interface Fleet {
  readonly clock: Clock;
  readonly book: MemoryBook;
  readonly server: LimitedServer;
  readonly limiters: readonly Limiter[];
  /** How long after it was wanted each call of `interactive` left. Milliseconds. */
  readonly waits: number[];
  /** Calls without pause until then, so many at once. */
  readonly saturate: (process: number, callers: number, until: number, lane?: Lane) => Promise<void>;
  /** Calls at random moments, so long apart on average, until then. */
  readonly trickle: (process: number, everyMs: number, until: number, lane?: Lane) => Promise<void>;
}

/** How the limiter sees a call. */
const shapeOf = (route: string): CallShape => ({
  operation: "getPost",
  method: "GET",
  route: route.replace(/\d{17,}/, "{channel}"),
  subject: { resource: route, ip: "192.0.2.1" },
});

export function fleet(setup: FleetSetup): Fleet {
  const { rules, meter, seed, processes = 4, options, shared, tripMs: [minMs, maxMs] = [80, 160] } = setup;
  const clock = simulatedClock();
  const draw = numbersOf(seed, "fleet");
  const book = memoryBook({ clock, latency: () => 0.2 + draw() * 0.8 });
  const server = setup.server();
  const send = connect(server, tripsOf({ seed, minMs, maxMs }), clock);
  const limiters = Array.from({ length: processes }, (_, index) =>
    createLimiter({
      network: "x",
      app: "app",
      rules,
      meter: meter(),
      coordinator: sharedCoordinator(book.connect(), { clock, id: `process ${index}`, ...shared }),
      clock,
      ...(options === undefined ? {} : { options }),
      concurrency: 20,
    }),
  );
  const waits: number[] = [];
  let turn = 0;
  /** One call; false once it is too late. */
  const one = async (process: number, lane: Lane, until: number): Promise<boolean> => {
    const route = server.routes[turn++ % server.routes.length] ?? "/";
    const asked = clock.now();
    const answer = await limiters[process]
      ?.run(shapeOf(route), { lane, account: "x:1", until }, async () => {
        if (lane === "interactive") waits.push(clock.now() - asked);
        const { status, headers, body } = await send(route);
        return { status, headers: new Headers(headers), body };
      })
      .catch(() => undefined);
    return answer !== undefined;
  };
  return {
    clock,
    book,
    server,
    limiters,
    waits,
    saturate: async (process, callers, until, lane = "interactive") => {
      await Promise.all(
        Array.from({ length: callers }, async () => {
          while (clock.now() < until) if (!(await one(process, lane, until))) return;
        }),
      );
    },
    trickle: async (process, everyMs, until, lane = "interactive") => {
      const sent: Promise<boolean>[] = [];
      for (;;) {
        await clock.sleep(-Math.log(1 - draw()) * everyMs);
        if (clock.now() >= until) break;
        sent.push(one(process, lane, until));
      }
      await Promise.all(sent);
    },
  };
}

export interface Counted {
  /** Part of what a client that sees into the server would get; calls of others count as its own. */
  readonly used: number;
  /** Refused for each hundred accepted. */
  readonly refused: number;
  /** Changes for each accepted call. */
  readonly changes: number;
  /** Commands that Redis would count for each accepted call. */
  readonly commands: number;
  /** The longest wait of a call of `interactive`. Milliseconds. */
  readonly longest: number;
  readonly calls: number;
}

/** Counts what happened until then. */
export function countOf(
  { server, book, waits }: Fleet,
  { server: make, seed, tripMs: [minMs, maxMs] = [80, 160] }: FleetSetup,
  from: number,
  until: number,
): Counted {
  const best = bestPossible(make(), tripsOf({ seed, minMs, maxMs }), { slots: 80, from, until });
  return {
    used: (server.accepted + server.others) / best,
    refused: (100 * server.refused) / server.accepted,
    changes: book.commands / server.accepted,
    commands: book.inner / server.accepted,
    longest: waits.reduce((most, wait) => Math.max(most, wait), 0),
    calls: server.accepted,
  };
}
