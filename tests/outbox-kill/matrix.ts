/** Kills at every step of every kind of write, then recovers, being killed again, and holds the networks against it. @module */
import { join } from "node:path";
import { expect } from "vitest";
import { buildTown, type Town } from "./town.js";
import { family, type Family, type Member } from "./family.js";
import { createInbox } from "../../src/index.js";
import { adapterOf, kinds, likes, networks, openStore, type Job, type Place, type Task, type Told } from "./setup.js";
import { all, lent } from "./one-store.js";
import { numbers } from "../limits/simulator.js";

export const seed: number = process.env["KILL_SEED"] === "random" ? Date.now() % 1_000_000 : Number(process.env["KILL_SEED"] ?? 5);
export const rounds: number = Number(process.env["KILL_ROUNDS"] ?? 1);

/** Longer than a lease lives, and than any network takes to show what it took. Milliseconds. */
const settledMs = 65_000;

interface World {
  readonly town: Town;
  readonly crowd: Family;
  readonly place: Place;
}

async function start({ town, crowd, place }: World, tasks: readonly Task[], frozenAt?: number): Promise<Member> {
  const member = await crowd.start();
  member.tell({ place, wire: town.wire, aheadMs: town.aheadMs, tasks, ...(frozenAt !== undefined && { frozenAt }) });
  return member;
}

/** Lets a process do tasks until each has ended or stands, and kills it. */
async function runAndKill(world: World, tasks: readonly Task[], frozenAt?: number): Promise<readonly Told[]> {
  const member = await start(world, tasks, frozenAt);
  const told = await member.hear<Told>(tasks.length);
  await member.kill();
  expect(told.flatMap(({ id, failure }) => (failure === undefined ? [] : [`${id}: ${failure}`]))).toEqual([]);
  return told;
}

const stepsOf = (told: readonly Told[]): ReadonlyMap<string, readonly string[]> => new Map(told.map(({ id, steps }) => [id, steps]));

/** Holds what must be true at any moment, whatever was killed. */
function holdsAlways(town: Town, jobs: readonly Job[], where: ReadonlyMap<string, string>): void {
  for (const job of jobs) {
    const { said, inPlace, likes: given, arrived } = town.held(job);
    const about = `${job.id}, killed ${where.get(job.id) ?? "nowhere"}`;
    expect(said, about).toEqual([0, 1].slice(0, said.length));
    expect(inPlace, `${about}: stands in its place`).toBe(true);
    expect(given, `${about}: likes`).toBeLessThanOrEqual(likes(job) ? 1 : 0);
    // The like follows the text.
    if (given > 0) expect(said.length, `${about}: text before the like`).toBe(2);
    // Also where the network would have removed a second one: nothing was sent again that had arrived.
    expect(Math.max(...arrived), `${about}: requests that arrived, ${arrived.join(" ")}`).toBeLessThanOrEqual(1);
  }
}

/** What the store says of a job must be what the network holds, or that nobody knows. */
async function tellsTheTruth({ town, place }: World, jobs: readonly Job[], where: ReadonlyMap<string, string>): Promise<void> {
  const store = openStore(place);
  for (const job of jobs) {
    const inbox = createInbox({ accounts: [adapterOf(job.network, town.wire)], store: lent(store), tenant: job.id });
    const entries = await all(inbox.outbox());
    await inbox.close();
    const about = `${job.id}, killed ${where.get(job.id) ?? "nowhere"}`;
    const { said } = town.held(job);
    if (said.length > 0) expect(entries.length, `${about}: nothing leaves that is not written down`).toBe(1);
    for (const { state, steps } of entries) {
      const sent = steps.filter(({ step, status }) => step !== "like" && status === "sent").length;
      expect(sent, `${about}: parts that are said to be out`).toBeLessThanOrEqual(said.length);
      if (state === "sent") expect(said, about).toEqual([0, 1]);
      // What is there and not known yet is visible as something nobody knows.
      if (said.length > sent) expect(["sending", "unknown"], `${about}: is visible`).toContain(state);
    }
  }
  await store.close();
}

/** When each lease that is held runs out. Milliseconds since 1970. */
async function leases({ place }: World, jobs: readonly Job[]): Promise<readonly number[]> {
  const store = openStore(place);
  const { items } = await store.query("outbox", { where: { state: ["sending"] }, limit: 1_000 });
  await store.close();
  const mine = new Set(jobs.map(({ id }) => id));
  return items.flatMap(({ value: { lease, idempotencyKey } }) =>
    lease !== undefined && mine.has(idempotencyKey) ? [Date.parse(lease.until)] : [],
  );
}

/** Runs everything over one store. */
export async function killEverywhere(placeIn: (folder: string) => Place): Promise<void> {
  const random = numbers(seed);
  const crowd = await family(join(import.meta.dirname, "child.ts"));
  const town = await buildTown();
  const world: World = { town, crowd, place: placeIn(crowd.folder) };
  const store = openStore(world.place);
  try {
    // What is not killed tells which steps there are: so none is forgotten when the code changes.
    const whole = await town.ask(
      store,
      networks.flatMap((network) => kinds.map((kind) => ({ id: `whole-${network}-${kind}`, network, kind }))),
    );
    const told = await runAndKill(
      world,
      whole.map((job) => ({ job, does: "send" })),
    );
    for (const { id, outcomes } of told) expect(outcomes?.[0]?.status, `${id} ${JSON.stringify(outcomes)}`).toBe("sent");
    holdsAlways(town, whole, new Map());
    if (process.env["KILL_SHOW"] !== undefined) console.info(told.map(({ id, steps }) => [id, ...steps].join("\n  ")).join("\n"));

    for (let round = 0; round < rounds; round++) {
      const points = whole.flatMap(({ id, network, kind }) =>
        (stepsOf(told).get(id) ?? []).map((_, index) => ({
          id: `r${round}-${network}-${kind}-${index + 1}`,
          network,
          kind,
          stallAt: index + 1,
        })),
      );
      expect(points.length).toBeGreaterThan(80);
      const jobs = await town.ask(store, points);
      await oneRound(world, { jobs, stallAt: points.map(({ stallAt }) => stallAt), random });
    }
  } finally {
    await store.close();
    await crowd.end();
    await town.close();
  }
}

interface Round {
  readonly jobs: readonly Job[];
  /** Where each is killed first. */
  readonly stallAt: readonly number[];
  readonly random: () => number;
}

async function oneRound(world: World, { jobs, stallAt, random }: Round): Promise<void> {
  const { town } = world;
  const where = new Map<string, string>();
  const killed = await runAndKill(
    world,
    jobs.map((job, index) => ({ job, does: "send", stallAt: stallAt[index] ?? 1 })),
  );
  for (const { id, steps, stalled } of killed) {
    expect(stalled, `${id} stands at its step: ${steps.join("; ")}`).toBe(true);
    where.set(id, steps.at(-1) ?? "");
  }
  // Before any of their leases has run out, however long the machine takes to look.
  const killedAt = Math.min(...(await leases(world, jobs))) - 1;
  holdsAlways(town, jobs, where);
  await tellsTheTruth(world, jobs, where);
  const before = jobs.map((job) => town.held(job));

  // As long as a lease lives its worker may live: what it was about to send is left alone.
  const early = await runAndKill(
    world,
    jobs.map((job) => ({ job, does: "recover" })),
    killedAt,
  );
  for (const [index, job] of jobs.entries()) {
    const stopped = where.get(job.id) ?? "";
    // Nobody has taken it yet: whoever recovers may send it.
    const isQueued = stopped.endsWith("write: outbox queued") || stopped === "before write: outbox sending part0:pending";
    if (!isQueued) expect(town.held(job), `${job.id}, killed ${stopped}: is left alone`).toEqual(before[index]);
  }
  expect(early).toHaveLength(jobs.length);

  // Two at once, each of them killed again somewhere, then two that live.
  for (const again of [true, false]) {
    town.jump(settledMs);
    const recover = (job: Job): Task => ({
      job,
      does: "recover",
      ...(again && random() < 0.7 && { stallAt: 1 + Math.floor(random() * 10) }),
    });
    const both = await Promise.all([0, 1].map(async () => runAndKill(world, jobs.map(recover))));
    for (const [index, side] of both.entries())
      for (const { id, steps, stalled } of side)
        if (stalled) where.set(id, `${where.get(id) ?? ""}; recovering ${index}: ${steps.at(-1) ?? ""}`);
    holdsAlways(town, jobs, where);
    await tellsTheTruth(world, jobs, where);
  }

  // Asking again with the same key finishes what is left, from two processes at once.
  town.jump(settledMs);
  const asked = await Promise.all(
    [0, 1].map(async () =>
      runAndKill(
        world,
        jobs.map((job) => ({ job, does: "send" })),
      ),
    ),
  );
  for (const { id, steps, outcomes } of asked.flat())
    expect(outcomes?.[0]?.status, `${id}, killed ${where.get(id) ?? ""}; ${steps.join("; ")}`).toBe("sent");
  holdsAlways(town, jobs, where);
  for (const job of jobs) {
    const { said, likes: given, arrived } = town.held(job);
    const about = `${job.id}, killed ${where.get(job.id) ?? ""}`;
    expect(said, about).toEqual([0, 1]);
    expect(arrived, about).toEqual([1, 1]);
    expect(given, `${about}: liked`).toBe(likes(job) ? 1 : 0);
  }
}
