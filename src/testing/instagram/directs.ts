/**
 * Direct messages: who may write to whom, and until when.
 * @see https://developers.facebook.com/docs/messenger-platform/instagram/features/send-message, read 2026-05-05
 * @module
 */
import type { AccountData, AttachmentData, CommentData, Core, DirectData, StoryPlace, ThreadData } from "./core.js";
import { counted } from "./access.js";
import { invalidParameter, notThere, refusal } from "../graph/errors.js";
import { mediaOf } from "./say.js";
import { messageEvent, reactionEvent } from "./events.js";
import { present } from "../json.js";

const hour = 3_600_000;
const day = 24 * hour;

/** How long after a person's last message an account may answer. Milliseconds. */
export const windowMs: number = 24 * hour;
/** How long a person may answer with the tag `HUMAN_AGENT`; also how long a comment can be answered in private. Milliseconds. */
export const humanWindowMs: number = 7 * day;
/** Most bytes of a text, in UTF-8. */
export const mostBytes = 1000;
/** Most private replies of an account in an hour, to comments on posts and reels. */
const mostPrivateReplies = 750;
/** How many of the newest messages of a thread are told with more than their id. */
export const detailed = 20;

/** What is written. */
export interface Writing {
  readonly text?: string;
  readonly attachments?: readonly AttachmentData[];
  readonly replyTo?: string;
  readonly story?: StoryPlace;
  readonly storyMention?: StoryPlace;
  readonly metadata?: string;
}

/** Finds what an account and somebody have written to each other. */
export const threadBetween = (core: Core, brand: string, person: string): ThreadData | undefined =>
  [...core.threads.values()].find((one) => one.brand === brand && one.person === person);

function threadFor(core: Core, brand: string, person: string): ThreadData {
  const known = threadBetween(core, brand, person);
  if (known !== undefined) return known;
  const thread: ThreadData = { id: core.opaque("thread"), brand, person, mids: [], unread: 0, updatedAt: core.clock.now() };
  core.threads.set(thread.id, thread);
  return thread;
}

function put(core: Core, thread: ThreadData, by: string, writing: Writing): DirectData {
  const at = core.clock.now();
  const direct: DirectData = {
    mid: core.opaque("message"),
    thread: thread.id,
    by,
    to: by === thread.brand ? thread.person : thread.brand,
    text: writing.text ?? "",
    attachments: writing.attachments ?? [],
    at,
    ...present({
      replyTo: writing.replyTo,
      story: writing.story,
      storyMention: writing.storyMention,
      metadata: writing.metadata,
    }),
    reactions: new Map(),
    edits: 0,
    unsent: false,
  };
  core.directs.set(direct.mid, direct);
  thread.mids.push(direct.mid);
  thread.updatedAt = at;
  if (by === thread.person) {
    thread.unread += 1;
    thread.lastInboundAt = at;
  }
  core.tell(thread.brand, direct.mid, messageEvent(direct, thread));
  return direct;
}

/** Lets a person write to an account, which opens the window. */
export function writeTo(core: Core, person: AccountData, brand: AccountData, writing: Writing): DirectData {
  if (brand.blocks.has(person.id)) throw unreachable();
  return put(core, threadFor(core, brand.id, person.id), person.id, writing);
}

/** Lets whoever runs an account write to a person in the app, where no window ends. */
export function writeAs(core: Core, brand: AccountData, person: AccountData, writing: Writing): DirectData {
  return put(core, threadFor(core, brand.id, person.id), brand.id, writing);
}

/** Makes the refusal of writing to who cannot be reached. */
const unreachable = (): Error => refusal(551, "(#551) This person isn't available right now.", { subcode: 1545041 });

const outsideWindow = (): Error =>
  refusal(10, "(#10) This message is sent outside of allowed window. Learn more about the new policy here.", { subcode: 2534022 });

function checkWriting(core: Core, thread: ThreadData | undefined, { text = "", attachments = [], replyTo }: Writing): void {
  if (text === "" && attachments.length === 0) throw invalidParameter("Message must contain text or an attachment", 2534015);
  if (new TextEncoder().encode(text).length > mostBytes)
    throw invalidParameter(`Length of param message[text] must be less than or equal to ${mostBytes}`, 2018034);
  if (replyTo !== undefined && core.directs.get(replyTo)?.thread !== (thread?.id ?? ""))
    throw invalidParameter("The message that is replied to is not in this thread", 2534014);
}

/** How an account writes: as a person with the tag, or as anything. */
export type SendMode = "response" | "human";

/** Sends a message of an account to a person. */
export function sendTo(core: Core, brand: AccountData, personId: string, writing: Writing, mode: SendMode): DirectData {
  const person = core.accounts.get(personId);
  const thread = threadBetween(core, brand.id, personId);
  if (person === undefined || person.brand !== undefined || thread === undefined) throw invalidParameter("No matching user found", 2018001);
  checkWriting(core, thread, writing);
  if (person.blocks.has(brand.id)) throw unreachable();
  if (mode === "human" && brand.brand?.humanAgent === false)
    throw invalidParameter("Message tag HUMAN_AGENT needs the feature Human Agent, which is not approved for this app", 2018320);
  const allowed = mode === "human" ? humanWindowMs : windowMs;
  if (thread.lastInboundAt === undefined || core.clock.now() - thread.lastInboundAt > allowed) throw outsideWindow();
  return put(core, thread, brand.id, writing);
}

/** Answers a comment in private: once, within seven days, and a live one while its broadcast runs. It does not open the window. */
export function answerPrivately(
  core: Core,
  brand: AccountData,
  comment: CommentData | undefined,
  id: string,
  writing: Writing,
): DirectData {
  if (comment === undefined || mediaOf(core, comment).owner !== brand.id || comment.by === brand.id) throw notThere("POST", id);
  const person = core.accounts.get(comment.by);
  checkWriting(core, undefined, writing);
  // The documents say only that a second one is an error; its number is the one that Pages are given.
  if (comment.answeredPrivately) throw refusal(10900, "(#10900) Activity already replied to");
  if (core.clock.now() - comment.at > humanWindowMs)
    throw refusal(10, "(#10) The comment is too old for a private reply.", { subcode: 2534022 });
  if (person === undefined || person.blocks.has(brand.id)) throw unreachable();
  if (counted(core, "private replies", brand.id, hour) > mostPrivateReplies)
    throw refusal(613, "(#613) Calls to this api have exceeded the rate limit.");
  comment.answeredPrivately = true;
  return put(core, threadFor(core, brand.id, person.id), brand.id, writing);
}

/** Lets somebody react to a message or take that back. Only the last reaction of each counts. */
export function reactTo(core: Core, by: string, direct: DirectData, emoji: string | undefined): void {
  if (emoji === undefined) direct.reactions.delete(by);
  else direct.reactions.set(by, emoji);
  const thread = core.threads.get(direct.thread);
  if (thread === undefined || by === thread.brand) return;
  // A reaction opens the window, as a message does.
  thread.lastInboundAt = core.clock.now();
  core.tell(thread.brand, direct.mid, reactionEvent(direct, thread, emoji, core.clock.now()));
}
