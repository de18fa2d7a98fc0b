import { describe, expect, it } from "vitest";
import { backoffMs } from "../../src/inbox/handle-options.js";
import { createBlueskyAdapter } from "../../src/networks/bluesky/index.js";
import { createInbox } from "../../src/inbox/index.js";
import { fakeNetwork } from "../../src/testing/index.js";
import { virtualClock } from "../../src/testing/clock.js";
import { at, plaza } from "./plaza.js";
import type { Change } from "../../src/model/change.js";
import type { Inbox, ItemQuery } from "../../src/inbox/index.js";

async function handled(inbox: Inbox): Promise<readonly string[]> {
  const seen: string[] = [];
  const handler = (change: Change): void => {
    if (change.type === "message.created") seen.push(change.message.text);
  };
  await inbox.handle(handler, { drain: true });
  return seen;
}

async function listed(inbox: Inbox, query: ItemQuery): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { message } of inbox.items(query)) found.push(message.text);
  return found;
}

describe("inbox", () => {
  describe("order of arrival", () => {
    it("hands out what was said in the same millisecond in the order in which the network has it, over several pages", async () => {
      const net = plaza({ surfaces: [{ name: "mentions" }] });
      const inbox = createInbox({ accounts: [net.adapter], clock: virtualClock({ start: at(100), auto: true }) });
      await inbox.sync();
      const words = ["one", "two", "three", "four", "five", "six", "seven"];
      for (const text of words) net.say({ id: `z${text}`, minutes: 101, text });
      await inbox.sync();
      expect(await handled(inbox)).toEqual(words);
    });

    it("reads direct messages and replies of one millisecond in order, in the journal, the list and the tree alike", async () => {
      const clock = virtualClock({ auto: true });
      const network = fakeNetwork("bluesky", { clock });
      const brand = network.state.addAccount("brand.test");
      const asta = network.state.addAccount("asta.test");
      const post = network.state.post(brand, "Our boots are back.");
      const inbox = createInbox({
        accounts: [createBlueskyAdapter({ accountId: brand.did, password: brand.privilegedAppPassword, service: network.baseUrl })],
        fetch: network.fetch,
        clock,
      });
      await inbox.sync();
      await clock.advance(1_000);
      const top = network.state.reply(asta, post.uri, "top");
      for (const text of ["one", "two", "three"]) network.state.directMessage(asta, brand, text);
      for (const text of ["1", "2", "3"]) network.state.reply(asta, top.uri, text);
      await inbox.sync();
      const seen = await handled(inbox);
      expect(seen.filter((text) => text.length > 1)).toEqual(expect.arrayContaining(["top", "one", "two", "three"]));
      expect(seen.filter((text) => /^(one|two|three)$/.test(text))).toEqual(["one", "two", "three"]);
      expect(seen.filter((text) => /^\d$/.test(text))).toEqual(["1", "2", "3"]);
      expect(await listed(inbox, { order: "oldest", kinds: ["direct"] })).toEqual(["one", "two", "three"]);
      const [first] = (await inbox.items({ order: "oldest", kinds: ["comment"] })).items;
      expect(first?.message.text).toBe("top");
      expect((await inbox.tree(first!.message.key))?.replies.map(({ message }) => message.text)).toEqual(["1", "2", "3"]);
      await inbox.close();
    });
  });

  describe("handle", () => {
    it("puts off for whole milliseconds", () => {
      for (const chance of [0, 0.123456789, 0.5, 0.999999])
        for (const attempt of [1, 2, 3, 9]) expect(Number.isSafeInteger(backoffMs(attempt, () => chance))).toBe(true);
      expect(backoffMs(1, () => 0.5)).toBe(2_000);
    });
  });
});
