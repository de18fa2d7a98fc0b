/**
 * What writes have to do, judged by what the network holds afterwards.
 * @module
 */
import { all, expectCode, throughJson } from "./bench.js";
import type { Bench, Checks } from "./bench.js";
import { expectSame, expectThat, expectThere } from "../assert.js";
import type { Message } from "../../model/message.js";
import { measure } from "../../text/measure.js";
import { parseKey } from "../../model/keys.js";
import type { Receipt } from "../../adapter/operations.js";
import type { TextRules } from "../../model/text-rules.js";
import type { WorldPerson } from "./world.js";

/** A text that measures exactly `over` above the tightest limit that the network keeps, with what the network wants in front; `words` stand at its beginning. */
export function textOfLength(rules: TextRules, words: string, over: number, front = ""): string {
  let text = front + words;
  const kept = { ...rules, limits: rules.limits.filter(({ severity }) => severity === "error") };
  const room = (): number => Math.min(...measure(text, kept).map(({ value, max }) => (max ?? Number.POSITIVE_INFINITY) - value)) + over;
  for (let left = room(); Number.isFinite(left) && left > 0; left = room()) text += "a".repeat(left);
  return text.slice(front.length);
}

/** Somebody asks something under our post. */
export async function question(bench: Bench): Promise<{ readonly post: string; readonly id: string; readonly by: WorldPerson }> {
  const [post, by] = [await bench.ownPost(), await bench.member(0)];
  return { post, by, id: await bench.world.reply(by, post, bench.words("is it warm")) };
}

const withoutRaw = (message: Message): Message => JSON.parse(JSON.stringify({ ...message, raw: undefined })) as Message;

/** Gives the message of a receipt. */
export const sentMessage = (receipt: Receipt): NonNullable<Receipt["message"]> => expectThere(receipt.message, "a message in the receipt");

/** What writes have to do. */
export const writing: Checks = {
  "replies under the right parent and root": {
    needs: ["reply", "getMessages"],
    run: async (bench) => {
      const { post, id } = await question(bench);
      const other = await bench.member(1);
      const nested = await bench.world.reply(other, id, bench.words("mine is"));
      const draft = { text: bench.words("Thank you, it is") };
      const text = bench.answerBelow(other, draft.text);
      const sent = sentMessage(await bench.op("reply")(await bench.read(nested), draft));
      const held = await bench.held(sent.id);
      const parent = bench.world.levels === 2 ? id : nested;
      expectSame([held.text, held.parent, held.root, held.author], [text, parent, post, bench.world.brand.id], "what the network holds");
      expectSame([sent.direction, parseKey(sent.parent ?? "")?.id], ["outbound", parent], "the message in the receipt");
      bench.expectShown(sent.text, other, draft.text);
    },
  },
  "replies to a post": {
    needs: ["reply"],
    run: async (bench) => {
      const by = bench.world.answersAnybody === false ? bench.world.brand : await bench.member(0);
      const post = await bench.world.publish(by, bench.words("what do you say"));
      await bench.world.settle();
      const text = bench.words("We say hello");
      const sent = sentMessage(await bench.op("reply")(bench.postRef(post), { text }));
      const held = await bench.held(sent.id);
      // Where a post is the place of its thread, what stands in it answers nothing but that.
      expectSame([held.parent ?? held.root, held.root], [post, post], "parent and root");
    },
  },
  "replies with nothing but key and refs, after a trip through JSON": {
    needs: ["reply", "getMessages"],
    run: async (bench) => {
      const { post, id } = await question(bench);
      const { key, refs } = throughJson(await bench.read(id));
      const text = bench.words("It is");
      const sent = sentMessage(await bench.op("reply", bench.another())({ key, ...(refs !== undefined && { refs }) }, { text }));
      const held = await bench.held(sent.id);
      expectSame([held.parent, held.root], [id, post], "parent and root");
    },
  },
  "replies with `raw` dropped": {
    needs: ["reply", "getMessages"],
    run: async (bench) => {
      const { id } = await question(bench);
      const message = withoutRaw(await bench.read(id));
      const sent = sentMessage(await bench.op("reply")(message, { text: bench.words("It is") }));
      expectSame((await bench.held(sent.id)).parent, id, "the parent");
    },
  },
  "refuses a reply to what is gone, and says nothing": {
    needs: ["reply"],
    run: async (bench) => {
      const { id } = await question(bench);
      await bench.world.remove(id);
      await bench.world.settle();
      const text = bench.words("It is");
      await expectCode(
        () => bench.op("reply")(bench.messageRef(id), { text }),
        ["not-found", "invalid-request"],
        "a reply to what is gone",
      );
      expectSame(await bench.timesSaid(text), 0, "how often it was said");
    },
  },
  "sends emoji, links, tags and line breaks as they are": {
    needs: ["reply"],
    run: async (bench) => {
      const { id, by } = await question(bench);
      const text = `👩‍👩‍👧 æøå\n${bench.words("see https://example.com/a?b=c#d and #boots")}`;
      const sent = sentMessage(await bench.op("reply")(bench.messageRef(id), { text }));
      expectSame((await bench.held(sent.id)).text, bench.answerTo(by, text), "the text that the network holds");
      bench.expectShown(sent.text, by, text);
    },
  },
  "sends a text that is exactly at the limit": {
    needs: ["reply"],
    run: async (bench) => {
      const { id, by } = await question(bench);
      await bench.warmUp();
      const text = textOfLength(bench.adapter.textRules("reply"), bench.words("long"), 0, bench.answerTo(by, ""));
      const sent = sentMessage(await bench.op("reply")(bench.messageRef(id), { text }));
      expectSame((await bench.held(sent.id)).text, bench.answerTo(by, text), "the text that the network holds");
    },
  },
  "names what it sent by the key under which it is found": {
    needs: ["reply", "listComments"],
    run: async (bench) => {
      const { post, id } = await question(bench);
      const sent = sentMessage(await bench.op("reply")(bench.messageRef(id), { text: bench.words("It is") }));
      await bench.world.settle();
      const found = await all(bench.op("listComments")(bench.postRef(post)));
      expectSame(found.find((item) => item.id === sent.id)?.key, sent.key, "the key of what was sent, in the list");
    },
  },
  "publishes a post": {
    needs: ["publishPost"],
    run: async (bench) => {
      const text = bench.words("New in the shop");
      const { post } = await bench.op("publishPost")(bench.post(text));
      const held = await bench.held(expectThere(post, "a post in the receipt").id);
      expectSame([held.text, held.author, held.parent], [text, bench.world.brand.id, undefined], "what the network holds");
    },
  },
  "sends once for one idempotency key": {
    needs: ["reply"],
    where: ["sends-once"],
    run: async (bench) => {
      const { id } = await question(bench);
      const text = bench.words("It is");
      const send = (): Promise<Receipt> =>
        bench.op("reply", bench.another())(bench.messageRef(id), { text }, { idempotencyKey: `once ${text}` });
      const [first, second] = [sentMessage(await send()), sentMessage(await send())];
      expectSame([await bench.timesSaid(text), second.key], [1, first.key], "how often it was said, and the key of the second sending");
    },
  },
  "sends twice for two idempotency keys": {
    needs: ["reply"],
    run: async (bench) => {
      const { id } = await question(bench);
      const text = bench.words("It is");
      for (const idempotencyKey of [`one ${text}`, `two ${text}`])
        await bench.op("reply")(bench.messageRef(id), { text }, { idempotencyKey });
      expectSame(await bench.timesSaid(text), 2, "how often it was said");
    },
  },
  "likes once however often it is asked": {
    needs: ["like", "getMessages"],
    run: async (bench) => {
      const { id } = await question(bench);
      await bench.op("like")(await bench.read(id));
      await bench.world.settle();
      await bench.op("like")(await bench.read(id));
      await bench.world.settle();
      await bench.op("like", bench.another())(bench.messageRef(id));
      await bench.world.settle();
      expectSame((await bench.held(id)).likedBy, [bench.world.brand.id], "who likes it");
    },
  },
  "takes a like back, and again counts as done": {
    needs: ["like", "unlike", "getMessages"],
    run: async (bench) => {
      const { id } = await question(bench);
      await bench.op("like")(await bench.read(id));
      await bench.op("unlike")(await bench.read(id));
      await bench.op("unlike")(await bench.read(id));
      await bench.world.settle();
      expectSame((await bench.held(id)).likedBy, [], "who likes it");
    },
  },
  "takes a like back with what its receipt holds": {
    needs: ["like", "unlike"],
    run: async (bench) => {
      const { id } = await question(bench);
      await bench.world.settle();
      const receipt = throughJson(await bench.op("like")(bench.messageRef(id)));
      await bench.world.settle();
      const target = bench.messageRef(id);
      await bench.op("unlike", bench.another())({ ...target, refs: { ...target.refs, ...receipt.refs } });
      await bench.world.settle();
      expectSame((await bench.held(id)).likedBy, [], "who likes it");
    },
  },
  "hides a message, and again counts as done": {
    needs: ["hide", "getMessages"],
    run: async (bench) => {
      const { id } = await question(bench);
      const message = await bench.read(id);
      await bench.op("hide")(message);
      await bench.op("hide")(message);
      await bench.world.settle();
      expectSame((await bench.held(id)).hidden, true, "whether it is hidden");
    },
  },
  "hides one message beside another": {
    needs: ["hide", "getMessages"],
    run: async (bench) => {
      const { post, id } = await question(bench);
      const other = await bench.world.reply(await bench.member(1), post, bench.words("spam"));
      const third = await bench.world.reply(await bench.member(2), post, bench.words("kind words"));
      await bench.op("hide")(await bench.read(id));
      await bench.op("hide")(await bench.read(other));
      await bench.world.settle();
      const hidden = await Promise.all([id, other, third].map(async (one) => (await bench.held(one)).hidden));
      expectSame(hidden, [true, true, false], "which are hidden");
    },
  },
  "shows a hidden message again, and again counts as done": {
    needs: ["hide", "unhide", "getMessages"],
    run: async (bench) => {
      const { id } = await question(bench);
      const message = await bench.read(id);
      await bench.op("hide")(message);
      await bench.world.settle();
      await bench.op("unhide")(message);
      await bench.op("unhide")(message);
      await bench.world.settle();
      expectSame((await bench.held(id)).hidden, false, "whether it is hidden");
    },
  },
  "deletes one of our own, and again counts as done": {
    needs: ["reply", "delete"],
    run: async (bench) => {
      const { id } = await question(bench);
      const sent = sentMessage(await bench.op("reply")(bench.messageRef(id), { text: bench.words("Oops") }));
      await bench.op("delete")(throughJson(sent));
      await bench.op("delete")(throughJson(sent));
      await bench.world.settle();
      expectSame((await bench.world.inspect(sent.id)) === undefined, true, "whether it is gone");
      expectThat((await bench.world.inspect(id)) !== undefined, "what it answered is still there");
    },
  },
  "finds what it sent, and nothing else": {
    needs: ["reply", "findOwn"],
    run: async (bench) => {
      const { post, id } = await question(bench);
      const since = bench.now();
      const draft = { text: bench.words("Thank you, it is") };
      const sent = sentMessage(await bench.op("reply")(bench.messageRef(id), draft));
      await bench.op("reply")(bench.messageRef(id), { text: bench.words("And one more thing") });
      await bench.world.reply(await bench.member(1), id, draft.text);
      await bench.world.reply(bench.world.brand, post, draft.text);
      await bench.world.settle();
      const found = await all(bench.op("findOwn")(bench.messageRef(id), draft, { since }));
      expectSame(
        found.map(({ key }) => key),
        [sent.key],
        "what is found of our own with this text under this message",
      );
      const none = await all(bench.op("findOwn")(bench.messageRef(id), { text: bench.words("Never sent") }, { since }));
      expectSame(none.length, 0, "how many are found of what was never sent");
    },
  },
  "shuts a person out and lets them in again, and again counts as done": {
    needs: ["ban", "unban"],
    where: ["relations"],
    run: async (bench) => {
      const person = await bench.member(2);
      const author = await bench.author(person);
      const banned = async (): Promise<boolean | undefined> => {
        await bench.world.settle();
        return (await bench.world.relation?.(person))?.banned;
      };
      await bench.op("ban")(author);
      await bench.op("ban")(author);
      expectSame(await banned(), true, "whether the person is shut out");
      await bench.op("unban")(author);
      await bench.op("unban")(author);
      expectSame(await banned(), false, "whether the person is still shut out");
    },
  },
  "mutes a person and hears them again, and again counts as done": {
    needs: ["mute", "unmute"],
    where: ["relations"],
    run: async (bench) => {
      const person = await bench.member(2);
      const author = await bench.author(person);
      const muted = async (): Promise<boolean | undefined> => {
        await bench.world.settle();
        return (await bench.world.relation?.(person))?.muted;
      };
      await bench.op("mute")(author);
      await bench.op("mute")(author);
      expectSame(await muted(), true, "whether the person is muted");
      await bench.op("unmute")(author);
      await bench.op("unmute")(author);
      expectSame(await muted(), false, "whether the person is still muted");
    },
  },
};
