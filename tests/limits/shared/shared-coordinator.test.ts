import { describe, expect, it } from "vitest";
import type { Clock } from "../../../src/clock.js";
import { sharedCoordinator } from "../../../src/limits/shared/shared-coordinator.js";
import type { SharedCoordinatorOptions } from "../../../src/limits/shared/shared-coordinator.js";
import type { Coordinator, LedgerDemand } from "../../../src/store/coordinator.js";
import { simulatedClock, windowRule } from "../simulator.js";
import { memoryBook } from "./memory-book.js";
import type { MemoryBook } from "./memory-book.js";

const rule = windowRule({ capacity: 100, refill: { kind: "window", windowMs: 3_600_000, rolling: false } });
const ledger = "x:a:window:1";
const want = (cost = 1, name = ledger): readonly LedgerDemand[] => [{ ledger: name, rule, cost, keep: 0 }];

function world(options: SharedCoordinatorOptions = {}) {
  const clock = simulatedClock();
  const book: MemoryBook = memoryBook({ clock, latency: () => 1, graceMs: 2_000 });
  const join = (): Coordinator => sharedCoordinator(book.connect(), { clock, ...options });
  const settle = (coordinator: Coordinator, count = 1, said: { remaining?: number; blockedUntil?: number } = {}): Promise<void> =>
    coordinator.observe(Array.from({ length: count }, () => ({ ledger, rule: rule.id, settled: 1, sentAt: clock.now(), ...said })));
  const takeAll = async (coordinator: Coordinator): Promise<number> => {
    let count = 0;
    while (count < 500 && (await coordinator.reserve(want(), clock.now())).ok) count++;
    return count;
  };
  const left = async (coordinator: Coordinator): Promise<number | undefined> => {
    await clock.sleep(1_500);
    return (await coordinator.ledgers(ledger))[0]?.remaining;
  };
  return { clock, book, join, settle, takeAll, left };
}

describe("limits", () => {
  describe("shared coordinator", () => {
    it("costs nothing while nobody calls", async () => {
      const { clock, book, join, settle } = world();
      const [one, other] = [join(), join()];
      for (const coordinator of [one, other]) {
        await coordinator.reserve(want(), clock.now());
        await settle(coordinator);
      }
      await clock.sleep(1_000);
      const { commands } = book;
      await clock.sleep(3_600_000);
      expect(book.commands).toBe(commands);
    });

    it("renews its lease while a call is under way, and only then", async () => {
      const { clock, book, join } = world();
      const one = join();
      await one.reserve(want(40), clock.now());
      await clock.sleep(120_000);
      expect(book.commands).toBeGreaterThan(8);
      expect(book.commands).toBeLessThan(16);
      const other = join();
      expect(await other.reserve(want(61), clock.now())).toMatchObject({ ok: false });
      // What costs nothing in the end is there again: so it never counted as spent.
      await one.observe([{ ledger, rule: rule.id, settled: 40, cost: 0, sentAt: clock.now() }]);
      await clock.sleep(1_100);
      expect(await other.reserve(want(100), clock.now())).toMatchObject({ ok: true });
    });

    it("gives back what it took ahead and did not use", async () => {
      const { clock, join, left } = world();
      const [one, other] = [join(), join()];
      await Promise.all(Array.from({ length: 10 }, () => one.reserve(want(), clock.now())));
      expect(await left(other)).toBe(90);
    });

    it("takes nothing ahead from the last fifth, nor more than a call allows", async () => {
      const { clock, book, join } = world();
      const [one, other] = [join(), join()];
      await other.reserve(want(79), clock.now());
      await Promise.all(Array.from({ length: 5 }, () => one.reserve(want(), clock.now())));
      await other.reserve(want(1), clock.now());
      expect(JSON.parse(book.entries.get(ledger)?.text ?? "{}")).toMatchObject({ ledger: { flying: 85 } });
      const free = "x:a:window:2";
      await Promise.all(Array.from({ length: 5 }, () => one.reserve([{ ledger: free, rule, cost: 1, keep: 0, ahead: 2 }], clock.now())));
      expect(JSON.parse(book.entries.get(free)?.text ?? "{}")).toMatchObject({ ledger: { flying: 7 } });
    });

    it("drops its stock when it hears of a block", async () => {
      const { clock, join, settle } = world();
      const one = join();
      await Promise.all(Array.from({ length: 10 }, () => one.reserve(want(), clock.now())));
      await settle(one, 1, { blockedUntil: clock.now() + 60_000 });
      for (let index = 0; index < 5; index++) expect(await one.reserve(want(), clock.now())).toMatchObject({ ok: false });
    });

    it("counts as spent what a process held that died, when its lease ends", async () => {
      const { clock, book, join, takeAll, left } = world();
      let killed = false;
      const dead = sharedCoordinator(book.connect({ alive: () => !killed }), { clock });
      await dead.reserve(want(30), clock.now());
      await dead.reserve(want(1, "x:a:window:2"), clock.now());
      const alive = join();
      expect(await left(alive)).toBe(70);
      killed = true;
      await clock.sleep(40_000);
      expect(await left(alive)).toBe(70);
      expect(await takeAll(alive)).toBe(70);
      await clock.sleep(3_600_000);
      expect((await alive.reserve(want(), clock.now())).ok).toBe(true);
    });

    it("gives the book what it lost, and counts each answer once", async () => {
      for (const [changes, silentMs] of [
        [1, 1_000],
        [3, 1_000],
        [undefined, 1_000],
        // Longer than answers are kept: then the ledger itself is what there is to give.
        [undefined, 150_000],
      ] as const) {
        const { clock, book, join, settle, left, takeAll } = world();
        const [one, other] = [join(), join()];
        for (let round = 0; round < 6; round++)
          for (const coordinator of [one, other]) {
            expect(await coordinator.reserve(want(), clock.now())).toMatchObject({ ok: true });
            await settle(coordinator);
            await clock.sleep(60);
          }
        await clock.sleep(silentMs);
        for (const coordinator of [one, other]) {
          await coordinator.reserve(want(0), clock.now());
          await coordinator.observe([{ ledger, rule: rule.id, settled: 0, sentAt: clock.now() }]);
        }
        await clock.sleep(1_000);
        book.lose(changes);
        const { rebornUntil } = { rebornUntil: clock.now() + 2_000 };
        expect(await join().reserve(want(), clock.now())).toEqual({ ok: false, ledger, retryAt: rebornUntil });
        await clock.sleep(3_000);
        const late = join();
        expect(await left(late)).toBe(88);
        expect(await takeAll(late)).toBe(88);
      }
    });

    it("counts each answer once, however long its process is silent afterwards", async () => {
      const { clock, join, settle, left } = world();
      const [one, other] = [join(), join()];
      await one.reserve(want(), clock.now());
      await settle(one);
      for (let round = 0; round < 10; round++) {
        await clock.sleep(40_000);
        await other.reserve(want(), clock.now());
        await settle(other);
      }
      await clock.sleep(1_000);
      await one.reserve(want(), clock.now());
      await settle(one);
      expect(await left(other)).toBe(88);
    });

    it("keeps answers whose change was lost on the way back, and counts them once", async () => {
      const { clock, book, join, settle, left } = world();
      const one = join();
      await Promise.all(Array.from({ length: 5 }, () => one.reserve(want(), clock.now())));
      book.away = "after";
      await settle(one, 5);
      await clock.sleep(200);
      book.away = false;
      await clock.sleep(10_000);
      expect(await left(join())).toBe(95);
    });

    it("lets nobody through while the book is away, where that was asked for, and goes on by itself", async () => {
      const told: string[] = [];
      const { clock, book, join } = world({ whenAway: "fail-closed", logger: { warn: (message) => told.push(message) } });
      const one = join();
      await one.reserve(want(), clock.now());
      await clock.sleep(1_000);
      book.away = "before";
      for (let tries = 0; tries < 20; tries++) {
        const reservation = await one.reserve(want(), clock.now());
        if (reservation.ok) throw new Error("Nobody may leave.");
        expect(reservation.retryAt).toBeGreaterThan(clock.now());
        expect(reservation.retryAt).toBeLessThanOrEqual(clock.now() + 5_100);
        await clock.sleep(reservation.retryAt - clock.now());
      }
      expect(told).toHaveLength(1);
      book.away = false;
      await clock.sleep(6_000);
      expect(await one.reserve(want(), clock.now())).toMatchObject({ ok: true });
      expect(told).toHaveLength(2);
    });

    it("goes on with its share of the ledgers that it knows while the book is away, and with no other", async () => {
      const { clock, book, join, settle, takeAll, left } = world();
      const processes = [join(), join(), join(), join()];
      for (const coordinator of processes) {
        await coordinator.reserve(want(), clock.now());
        await settle(coordinator);
      }
      await clock.sleep(100);
      // Everybody has seen everybody.
      for (const coordinator of processes) await coordinator.reserve(want(), clock.now());
      for (const coordinator of processes) await settle(coordinator);
      await clock.sleep(1_000);
      book.away = "before";
      expect(await processes[0]?.reserve(want(1, "x:a:window:unknown"), clock.now())).toMatchObject({ ok: false });
      const taken = await Promise.all(processes.map(takeAll));
      const all = taken.reduce((sum, count) => sum + count, 0);
      expect(all).toBeGreaterThanOrEqual(80);
      expect(all).toBeLessThanOrEqual(92);
      for (const [index, coordinator] of processes.entries()) await settle(coordinator, taken[index]);
      book.away = false;
      await clock.sleep(10_000);
      expect(await left(join())).toBe(92 - all);
    });

    it("believes the server while the book is away", async () => {
      const { clock, book, join, settle, takeAll } = world();
      const one = join();
      await one.reserve(want(), clock.now());
      await clock.sleep(1_000);
      book.away = "before";
      await one.reserve(want(), clock.now());
      await settle(one, 2, { remaining: 3 });
      expect(await takeAll(one)).toBe(3);
    });

    it("passes leases on, and rejects them while the book is away", async () => {
      const { book, join } = world();
      const one = join();
      expect(await one.acquire("poll", "a", 1_000)).toMatchObject({ fence: 1 });
      book.away = "before";
      await expect(one.acquire("poll", "a", 1_000)).rejects.toThrow("away");
      await expect(one.release("poll", "a")).rejects.toThrow("away");
    });

    it("keeps its time with the book's, whatever its own clock says", async () => {
      for (const offsetMs of [-3_600_000, 5_000]) {
        const { clock, book } = world();
        const one = sharedCoordinator(book.connect({ offsetMs, latency: () => 1 }), { clock });
        await one.reserve(want(), clock.now());
        const until = clock.now() + 60_000;
        await one.observe([{ ledger, rule: rule.id, settled: 1, sentAt: clock.now(), blockedUntil: until }]);
        await clock.sleep(100);
        const reservation = await one.reserve(want(), clock.now());
        expect(reservation.ok ? 0 : reservation.retryAt - until).toBeGreaterThanOrEqual(0);
        expect(reservation.ok ? 0 : reservation.retryAt - until).toBeLessThanOrEqual(4);
      }
    });

    it("takes no word for a newer one because a process that has just started is ahead of the time", async () => {
      const { clock, book, join } = world();
      const told = windowRule({ refill: { kind: "window", windowMs: 3_600_000, rolling: false } });
      const demands = [{ ledger, rule: told, cost: 1, keep: 0 }];
      const resetsAt = clock.now() + 3_600_000;
      const [one, fresh] = [join(), sharedCoordinator(book.connect({ offsetMs: 150, offMs: 200, latency: () => 1 }), { clock })];
      const answer = (coordinator: Coordinator, sentAt: number, remaining: number): Promise<void> =>
        coordinator.observe([{ ledger, rule: told.id, limitRule: told, settled: 1, sentAt, limit: 900, remaining, resetsAt }]);
      for (const coordinator of [one, fresh]) {
        await coordinator.reserve(demands, clock.now());
        await answer(coordinator, clock.now(), 100);
        await clock.sleep(500);
      }
      // Both are under way at once; what the server counted last is answered first.
      const sentAt = clock.now();
      for (const coordinator of [fresh, one]) expect(await coordinator.reserve(demands, sentAt)).toMatchObject({ ok: true });
      await clock.sleep(20);
      await answer(one, sentAt, 10);
      await clock.sleep(5);
      await answer(fresh, sentAt, 16);
      await clock.sleep(1_000);
      expect((await join().ledgers(ledger))[0]?.remaining).toBe(10);
    });

    it("lets processes whose clocks differ leave by the moment at which the network counted another's calls", async () => {
      const { clock, book } = world();
      const second = windowRule({ capacity: 50, refill: { kind: "window", windowMs: 1_000, rolling: true } });
      const process = (aheadMs: number) => {
        const own: Clock = { now: () => clock.now() + aheadMs, sleep: (ms, options) => clock.sleep(ms, options) };
        return { own, coordinator: sharedCoordinator(book.connect(), { clock: own }) };
      };
      const [one, other] = [process(7_000), process(-3_000)];
      const demands = [{ ledger, rule: second, cost: 1, keep: 0 }];
      let sentAt = 0;
      // The first round learns how long calls are under way; a way there that never differs leaves nothing to dare.
      for (let round = 0; round < 2; round++) {
        sentAt = one.own.now();
        const taken = await Promise.all(Array.from({ length: 50 }, () => one.coordinator.reserve(demands, sentAt)));
        expect(taken.every(({ ok }) => ok)).toBe(true);
        await clock.sleep(400);
        const answer = { ledger, rule: second.id, limitRule: second, settled: 1, sentAt, countedAt: sentAt };
        await one.coordinator.observe(Array.from({ length: 50 }, () => answer));
        await clock.sleep(round === 0 ? 1_100 : 450);
      }
      const reservation = await other.coordinator.reserve(demands, other.own.now());
      const early = reservation.ok ? NaN : reservation.retryAt - (sentAt - 10_000 + 1_000);
      expect(early).toBeGreaterThanOrEqual(0);
      expect(early).toBeLessThanOrEqual(6);
    });

    it("demands that a reservation is about one app", async () => {
      const { clock, join } = world();
      await expect(join().reserve([...want(), ...want(1, "x:b:window:1")], clock.now())).rejects.toMatchObject({ code: "invalid-request" });
    });
  });
});
