import { describe, expect, it } from "vitest";
import type { Meter } from "../../../src/limits/meter.js";
import { readRedditThrottle } from "../../../src/limits/read-refusal.js";
import { readWindow } from "../../../src/limits/read-window.js";
import { limitRules } from "../../../src/networks/catalog.js";
import { fixed, hour, minute, saturate, second, shape, stage } from "./stage.js";
import type { Reply, Stage } from "./stage.js";

const rules = limitRules.reddit;
const tenMinutes = 10 * minute;

const meter: Meter = {
  cost: ({ operation, route }) => ({
    "rd.client": 1,
    ...(operation === "reply" && { "rd.action": 1 }),
    ...(route === "/api/morechildren" && { "rd.more": 1 }),
  }),
  read: (_call, { headers, body }, now) => {
    const throttle = readRedditThrottle(body);
    return [
      { rule: "rd.client", ...readWindow(headers, "x-ratelimit-", now) },
      ...(throttle === undefined ? [] : [{ rule: "rd.action", blockedUntil: now + (throttle.waitMs ?? minute) }]),
    ];
  },
};

/** Ten minutes at a time; told are what is used, what is left with a decimal, and the whole seconds until the end. */
function client(capacity: number, foreign = 0): (now: number) => Reply {
  const window = fixed(capacity, (now) => now + tenMinutes);
  let lastEnd = 0;
  return (now) => {
    const end = window.end(now);
    if (end !== lastEnd) window.take(now, foreign);
    lastEnd = end;
    const ok = window.take(now);
    const used = window.used(now);
    const headers = {
      "x-ratelimit-used": `${used}`,
      "x-ratelimit-remaining": `${capacity - used}.0`,
      "x-ratelimit-reset": `${Math.floor((end - now) / 1000)}`,
    };
    return { ok, headers };
  };
}

const open = (server: (now: number, route: string) => Reply): Stage =>
  stage({ network: "reddit", rules, meter, server: ({ route }, _account, now) => server(now, route) });

const read = { call: shape("listComments", "/comments/:id") };

describe("limits", () => {
  describe("Reddit", { timeout: 60_000 }, () => {
    it.each([
      ["1000", 1000, 0],
      ["the 600 that older clients have", 600, 0],
      ["1000 of which somebody else has used 300", 1000, 300],
    ])("uses 99 %% of %s in ten minutes by deltas alone, and is never refused", async (_name, capacity, foreign) => {
      const network = open(client(capacity, foreign));
      await saturate(network, network.clock.now() + 3 * tenMinutes - second, () => read);
      expect(network.refused()).toBe(0);
      expect(network.visits.length).toBeGreaterThanOrEqual(0.99 * 3 * (capacity - foreign));
    });

    it.each([
      ["Looks like you've been doing that a lot. Take a break for 2 minutes before trying again.", 2 * minute],
      ["you are doing that too much. try again in 9 minutes.", 9 * minute],
      ["you are doing that too much. try again in 1 second.", second],
      ["Take a break for 500 milliseconds before trying again.", 500],
    ])("waits as long as the sentence says and a second more, and reads meanwhile: %s", async (sentence, waitMs) => {
      let writes = 0;
      const refusal: Reply = { ok: false, status: 200, body: { json: { errors: [["RATELIMIT", sentence, "ratelimit"]] } } };
      const network = open((_now, route) => (route === "/api/comment" && writes++ === 0 ? refusal : { ok: true }));
      const write = shape("reply", "/api/comment", { method: "POST" });
      await network.ask(write);
      const told = network.clock.now();
      const [, again] = await Promise.all([network.ask(read.call), network.ask(write)]);
      expect(again?.status).toBe(200);
      expect(network.visits.map(({ ok }) => ok)).toEqual([false, true, true]);
      expect(network.visits[1]?.at).toBeLessThan(told + second / 2);
      expect(network.visits[2]?.at).toBeGreaterThanOrEqual(told + waitMs + second);
      expect(network.visits[2]?.at).toBeLessThan(told + waitMs + 2 * second);
    });

    it("asks for more of a tree one call at a time, and for everything else meanwhile", async () => {
      let open = 0;
      let most = 0;
      const network = stage({
        ...{ network: "reddit", rules, meter },
        server: ({ route }) => {
          if (route === "/api/morechildren") most = Math.max(most, open);
          return { ok: true };
        },
      });
      const until = network.clock.now() + minute;
      const more = shape("listComments", "/api/morechildren");
      const { limiter, clock } = network;
      const one = async (): Promise<void> => {
        while (clock.now() < until)
          await limiter.run(more, { lane: "sync", account: "reddit:1" }, async () => {
            open++;
            most = Math.max(most, open);
            await clock.sleep(100);
            open--;
            return { status: 200, headers: new Headers(), body: undefined };
          });
      };
      await Promise.all([one(), one(), one(), saturate(network, until, () => read)]);
      expect(most).toBe(1);
      expect(network.visits.length).toBeGreaterThan(900);
      expect(clock.now()).toBeLessThan(until + hour);
    });
  });
});
