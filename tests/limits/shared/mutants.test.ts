import { describe, expect, it } from "vitest";
import type { Clock } from "../../../src/clock.js";
import { memoryCoordinator } from "../../../src/limits/memory-coordinator.js";
import type { Coordinator, LedgerDemand, LedgerObservation } from "../../../src/store/coordinator.js";
import { hourly } from "../../../src/testing/coordinator-contract/bench.js";
import { coordinatorContract } from "../../../src/testing/coordinator-contract.js";
import { simulatedClock } from "../simulator.js";

type Verbs = Partial<Coordinator>;

/** Changes what is demanded. */
const demanding = (coordinator: Coordinator, change: (demand: LedgerDemand) => LedgerDemand): Verbs => ({
  reserve: (demands, now) => coordinator.reserve(demands.map(change), now),
});

/** Changes what is answered. */
const hearing = (coordinator: Coordinator, change: (observation: LedgerObservation) => LedgerObservation | undefined): Verbs => ({
  observe: (observations, unused) =>
    coordinator.observe(
      observations.flatMap((one) => change(one) ?? []),
      unused,
    ),
});

/** The same object without one of its fields. */
function without<T extends object, K extends keyof T>(value: T, name: K): Omit<T, K> {
  const copy: Partial<T> = { ...value };
  Reflect.deleteProperty(copy, name);
  return copy as Omit<T, K>;
}

/** Coordinators with one defect each, as somebody could write them. */
const mutants: Readonly<Record<string, (coordinator: Coordinator, clock: Clock) => Verbs>> = {
  "grants everything": (coordinator) => ({
    reserve: async (demands, now) => {
      const reservation = await coordinator.reserve(demands, now);
      return reservation.ok ? reservation : { ok: true, granted: {}, expiresAt: now + 1_000 };
    },
  }),
  "takes what it can of a reservation": (coordinator) => ({
    reserve: async (demands, now) => {
      const all = await Promise.all(demands.map((demand) => coordinator.reserve([demand], now)));
      return all.find(({ ok }) => !ok) ?? (await coordinator.reserve([], now));
    },
  }),
  "looks first and takes a moment later": (coordinator, clock) => {
    const taken = new Map<string, number>();
    return {
      reserve: async (demands, now) => {
        const before = demands.map(({ ledger }) => taken.get(ledger) ?? 0);
        await clock.sleep(1);
        if (demands.some(({ cost }, index) => (before[index] ?? 0) + cost > 10))
          return { ok: false, ledger: demands[0]?.ledger ?? "", retryAt: now + 1_000 };
        demands.forEach(({ ledger, cost }, index) => taken.set(ledger, (before[index] ?? 0) + cost));
        await coordinator.reserve(demands, now);
        return { ok: true, granted: Object.fromEntries(demands.map(({ ledger, cost }) => [ledger, cost])), expiresAt: now + 1_000 };
      },
    };
  },
  "keeps nothing for faster lanes": (coordinator) => demanding(coordinator, (demand) => ({ ...demand, keep: 0 })),
  "keeps what nobody can keep": (coordinator) => ({
    reserve: (demands, now) => {
      const short = demands.find(({ cost, keep, rule }) => keep > 0 && cost + keep > (rule.capacity ?? Infinity));
      return short === undefined
        ? coordinator.reserve(demands, now)
        : Promise.resolve({ ok: false, ledger: short.ledger, retryAt: now + 1_000 });
    },
  }),
  "counts what costs nothing": (coordinator) => demanding(coordinator, (demand) => ({ ...demand, cost: Math.max(1, demand.cost) })),
  "asks no ledger of which nothing is wanted": (coordinator) => ({
    reserve: (demands, now) =>
      coordinator.reserve(
        demands.filter(({ cost }) => cost > 0),
        now,
      ),
  }),
  "names the first ledger, whichever refused": (coordinator) => ({
    reserve: async (demands, now) => {
      const reservation = await coordinator.reserve(demands, now);
      return reservation.ok ? reservation : { ...reservation, ledger: demands[0]?.ledger ?? "" };
    },
  }),
  "says an instant that has passed": (coordinator) => ({
    reserve: async (demands, now) => {
      const reservation = await coordinator.reserve(demands, now);
      return reservation.ok ? reservation : { ...reservation, retryAt: now - 1_000 };
    },
  }),
  "forgets to give back": (coordinator) => ({ observe: (observations) => coordinator.observe(observations) }),
  "gives back to ledgers that nobody took from": (coordinator) => ({
    observe: async (observations, unused = {}) => {
      const ledgers = await coordinator.ledgers("");
      const gifts = Object.entries(unused).filter(([name]) => ledgers.every(({ ledger }) => ledger !== name));
      const larger = gifts.map(([ledger, amount]) => ({ ledger, rule: hourly.id, limitRule: hourly, limit: 10 + amount }));
      await coordinator.observe([...observations, ...larger], unused);
    },
  }),
  "settles nothing": (coordinator) => hearing(coordinator, (one) => without(one, "settled")),
  "ignores what a call really cost": (coordinator) => hearing(coordinator, (one) => without(one, "cost")),
  "ignores what is left": (coordinator) => hearing(coordinator, (one) => without(one, "remaining")),
  "ignores the limit that is named": (coordinator) => hearing(coordinator, (one) => without(one, "limit")),
  "ignores when a window ends": (coordinator) => hearing(coordinator, (one) => without(one, "resetsAt")),
  "ignores a block": (coordinator) => hearing(coordinator, (one) => without(one, "blockedUntil")),
  "blocks for ever": (coordinator) =>
    hearing(coordinator, (one) => (one.blockedUntil === undefined ? one : { ...one, blockedUntil: one.blockedUntil + 1e10 })),
  "learns only with a rule": (coordinator) => hearing(coordinator, (one) => (one.limitRule === undefined ? undefined : one)),
  "loses every answer": () => ({ observe: () => Promise.resolve() }),
  "reads every ledger": (coordinator) => ({ ledgers: () => coordinator.ledgers("") }),
  "reads prefixes as patterns": (coordinator) => ({
    ledgers: async (prefix) => {
      const pattern = new RegExp(
        `^${prefix
          .replaceAll(/[\\[\]{}'"]/g, ".")
          .replaceAll("*", ".*")
          .replaceAll("_", ".")
          .replaceAll("?", ".")}`,
      );
      return (await coordinator.ledgers("")).filter(({ ledger }) => pattern.test(ledger));
    },
  }),
  "reads no ledger": () => ({ ledgers: () => Promise.resolve([]) }),
  "lends a lease to everybody": (coordinator) => ({
    acquire: (name, owner, ttlMs) => coordinator.acquire(`${name} ${owner}`, owner, ttlMs),
    release: (name, owner) => coordinator.release(`${name} ${owner}`, owner),
  }),
  "lends one lease for all names": (coordinator) => ({ acquire: (_name, owner, ttlMs) => coordinator.acquire("", owner, ttlMs) }),
  "never ends a lease": (coordinator) => ({ acquire: (name, owner, ttlMs) => coordinator.acquire(name, owner, Math.max(ttlMs, 60_000)) }),
  "renews no lease": (coordinator) => {
    const lent = new Map<string, ReturnType<Coordinator["acquire"]>>();
    return {
      acquire: (name, owner, ttlMs) => {
        const key = `${name} ${owner}`;
        const lease = lent.get(key) ?? coordinator.acquire(name, owner, ttlMs);
        lent.set(key, lease);
        return lease;
      },
    };
  },
  "lets anybody give a lease back": (coordinator) => {
    const owners = new Map<string, string>();
    return {
      acquire: async (name, owner, ttlMs) => {
        const lease = await coordinator.acquire(name, owner, ttlMs);
        if (lease !== undefined) owners.set(name, owner);
        return lease;
      },
      release: (name) => coordinator.release(name, owners.get(name) ?? ""),
    };
  },
  "says the same fence to everybody": (coordinator) => ({
    acquire: async (...lease) => {
      const lent = await coordinator.acquire(...lease);
      return lent === undefined ? undefined : { ...lent, fence: 1 };
    },
  }),
  "takes no lease back": () => ({ release: () => Promise.resolve() }),
};

/** What goes wrong between processes. */
const strangers: Readonly<Record<string, (first: Coordinator, clock: Clock) => Verbs>> = {
  "keeps ledgers of its own": (_first, clock) => memoryCoordinator({ clock }),
  "shares only leases": (first, clock) => ({
    ...memoryCoordinator({ clock }),
    acquire: (...lease) => first.acquire(...lease),
    release: (...lease) => first.release(...lease),
  }),
  "shares only ledgers": (_first, clock) => {
    const own = memoryCoordinator({ clock });
    return { acquire: (...lease) => own.acquire(...lease), release: (...lease) => own.release(...lease) };
  },
  "keeps its answers to itself": () => ({ observe: () => Promise.resolve() }),
  "takes as much again for itself": (first) => ({
    reserve: async (demands, now) => {
      const reservation = await first.reserve(demands, now);
      if (reservation.ok) await first.reserve(demands, now);
      return reservation;
    },
  }),
};

/** Closed by its owner only: the others stand over the same ledgers. */
const shared = (first: Coordinator): Coordinator => ({ ...first, close: () => Promise.resolve() });

async function broken(
  create: () => Coordinator,
  join: (first: Coordinator) => Coordinator,
  clock: Clock,
): Promise<readonly [number, number]> {
  const behaviours = coordinatorContract({ create, join, clock });
  let count = 0;
  for (const { run } of behaviours) await run().catch(() => count++);
  return [count, behaviours.length];
}

describe("coordinator contract", () => {
  it("finds nothing in what is whole", async () => {
    const clock = simulatedClock();
    const [count] = await broken(() => memoryCoordinator({ clock }), shared, clock);
    expect(count).toBe(0);
  });

  for (const [defect, mutate] of Object.entries(mutants))
    it(`notices a coordinator that ${defect}`, async () => {
      const clock = simulatedClock();
      const create = (): Coordinator => {
        const whole = memoryCoordinator({ clock });
        return { ...whole, ...mutate(whole, clock) };
      };
      const [count, all] = await broken(create, shared, clock);
      expect(count).toBeGreaterThan(0);
      // A defect that breaks everything would show nothing about the suite.
      expect(count).toBeLessThan(all);
    });

  for (const [defect, mutate] of Object.entries(strangers))
    it(`notices a process that ${defect}`, async () => {
      const clock = simulatedClock();
      const join = (first: Coordinator): Coordinator => ({ ...shared(first), ...mutate(first, clock) });
      const [count, all] = await broken(() => memoryCoordinator({ clock }), join, clock);
      expect(count).toBeGreaterThan(0);
      expect(count).toBeLessThan(all);
    });
});
