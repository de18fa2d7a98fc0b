import { describe, expect, it } from "vitest";
import { createInbox, type InboxEvents } from "../../src/inbox/index.js";
import { FolkmootError } from "../../src/errors.js";
import { virtualClock } from "../../src/testing/clock.js";
import { at, plaza } from "./plaza.js";

const loggedOut = (): never => {
  throw new FolkmootError("unauthenticated", "The token of plaza:1 was revoked; log in again.", { reauthorize: "expired" });
};
const wrongToken = (): never => {
  throw new FolkmootError("unauthenticated", "The token is one of a page.", { reauthorize: "wrong-token-kind" });
};

function setUp() {
  const clock = virtualClock({ start: at(100), auto: true });
  const net = plaza({ surfaces: [{ name: "posts" }, { name: "mentions" }, { name: "comments" }] });
  const inbox = createInbox({ accounts: [net.adapter], clock });
  const news: InboxEvents["reauthorize"][] = [];
  inbox.on("reauthorize", (one) => news.push(one));
  net.say({ id: "a", minutes: 1 });
  return { net, inbox, news };
}

describe("inbox", () => {
  describe("reauthorize", () => {
    it("is told once, whatever number of lists and syncs is refused, and anew after the account has worked again", async () => {
      const { net, inbox, news } = setUp();
      const told = { account: "plaza:1", network: "plaza", cause: "expired" };
      net.before = loggedOut;
      for (let round = 0; round < 3; round++) expect((await inbox.sync()).ok).toBe(false);
      expect(news).toEqual([told]);
      net.before = () => undefined;
      expect((await inbox.sync()).ok).toBe(true);
      net.before = loggedOut;
      for (let round = 0; round < 2; round++) await inbox.sync();
      expect(news).toEqual([told, told]);
    });

    it("is told once where only some calls are refused and others go through", async () => {
      const { net, inbox, news } = setUp();
      net.before = (call) => {
        if (call === "comments") wrongToken();
      };
      for (let round = 0; round < 3; round++) {
        const { surfaces } = await inbox.sync();
        expect(surfaces.map(({ error }) => error?.reauthorize)).toEqual([undefined, undefined, "wrong-token-kind"]);
      }
      expect(news.map(({ cause }) => cause)).toEqual(["wrong-token-kind"]);
      net.before = () => undefined;
      await inbox.sync();
      net.before = (call) => {
        if (call === "comments") wrongToken();
      };
      await inbox.sync();
      expect(news).toHaveLength(2);
    });

    it("is told for each account", async () => {
      const nets = [plaza({ id: "1" }), plaza({ id: "2" })];
      const inbox = createInbox({ accounts: nets.map(({ adapter }) => adapter), clock: virtualClock({ start: at(100) }) });
      const accounts: string[] = [];
      inbox.on("reauthorize", ({ account }) => accounts.push(account));
      for (const net of nets) net.before = loggedOut;
      for (let round = 0; round < 2; round++) await inbox.sync();
      expect(accounts.sort()).toEqual(["plaza:1", "plaza:2"]);
    });
  });

  describe("sync", () => {
    it("asks no further list of an account that nobody is logged in to, and says so in their lines", async () => {
      const { net, inbox } = setUp();
      net.before = loggedOut;
      const { surfaces } = await inbox.sync();
      expect(net.calls).toEqual(["posts"]);
      expect(surfaces.map(({ surface, fetched, error }) => [surface, fetched, error?.code])).toEqual([
        ["posts", 0, "unauthenticated"],
        ["mentions", 0, "unauthenticated"],
        ["comments", 0, "unauthenticated"],
      ]);
      expect(new Set(surfaces.map(({ error }) => error?.message)).size).toBe(1);
    });

    it("goes on with the other lists where a token may not do one thing only", async () => {
      const { net, inbox } = setUp();
      net.before = (call) => {
        if (call === "posts") wrongToken();
      };
      const { surfaces } = await inbox.sync();
      expect(surfaces.map(({ error }) => error?.code)).toEqual(["unauthenticated", undefined, undefined]);
    });

    it("asks no list when the account itself is refused", async () => {
      const net = plaza({ surfaces: [{ name: "posts" }, { name: "mentions" }, { name: "comments" }] });
      const inbox = createInbox({ accounts: [{ ...net.adapter, getAccount: loggedOut }], clock: virtualClock({ start: at(100) }) });
      const { ok, surfaces } = await inbox.sync();
      expect(ok).toBe(false);
      expect(surfaces.map(({ surface }) => surface)).toEqual(["account", "posts", "mentions", "comments"]);
      expect(new Set(surfaces.map(({ error }) => error?.code))).toEqual(new Set(["unauthenticated"]));
      expect(net.calls).toEqual([]);
    });

    it("says that no account has the list that is asked for, and passes over those without it where another has it", async () => {
      const one = plaza({ id: "1", surfaces: [{ name: "mentions" }] });
      const two = plaza({ id: "2", surfaces: [{ name: "comments" }] });
      const inbox = createInbox({ accounts: [one.adapter, two.adapter], clock: virtualClock({ start: at(100) }) });
      const { ok, surfaces } = await inbox.sync({ surfaces: ["held"] });
      expect(ok).toBe(false);
      expect(surfaces).toEqual([
        { account: "plaza:1", surface: "held", fetched: 0, error: expect.objectContaining({ code: "unsupported" }) as unknown },
        { account: "plaza:2", surface: "held", fetched: 0, error: expect.objectContaining({ code: "unsupported" }) as unknown },
      ]);
      expect(surfaces[0]?.error?.message).toContain("plaza:1 has no list `held`; it has mentions.");
      const report = await inbox.sync({ surfaces: ["comments"] });
      expect([report.ok, report.surfaces.map(({ account, surface }) => `${account} ${surface}`)]).toEqual([true, ["plaza:2 comments"]]);
    });
  });
});
