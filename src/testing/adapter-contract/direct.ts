/**
 * What direct conversations have to do.
 * @module
 */
import { all } from "./bench.js";
import type { Bench, Checks } from "./bench.js";
import { expectSame, expectThat, expectThere } from "../assert.js";
import type { Conversation } from "../../model/conversation.js";
import type { Message } from "../../model/message.js";
import type { WorldPerson } from "./world.js";

const writeToUs = async (bench: Bench, person: WorldPerson, text: string): Promise<void> => {
  await expectThere(bench.world.directMessage, "direct messages")(person, bench.world.brand, text);
  await bench.world.settle();
};

const conversationWith = async (bench: Bench, person: WorldPerson): Promise<Conversation> =>
  expectThere(
    (await all(bench.op("listConversations")())).find(({ participants }) => participants.some(({ id }) => id === person.id)),
    "the conversation in the list",
  );

const lastBetween = async (bench: Bench, person: WorldPerson): Promise<unknown> => {
  const held = await expectThere(bench.world.directs, "direct messages")(bench.world.brand, person);
  const last = held.at(-1);
  return [last?.author, last?.text];
};

/** What direct conversations have to do. */
export const direct: Checks = {
  "lists a direct conversation and what was said in it": {
    needs: ["listConversations", "listMessages", "sendMessage"],
    where: ["directs"],
    run: async (bench) => {
      const person = await bench.member(0);
      const [first, second] = [bench.words("are you there"), bench.words("we are")];
      await writeToUs(bench, person, first);
      await bench.op("sendMessage")(await conversationWith(bench, person), { text: second });
      await bench.world.settle();
      const conversation = await conversationWith(bench, person);
      expectSame(conversation.kind, "direct", "the kind of the conversation");
      // A network may want the name of the other in front: what it holds is what has to come out.
      const said = await expectThere(bench.world.directs, "direct messages")(bench.world.brand, person);
      const heldAs = (words: string): string => expectThere(said.find(({ text }) => text.endsWith(words))?.text, "what was said");
      const texts = [heldAs(first), heldAs(second)];
      const messages = (await all(bench.op("listMessages")(conversation))).filter(({ text }) => texts.includes(text));
      expectSame(
        messages.map(({ kind, direction, text, visibility, conversation: where }) => [kind, direction, text, visibility, where]),
        [
          ["direct", "outbound", texts[1], "private", conversation.key],
          ["direct", "inbound", texts[0], "private", conversation.key],
        ],
        "the messages, newest first",
      );
    },
  },
  "answers in a direct conversation": {
    needs: ["listConversations", "sendMessage"],
    where: ["directs"],
    run: async (bench) => {
      const person = await bench.member(0);
      await writeToUs(bench, person, bench.words("are you there"));
      const { key, refs } = await conversationWith(bench, person);
      const draft = { text: bench.words("Yes 👋 æøå") };
      const { message } = await bench.op("sendMessage")({ key, ...(refs !== undefined && { refs }) }, draft);
      const text = bench.answerTo(person, draft.text);
      expectSame(await lastBetween(bench, person), [bench.world.brand.id, text], "the last direct message");
      expectSame([message?.direction, message?.conversation], ["outbound", key], "the message in the receipt");
      bench.expectShown(message?.text, person, draft.text);
    },
  },
  "writes to a person": {
    needs: ["sendMessage", "listMentions"],
    where: ["directs"],
    run: async (bench) => {
      const person = await bench.member(1);
      const { key, refs } = await bench.author(person);
      const text = bench.words("What is its number?");
      await bench.op("sendMessage")({ key, ...(refs !== undefined && { refs }) }, { text });
      expectSame(await lastBetween(bench, person), [bench.world.brand.id, bench.answerTo(person, text)], "the last direct message");
    },
  },
  "answers a public message in private": {
    needs: ["replyPrivately", "getMessages"],
    where: ["directs"],
    run: async (bench) => {
      const person = await bench.member(1);
      const message = await bench.hearFrom(person, bench.words("my parcel is late"));
      const text = bench.words("What is its number?");
      await bench.op("replyPrivately")(message, { text });
      expectSame(await lastBetween(bench, person), [bench.world.brand.id, bench.answerTo(person, text)], "the last direct message");
      expectSame(await bench.timesSaid(text), 0, "how often it was said in public");
    },
  },
  "marks a conversation as read": {
    needs: ["markRead", "listConversations"],
    where: ["directs"],
    run: async (bench) => {
      const person = await bench.member(0);
      await writeToUs(bench, person, bench.words("are you there"));
      const before = await conversationWith(bench, person);
      expectThat((before.unread ?? 1) > 0, "a conversation with news has unread messages");
      await bench.op("markRead")(before);
      await bench.world.settle();
      expectSame((await conversationWith(bench, person)).unread ?? 0, 0, "what is unread");
    },
  },
  "finds a direct message that it sent, and nothing else": {
    needs: ["sendMessage", "findOwn", "listConversations"],
    where: ["directs"],
    run: async (bench) => {
      const person = await bench.member(0);
      await writeToUs(bench, person, bench.words("are you there"));
      const conversation = await conversationWith(bench, person);
      const since = bench.now();
      const draft = { text: bench.words("We are") };
      const { message } = await bench.op("sendMessage")(conversation, draft);
      await bench.op("sendMessage")(conversation, { text: bench.words("Still here") });
      await writeToUs(bench, person, draft.text);
      const found = await all(bench.op("findOwn")(conversation, draft, { since }));
      expectSame(
        found.map(({ key }) => key),
        [expectThere(message, "a message in the receipt").key],
        "what is found of our own with this text",
      );
    },
  },
  "reacts to a direct message, and takes it back": {
    needs: ["react", "unreact", "listMessages", "listConversations"],
    where: ["directs"],
    run: async (bench) => {
      const person = await bench.member(0);
      await writeToUs(bench, person, bench.words("thank you"));
      const conversation = await conversationWith(bench, person);
      const last = async (): Promise<Message> => {
        await bench.world.settle();
        return expectThere((await all(bench.op("listMessages")(conversation, { limit: 1 })))[0], "the message");
      };
      const reaction = bench.world.directReaction ?? "🎉";
      await bench.op("react")(await last(), reaction);
      await bench.op("react")(await last(), reaction);
      expectSame((await last()).ownReactions, [reaction], "our reactions");
      await bench.op("unreact")(await last(), reaction);
      await bench.op("unreact")(await last(), reaction);
      expectSame((await last()).ownReactions ?? [], [], "our reactions, taken back");
    },
  },
};
