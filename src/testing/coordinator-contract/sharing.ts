/**
 * Several processes over the same ledgers.
 * @module
 */
import { expectSame, expectThat, expectThere } from "../assert.js";
import { answer, hourly, ledger, left, read, refused, soon, takeAll, taken, want } from "./bench.js";
import type { CoordinatorBehaviours } from "./bench.js";

const one = ledger("1");
const two = ledger("2");
const hundred = { ...hourly, capacity: 100 };

/** What several processes have to keep together, by name. */
export const sharing: CoordinatorBehaviours = {
  "take from one budget together, and not one unit more": async (bench) => {
    const processes = [bench.coordinator, await bench.join(), await bench.join(), await bench.join()];
    const now = bench.clock.now();
    const all = await Promise.all(
      Array.from({ length: 60 }, (_, index) => expectThere(processes[index % 4], "a process").reserve([want(one)], now)),
    );
    expectSame(all.filter(({ ok }) => ok).length, 10, "how many were granted");
  },
  "take from several ledgers in any order without waiting for each other for ever": async (bench) => {
    const processes = [bench.coordinator, await bench.join(), await bench.join()];
    const now = bench.clock.now();
    const demands = [
      [want(one, 1, 0, hundred), want(two, 1, 0, hundred)],
      [want(two, 1, 0, hundred), want(one, 1, 0, hundred)],
    ];
    const all = await Promise.all(
      Array.from({ length: 150 }, (_, index) =>
        expectThere(processes[index % 3], "a process").reserve(expectThere(demands[index % 2], "demands"), now),
      ),
    );
    const granted = all.filter(({ ok }) => ok).length;
    expectThat(granted <= 100, "no more is granted than there is");
    expectThat(granted >= 60, "what is there is granted");
  },
  "see what the others took": async (bench) => {
    const other = await bench.join();
    await taken(bench, [want(one, 7)]);
    await left(bench, one, 3, other);
    await refused(bench, [want(one, 4)], other);
    await taken(bench, [want(one, 3)], other);
  },
  "hear what the others were answered": async (bench) => {
    const other = await bench.join();
    await taken(bench, [want(one)]);
    await bench.coordinator.observe([answer(one, { settled: 1, remaining: 4, sentAt: bench.clock.now() })]);
    await left(bench, one, 4, other);
    await taken(bench, [want(one)], other);
    await other.observe([answer(one, { settled: 1, remaining: 2, sentAt: bench.clock.now() })]);
    await left(bench, one, 2);
    expectSame(await takeAll(bench, one), 2, "how many were granted");
  },
  "stop when one of them is locked out": async (bench) => {
    const other = await bench.join();
    await taken(bench, [want(one)], other);
    await bench.coordinator.observe([answer(one, { blockedUntil: bench.clock.now() + 1_800_000 })]);
    await soon(bench, async () => (await read(other, one))?.blockedUntil !== undefined, "the other process knows of the block");
    await soon(
      bench,
      async () => !(await other.reserve([want(one)], bench.clock.now())).ok && !(await other.reserve([want(one, 0)], bench.clock.now())).ok,
      "the other process lets nobody through",
    );
  },
  "have room again for what one of them gave back": async (bench) => {
    const other = await bench.join();
    await taken(bench, [want(one, 10)]);
    await refused(bench, [want(one)], other);
    await bench.coordinator.observe([], { [one]: 10 });
    await soon(bench, async () => (await other.reserve([want(one, 10)], bench.clock.now())).ok, "there is room");
  },
  "leave nothing behind that nobody can use": async (bench) => {
    const other = await bench.join();
    for (let round = 0; round < 12; round++) {
      await taken(bench, [want(one, 1, 0, hundred)], other);
      await other.observe([answer(one, { settled: 1, sentAt: bench.clock.now() }, hundred)]);
    }
    await other.close();
    await left(bench, one, 88);
    await taken(bench, [want(one, 88, 0, hundred)]);
  },
  "lend a lease to one of them at a time": async (bench) => {
    const other = await bench.join();
    const lease = expectThere(await bench.coordinator.acquire("poll:1", "a", 60_000), "a lease");
    expectSame(await other.acquire("poll:1", "b", 60_000), undefined, "what the other process gets");
    await other.release("poll:1", "b");
    expectSame(await other.acquire("poll:1", "b", 60_000), undefined, "what the other process gets then");
    await bench.coordinator.release("poll:1", "a");
    const next = expectThere(await other.acquire("poll:1", "b", 60_000), "the lease that was given back");
    expectThat(next.fence > lease.fence, "the fence grows with each owner");
  },
};
