/**
 * `can` and the call agree where others forbid: whoever closes a thread, shuts us out, or sells more than we have.
 * @module
 */
import { accountOf, closedThread, compare } from "./agreeing.js";
import { all, expectCode } from "./bench.js";
import type { Bench, Checks } from "./bench.js";
import { can } from "../../adapter/can.js";
import type { CanAnswer } from "../../model/can.js";
import type { Conversation } from "../../model/conversation.js";
import { expectSame, expectThat, expectThere } from "../assert.js";
import type { WorldPerson } from "./world.js";

const draft = (bench: Bench): { readonly text: string } => ({ text: bench.words("hello") });

/** The conversation with somebody, as the list shows it now; `undefined` where there is none. */
async function conversationWith({ adapter }: Bench, { id }: WorldPerson): Promise<Conversation | undefined> {
  if (adapter.listConversations === undefined) return undefined;
  const found = await all(adapter.listConversations());
  return found.find(({ kind, participants }) => kind === "direct" && participants.some((person) => person.id === id));
}

/** `can` and the call agree where others forbid. */
export const forbidding: Checks = {
  "agrees with `can` about closed threads, and says nothing in them": {
    needs: ["reply", "getMessages"],
    where: ["locks"],
    run: async (bench) => {
      const { adapter } = bench;
      const message = await closedThread(bench);
      const facts = { now: bench.clock.now(), ...(await accountOf(adapter)) };
      const answer = can(adapter, "reply", message, facts);
      const told = draft(bench);
      await compare(answer, () => bench.op("reply")(message, told), "reply in a closed thread");
      expectSame(answer.ok ? "yes" : answer.reason, "closed", "what `can` says of a closed thread");
      // Who has its key alone cannot ask `can`; the call finds out by itself.
      await expectCode(() => bench.op("reply")(bench.messageRef(message.id), told), ["forbidden"], "a reply in a closed thread");
      await bench.world.settle();
      expectSame(await bench.timesSaid(told.text), 0, "how often it was said");
    },
  },
  "agrees with `can` about people who shut us out": {
    needs: ["listMentions"],
    where: ["blocks"],
    run: async (bench) => {
      const { adapter, world } = bench;
      const { sendMessage, replyPrivately, reply, getMessages } = adapter;
      const one = await bench.member(0);
      const message = await bench.hearFrom(one, bench.words("hello"));
      const author = expectThere(message.author, "an author");
      await world.directMessage?.(one, world.brand, bench.words("between you and me"));
      await expectThere(world.block, "a way to shut us out")(one, world.brand);
      await world.settle();
      const facts = { now: bench.clock.now(), ...(await accountOf(adapter)) };
      const about = async (answer: CanAnswer, work: () => PromiseLike<unknown>, what: string): Promise<void> => {
        await compare(answer, work, `${what} somebody who shuts us out`);
      };
      if (sendMessage !== undefined) {
        await about(can(adapter, "sendMessage", author, facts), () => sendMessage(author, draft(bench)), "sendMessage to");
        const talk = await conversationWith(bench, one);
        if (talk !== undefined)
          await about(
            can(adapter, "sendMessage", talk, { ...facts, conversation: talk }),
            () => sendMessage(talk, draft(bench)),
            "sendMessage in the conversation with",
          );
      }
      if (replyPrivately !== undefined)
        await about(can(adapter, "replyPrivately", message, facts), () => replyPrivately(message, draft(bench)), "replyPrivately to");
      // What the network does not show any more cannot be asked about.
      const shown = getMessages === undefined ? [] : await all(getMessages([bench.messageRef(message.id)]));
      for (const now of reply === undefined ? [] : shown)
        await about(can(adapter, "reply", now, facts), () => bench.op("reply")(now, draft(bench)), "reply to");
    },
  },
  "agrees with `can` about what a tier lacks": {
    where: ["lesser"],
    run: async (bench) => {
      const adapter = bench.lesser();
      const facts = { now: bench.clock.now(), ...(await accountOf(adapter)) };
      const us = { key: adapter.account };
      const { listPosts, listMentions, searchPosts, publishPost } = adapter;
      const attempts: readonly (readonly [CanAnswer, (() => PromiseLike<unknown>) | undefined, string])[] = [
        [can(adapter, "listPosts", us, facts), listPosts && (() => all(listPosts())), "listPosts"],
        [can(adapter, "listMentions", us, facts), listMentions && (() => all(listMentions())), "listMentions"],
        [can(adapter, "searchPosts", us, facts), searchPosts && (() => all(searchPosts({ text: "boots" }))), "searchPosts"],
        [can(adapter, "publishPost", us, facts), publishPost && (() => publishPost(bench.post(bench.words("hello")))), "publishPost"],
      ];
      for (const [answer, work, what] of attempts) if (work !== undefined) await compare(answer, work, `${what} on a lower tier`);
      expectThat(
        attempts.some(([answer]) => !answer.ok && answer.reason === "tier"),
        "`can` says `tier` of something",
      );
    },
  },
};
