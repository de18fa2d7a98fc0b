/**
 * Reading ledgers, and leases.
 * @module
 */
import { expectSame, expectThat, expectThere } from "../assert.js";
import { hourly, ledger, left, taken, want } from "./bench.js";
import type { CoordinatorBehaviours } from "./bench.js";

/** What reading has to keep, by name. */
export const listing: CoordinatorBehaviours = {
  "knows nothing at first": async ({ coordinator }) => {
    expectSame(await coordinator.ledgers("forum:"), [], "the ledgers");
  },
  "reads the ledgers below a prefix, and no other": async (bench) => {
    const names = [ledger("1"), ledger("2"), ledger("1", hourly, "solo2"), ledger("1", hourly, "sol")];
    for (const name of names) await taken(bench, [want(name, 3)]);
    for (const name of names) await left(bench, name, 7);
    const below = (await bench.coordinator.ledgers("forum:solo:")).map((state) => state.ledger);
    expectSame(below.sort(), names.slice(0, 2), "the ledgers of one app");
  },
  "takes every character of a name for itself": async (bench) => {
    const subjects = ["a%25b", "a_b", "a*b", "a?b", "a[b]", "a\\b", "a'b", 'a"b', "a{b}", "ä", "🙂", "a b"];
    for (const subject of subjects) {
      await taken(bench, [want(ledger(subject), 4)]);
      await left(bench, ledger(subject), 6);
      const below = (await bench.coordinator.ledgers(ledger(subject))).map((state) => state.ledger);
      expectSame(below, [ledger(subject)], `the ledgers below ${subject}`);
    }
    expectSame((await bench.coordinator.ledgers("forum:solo:")).length, subjects.length, "how many ledgers there are");
  },
};

/** What leases have to keep, by name. */
export const leasing: CoordinatorBehaviours = {
  "lends a lease to one owner at a time": async ({ coordinator, clock }) => {
    const before = clock.now();
    const lease = expectThere(await coordinator.acquire("poll:1", "a", 60_000), "a lease");
    expectThat(Math.abs(lease.expiresAt - before - 60_000) <= 5_000, "the lease lasts as long as asked for");
    expectSame(await coordinator.acquire("poll:1", "b", 60_000), undefined, "what another owner gets");
    expectThere(await coordinator.acquire("poll:2", "b", 60_000), "a lease of another name");
  },
  "renews a lease for its owner, under the same fence": async ({ coordinator }) => {
    const lease = expectThere(await coordinator.acquire("poll:1", "a", 10_000), "a lease");
    const renewed = expectThere(await coordinator.acquire("poll:1", "a", 60_000), "the lease again");
    expectSame(renewed.fence, lease.fence, "the fence");
    expectThat(renewed.expiresAt > lease.expiresAt, "the lease lasts longer than before");
  },
  "lends again what was given back, and only its owner can give it back": async ({ coordinator }) => {
    const lease = expectThere(await coordinator.acquire("poll:1", "a", 60_000), "a lease");
    await coordinator.release("poll:1", "b");
    expectSame(await coordinator.acquire("poll:1", "b", 60_000), undefined, "what another owner gets");
    await coordinator.release("poll:1", "a");
    const next = expectThere(await coordinator.acquire("poll:1", "b", 60_000), "the lease that was given back");
    expectThat(next.fence > lease.fence, "the fence grows with each owner");
    await coordinator.release("poll:never", "a");
  },
  "lends again what has ended, under a greater fence": async ({ coordinator, clock }) => {
    const lease = expectThere(await coordinator.acquire("poll:1", "a", 100), "a lease");
    await clock.sleep(200);
    const next = expectThere(await coordinator.acquire("poll:1", "b", 60_000), "the lease that has ended");
    expectThat(next.fence > lease.fence, "the fence grows with each owner");
    expectSame(await coordinator.acquire("poll:1", "a", 100), undefined, "what the first owner gets");
  },
  "lends to exactly one of many who ask at once": async ({ coordinator }) => {
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) => coordinator.acquire("poll:1", `owner ${String(index)}`, 60_000)),
    );
    expectSame(all.filter((lease) => lease !== undefined).length, 1, "how many got the lease");
  },
};
