/**
 * Ledgers and leases in Redis.
 *
 * A change is decided here, over what this process last saw, and kept by one script if nobody else has changed it meanwhile; otherwise
 * the script returns what is there, and it is decided again.
 * @module
 */
import { systemClock } from "../../clock.js";
import type { Clock } from "../../clock.js";
import { FolkmootError, isFolkmootError } from "../../errors.js";
import type { BookChange, BookEntry, Decide, LedgerBook } from "../ledger-book.js";
import { connectionOf } from "./connection.js";
import type { RedisConnection } from "./connection.js";
import { seal, unseal } from "./envelope.js";
import type { Kept } from "./envelope.js";
import { appOf, namesBelow } from "./names.js";
import type { AppKeys } from "./names.js";
import { acquireScript, changeScript, listScript, noteScript, releaseScript } from "./scripts.js";
import { serverTime } from "./server-time.js";
import { turns } from "./turns.js";

/** Where a book lies, and how. */
export interface RedisBookOptions extends RedisConnection {
  /** Begins every key. One Redis may serve several installations. @defaultValue "folkmoot" */
  readonly prefix?: string;
  /**
   * Where instants come from, for tests: all processes then have to share it. @defaultValue the time of Redis, which all of them share
   */
  readonly clock?: Clock;
}

/** What another process may have changed, or not. */
type Answer = { readonly ok: true } | { readonly ok: false; readonly values: readonly unknown[] };

/** How many ledgers a process remembers before starting anew. Forgetting one costs a command. */
const remembered = 10_000;
/** How many ledgers are read with one command. */
const atOnce = 200;
/** A remembered ledger is read anew this much before Redis forgets it, so that nobody decides upon what is gone. Milliseconds. */
const marginMs = 3_000;
/** How much longer than its use a ledger is listed, so that it has to be listed anew rarely. Milliseconds. */
const listedMs = 600_000;
/** After so many conflicts in a row a process steps back for a moment. */
const patient = 3;
/** The longest such moment, and how many conflicts are too many: then something else is wrong. */
const stepBackMs = 20;
const hopeless = 200;

/**
 * Keeps ledgers in Redis. All keys of one app's ledgers have one hash tag, so that a Redis Cluster decides over them in one step: a
 * change is about the ledgers of one app.
 */
export function redisBook(options: RedisBookOptions): LedgerBook {
  const { prefix = "folkmoot" } = options;
  // The system's clock is not shared by several machines.
  const hostClock = options.clock === systemClock ? undefined : options.clock;
  const connection = connectionOf(options);
  const names = namesBelow(prefix);
  const lines = turns((error) => isFolkmootError(error, "timeout") || isFolkmootError(error, "connection-failed"));
  const time = serverTime(systemClock);
  /** What this process last saw, by ledger. */
  const seen = new Map<string, Kept>();
  /** Under which life it was seen, by app. */
  const lives = new Map<string, string>();
  /** Until when the app is listed among all apps. */
  const listed = new Map<string, number>();

  const watchers = new Set<() => void>();

  const timeNow = (): number | undefined => (hostClock === undefined ? time.now() : hostClock.now());
  const timeTold = hostClock === undefined ? (): string => "" : (): string => String(hostClock.now());

  const see = (name: string, kept: Kept | undefined): void => {
    seen.delete(name);
    if (kept === undefined) return;
    if (seen.size >= remembered) seen.clear();
    seen.set(name, kept);
  };
  /** What is decided upon. `fresh`: it was read a moment ago. */
  const lastSeen = (name: string, now: number, fresh: boolean): Kept | undefined => {
    const kept = seen.get(name);
    if (kept === undefined || fresh || kept.expiresAt - marginMs > now) return kept;
    seen.delete(name);
    return undefined;
  };

  /** One command. `upon`: the revisions decided upon; `now` is absent where nothing was decided. */
  const attempt = async (
    keys: AppKeys,
    ledgers: readonly string[],
    upon: readonly number[],
    changes: readonly (BookChange & { readonly kept: Kept; readonly list: boolean })[],
    now?: number,
  ): Promise<Answer> => {
    const told = now ?? hostClock?.now();
    const args = [
      String(ledgers.length),
      told === undefined ? "" : String(told),
      hostClock !== undefined ? "2" : time.sure() ? "1" : "",
      lives.get(keys.app) ?? "",
    ];
    for (const revision of upon) args.push(String(revision));
    for (const { ledger, keepMs, kept, list } of changes)
      args.push(String(ledgers.indexOf(ledger) + 1), seal(kept), whole(keepMs), ledger, String(kept.listedUntil), list ? "1" : "");
    let sentAt = systemClock.now();
    const there = [...ledgers.map((name) => names.of(name).ledger(name)), keys.life, keys.index];
    const reply = await connection.run(changeScript, there, args, () => (sentAt = systemClock.now()));
    const [done, at, life, ...values] = Array.isArray(reply) ? (reply as readonly unknown[]) : [];
    if (hostClock === undefined && Number(at) > 0) time.learn(Number(at), sentAt);
    if (Number(done) === 1) return { ok: true };
    if (typeof life === "string") {
      const before = lives.get(keys.app);
      if (before !== undefined && before !== life) for (const reborn of watchers) reborn();
      if (lives.size >= remembered) lives.clear();
      lives.set(keys.app, life);
    }
    return { ok: false, values };
  };

  const decideOnce = async <T>(
    keys: AppKeys,
    ledgers: readonly string[],
    decide: Decide<T>,
    fresh: boolean,
  ): Promise<{ readonly result: T } | undefined> => {
    const now = timeNow();
    const life = lives.get(keys.app);
    if (now === undefined || life === undefined || (hostClock === undefined && !time.near())) {
      // Nothing is known yet, not even what time it is.
      const answer = await attempt(
        keys,
        ledgers,
        ledgers.map(() => -1),
        [],
      );
      learn(ledgers, answer);
      return undefined;
    }
    const upon = ledgers.map((name) => lastSeen(name, now, fresh));
    const entries = upon.map((kept): BookEntry => (kept === undefined ? { revision: 0 } : { revision: kept.revision, text: kept.text }));
    const rebornUntil = Number(life.split(" ")[1]);
    const offMs = hostClock === undefined ? time.offMs() : 0;
    const { changes, result } = decide(entries, rebornUntil > now ? { now, offMs, rebornUntil } : { now, offMs });
    const sealed = changes.map((change) => {
      const before = upon[ledgers.indexOf(change.ledger)]?.listedUntil ?? 0;
      const list = before < now + change.keepMs;
      const listedUntil = list ? now + Math.ceil(change.keepMs) + Math.max(Math.ceil(change.keepMs), listedMs) : before;
      const { revision, text } = change;
      return { ...change, list, kept: { revision, text, listedUntil, expiresAt: now + Math.ceil(change.keepMs) } };
    });
    const answer = await attempt(
      keys,
      ledgers,
      entries.map(({ revision }) => revision),
      sealed,
      now,
    );
    learn(ledgers, answer);
    if (!answer.ok) return undefined;
    for (const { ledger, kept } of sealed) see(ledger, kept);
    if (sealed.some(({ list }) => list)) await listApp(keys.app, Math.max(...sealed.map(({ kept }) => kept.listedUntil)), now);
    return { result };
  };
  /** Where Redis knows less than this process did, it is this process that is right: it keeps what it has seen. */
  const learn = (ledgers: readonly string[], answer: Answer): void => {
    if (answer.ok) return;
    for (const [index, name] of ledgers.entries()) {
      const kept = unseal(answer.values[index]);
      if (kept !== undefined && kept.revision >= (seen.get(name)?.revision ?? 0)) see(name, kept);
    }
  };
  const listApp = async (app: string, until: number, now: number): Promise<void> => {
    if ((listed.get(app) ?? 0) >= until) return;
    const keepMs = until - now + listedMs;
    if (listed.size >= remembered) listed.clear();
    listed.set(app, now + keepMs);
    // The ledgers are kept, and only a listing of all apps would miss this one.
    await connection.run(noteScript, [names.apps], [app, whole(keepMs), timeTold()]).catch(() => listed.delete(app));
  };

  const change = async <T>(ledgers: readonly string[], decide: Decide<T>): Promise<T> => {
    const keys = names.of(ledgers[0] ?? "");
    if (ledgers.some((name) => names.of(name).app !== keys.app))
      throw new FolkmootError(
        "invalid-request",
        "The ledgers of one change belong to one app on one network: change those of others by themselves.",
      );
    return lines.run(keys.app, async () => {
      for (let conflicts = 0; conflicts < hopeless; conflicts++) {
        if (conflicts > patient) await systemClock.sleep(Math.random() * stepBackMs);
        const done = await decideOnce(keys, ledgers, decide, conflicts > 0);
        if (done !== undefined) return done.result;
      }
      throw new FolkmootError(
        "conflict",
        "Redis holds these ledgers otherwise each time they are decided upon; look whether its clock jumps.",
        {
          retryable: true,
        },
      );
    });
  };

  const membersOf = async (key: string): Promise<readonly string[]> => {
    const members = await connection.run(listScript, [key], [timeTold()]);
    return Array.isArray(members) ? members.filter((member) => typeof member === "string") : [];
  };
  const read = async (keys: AppKeys, ledgers: readonly string[]): Promise<readonly (BookEntry & { readonly ledger: string })[]> => {
    const answer = await attempt(
      keys,
      ledgers,
      ledgers.map(() => -1),
      [],
    );
    if (answer.ok) return [];
    return ledgers.flatMap((ledger, index) => {
      const kept = unseal(answer.values[index]);
      return kept === undefined ? [] : [{ ledger, revision: kept.revision, text: kept.text }];
    });
  };

  return {
    change,
    watch: (reborn) => {
      watchers.add(reborn);
      // Whoever was away does not know whether Redis was.
      const stop = connection.watch(reborn);
      return () => {
        stop();
        watchers.delete(reborn);
      };
    },
    list: async (below) => {
      const app = appOf(below);
      const apps =
        app === undefined ? (await membersOf(names.apps)).filter((name) => name.startsWith(below) || below.startsWith(name)) : [app];
      const entries: (BookEntry & { readonly ledger: string })[] = [];
      for (const one of apps) {
        const keys = names.of(`${one}:`);
        const ledgers = (await membersOf(keys.index)).filter((name) => name.startsWith(below)).sort();
        for (let from = 0; from < ledgers.length; from += atOnce) entries.push(...(await read(keys, ledgers.slice(from, from + atOnce))));
      }
      return { now: timeNow() ?? systemClock.now(), entries };
    },
    acquire: async (name, owner, ttlMs) => {
      // Ours ends no later than the one in Redis, whatever the two clocks say.
      const expiresAt = (hostClock ?? systemClock).now() + ttlMs;
      const fence = await connection.run(acquireScript, [names.lease(name)], [owner, whole(ttlMs), timeTold()]);
      return fence === null ? undefined : { fence: Number(fence), expiresAt };
    },
    release: async (name, owner) => {
      await connection.run(releaseScript, [names.lease(name)], [owner]);
    },
    close: () => {
      connection.close();
      seen.clear();
      lives.clear();
      return Promise.resolve();
    },
  };
}

/** Redis takes whole milliseconds, and none below 1. */
const whole = (ms: number): string => String(Math.max(1, Math.ceil(ms)));
