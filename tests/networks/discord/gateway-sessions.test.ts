import { describe, expect, it } from "vitest";
import { gatewaySessions, type SessionSetup } from "../../../src/networks/discord/gateway-sessions.js";
import { virtualClock } from "../../../src/testing/clock.js";

const info = { url: "wss://gateway.example", shards: 4, total: 1000, remaining: 900, resetAfterMs: 60_000, maxConcurrency: 2 };
const session = { sessionId: "a", sequence: 7, resumeURL: "wss://gateway.example", shardId: 0, shardCount: 1 };

function sessions(more: Partial<SessionSetup> = {}) {
  const clock = virtualClock({ auto: true });
  const closing = new AbortController();
  const ended: unknown[] = [];
  const made = gatewaySessions({
    info,
    ask: async () => info,
    runtime: { clock, random: () => 1 },
    signal: closing.signal,
    end: (error) => {
      ended.push(error);
      closing.abort();
    },
    ...more,
  });
  const took = async (what: () => Promise<unknown>): Promise<number> => {
    const before = clock.now();
    await what();
    return clock.now() - before;
  };
  return { made, closing, ended, took };
}

const idle = async (promise: Promise<unknown>): Promise<boolean> =>
  Promise.race([promise.then(() => false), new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 20))]);

describe("gatewaySessions", () => {
  it("keep what a shard goes on from, until it cannot be resumed", async () => {
    const { made } = sessions();
    expect(await made.retrieve(0)).toBeNull();
    made.update(0, session);
    expect(await made.retrieve(0)).toEqual(session);
    expect(await made.retrieve(1)).toBeNull();
    made.update(0, null);
    expect(await made.retrieve(0)).toBeNull();
  });

  it("space connections that fail one after the other, up to a minute, and none after a good one", async () => {
    const { made, took } = sessions();
    const waits: number[] = [];
    for (let failed = 0; failed < 10; failed++) {
      waits.push(await took(() => made.retrieve(0)));
      made.closed(0);
    }
    expect(waits).toEqual([0, 0, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    made.opened(0);
    made.ready(0);
    made.closed(0);
    expect(await took(() => made.retrieve(0))).toBe(0);
  });

  it("let shards of one bucket log in five seconds apart, those of several at once", async () => {
    const { made, took } = sessions();
    const { signal } = new AbortController();
    expect(await took(() => made.mayLogIn(0, signal))).toBe(0);
    expect(await took(() => made.mayLogIn(1, signal))).toBe(0);
    expect(await took(() => Promise.all([made.mayLogIn(2, signal), made.mayLogIn(3, signal)]))).toBe(5000);
  });

  it("end the line where a second login is not allowed, and where nobody can say whether it is", async () => {
    for (const ask of [async () => ({ ...info, remaining: 0 }), () => Promise.reject(new TypeError("down"))]) {
      const { made, ended } = sessions({ ask });
      const { signal } = new AbortController();
      await made.mayLogIn(0, signal);
      expect(await idle(made.mayLogIn(0, signal))).toBe(true);
      expect(ended).toHaveLength(1);
    }
  });

  it("let nothing connect or log in any more once the line is closed", async () => {
    const { made, closing } = sessions();
    closing.abort();
    expect(await idle(made.retrieve(0))).toBe(true);
    expect(await idle(made.mayLogIn(0, new AbortController().signal))).toBe(true);
  });

  it("are settled when no shard is between being asked for and being open", async () => {
    const { made } = sessions();
    expect(await idle(made.settled())).toBe(false);
    await made.retrieve(0);
    await made.retrieve(1);
    const settled = made.settled();
    made.opened(0);
    expect(await idle(settled)).toBe(true);
    made.closed(1);
    expect(await idle(settled)).toBe(false);
  });

  it("tell a login after a lost session from the first", () => {
    const { made } = sessions();
    expect([made.ready(0), made.ready(1), made.ready(0)]).toEqual([false, false, true]);
  });
});
