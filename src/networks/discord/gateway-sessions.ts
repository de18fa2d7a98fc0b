/**
 * The sessions of a line's shards: where each goes on from, when it may connect, and when it may log in.
 * @module
 */
import { refuseWithoutStarts, type GatewayInfo } from "./gateway-info.js";
import type { ResolvedRuntime } from "../../adapter/runtime.js";
import type { SessionInfo } from "@discordjs/ws";

/** The sessions of a line's shards. */
export interface GatewaySessions {
  /** Gives a shard's session. Before a connection it waits: longer after each failure. */
  retrieve(shard: number): Promise<SessionInfo | null>;
  /** Keeps a shard's session; `null` when it cannot be resumed. */
  update(shard: number, session: SessionInfo | null): void;
  /** Waits until a shard may log in. Where none may any more, the line ends and this never resolves. */
  mayLogIn(shard: number, waiting: AbortSignal): Promise<void>;
  /** Notes that a shard's socket is open. */
  opened(shard: number): void;
  /** Notes that a shard is logged in. True when it was before: then a session was lost. */
  ready(shard: number): boolean;
  /** Notes that a shard's socket has ended. */
  closed(shard: number): void;
  /** Resolves when no socket is between being asked for and being open: the client forgets one that is closed in between, and it stays. */
  settled(): Promise<void>;
}

/** What sessions need of their line. */
export interface SessionSetup {
  /** What was told when the line was opened. */
  readonly info: GatewayInfo;
  /** Asks anew. */
  readonly ask: () => Promise<GatewayInfo>;
  /** Time and chance. */
  readonly runtime: Pick<ResolvedRuntime, "clock" | "random">;
  /** Ended when the line is closed. */
  readonly signal: AbortSignal;
  /** Ends the line for good. */
  readonly end: (error: unknown) => void;
}

/** Waits between connections that fail one after the other. Milliseconds. */
const backoff = { first: 1000, most: 60_000 } as const;

/** Time between two logins of the same bucket. Milliseconds (gateway, sharding, max concurrency; read 2026-11). */
const betweenLoginsMs = 5_000;

/** What may not go on stands still: the client takes neither a rejection nor a value for a no. */
const never = async (): Promise<never> => new Promise(() => undefined);

/** Makes the sessions of one line. */
export function gatewaySessions({ info, ask, runtime: { clock, random }, signal, end }: SessionSetup): GatewaySessions {
  const sessions = new Map<number, SessionInfo>();
  const failures = new Map<number, number>();
  const loggedIn = new Set<number>();
  const asked = new Set<number>();
  const open = new Set<number>();
  const connecting = new Set<number>();
  const freeAt = new Map<number, number>();
  let tell: (() => void)[] = [];
  // A function, because it changes while something is waited for.
  const isOver = (): boolean => signal.aborted;

  const isSettled = (shard: number): void => {
    connecting.delete(shard);
    if (connecting.size > 0) return;
    for (const one of tell) one();
    tell = [];
  };

  return {
    retrieve: async (shard) => {
      if (isOver()) return never();
      // The client asks for the session with each event as well; only before a connection there is something to wait for.
      if (open.has(shard)) return sessions.get(shard) ?? null;
      const failed = failures.get(shard) ?? 0;
      // The first connection after a good one is made at once.
      if (failed > 1) {
        const wait = Math.min(backoff.most, backoff.first * 2 ** (failed - 2));
        await clock.sleep(wait * (0.5 + random() / 2), { signal }).catch(() => undefined);
      }
      if (isOver()) return never();
      connecting.add(shard);
      return sessions.get(shard) ?? null;
    },
    update: (shard, session) => {
      if (session === null) sessions.delete(shard);
      else sessions.set(shard, session);
    },
    mayLogIn: async (shard, waiting) => {
      // The first login of each shard was counted when the line was opened; each later one is asked for.
      if (asked.has(shard)) {
        try {
          refuseWithoutStarts(await ask(), 1, clock.now());
        } catch (error) {
          end(error);
        }
      }
      asked.add(shard);
      if (isOver()) return never();
      const bucket = shard % info.maxConcurrency;
      const now = clock.now();
      const at = Math.max(now, freeAt.get(bucket) ?? now);
      freeAt.set(bucket, at + betweenLoginsMs);
      if (at > now) await clock.sleep(at - now, { signal: waiting });
    },
    opened: (shard) => {
      open.add(shard);
      isSettled(shard);
    },
    ready: (shard) => {
      failures.delete(shard);
      const before = loggedIn.has(shard);
      loggedIn.add(shard);
      return before;
    },
    closed: (shard) => {
      open.delete(shard);
      failures.set(shard, (failures.get(shard) ?? 0) + 1);
      isSettled(shard);
    },
    settled: async () => {
      if (connecting.size > 0) await new Promise<void>((resolve) => tell.push(resolve));
    },
  };
}
