/** A chaos run: a town in a storm, processes that die, then a calm, and the judgement. @module */
import { act, wordsFrom } from "./people.js";
import { brandOf, type Brand } from "./brand.js";
import { buildTown, type Town } from "./town.js";
import { chanceFrom, type Chance } from "./chance.js";
import { chaosClock, type ChaosClock } from "./clock.js";
import { consumersOf, type Consumers } from "./consumers.js";
import { judge, type Evidence } from "./judge.js";
import { memoryCoordinator } from "../../src/limits/memory-coordinator.js";
import { settle } from "./calm.js";
import { startProcess, type Process } from "./process.js";
import type { Coordinator } from "../../src/store/coordinator.js";
import type { Ground } from "./stores.js";
import type { Store } from "../../src/store/store.js";
import type { Weather } from "./weather.js";

/** What a run is asked for. */
export interface RunOptions {
  readonly ground: Ground;
  /** Everything that is drawn depends on it. */
  readonly seed: string;
  /** How much happens in the storm. */
  readonly steps: number;
  /** Puts a defect into the store as processes see it. */
  readonly spoil?: (store: Store) => Store;
  /** How much happens in the calm. @defaultValue 60 */
  readonly calmSteps?: number;
  /** Sees what the judges saw, for whoever looks for a defect. */
  readonly look?: (evidence: Evidence) => void;
}

/** A run under way. */
export interface Run {
  readonly options: RunOptions;
  readonly tenant: string;
  readonly chance: Chance;
  readonly clock: ChaosClock;
  readonly weather: Weather;
  readonly town: Town;
  readonly brand: Brand;
  readonly consumers: Consumers;
  /** The store without any process before it. */
  readonly bare: Store;
  /** How often an item was put aside, by account and surface. */
  readonly quarantined: Map<string, number>;
  readonly words: () => string;
  /** Starts a process. */
  start(): Process;
  /** How many steps were taken. */
  steps: number;
  /** When processes died. Milliseconds since 1970. */
  readonly deaths: number[];
  /** Deliveries that were acknowledged: network and id of the message. */
  readonly acknowledged: Set<string>;
}

/** What came of a run. */
export interface RunReport {
  /** What is wrong; empty where nothing is. */
  readonly wrongs: readonly string[];
  /** What happened, for whoever wants to know that something did. */
  readonly tally: Readonly<Record<string, number>>;
}

/** How many processes work at once. */
const processes = 3;

/** Does a run. */
export async function chaosRun(options: RunOptions): Promise<RunReport> {
  const run = begin(options);
  await storm(run);
  await settle(run);
  return judge(run);
}

function begin(options: RunOptions): Run {
  const { seed, ground } = options;
  const clock = chaosClock("2026-11-20T08:00:00.000Z");
  const weather: Weather = { stormy: false };
  const town = buildTown(seed, clock, weather);
  const consumers = consumersOf(chanceFrom(seed, "consumers"), weather);
  // Real budgets of several processes are tested elsewhere; here time is not the database's.
  const coordinator: Coordinator = memoryCoordinator({ clock });
  const tenant = `chaos-${seed.replace(/[^A-Za-z0-9]+/gu, "-")}`;
  let started = 0;
  const run: Run = {
    options,
    tenant,
    chance: chanceFrom(seed, "storm"),
    clock,
    weather,
    town,
    brand: brandOf(chanceFrom(seed, "brand")),
    consumers,
    bare: ground.open(),
    quarantined: new Map(),
    words: wordsFrom(chanceFrom(seed, "words")),
    steps: 0,
    deaths: [],
    acknowledged: new Set(),
    start: () => {
      started += 1;
      const process = startProcess({
        name: `process ${started}`,
        store: ground.open(),
        coordinator,
        clock,
        chance: chanceFrom(seed, "process", started),
        weather,
        wire: town.wire,
        tenant,
        connect: town.connect,
        ear: consumers.ear,
        ...(options.spoil !== undefined && { spoil: options.spoil }),
      });
      process.inbox.on("quarantined", ({ account, surface }) => {
        const list = `${account} ${surface}`;
        run.quarantined.set(list, (run.quarantined.get(list) ?? 0) + 1);
      });
      return process;
    },
  };
  return run;
}

/** A process with what it is doing in the background. */
interface Worker {
  readonly process: Process;
  readonly doing: Map<string, Promise<unknown>>;
  listening: AbortController | undefined;
}

async function storm(run: Run): Promise<void> {
  const { chance, clock, weather, town } = run;
  const newWorker = (): Worker => ({ process: run.start(), doing: new Map(), listening: undefined });
  const workers = Array.from({ length: processes }, newWorker);
  /** Begins something that goes on by itself; once at a time for each process. */
  const begin = (worker: Worker, what: string, work: () => Promise<unknown>): void => {
    if (worker.doing.has(what)) return;
    const { doing } = worker;
    const ended = work().finally(() => doing.delete(what));
    ended.catch(() => undefined);
    doing.set(what, ended);
  };
  const revive = (): void => {
    for (const [index, { process }] of workers.entries()) {
      if (!process.dead) continue;
      run.deaths.push(process.diedAt ?? clock.now());
      const fresh = newWorker();
      workers[index] = fresh;
      begin(fresh, "recover", () => fresh.process.attempt(() => fresh.process.inbox.recover()));
    }
  };
  // The connection of every account: what comes later is news.
  const [first] = workers;
  await first?.process.attempt(() => first.process.inbox.sync());
  weather.stormy = true;

  for (run.steps = 1; run.steps <= run.options.steps; run.steps += 1) {
    if (!act({ town, chance, calm: false, words: run.words })) run.steps -= 1;
    if (chance.hits(0.4)) await clock.sleep(chance.whole(0, 4_000));
    if (chance.hits(0.003)) {
      // A quiet hour: nobody listens, so that what comes after it is read from far behind.
      for (const worker of workers) hush(worker);
      await clock.sleep(chance.whole(2, 40) * 60_000);
    }
    const worker = chance.of(workers);
    if (worker === undefined) continue;
    const { process } = worker;
    const { inbox } = process;
    if (chance.hits(0.18)) begin(worker, `brand ${chance.whole(1, 3)}`, () => run.brand.act(process));
    if (chance.hits(0.025)) {
      const one = chance.of(process.accounts);
      const query = {
        ...(one !== undefined && chance.hits(0.6) && { accounts: [one] }),
        ...(chance.hits(0.3) && { deadlineMs: chance.whole(1, 60) * 1_000 }),
      };
      begin(worker, "sync", () => process.attempt(() => inbox.sync(query)));
    }
    if (chance.hits(0.03)) begin(worker, "recorder", () => run.consumers.drain(process, "recorder", "live"));
    if (chance.hits(0.02)) begin(worker, "clumsy", () => run.consumers.drain(process, "clumsy", "live"));
    if (chance.hits(0.01)) begin(worker, "recover", () => process.attempt(() => inbox.recover()));
    if (chance.hits(0.02)) begin(worker, "webhook", () => deliver(run, process));
    if (chance.hits(worker.listening === undefined ? 0.004 : 0.03)) {
      if (worker.listening === undefined) listen(worker, begin);
      else hush(worker);
    }
    if (chance.hits(0.015)) process.dieAfter(chance.whole(0, 60));
    revive();
  }
  weather.stormy = false;
  for (const { process } of workers) process.kill();
}

/** Opens the lines of a process. */
function listen(worker: Worker, begin: (worker: Worker, what: string, work: () => Promise<unknown>) => void): void {
  const { process } = worker;
  const stop = new AbortController();
  worker.listening = stop;
  begin(worker, "listen", () => process.attempt(() => process.inbox.listen({ signal: stop.signal })));
}

/** Lets the lines of a process go. */
function hush(worker: Worker): void {
  worker.listening?.abort();
  worker.listening = undefined;
}

/** Somebody sends a message to the inbox by the menu; the network delivers it, and again, until it is acknowledged. */
async function deliver(run: Run, process: Process): Promise<void> {
  const { town, clock } = run;
  // Draws of its own: signing takes real time, and what else is drawn must not depend on it.
  const chance = chanceFrom(run.options.seed, "delivery", run.steps);
  const guild = chance.of(town.guilds);
  const said = chance.late(
    town.said
      .standing("discord")
      .filter(({ channel, author }) => author !== town.bot && guild?.texts.some(({ id }) => channel === `${guild.id} ${id}`) === true),
  );
  const by = chance.of(guild?.members ?? []);
  if (guild === undefined || said === undefined || by === undefined) return;
  const request = await clock.hold(town.discord.signedWebhook({ type: "message-command", by: by.id, messageId: said.id }));
  const body = await request.text();
  const again = (): Request => new Request(request.url, { method: "POST", headers: request.headers, body });
  const times = chance.hits(0.3) ? 2 : 1;
  for (let time = 0; time < times; time += 1) {
    const ended = await clock.hold(process.attempt(() => process.inbox.receive(again())));
    if (ended?.value?.status === 200) run.acknowledged.add(said.id);
  }
}
