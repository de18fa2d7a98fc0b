/**
 * Reserving: all or nothing, never more than there is.
 * @module
 */
import { expectSame, expectThat } from "../assert.js";
import { answer, brief, hourly, ledger, left, read, refused, soon, takeAll, taken, want } from "./bench.js";
import type { CoordinatorBehaviours } from "./bench.js";

const one = ledger("1");
const two = ledger("2");

/** What reserving has to keep, by name. */
export const reserving: CoordinatorBehaviours = {
  "grants what nobody asks for": async (bench) => {
    expectThat((await bench.coordinator.reserve([], bench.clock.now())).ok, "a call without budgets may leave");
  },
  "takes from all ledgers or from none, and says which of them had no room": async (bench) => {
    const first = await taken(bench, [want(one, 8), want(two, 1)]);
    expectSame(first.ok && first.granted, { [one]: 8, [two]: 1 }, "what was granted");
    expectThat(first.ok && first.expiresAt > bench.clock.now(), "what was granted is held for a while");
    expectSame((await refused(bench, [want(two, 1), want(one, 5)])).ledger, one, "the ledger that had no room");
    await left(bench, one, 2);
    await left(bench, two, 9);
  },
  "gives a whole budget and not one unit more, to callers that come one by one": async (bench) => {
    expectSame(await takeAll(bench, one), 10, "how many were granted");
  },
  "gives a whole budget and not one unit more, to callers that come at once": async (bench) => {
    const now = bench.clock.now();
    const all = await Promise.all(Array.from({ length: 25 }, () => bench.coordinator.reserve([want(one)], now)));
    expectSame(all.filter(({ ok }) => ok).length, 10, "how many were granted");
  },
  "leaves to faster lanes what is kept for them": async (bench) => {
    for (let count = 0; count < 8; count++) await taken(bench, [want(one, 1, 2)]);
    await refused(bench, [want(one, 1, 2)]);
    for (let count = 0; count < 2; count++) await taken(bench, [want(one, 1, 0)]);
    await refused(bench, [want(one, 1, 0)]);
  },
  "keeps nothing so strictly that a full budget could not be used": async (bench) => {
    await taken(bench, [want(one, 10, 2)]);
  },
  "takes nothing where the cost is 0, and lets it through where nothing is left": async (bench) => {
    await taken(bench, [want(one, 10)]);
    for (let count = 0; count < 20; count++) await taken(bench, [want(one, 0)]);
    await refused(bench, [want(one)]);
  },
  "lets a single call probe a limit that nobody knows": async (bench) => {
    const { id, partition, unit, refill, source } = hourly;
    const rule = { id, partition, unit, refill, source };
    await taken(bench, [want(one, 1, 0, rule)]);
    await refused(bench, [want(one, 1, 0, rule)]);
    await bench.coordinator.observe([answer(one, { settled: 1, limit: 3, remaining: 2 }, rule)]);
    await soon(bench, async () => (await bench.coordinator.reserve([want(one, 1, 0, rule)], bench.clock.now())).ok, "there is room");
    await taken(bench, [want(one, 1, 0, rule)]);
    await refused(bench, [want(one, 1, 0, rule)]);
  },
  "has room again for what was given back, and counts a gift of nobody's for nothing": async (bench) => {
    await taken(bench, [want(one, 10)]);
    await bench.coordinator.observe([], { [one]: 10, [two]: 3 });
    await left(bench, one, 10);
    expectSame(await takeAll(bench, one), 10, "how many were granted then");
    expectSame(await takeAll(bench, two), 10, "how many were granted of a ledger that nobody had taken from");
  },
  "has everything again when the window is over, at the instant that it named": async (bench) => {
    const name = ledger("1", brief);
    for (let count = 0; count < 10; count++) await taken(bench, [want(name, 1, 0, brief)]);
    for (let count = 0; count < 10; count++)
      await bench.coordinator.observe([answer(name, { settled: 1, sentAt: bench.clock.now() }, brief)]);
    await left(bench, name, 0);
    const { retryAt } = await refused(bench, [want(name, 1, 0, brief)]);
    expectThat(retryAt <= bench.clock.now() + 1_000, "the window ends within its length");
    // Retrying when told is always right, and has to get there: with answers heard a moment later, perhaps not the first time.
    let next = retryAt;
    for (let tries = 0; tries < 10; tries++) {
      await bench.clock.sleep(Math.max(1, next - bench.clock.now()));
      const reservation = await bench.coordinator.reserve([want(name, 10, 0, brief)], bench.clock.now());
      if (reservation.ok) return;
      next = reservation.retryAt;
    }
    expectThat(false, "there is room again after the instants that were named");
  },
  "keeps the ledgers of two apps apart": async (bench) => {
    await taken(bench, [want(one, 10)]);
    await taken(bench, [want(ledger("1", hourly, "other"), 10)]);
    await left(bench, one, 0);
    expectSame((await read(bench.coordinator, one))?.limit, 10, "the limit");
  },
};
