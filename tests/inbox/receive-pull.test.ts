import { describe, expect, it } from "vitest";
import { at, plaza, type Plaza } from "./plaza.js";
import { createInbox, type Inbox } from "../../src/inbox/index.js";
import { FolkmootError } from "../../src/errors.js";
import { idsOf } from "./sync-harness.js";
import { pushedPlaza, type PushedPlaza } from "./receive-harness.js";
import { virtualClock, type VirtualClock } from "../../src/testing/clock.js";

interface Scene {
  readonly net: Plaza;
  readonly push: PushedPlaza;
  readonly clock: VirtualClock;
  readonly inbox: Inbox;
  readonly logs: string[];
}

function setUp(): Scene {
  const net = plaza({ surfaces: [{ name: "mentions" }, { name: "comments" }] });
  const push = pushedPlaza();
  const clock = virtualClock({ start: at(100) });
  const logs: string[] = [];
  const log = (message: string): void => void logs.push(message);
  const inbox = createInbox({ accounts: [net.adapter], apps: [push.app], clock, random: () => 0.5, logger: { warn: log, error: log } });
  return { net, push, clock, inbox, logs };
}

const news = (surface: string) => ({ changes: [], pull: [{ account: "plaza:1", surface }] });

/** Waits until something holds, for work that nobody awaits. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error("It did not come to hold.");
}

describe("inbox", () => {
  describe("receive, of events that carry ids only", () => {
    it("asks the list that an event points at, and no other, after its answer", async () => {
      const { net, push, inbox } = setUp();
      let open = (): void => undefined;
      const asked = new Promise<void>((resolve) => (open = resolve));
      net.before = () => asked;
      net.say({ id: "m1", minutes: 99 });
      expect((await inbox.receive(push.request(news("mentions")))).status).toBe(200);
      expect(await idsOf(inbox)).toEqual([]);
      open();
      await until(async () => (await idsOf(inbox)).length === 1);
      expect(net.calls).toEqual(["mentions"]);
      await inbox.close();
    });

    it("asks once more for what comes while the list is being asked, and only once for many", async () => {
      const { net, push, inbox } = setUp();
      let open = (): void => undefined;
      const held = new Promise<void>((resolve) => (open = resolve));
      let begun = 0;
      net.before = async () => {
        begun += 1;
        if (begun === 1) await held;
      };
      await inbox.receive(push.request(news("mentions")));
      await until(() => begun === 1);
      for (let time = 0; time < 5; time++) await inbox.receive(push.request(news("mentions")));
      net.say({ id: "m1", minutes: 99 });
      open();
      await until(() => begun === 2);
      await inbox.close();
      expect(net.calls.filter((call) => call === "mentions").length).toBe(2);
    });

    it("goes on asking a list that fails for a while, and gives one up that refuses", async () => {
      const { net, push, clock, inbox, logs } = setUp();
      let failing = true;
      net.before = () => {
        if (failing) throw new FolkmootError("server-error", "plaza: away", { retryable: true });
      };
      net.say({ id: "m1", minutes: 99 });
      await inbox.receive(push.request(news("mentions")));
      await until(() => net.calls.length === 1);
      failing = false;
      await until(async () => {
        await clock.advance(500);
        return (await idsOf(inbox)).length === 1;
      });
      expect(net.calls.length).toBe(2);
      net.before = () => {
        throw new FolkmootError("forbidden", "plaza: no");
      };
      await inbox.receive(push.request(news("comments")));
      await until(() => logs.includes("A list that a webhook points at cannot be read."));
      await clock.advance(3_600_000);
      expect(net.calls.filter((call) => call === "comments").length).toBe(1);
    });

    it("gives up after six rounds, and leaves the rest to the next sync", async () => {
      const { net, push, clock, inbox } = setUp();
      let failing = true;
      net.before = () => {
        if (failing) throw new FolkmootError("server-error", "plaza: away", { retryable: true });
      };
      await inbox.receive(push.request(news("mentions")));
      for (let minute = 0; minute < 60; minute++) {
        await clock.advance(60_000);
        await new Promise((resolve) => setTimeout(resolve, 3));
      }
      expect(net.calls.length).toBe(6);
      failing = false;
      net.say({ id: "m1", minutes: 99 });
      await inbox.sync();
      expect(await idsOf(inbox)).toEqual(["m1"]);
    });

    it("waits for a list that another process is reading", async () => {
      const { net, push, clock, inbox } = setUp();
      let open = (): void => undefined;
      const held = new Promise<void>((resolve) => (open = resolve));
      net.before = async () => {
        if (net.calls.length === 1) await held;
      };
      const reading = inbox.sync({ surfaces: ["mentions"] });
      await until(() => net.calls.length === 1);
      await inbox.receive(push.request(news("mentions")));
      net.say({ id: "m1", minutes: 99.5 });
      open();
      await reading;
      await until(async () => {
        await clock.advance(500);
        return net.calls.length > 1;
      });
      await inbox.close();
    });

    it("ends with the inbox", async () => {
      const { net, push, inbox } = setUp();
      net.before = () => {
        throw new FolkmootError("server-error", "plaza: away", { retryable: true });
      };
      await inbox.receive(push.request(news("mentions")));
      await until(() => net.calls.length === 1);
      await inbox.close();
      expect(net.calls.length).toBe(1);
    });

    it("tells of lists of accounts that it does not have, and survives lists that nobody has", async () => {
      const { push, inbox, logs } = setUp();
      const unrouted: unknown[] = [];
      inbox.on("unrouted", (one) => unrouted.push(one));
      expect((await inbox.receive(push.request({ changes: [], pull: [{ account: "plaza:9", surface: "mentions" }] }))).status).toBe(200);
      expect(unrouted).toEqual([{ app: "plaza-app", account: "plaza:9" }]);
      expect((await inbox.receive(push.request(news("gossip")))).status).toBe(200);
      await until(() => logs.includes("A list that a webhook points at could not be asked."));
      await inbox.close();
    });
  });
});
