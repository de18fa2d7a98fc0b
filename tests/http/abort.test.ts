import { describe, expect, it, vi } from "vitest";
import { anything, bench, json, rejection } from "./support.js";
import { virtualClock } from "../../src/testing/clock.js";

const call = { schema: anything, operation: "reply" };
const never = (): Promise<Response> => new Promise<Response>(() => undefined);
const reasons = [new Error("the person left"), "a word", 7, null];

describe("http", () => {
  describe("abort", () => {
    it.each(reasons)("sends nothing when it comes first, and rejects with its reason (%s)", async (reason) => {
      const { adapter, seen } = bench([json(1)]);
      expect(await rejection(adapter.request("POST", "/x", { ...call, signal: AbortSignal.abort(reason) }))).toBe(reason);
      expect(seen).toHaveLength(0);
    });
    it("ends a wait for budget with nothing sent", async () => {
      const clock = virtualClock();
      const { adapter, seen } = bench(
        [json(1)],
        {
          limits: [
            { id: "calls", partition: ["app"], unit: "requests", capacity: 1, refill: { kind: "bucket", perMs: 60_000 }, source: "test" },
          ],
          meter: { cost: () => ({ calls: 1 }), read: () => [] },
        },
        { clock },
      );
      await adapter.request("POST", "/x", call);
      const stop = new AbortController();
      const waiting = rejection(adapter.request("POST", "/x", { ...call, signal: stop.signal }));
      await clock.advance(1000);
      stop.abort("enough");
      expect(await waiting).toBe("enough");
      expect(seen).toHaveLength(1);
    });
    it("ends a login", async () => {
      const stop = new AbortController();
      const { adapter, seen } = bench([json(1)], {
        credentials: () => ({
          authorize: ({ signal }) => {
            stop.abort("enough");
            return Promise.reject(signal?.reason as Error);
          },
        }),
      });
      expect(await rejection(adapter.request("POST", "/x", { ...call, signal: stop.signal }))).toBe("enough");
      expect(seen).toHaveLength(0);
    });
    it.each(reasons)("ends a read under way with its reason (%s)", async (reason) => {
      const stop = new AbortController();
      const { adapter, seen } = bench([
        () => {
          stop.abort(reason);
          return never();
        },
      ]);
      expect(await rejection(adapter.request("GET", "/x", { ...call, signal: stop.signal }))).toBe(reason);
      expect(seen).toHaveLength(1);
    });
    it("leaves the outcome of a write under way unknown", async () => {
      const stop = new AbortController();
      const { adapter, seen } = bench([
        () => {
          stop.abort("enough");
          return never();
        },
      ]);
      expect(await rejection(adapter.request("POST", "/x", { ...call, signal: stop.signal }))).toMatchObject({ code: "outcome-unknown" });
      expect(seen).toHaveLength(1);
    });
    it("ends a wait between sends with its reason where nothing has happened", async () => {
      const stop = new AbortController();
      const { adapter, seen } = bench(
        [json({}, 429, { "retry-after": "9" })],
        {},
        { logger: { warn: () => queueMicrotask(() => stop.abort("enough")) } },
      );
      expect(await rejection(adapter.request("POST", "/x", { ...call, signal: stop.signal }))).toBe("enough");
      expect(seen).toHaveLength(1);
    });
    it("leaves the outcome unknown when an earlier send may have arrived", async () => {
      const stop = new AbortController();
      const { adapter } = bench([json({}, 500)], {}, { logger: { warn: () => queueMicrotask(() => stop.abort("enough")) } });
      const error = await rejection(adapter.request("POST", "/x", { ...call, safeToRepeat: true, signal: stop.signal }));
      expect(error).toMatchObject({ code: "outcome-unknown" });
    });
    it("changes nothing once the answer is there", async () => {
      const stop = new AbortController();
      const { adapter } = bench([json("in")]);
      const found = adapter.request("POST", "/x", {
        ...call,
        schema: { parse: (value) => (stop.abort("late"), value) },
        signal: stop.signal,
      });
      expect(await found).toBe("in");
    });
    it("leaves no listener and no sleeper behind", async () => {
      const stop = new AbortController();
      const added = vi.spyOn(stop.signal, "addEventListener");
      const removed = vi.spyOn(stop.signal, "removeEventListener");
      const { adapter, clock } = bench([json({}, 500), json("in")]);
      expect(await adapter.request("GET", "/x", { ...call, signal: stop.signal })).toBe("in");
      expect(clock.sleeping).toBe(0);
      expect(added.mock.calls.length).toBeGreaterThan(2);
      for (const [, listener] of added.mock.calls) expect(removed.mock.calls.map((call) => call[1])).toContain(listener);
    });
  });
});
