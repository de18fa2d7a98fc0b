/**
 * How much of the talk is among members.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import type { Message } from "../../model/message.js";
import { readTime } from "../read-time.js";
import { oncePerKey } from "./once.js";
import { checkOptions, isSeen, readPeriod, saysSo, shareOf, speakers, Tally } from "./people.js";
import type { MemberMessage, MemberOptions, PeriodOptions } from "./people.js";

/** What a reply has: who wrote it, and what it answers. */
export type ReplyMessage = MemberMessage & Partial<Pick<Message, "parent" | "root">>;

/** Which replies count. */
export interface MemberToMemberOptions extends MemberOptions, PeriodOptions {
  /**
   * Tells which messages stand in a space of ours: below our posts, in our guild or subreddit.
   * @defaultValue comments under our own posts, and chats
   */
  readonly isOwnedSpace?: (message: ReplyMessage) => boolean;
}

const isInOurs = ({ kind }: ReplyMessage): boolean => kind === undefined || kind === "comment" || kind === "chat";

/**
 * Computes the share of the replies in our own spaces with which a member answers another member. Fraction.
 *
 * A reply is a message with a `parent`; a comment that answers a post is none (`excluded.no-reply`). Below the line are the replies of members
 * and ours; a member who answers themselves is there too, and not above it. Replies of bots and to bots are left out, as is what people cannot
 * see. A reply whose parent was not told or not given is `missing`, and so is one where either author is not known: `coverage` says how much
 * of all replies the value rests on. Give all messages, also those older than `from`: they are the parents.
 *
 * Where a network has two levels only (Facebook, Instagram, YouTube) who answers in a thread seems to answer whoever began it.
 *
 * @throws FolkmootError `invalid-request` for what is no message, time or option, naming it.
 *
 * @example
 * memberToMemberRatio(messages, { from: "2026-03-01T00:00:00.000Z" }).value; // 0.4: four of ten replies are among members
 */
export function memberToMemberRatio(messages: readonly ReplyMessage[], options: MemberToMemberOptions = {}): Measure {
  checkOptions(options, ["isOwnedSpace"]);
  const isInPeriod = readPeriod(options);
  const { isOwnedSpace = isInOurs } = options;
  const { list, indexOf } = oncePerKey(messages);
  const speakerOf = speakers(options);
  const tally = new Tally();
  let amongMembers = 0;
  let n = 0;

  for (const message of list) {
    const { key, parent: parentKey, root, author } = message;
    if (!isInPeriod(readTime(message.createdAt, `createdAt of ${key}`))) continue;
    const speaker = speakerOf(message);
    if (!saysSo(isOwnedSpace(message), "isOwnedSpace")) tally.leaveOut("elsewhere");
    else if (!isSeen(message)) tally.leaveOut("hidden");
    else if (parentKey === undefined && (root === undefined || root === key)) tally.leaveOut("no-reply");
    else if (speaker === "bot") tally.leaveOut("bot");
    else {
      const parent = parentKey === undefined ? undefined : list[indexOf.get(parentKey) ?? -1];
      const answered = parent === undefined ? undefined : speakerOf(parent);
      if (answered === "bot") tally.leaveOut("to-bot");
      else if (answered === undefined) tally.miss("parent");
      else if (answered === "unknown" || speaker === "unknown") tally.miss("author");
      else {
        n++;
        if (speaker === "member" && answered === "member" && author?.key !== parent?.author?.key) amongMembers++;
      }
    }
  }
  return shareOf(amongMembers, n, options, tally.details(n));
}
