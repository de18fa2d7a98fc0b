/** Who waits for an answer, by the rule of decision 007, counted anew over everything that is stored. @module */
import type { Evidence } from "./judge.js";
import type { Message } from "../../src/model/message.js";

export function judgeWaiting({ conversations, messages, cursors, wrong }: Evidence): void {
  const byConversation = new Map<string, Message[]>();
  for (const message of messages.values())
    byConversation.set(message.conversation, [...(byConversation.get(message.conversation) ?? []), message]);
  for (const conversation of conversations.values()) {
    const all = byConversation.get(conversation.key) ?? [];
    const since = waits(all, conversation.kind === "comment");
    if (conversation.waitingSince !== since)
      wrong(`${conversation.key} waits since ${conversation.waitingSince ?? "never"} instead of ${since ?? "never"}`);
  }
  // What was gone before anybody told of it leaves a shell, and no conversation for that.
  for (const [key, all] of byConversation)
    if (!conversations.has(key) && all.some(({ deletedAt }) => deletedAt === undefined)) wrong(`${key} has messages and no row`);
  for (const [key, { holes }] of cursors)
    if (holes !== undefined && holes.length > 0) wrong(`${key} still has ${holes.length} open stretches`);
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
