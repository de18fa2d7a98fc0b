/**
 * Commands to Redis that end within a second or so, whatever the client does while Redis is away.
 * @module
 */
import { systemClock } from "../../clock.js";
import { FolkmootError, isFolkmootError } from "../../errors.js";
import { asError, codeOf } from "./failures.js";
import type { Script } from "./scripts.js";

/**
 * What is used of a client of Redis. `Redis` and `Cluster` of ioredis (5.4 and later) have it, and so do its forks.
 * Prefixes that it puts before keys do no harm.
 */
export interface RedisClient {
  /** Runs a script that Redis remembers. */
  evalsha(sha: string, keys: number, ...args: string[]): Promise<unknown>;
  /** Runs a script and has Redis remember it. */
  eval(script: string, keys: number, ...args: string[]): Promise<unknown>;
  /** Says when there is a connection again. Absent: that is noticed with the next command. */
  on?(event: "ready", listener: () => void): unknown;
  /** Ends `on`. */
  off?(event: "ready", listener: () => void): unknown;
}

/** Where the client comes from. */
export interface RedisConnection {
  /**
   * The host's own client. It stays the host's to configure and to close. While Redis is away it should refuse commands at once
   * (ioredis: `enableOfflineQueue: false`, `maxRetriesPerRequest: 0`); where it queues them, each is given up after a second.
   */
  readonly client?: RedisClient;
  /** Or the address of Redis, as ioredis takes it: then a client is made with the first use, and ioredis has to be installed. */
  readonly url?: string;
}

/** Runs scripts. */
export interface Connection {
  /**
   * Rejects with `connection-failed` or `timeout` within a second or so. What timed out may still happen. `leaves` is called whenever
   * the script leaves: once a connection is there, and again where Redis did not remember the script.
   */
  run(script: Script, keys: readonly string[], args: readonly string[], leaves?: () => void): Promise<unknown>;
  /** Calls back whenever there is a connection again. Returns how to stop. */
  watch(ready: () => void): () => void;
  /** Stops calling back, and lets a client of our own go. */
  close(): void;
}

/** How long an answer may take. Milliseconds. */
const answerMs = 1_000;
/** The last part of it: a process that was busy itself gets to read what has come in meanwhile. Milliseconds. */
const lastLookMs = 100;
/** How soon a client of our own tries to connect again. Milliseconds. */
const reconnectMs = 250;

/** A client of our own. */
interface OwnClient extends RedisClient {
  disconnect(reconnect?: boolean): void;
}

/** Reads an address as ioredis does. What it throws quotes the address, and its password with it. */
function readable<T>(read: () => T): T {
  try {
    return read();
  } catch {
    throw new FolkmootError(
      "misconfigured",
      "The `url` of Redis cannot be read: write redis://user:password@host:6379, or rediss:// for TLS, with %-escapes for special characters.",
    );
  }
}

async function ownClient(url: string, ready: () => void, failed: (error: unknown) => void): Promise<OwnClient> {
  const { Redis } = await import("ioredis").catch((cause: unknown) => {
    throw new FolkmootError(
      "misconfigured",
      "The address of a Redis needs the package ioredis: run `npm install ioredis`, or hand in `client`.",
      {
        cause,
      },
    );
  });
  const client = readable(
    () =>
      new Redis(url, {
        lazyConnect: true,
        connectTimeout: answerMs,
        // A command that cannot leave fails at once, and one whose connection breaks is not sent again: the ledgers are decided anew.
        enableOfflineQueue: false,
        maxRetriesPerRequest: 0,
        autoResendUnfulfilledCommands: false,
        retryStrategy: () => reconnectMs,
        // How long the other side may take to say farewell.
        disconnectTimeout: reconnectMs,
        // A master that became a replica: the address leads to the new one.
        reconnectOnError: (error) => error.message.startsWith("READONLY"),
      }),
  );
  // It would print them; every command that fails says so itself.
  client.on("error", failed);
  client.on("ready", ready);
  // Where it fails, it goes on trying by itself; commands say meanwhile that there is no connection.
  await client.connect().catch(() => undefined);
  return client;
}

const startsWith = (error: unknown, word: string): boolean => error instanceof Error && error.message.startsWith(word);

/** Rejects when there is no answer in time. What has not been answered may still happen. */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  const done = new AbortController();
  // Real time, whichever clock the host has: a socket knows no other.
  const late = async (): Promise<never> => {
    await systemClock.sleep(answerMs - lastLookMs, done);
    await systemClock.sleep(lastLookMs, done);
    throw new FolkmootError(
      "timeout",
      `Redis did not answer within ${answerMs} ms, and whether it did what was asked is not known: look whether it is overloaded, whether it can be reached from here, and whether it wants TLS (rediss://).`,
      { retryable: true },
    );
  };
  const overdue = late();
  // Ended by `done` once the answer is there.
  overdue.catch(() => undefined);
  try {
    return await Promise.race([answer, overdue]);
  } finally {
    done.abort();
  }
}

/** Opens nothing yet: the first command does. */
export function connectionOf({ client, url }: RedisConnection): Connection {
  if ((client === undefined) === (url === undefined) || url === "")
    throw new FolkmootError(
      "misconfigured",
      "Say where Redis is: either `client`, an ioredis client, or `url`, such as redis://127.0.0.1:6379.",
    );
  let closed = false;
  let own: OwnClient | undefined;
  let opening: Promise<RedisClient> | undefined;

  const watchers = new Set<() => void>();
  /** What the connection of our own last suffered from. */
  let trouble: string | undefined;
  const ready = (): void => {
    trouble = undefined;
    for (const watcher of watchers) watcher();
  };
  client?.on?.("ready", ready);

  const open = async (address: string): Promise<RedisClient> => {
    const made = await ownClient(address, ready, (error) => {
      // That a connection is closed is said as well, and says nothing.
      trouble = codeOf(error) ?? trouble;
    });
    if (closed) made.disconnect();
    else own = made;
    return made;
  };
  const clientNow = (): Promise<RedisClient> | RedisClient => {
    if (client !== undefined) return client;
    opening ??= open(url ?? "").catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
  const send = async (
    { sha, text }: Script,
    keys: readonly string[],
    args: readonly string[],
    leaves: (() => void) | undefined,
  ): Promise<unknown> => {
    const redis = await clientNow();
    leaves?.();
    try {
      return await redis.evalsha(sha, keys.length, ...keys, ...args);
    } catch (error) {
      if (!startsWith(error, "NOSCRIPT")) throw error;
      leaves?.();
      return await redis.eval(text, keys.length, ...keys, ...args);
    }
  };

  return {
    run: async (script, keys, args, leaves) => {
      if (closed) throw new FolkmootError("misconfigured", "This coordinator was closed; make a new one.");
      try {
        return await inTime(send(script, keys, args, leaves));
      } catch (error) {
        // A connection that only seems to be there, as after a machine has vanished, is opened anew.
        if (isFolkmootError(error, "timeout")) own?.disconnect(true);
        throw asError(error, trouble);
      }
    },
    watch: (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    close: () => {
      closed = true;
      client?.off?.("ready", ready);
      watchers.clear();
      own?.disconnect();
    },
  };
}
