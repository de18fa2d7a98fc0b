/**
 * Answers: what the server says wins, and what it costs is settled.
 * @module
 */
import { expectSame, expectThat } from "../assert.js";
import { answer, ledger, left, read, refused, soon, taken, want } from "./bench.js";
import type { CoordinatorBehaviours } from "./bench.js";

const one = ledger("1");

/** What answers have to change, by name. */
export const answering: CoordinatorBehaviours = {
  "counts as spent what an answer says nothing of": async (bench) => {
    await taken(bench, [want(one, 4)]);
    const sentAt = bench.clock.now();
    await bench.coordinator.observe([answer(one, { settled: 4, sentAt })]);
    await left(bench, one, 6);
  },
  "settles what a call really cost": async (bench) => {
    await taken(bench, [want(one, 8)]);
    const sentAt = bench.clock.now();
    await bench.coordinator.observe([answer(one, { settled: 8, cost: 3, sentAt })]);
    await left(bench, one, 7);
    await taken(bench, [want(one, 7)]);
  },
  "believes a lower word than its own counting": async (bench) => {
    await taken(bench, [want(one)]);
    const sentAt = bench.clock.now();
    await bench.coordinator.observe([answer(one, { settled: 1, remaining: 2, sentAt })]);
    await left(bench, one, 2);
    await refused(bench, [want(one, 3)]);
    await taken(bench, [want(one, 2)]);
  },
  "believes the limit and the end of the window that the server names": async (bench) => {
    await taken(bench, [want(one)]);
    const sentAt = bench.clock.now();
    const resetsAt = sentAt + 1_800_000;
    await bench.coordinator.observe([answer(one, { settled: 1, limit: 50, remaining: 40, resetsAt, sentAt })]);
    await left(bench, one, 40);
    const state = await read(bench.coordinator, one);
    expectSame(state?.limit, 50, "the limit");
    expectThat(Math.abs((state?.resetsAt ?? 0) - resetsAt) <= 2_000, "the window ends when the server said");
  },
  "takes what is still under way off what the server says is left": async (bench) => {
    await taken(bench, [want(one)]);
    await taken(bench, [want(one, 3)]);
    const sentAt = bench.clock.now();
    await bench.coordinator.observe([answer(one, { settled: 1, remaining: 9, sentAt })]);
    await left(bench, one, 6);
  },
  "lets nobody through while the network has locked us out, be it for nothing": async (bench) => {
    const until = bench.clock.now() + 1_800_000;
    await taken(bench, [want(one)]);
    await bench.coordinator.observe([answer(one, { settled: 1, blockedUntil: until })]);
    await soon(bench, async () => (await read(bench.coordinator, one))?.blockedUntil !== undefined, "the block is known");
    for (const cost of [1, 0]) {
      const { retryAt } = await refused(bench, [want(one, cost)]);
      expectThat(Math.abs(retryAt - until) <= 2_000, "it says when the block ends");
    }
    await taken(bench, [want(ledger("2"))]);
  },
  "ends a block by itself": async (bench) => {
    const until = bench.clock.now() + 300;
    await bench.coordinator.observe([answer(one, { blockedUntil: until })]);
    await soon(
      bench,
      async () => !(await bench.coordinator.reserve([want(one)], bench.clock.now())).ok || bench.clock.now() >= until,
      "the block is known",
    );
    await bench.clock.sleep(Math.max(0, until - bench.clock.now()) + 50);
    await soon(bench, async () => (await bench.coordinator.reserve([want(one)], bench.clock.now())).ok, "there is room after the block");
  },
  "learns nothing of a ledger that is not there, without its rule": async (bench) => {
    await bench.coordinator.observe([{ ledger: one, rule: "fm.calls", remaining: 0 }]);
    await bench.clock.sleep(60);
    expectSame(await bench.coordinator.ledgers(one), [], "what is known");
    await taken(bench, [want(one, 10)]);
  },
  "learns without a rule of a ledger that is there": async (bench) => {
    await taken(bench, [want(one)]);
    await bench.coordinator.observe([{ ledger: one, rule: "fm.calls", settled: 1, remaining: 3 }]);
    await left(bench, one, 3);
  },
};
