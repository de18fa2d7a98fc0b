/**
 * `can` and the call agree, for every reason that the world can bring about.
 * @module
 */
import type { Account } from "../../model/account.js";
import type { AnyAdapter } from "../../adapter/adapter.js";
import type { Author } from "../../model/author.js";
import type { Bench, Check, Checks } from "./bench.js";
import { can } from "../../adapter/can.js";
import type { CanAnswer } from "../../model/can.js";
import { expectSame, expectThat, expectThere } from "../assert.js";
import { isFolkmootError } from "../../errors.js";
import type { Message } from "../../model/message.js";
import type { MessageTarget } from "../../model/target.js";
import type { Operations } from "../../adapter/operations.js";
import { sentMessage } from "./writing.js";

/** Something to act on, and what it is. */
interface Scene {
  readonly what: string;
  readonly message: Message;
}

type Act = (bench: Bench, target: MessageTarget) => PromiseLike<unknown>;

/** Messages of every sort that the world can bring about; each call makes new ones. */
async function scenes(bench: Bench): Promise<readonly Scene[]> {
  const { world, adapter } = bench;
  const [one, other] = [await bench.member(0), await bench.member(1)];
  const post = await bench.ownPost();
  const theirs = await world.publish(other, bench.words("my old pair"));
  const asked = (by: typeof one): Promise<string> => world.replyMentioning(by, post, world.brand, bench.words("is it warm"));
  const gone = await asked(other);
  const made: Scene[] = [
    { what: "a comment under our post", message: await bench.read(await asked(one)) },
    {
      what: "an answer to somebody else",
      message: await bench.read(await world.replyMentioning(one, theirs, world.brand, bench.words("these make better ones"))),
    },
    { what: "a message that names us", message: await bench.read(await world.mention(other, world.brand, bench.words("hello"))) },
  ];
  const removed = await bench.read(gone);
  await world.remove(gone);
  await world.settle();
  made.push({ what: "what is gone", message: { ...removed, deletedAt: bench.now() } });
  if (world.lock !== undefined && adapter.getMessages !== undefined)
    made.push({ what: "what begins a closed thread", message: await closedThread(bench) });
  if (adapter.reply !== undefined && adapter.getMessages !== undefined) {
    const sent = sentMessage(await adapter.reply(bench.messageRef(await asked(one)), { text: bench.words("It is") }));
    await world.settle();
    made.push({ what: "one of our own", message: await bench.read(sent.id) });
  }
  return made;
}

/** Somebody else begins a thread, which is closed before we have read of it. */
export async function closedThread(bench: Bench): Promise<Message> {
  const id = await bench.world.publish(await bench.member(1), bench.words("my new pair"));
  await expectThere(bench.world.lock, "a way to close a thread")(id);
  return bench.read(id);
}

/** What the adapter knows of its account, for `can`. */
export const accountOf = async (adapter: AnyAdapter): Promise<{ readonly account?: Account }> =>
  adapter.getAccount === undefined ? {} : { account: await adapter.getAccount() };

/** Compares what `can` says with what becomes of the call; true where it was done. A switch that stands as asked counts as done. */
export async function compare(answer: CanAnswer, work: () => PromiseLike<unknown>, what: string): Promise<boolean> {
  let error: unknown;
  try {
    await work();
  } catch (thrown) {
    error = thrown;
  }
  const result = error === undefined ? "done" : "refused";
  const code = isFolkmootError(error) ? error.code : "no error of the package";
  expectThat(
    error === undefined || (isFolkmootError(error) && code !== "outcome-unknown"),
    `${what} is done or refused; it ended as ${code}`,
  );
  const says = answer.ok ? "yes" : answer.reason;
  const wanted = answer.ok || answer.reason === "already" ? "done" : "refused";
  expectThat(
    (answer.ok && answer.unsure !== undefined) || wanted === result,
    `\`can\` and the call agree about ${what}: \`can\` says ${says}, the call was ${result}${error === undefined ? "" : ` (${code})`}`,
  );
  if (!answer.ok) expectThat(answer.detail.trim().split(" ").length > 2, "the detail of a refusal is a sentence");
  return error === undefined;
}

/** Leaves a person as every behaviour expects to find them: the world may be one server for all of them. */
async function hearAgain({ unban, unmute }: Partial<Operations>, author: Author): Promise<void> {
  await unban?.(author);
  await unmute?.(author);
}

/** Switches that are asked for twice, those that messages tell of, and operations where what is gone counts as done. */
interface Sort {
  readonly switches?: boolean;
  readonly isTold?: boolean;
  readonly goneIsDone?: boolean;
}

const onMessages = (
  operation: "like" | "unlike" | "hide" | "unhide" | "delete" | "reply" | "replyPrivately" | "edit" | "react" | "unreact" | "pin" | "unpin",
  act: Act,
  { switches = false, isTold = false, goneIsDone = false }: Sort = {},
): Check => ({
  needs: [operation, "listMentions"],
  run: async (bench) => {
    const { adapter } = bench;
    const found = await scenes(bench);
    // Asked when the scenes stand: what closes a thread may take a right of ours.
    const account = await accountOf(adapter);
    const about = async ({ what, message }: Scene): Promise<CanAnswer> => {
      const answer = can(adapter, operation, message, { now: bench.clock.now(), ...account });
      // Of what is gone no more than its key is left to act with.
      const target = message.deletedAt === undefined ? message : bench.messageRef(message.id);
      await compare(answer, () => act(bench, target), `${operation} on ${what}`);
      await bench.world.settle();
      return answer;
    };
    for (const scene of found) {
      const isGone = scene.message.deletedAt !== undefined;
      if (isGone && goneIsDone) continue;
      await about(scene);
      if (!switches || isGone || adapter.getMessages === undefined) continue;
      const message = await bench.read(scene.message.id);
      const answer = await about({ what: `${scene.what}, asked again`, message });
      if (isTold && (message.ownReactions ?? []).length > 0)
        expectSame(
          answer.ok ? "yes" : answer.reason,
          "already",
          `what \`can\` says of ${operation} where the message tells that it is done`,
        );
    }
  },
});

const onAuthors = (
  operation: "ban" | "unban" | "mute" | "unmute",
  act: (operations: Partial<Operations>, author: Author) => PromiseLike<unknown> | undefined,
): Check => ({
  needs: [operation, "listMentions"],
  run: async (bench) => {
    const { adapter } = bench;
    const made = await scenes(bench);
    const account = await accountOf(adapter);
    for (const { what, message } of made.filter((scene) => /^one of our own$|names us$/.test(scene.what))) {
      const author = expectThere(message.author, "an author");
      const answer = can(adapter, operation, author, { now: bench.clock.now(), ...account });
      const isDone = await compare(answer, () => Promise.resolve(act(adapter, author)), `${operation} on the author of ${what}`);
      if (isDone) await hearAgain(adapter, author);
    }
  },
});

const draft = (bench: Bench): { readonly text: string } => ({ text: bench.words("hello") });

/** `can` and the call agree. */
export const agreeing: Checks = {
  "agrees with `can` about likes": onMessages("like", (bench, message) => bench.op("like")(message), {
    switches: true,
    isTold: true,
  }),
  "agrees with `can` about likes that are taken back": onMessages("unlike", (bench, message) => bench.op("unlike")(message), {
    goneIsDone: true,
  }),
  "agrees with `can` about replies": onMessages("reply", (bench, message) => bench.op("reply")(message, draft(bench))),
  "agrees with `can` about private answers": onMessages(
    "replyPrivately",
    (bench, message) => bench.op("replyPrivately")(message, draft(bench)),
    {
      goneIsDone: true,
    },
  ),
  "agrees with `can` about edits": onMessages("edit", (bench, message) => bench.op("edit")(message, draft(bench))),
  "agrees with `can` about reactions": onMessages("react", (bench, message) => bench.op("react")(message, "🎉")),
  "agrees with `can` about reactions that are taken back": onMessages("unreact", (bench, message) => bench.op("unreact")(message, "🎉"), {
    goneIsDone: true,
  }),
  "agrees with `can` about hiding": onMessages("hide", (bench, message) => bench.op("hide")(message), { switches: true }),
  "agrees with `can` about showing again": onMessages("unhide", (bench, message) => bench.op("unhide")(message), { goneIsDone: true }),
  "agrees with `can` about deleting": onMessages("delete", (bench, message) => bench.op("delete")(message), { goneIsDone: true }),
  "agrees with `can` about pins": onMessages("pin", (bench, message) => bench.op("pin")(message), { switches: true }),
  "agrees with `can` about bans": onAuthors("ban", (adapter, author) => adapter.ban?.(author)),
  "agrees with `can` about bans that end": onAuthors("unban", (adapter, author) => adapter.unban?.(author)),
  "agrees with `can` about mutes": onAuthors("mute", (adapter, author) => adapter.mute?.(author)),
  "agrees with `can` about mutes that end": onAuthors("unmute", (adapter, author) => adapter.unmute?.(author)),
  "agrees with `can` about what a token may not do": {
    needs: ["listMentions"],
    where: ["limited"],
    run: async (bench) => {
      const adapter = bench.limited();
      const message = await bench.read(await bench.world.mention(await bench.member(1), bench.world.brand, bench.words("hello")));
      const facts = { now: bench.clock.now(), ...(await accountOf(adapter)) };
      const author = expectThere(message.author, "an author");
      const { reply, like, replyPrivately, sendMessage, hide, ban, mute } = adapter;
      const attempts: readonly (readonly [CanAnswer, (() => PromiseLike<unknown>) | undefined, string])[] = [
        [can(adapter, "reply", message, facts), reply && (() => reply(message, draft(bench))), "reply"],
        [can(adapter, "like", message, facts), like && (() => like(message)), "like"],
        [can(adapter, "replyPrivately", message, facts), replyPrivately && (() => replyPrivately(message, draft(bench))), "replyPrivately"],
        [can(adapter, "sendMessage", author, facts), sendMessage && (() => sendMessage(author, draft(bench))), "sendMessage"],
        [can(adapter, "hide", message, facts), hide && (() => hide(message)), "hide"],
        [can(adapter, "mute", author, facts), mute && (() => mute(author)), "mute"],
        [can(adapter, "ban", author, facts), ban && (() => ban(author)), "ban"],
      ];
      const done: string[] = [];
      for (const [answer, work, what] of attempts)
        if (work !== undefined && (await compare(answer, work, `${what} with a token that may do less`))) done.push(what);
      if (done.includes("ban") || done.includes("mute")) await hearAgain(bench.adapter, author);
      expectThat(
        attempts.some(([answer]) => !answer.ok && answer.reason === "missing-scope"),
        "`can` says `missing-scope` of something",
      );
    },
  },
};
