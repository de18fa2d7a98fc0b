import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { deadlines } from "../../src/limits/deadlines.js";
import { laneOrder, lineOf, waitingLine } from "../../src/limits/lanes.js";
import type { Place } from "../../src/limits/lanes.js";
import type { Lane } from "../../src/model/limit.js";

/** What most places want. */
const usual = {};

const place = (lane: Lane, account: string, order: number, demands: object = usual): Place => ({
  lane,
  account,
  order,
  demands,
  index: 0,
  mates: undefined,
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
      line.add(first, { turn: true });
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

    it("keeps everybody's order among those who want different things", () => {
      const line = waitingLine();
      const others = [{}, {}, {}];
      for (const order of [5, 2, 7, 0, 3, 6, 1, 4]) line.add(place("sync", "x:1", order, others[order % 3]));
      expect(drain(line)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    });

    it("moves all who want the same to another line, in their order among those there", () => {
      const [line, other, demands] = [waitingLine("one"), waitingLine("other"), {}];
      for (const order of [4, 0, 2]) line.add(place("sync", "x:1", order, demands));
      line.add(place("sync", "x:1", 6));
      line.add(place("sync", "x:2", 8, demands));
      line.add(place("moderation", "x:1", 10, demands));
      for (const order of [3, 1]) other.add(place("sync", "x:1", order));
      const late = place("sync", "x:1", 5, demands);
      other.add(late);
      line.move({ lane: "sync", account: "x:1", demands }, other);
      line.move({ lane: "sync", account: "x:3", demands }, other);
      expect([line.size, other.size]).toEqual([3, 6]);
      expect(lineOf(late)).toBe("other");
      expect(drain(line)).toEqual([10, 6, 8]);
      expect(drain(other)).toEqual([0, 1, 2, 3, 4, 5]);
    });

    it("never loses or doubles a place, and keeps each account's order in a lane", () => {
      const wanted = [{}, {}, {}];
      const step = fc.record({
        lane: fc.constantFrom(...laneOrder),
        account: fc.constantFrom("x:1", "x:2", "x:3"),
        demands: fc.constantFrom(...wanted),
        act: fc.nat(5),
      });
      fc.assert(
        fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
          const lines = [waitingLine("0"), waitingLine("1")] as const;
          const inside: Place[] = [];
          for (const [order, { lane, account, demands, act }] of steps.entries()) {
            const [line, other] = order % 3 === 0 ? lines : ([lines[1], lines[0]] as const);
            const removed = act === 4 ? inside.splice(order % Math.max(1, inside.length), 1)[0] : undefined;
            if (removed !== undefined) for (const one of lines) one.remove(removed);
            const fresh = place(lane, account, order, demands);
            line.add(fresh);
            inside.push(fresh);
            if (act === 5) {
              line.move(fresh, other);
              const alike = inside.filter((one) => one.lane === lane && one.account === account && one.demands === demands);
              expect(alike.map(lineOf)).not.toContain(line.name);
            }
            if (act !== 3) continue;
            const here = inside.filter((one) => lineOf(one) === line.name);
            const taken = line.take();
            const best = Math.min(...here.map((one) => laneOrder.indexOf(one.lane)));
            expect(taken).toBeDefined();
            if (taken === undefined) continue;
            expect(laneOrder.indexOf(taken.lane)).toBe(best);
            const mates = here.filter((one) => one.lane === taken.lane && one.account === taken.account);
            expect(taken.order).toBe(Math.min(...mates.map((one) => one.order)));
            if (order % 2 === 0) line.add(taken, { turn: order % 4 === 0 });
            else inside.splice(inside.indexOf(taken), 1);
          }
          expect(lines[0].size + lines[1].size).toBe(inside.length);
          const left = lines.flatMap((line) => drain(line));
          expect(left.sort((a, b) => a - b)).toEqual(inside.map((one) => one.order).sort((a, b) => a - b));
        }),
      );
    });

    describe("takes about as many steps for each of 30,000 as for each of 300", () => {
      /** How often somebody's order is looked at, for each place. */
      const steps = (count: number, orderOf: (n: number) => number, wants: number): number => {
        let looks = 0;
        const wanted = Array.from({ length: wants }, () => ({}));
        const counted = (n: number): Place => {
          const order = orderOf(n);
          const known = place("sync", "x:1", order, wanted[order % wants]);
          return Object.defineProperty(known, "order", { get: () => (looks++, order) });
        };
        const [line, other] = [waitingLine("one"), waitingLine("other")];
        const places = Array.from({ length: count }, (_, n) => counted(n));
        for (const one of places) line.add(one);
        // A tenth leaves, a tenth comes back and stands in the other line until those there have caught up.
        for (let n = 0; n < count; n += 10) line.remove(places[n] ?? counted(n));
        for (let n = 5; n < count; n += 10) {
          const one = line.take();
          if (one === undefined) break;
          line.move(one, other);
          other.add(one);
          other.move(one, line);
        }
        drain(line);
        return looks / count;
      };
      const shuffled = (count: number) => (n: number) => (n * 7919) % count;
      it.each<[string, (count: number) => (n: number) => number]>([
        ["in their order", () => (n) => n],
        ["the other way round", (count) => (n) => count - n],
        ["in no order", shuffled],
        ["the later half first", (count) => (n) => (n + count / 2) % count],
      ])("that come %s", (_name, orders) => {
        for (const wants of [1, 20, 300]) {
          const [few, many] = [steps(300, orders(300), wants), steps(30_000, orders(30_000), wants)];
          // A heap of a hundred times as many has seven levels more, of two looks or three each.
          expect(many).toBeLessThan(few + 60);
        }
      });
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
