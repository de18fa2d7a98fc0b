import { describe, expect, it } from "vitest";
import { createInbox } from "../../src/inbox/create-inbox.js";
import { createBlueskyAdapter } from "../../src/networks/bluesky/index.js";
import { fakeNetwork, virtualClock } from "../../src/testing/index.js";
import type { Change } from "../../src/model/change.js";

/** A brand, its post, and a talk below it that goes deeper than the network tells the brand of. */
async function deepTalk() {
  const clock = virtualClock({ auto: true });
  const network = fakeNetwork("bluesky", { clock });
  const brand = network.state.addAccount("brand.test");
  const [asta, birger] = [network.state.addAccount("asta.test"), network.state.addAccount("birger.test")];
  const post = network.state.post(brand, "Our winter boots are here.");
  let last = post.uri;
  const say = async (text: string): Promise<void> => {
    await clock.sleep(1_000);
    last = network.state.reply(text.length % 2 === 0 ? asta : birger, last, text).uri;
  };
  const texts = Array.from({ length: 8 }, (_, depth) => `level ${"x".repeat(depth + 1)}`);
  for (const text of texts) await say(text);
  const inbox = createInbox({
    accounts: [createBlueskyAdapter({ accountId: brand.did, password: brand.appPassword, service: network.baseUrl, chatProxy: null })],
    fetch: network.fetch,
    clock,
  });
  const comments = async (): Promise<readonly string[]> => {
    const found: string[] = [];
    for await (const { message } of inbox.items({ kinds: ["comment"], order: "oldest" })) found.push(message.text);
    return found;
  };
  const threadReads = (): number => network.calls.filter(({ operation }) => operation.includes("getPostThread")).length;
  return { clock, inbox, texts, say, comments, threadReads };
}

describe("inbox", () => {
  describe("sync of threads", () => {
    it("finds what was said far below a post of ours", async () => {
      const { inbox, texts, comments } = await deepTalk();
      expect((await inbox.sync({ surfaces: ["posts", "comments", "mentions"] })).ok).toBe(true);
      expect((await comments()).length).toBeLessThan(texts.length);
      expect((await inbox.sync()).ok).toBe(true);
      expect(await comments()).toEqual(texts);
    });

    it("leaves a thread alone for ten minutes after it was read", async () => {
      const { clock, inbox, threadReads } = await deepTalk();
      await inbox.sync();
      const read = threadReads();
      expect(read).toBeGreaterThan(0);
      await inbox.sync();
      expect(threadReads()).toBe(read);
      await clock.sleep(10 * 60_000);
      await inbox.sync();
      expect(threadReads()).toBeGreaterThan(read);
    });

    it("calls what it finds there news when it was said after the account was connected, else history", async () => {
      const { clock, inbox, say, texts } = await deepTalk();
      await clock.sleep(60 * 60_000);
      await inbox.sync();
      await say("and another one");
      await clock.sleep(10 * 60_000);
      await inbox.sync();
      const heard: Change[] = [];
      await inbox.handle((change) => void heard.push(change), { types: ["message.created"], drain: true });
      expect(heard.map((change) => (change.type === "message.created" ? change.message.text : ""))).toEqual(["and another one"]);
      expect(texts).toHaveLength(8);
    });
  });
});
