import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { deadlines } from "../../src/limits/deadlines.js";
import { laneOrder, waitingLine } from "../../src/limits/lanes.js";
import type { Place } from "../../src/limits/lanes.js";
import type { Lane } from "../../src/model/limit.js";

const place = (lane: Lane, account: string, order: number): Place => ({
  lane,
  account,
  order,
  queue: undefined,
  before: undefined,
  after: undefined,
});

const drain = (line: ReturnType<typeof waitingLine>): number[] => {
  const orders: number[] = [];
  for (let next = line.take(); next !== undefined; next = line.take()) orders.push(next.order);
  return orders;
};

describe("limits", () => {
  describe("waiting line", () => {
    it("takes the fastest lane first", () => {
      const line = waitingLine();
      for (const [order, lane] of (["sync", "moderation", "interactive", "sync"] as const).entries()) line.add(place(lane, "x:1", order));
      expect(drain(line)).toEqual([2, 1, 0, 3]);
      expect(line.size).toBe(0);
    });

    it("gives accounts their turns inside a lane", () => {
      const line = waitingLine();
      for (let order = 0; order < 4; order++) line.add(place("sync", "x:busy", order));
      line.add(place("sync", "x:quiet", 4));
      line.add(place("sync", "x:third", 5));
      expect(drain(line)).toEqual([0, 4, 5, 1, 2, 3]);
    });

    it("puts a place that comes back where it stood, with the turn", () => {
      const line = waitingLine();
      const first = place("sync", "x:1", 0);
      line.add(first);
      line.add(place("sync", "x:1", 1));
      line.add(place("sync", "x:2", 2));
      expect(line.take()).toBe(first);
      line.add(first, { back: true, turn: true });
      expect(drain(line)).toEqual([0, 2, 1]);
    });

    it("knows who stands before a lane", () => {
      const line = waitingLine();
      line.add(place("moderation", "x:1", 0));
      expect(laneOrder.map((lane) => line.waits(lane))).toEqual([false, true, true]);
    });

    it("ignores leaving twice and leaving another line", () => {
      const [line, other] = [waitingLine(), waitingLine()];
      const one = place("sync", "x:1", 0);
      line.add(one);
      other.remove(one);
      expect(line.size).toBe(1);
      line.remove(one);
      line.remove(one);
      expect(line.size).toBe(0);
      expect(line.take()).toBeUndefined();
    });

    it("never loses or doubles a place, and keeps each account's order in a lane", () => {
      const step = fc.record({ lane: fc.constantFrom(...laneOrder), account: fc.constantFrom("x:1", "x:2", "x:3"), act: fc.nat(4) });
      fc.assert(
        fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
          const line = waitingLine();
          const inside: Place[] = [];
          for (const [order, { lane, account, act }] of steps.entries()) {
            const removed = act === 4 ? inside.splice(order % Math.max(1, inside.length), 1)[0] : undefined;
            if (removed !== undefined) line.remove(removed);
            const fresh = place(lane, account, order);
            line.add(fresh);
            inside.push(fresh);
            if (act !== 3) continue;
            const taken = line.take();
            const best = Math.min(...inside.map((one) => laneOrder.indexOf(one.lane)));
            expect(taken).toBeDefined();
            if (taken === undefined) continue;
            expect(laneOrder.indexOf(taken.lane)).toBe(best);
            const mates = inside.filter((one) => one.lane === taken.lane && one.account === taken.account);
            expect(taken.order).toBe(Math.min(...mates.map((one) => one.order)));
            if (order % 2 === 0) line.add(taken, { back: true, turn: order % 4 === 0 });
            else inside.splice(inside.indexOf(taken), 1);
          }
          expect(line.size).toBe(inside.length);
          expect(drain(line).sort((a, b) => a - b)).toEqual(inside.map((one) => one.order).sort((a, b) => a - b));
        }),
      );
    });
  });

  describe("deadlines", () => {
    it("gives them in the order of their instants, without those that are over", () => {
      fc.assert(
        fc.property(fc.array(fc.record({ until: fc.nat(1000), over: fc.boolean() }), { maxLength: 400 }), (endings) => {
          const heap = deadlines();
          for (const ending of endings) heap.add(ending);
          const expected = endings.filter(({ over }) => !over).map(({ until }) => until);
          expected.sort((a, b) => a - b);
          expect(heap.nearest()).toBe(expected[0] ?? Infinity);
          const taken: number[] = [];
          for (let next = heap.takeDue(1000); next !== undefined; next = heap.takeDue(1000)) taken.push(next.until);
          expect(taken).toEqual(expected);
        }),
      );
    });

    it("gives nothing before its time", () => {
      const heap = deadlines();
      heap.add({ until: 5, over: false });
      expect(heap.takeDue(4)).toBeUndefined();
      expect(heap.takeDue(5)).toEqual({ until: 5, over: false });
    });
  });
});
