/** Who waits for an answer, by the rule of decision 007, counted anew over everything that is stored. @module */
import { isLoose } from "./truth.js";
import type { Conversation } from "../../src/model/conversation.js";
import type { Evidence } from "./judge.js";
import type { Message } from "../../src/model/message.js";
import type { Run } from "./run.js";

export function judgeWaiting({ run, conversations, messages, cursors, wrong }: Evidence): void {
  const byConversation = new Map<string, Message[]>();
  for (const message of messages.values())
    byConversation.set(message.conversation, [...(byConversation.get(message.conversation) ?? []), message]);
  for (const conversation of conversations.values()) {
    const all = byConversation.get(conversation.key) ?? [];
    const since = waits(all, conversation.kind === "comment");
    if (conversation.waitingSince !== since && !wasAnsweredOnce(run, conversation, all, since))
      wrong(`${conversation.key} waits since ${conversation.waitingSince ?? "never"} instead of ${since ?? "never"}`);
  }
  // What was gone before anybody told of it leaves a shell, and no conversation for that.
  for (const [key, all] of byConversation)
    if (!conversations.has(key) && all.some(({ deletedAt }) => deletedAt === undefined)) wrong(`${key} has messages and no row`);
  for (const [key, { holes }] of cursors)
    if (holes !== undefined && holes.length > 0) wrong(`${key} still has ${holes.length} open stretches`);
}

/**
 * On Mastodon a tree falls apart when something in its middle is deleted: who was answered before stays answered, wherever the answer hangs
 * now, and an answer may hang where no list reaches it while the conversation still tells that we spoke last.
 */
function wasAnsweredOnce({ town }: Run, conversation: Conversation, all: readonly Message[], since: string | undefined): boolean {
  const { network, kind, waitingSince, lastOutboundAt } = conversation;
  const fellApart = all.some(({ id, deletedAt }) => deletedAt !== undefined || isLoose(town, id));
  if (!fellApart) return false;
  if (network !== "mastodon" || since === undefined || (waitingSince !== undefined && waitingSince < since)) return false;
  const spoke = all.flatMap(({ direction, createdAt }) => (direction === "outbound" ? [createdAt] : []));
  if (kind === "direct" && lastOutboundAt !== undefined) spoke.push(lastOutboundAt);
  const passedOver = all.filter(
    ({ direction, deletedAt, createdAt }) =>
      direction === "inbound" && deletedAt === undefined && (waitingSince === undefined || createdAt < waitingSince),
  );
  return passedOver.every(({ createdAt }) => spoke.some((at) => at >= createdAt));
}

/** Under comments an answer ends the waits of its tree up to then, and of what it points at; elsewhere of everybody. */
function waits(all: readonly Message[], perTree: boolean): string | undefined {
  const answers = all.filter(({ direction }) => direction === "outbound");
  const treeOf = ({ root, parent, key }: Message): string => root ?? parent ?? key;
  const isAnswered = (message: Message): boolean =>
    answers.some(
      (answer) =>
        answer.createdAt >= message.createdAt && (!perTree || treeOf(answer) === treeOf(message) || treeOf(answer) === message.key),
    );
  return all
    .filter((message) => message.direction === "inbound" && message.deletedAt === undefined && !isAnswered(message))
    .map(({ createdAt }) => createdAt)
    .sort()[0];
}
