import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FolkmootError } from "../../../src/errors.js";
import { sharedCoordinator } from "../../../src/limits/shared/shared-coordinator.js";
import type { Coordinator, LedgerDemand } from "../../../src/store/coordinator.js";
import { numbers, simulatedClock, windowRule } from "../simulator.js";
import { memoryBook } from "./memory-book.js";

const windowMs = 20_000;
const ledger = "x:a:window:1";
/** So long after it is back, a book is tried again at the latest, and has heard. */
const retriedMs = 3_000;
/** Everybody has looked at the book within so long. */
const lookedMs = 2_200;

interface Process {
  readonly coordinator: Coordinator;
  alive: boolean;
  /** When its calls were let out. */
  readonly left: number[];
}

/** It may have been killed since it was last looked at. */
const lives = ({ alive }: Process): boolean => alive;

describe("limits", () => {
  describe("shared coordinator", { timeout: 120_000 }, () => {
    // What is promised: processes that have seen each other stay within what each of them saw last, however often the book is away. By what
    // others took in the moments before, which it had not seen yet, it may be wrong; and who dies before it could tell what it did alone
    // takes that with it. Only the server's word can tell them, and these servers say nothing.
    it("keeps processes that know each other within the budget while the book comes and goes and some of them die", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.record({
            seed: fc.nat(),
            processes: fc.integer({ min: 1, max: 8 }),
            callers: fc.integer({ min: 1, max: 6 }),
            capacity: fc.integer({ min: 10, max: 200 }),
            slowMs: fc.constantFrom(0, 2, 30),
            outages: fc.array(fc.record({ at: fc.integer({ min: 0, max: 12_000 }), forMs: fc.integer({ min: 50, max: 9_000 }) }), {
              minLength: 1,
              maxLength: 4,
            }),
            deaths: fc.array(fc.integer({ min: 0, max: 12_000 }), { maxLength: 3 }),
          }),
          async ({ seed, processes, callers, capacity, slowMs, outages, deaths }) => {
            const clock = simulatedClock();
            const random = numbers(seed);
            const book = memoryBook({ clock, latency: () => random() * slowMs });
            const rule = windowRule({ capacity, refill: { kind: "window", windowMs, rolling: false, aligned: true } });
            const demands: readonly LedgerDemand[] = [{ ledger, rule, cost: 1, keep: 0 }];
            const until = clock.now() + 45_000;
            const windows = new Map<number, number>();
            let awaySince = 0;
            let toldAgain = 0;
            let untold = 0;
            let unseen = 0;
            const all: Process[] = [];
            const start = (): Process => {
              const process: Process = {
                alive: true,
                left: [],
                coordinator: sharedCoordinator(book.connect({ alive: () => process.alive }), { clock, leaseMs: 5_000 }),
              };
              all.push(process);
              return process;
            };
            const caller = async (process: Process): Promise<void> => {
              const { coordinator } = process;
              while (process.alive && clock.now() < until) {
                const reservation = await coordinator.reserve(demands, clock.now());
                if (!lives(process)) return;
                if (!reservation.ok) {
                  await clock.sleep(Math.max(1, reservation.retryAt - clock.now()));
                  continue;
                }
                const sentAt = clock.now();
                process.left.push(sentAt);
                await clock.sleep(10 + random() * 40);
                const window = Math.floor(clock.now() / windowMs);
                windows.set(window, (windows.get(window) ?? 0) + 1);
                await clock.sleep(10 + random() * 40);
                if (lives(process)) await coordinator.observe([{ ledger, rule: rule.id, settled: 1, sentAt }]);
                await clock.sleep(random() * 2_000);
              }
            };
            for (let index = 0; index < processes; index++) start();
            // They hear of each other before anything happens.
            for (let round = 0; round < 2; round++)
              for (const { coordinator } of all) {
                await coordinator.reserve([{ ledger, rule, cost: 0, keep: 0 }], clock.now());
                await coordinator.observe([{ ledger, rule: rule.id, settled: 0, sentAt: clock.now() }]);
                await clock.sleep(300);
              }
            await clock.sleep(1_000);
            for (const process of all) for (let index = 0; index < callers; index++) void caller(process);
            for (const { at, forMs } of outages)
              void clock.sleep(at).then(async () => {
                if (clock.now() >= toldAgain) awaySince = clock.now();
                unseen += all.flatMap(({ left }) => left).filter((leftAt) => leftAt > clock.now() - lookedMs).length;
                toldAgain = Math.max(toldAgain, clock.now() + forMs + retriedMs);
                book.away = random() < 0.5 ? "before" : "after";
                await clock.sleep(forMs);
                book.away = false;
              });
            for (const at of deaths)
              void clock.sleep(at).then(() => {
                const victim = all.find(({ alive }) => alive);
                if (victim === undefined) return;
                victim.alive = false;
                if (clock.now() < toldAgain) untold += victim.left.filter((leftAt) => leftAt >= awaySince).length;
              });
            await clock.sleep(46_000);
            for (const { coordinator, alive } of all) if (alive) await coordinator.close();
            expect(Math.max(...windows.values(), 0)).toBeLessThanOrEqual(capacity + untold + unseen);
          },
        ),
        { numRuns: 60 },
      );
    });

    const late = new FolkmootError("timeout", "Late.");
    const refused = new FolkmootError("connection-failed", "Refused.");
    const whole = windowRule({ capacity: 100, refill: { kind: "window", windowMs: 3_600_000, rolling: false } });
    const want = (cost: number): readonly LedgerDemand[] => [{ ledger, rule: whole, cost, keep: 0 }];
    /** Two processes that know each other; the book fails one of them alone, as long as there is `trouble`. */
    const two = async () => {
      const clock = simulatedClock();
      const book = memoryBook({ clock, latency: () => 1 });
      const state: { trouble?: Error } = {};
      const one = sharedCoordinator(book.connect({ trouble: () => state.trouble }), { clock });
      const other = sharedCoordinator(book.connect(), { clock });
      for (const coordinator of [other, one]) {
        await coordinator.reserve(want(5), clock.now());
        await clock.sleep(700);
      }
      return { clock, state, one, other };
    };

    it("takes nothing without the book for one answer that is late: the others go on through it", async () => {
      const { clock, state, one, other } = await two();
      state.trouble = late;
      const reservation = await one.reserve(want(1), clock.now());
      expect(reservation).toMatchObject({ ok: false });
      expect(await other.reserve(want(90), clock.now())).toMatchObject({ ok: true });
      delete state.trouble;
      await clock.sleep(reservation.ok ? 0 : reservation.retryAt - clock.now() + 50);
      expect(await one.reserve(want(1), clock.now())).toMatchObject({ ok: false });
    });

    it("goes on with the share where answers stay out, or the book refuses", async () => {
      for (const [trouble, tries] of [
        [late, 2],
        [refused, 1],
      ] as const) {
        const { clock, state, one } = await two();
        state.trouble = trouble;
        let tried = 1;
        for (; !(await one.reserve(want(1), clock.now())).ok && tried < 10; tried++) await clock.sleep(150);
        expect(tried).toBe(tries);
        // Each of its calls counts twice, those that it has under way as well: of 100, five are the other's, and twelve its own.
        expect(await one.reserve(want(42), clock.now())).toMatchObject({ ok: false });
        expect(await one.reserve(want(41), clock.now())).toMatchObject({ ok: true });
      }
    });

    it("waits for nobody after one late answer, when the next one comes", async () => {
      const { clock, state, one } = await two();
      state.trouble = late;
      await one.reserve(want(1), clock.now());
      delete state.trouble;
      await clock.sleep(200);
      expect(await one.reserve(want(90), clock.now())).toMatchObject({ ok: true });
    });

    it("takes no more than its share through the book once it is back, and nothing that the others have taken meanwhile", async () => {
      const { clock, state, one, other } = await two();
      state.trouble = refused;
      expect(await one.reserve(want(1), clock.now())).toMatchObject({ ok: true });
      expect(await other.reserve(want(80), clock.now())).toMatchObject({ ok: true });
      delete state.trouble;
      await clock.sleep(500);
      // Its share would be 44, but only 9 are left.
      expect(await one.reserve(want(10), clock.now())).toMatchObject({ ok: false });
      expect(await one.reserve(want(9), clock.now())).toMatchObject({ ok: true });
      expect(await other.reserve(want(1), clock.now())).toMatchObject({ ok: false });
    });

    it("gives back within the grace what a reborn book lost, however long it was away", async () => {
      const clock = simulatedClock();
      const book = memoryBook({ clock, latency: () => 1, graceMs: 3_000 });
      const rule = windowRule({ capacity: 100, refill: { kind: "window", windowMs: 3_600_000, rolling: false } });
      const want = (cost: number): readonly LedgerDemand[] => [{ ledger, rule, cost, keep: 0 }];
      const one = sharedCoordinator(book.connect(), { clock, whenAway: "fail-closed" });
      await one.reserve(want(70), clock.now());
      await clock.sleep(1_000);
      book.away = "before";
      // Somebody asks all the time, so that it is tried ever more rarely.
      for (let tries = 0; tries < 30; tries++) {
        const reservation = await one.reserve(want(1), clock.now());
        await clock.sleep(reservation.ok ? 1 : reservation.retryAt - clock.now());
      }
      book.away = false;
      book.lose();
      await clock.sleep(100);
      expect(JSON.parse(book.entries.get(ledger)?.text ?? "{}")).toMatchObject({ ledger: { flying: 70 } });
      await clock.sleep(3_000);
      const other = sharedCoordinator(book.connect(), { clock });
      expect(await other.reserve(want(31), clock.now())).toMatchObject({ ok: false });
      expect(await other.reserve(want(30), clock.now())).toMatchObject({ ok: true });
    });
  });
});
