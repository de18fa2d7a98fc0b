/**
 * The Send API: whom the Page may write to, until when, and what.
 * @see https://developers.facebook.com/docs/messenger-platform/send-messages/, read 2026-05
 * @module
 */
import { actAs } from "./access.js";
import type { Call } from "./access.js";
import { canAnswerPrivately } from "./comments.js";
import { conversationWith, findConversation, writeDirect } from "./directs.js";
import type { ConversationData, Core, MessageFile, PageData } from "./core.js";
import type { GraphAction } from "../graph/node.js";
import type { GraphRefusal } from "../graph/errors.js";
import { invalidParameter, refusal } from "../graph/errors.js";
import { isJson, listAt, objectAt, textAt } from "../json.js";
import type { Json } from "../json.js";
import { privateFor } from "./comments.js";

/** Most characters of a message. */
const longest = 2000;

/** How long after the person's last message the Page may answer. Milliseconds. */
const standard = 86_400_000;

/** The same for a human, where the app has the feature. Milliseconds. */
const human = 7 * standard;

/** Tags that were taken away on 2026-04-27. */
const deadTags: readonly string[] = ["CONFIRMED_EVENT_UPDATE", "ACCOUNT_UPDATE", "POST_PURCHASE_UPDATE"];

const messagingTypes: readonly string[] = ["RESPONSE", "UPDATE", "MESSAGE_TAG", "UTILITY"];
const senderActions: readonly string[] = ["typing_on", "typing_off", "mark_seen", "react", "unreact"];
const fileTypes: readonly string[] = ["image", "video", "audio", "file"];

const outside = (): GraphRefusal => refusal(10, "(#10) This message is sent outside of allowed window.", { subcode: 2018278 });
const nobody = (): GraphRefusal => refusal(100, "(#100) No matching user found", { subcode: 2018001 });
const unavailable = (): GraphRefusal => refusal(551, "(#551) This person isn't available right now.", { subcode: 1545041 });

/** Refuses people who cannot be written to. */
function reachable(core: Core, page: PageData, personId: string): void {
  if (core.people.get(personId)?.unavailable === true || page.muted.has(personId)) throw unavailable();
}

/** Whom a message is for, and what it takes to write to them. */
interface Recipient {
  readonly conversation: ConversationData;
  /** Runs once the message is written. */
  readonly done?: () => void;
}

/** Answers a comment or a visitor's post in private: once, for 7 days. That opens no window. */
function privately(page: PageData, { core }: Call, id: string, what: "comment" | "post"): Recipient {
  const thing = what === "comment" ? core.comments.get(id) : core.posts.get(id);
  if (thing?.pageId !== page.id || ("kind" in thing && thing.kind !== "visitor"))
    throw refusal(100, `(#100) Invalid parameter: no ${what} of that id can be answered in private`, { subcode: 33 });
  if (thing.answeredAt !== undefined) throw refusal(10900, "(#10900) Activity already replied to");
  if (core.clock.now() - thing.createdAt > privateFor) throw outside();
  if ("postId" in thing && !canAnswerPrivately(core, thing)) throw refusal(10903, "(#10903) This user cant reply to this activity");
  reachable(core, page, thing.authorId);
  const conversation = conversationWith(core, page.id, thing.authorId);
  return {
    conversation,
    done: () => {
      thing.answeredAt = core.clock.now();
      if ("postId" in thing) thing.conversationId = conversation.id;
    },
  };
}

/** Refuses what comes too late, or under a tag that is none. */
function inWindow({ core, params }: Call, { openedAt }: ConversationData): void {
  const [type, tag] = [params.text("messaging_type") ?? "RESPONSE", params.text("tag")];
  if (!messagingTypes.includes(type)) throw invalidParameter(`Param messaging_type must be one of {${messagingTypes.join(", ")}}`);
  if (tag !== undefined && deadTags.includes(tag)) throw invalidParameter(`The message tag ${tag} is deprecated`);
  if (tag !== undefined && tag !== "HUMAN_AGENT") throw invalidParameter("Param tag must be one of {HUMAN_AGENT}");
  if ((type === "MESSAGE_TAG") !== (tag !== undefined)) throw invalidParameter("A tag and messaging_type MESSAGE_TAG belong together");
  const age = openedAt === undefined ? Number.POSITIVE_INFINITY : core.clock.now() - openedAt;
  if (tag === undefined) {
    if (age > standard) throw outside();
    return;
  }
  if (!core.humanAgent) throw refusal(100, "(#100) The app needs the Human Agent feature to use the tag HUMAN_AGENT", { subcode: 2018320 });
  if (age > human) throw outside();
}

function recipientOf(page: PageData, call: Call): Recipient {
  const recipient = call.params.json("recipient");
  const [id, comment, post] = ["id", "comment_id", "post_id"].map((name) => textAt(recipient, name));
  if ([id, comment, post].filter((one) => one !== undefined).length !== 1)
    throw invalidParameter("Param recipient must name exactly one recipient");
  if (comment !== undefined) return privately(page, call, comment, "comment");
  if (post !== undefined) return privately(page, call, post, "post");
  const conversation = findConversation(call.core, page.id, id ?? "");
  if (conversation === undefined) throw nobody();
  reachable(call.core, page, conversation.personId);
  inWindow(call, conversation);
  return { conversation };
}

function fileOf(core: Core, attachment: Json): MessageFile {
  const type = textAt(attachment, "type") ?? "";
  const payload = objectAt(attachment, "payload");
  if (!fileTypes.includes(type)) throw invalidParameter("Param message[attachment][type] must be one of {audio, file, image, video}");
  const known = textAt(payload, "attachment_id");
  if (known !== undefined) {
    const upload = core.uploads.get(known);
    if (upload === undefined) throw invalidParameter("Invalid attachment id", 2018074);
    return upload;
  }
  const url = textAt(payload, "url") ?? "";
  if (!/^https?:\/\/[^\s/]+/.test(url) || core.deadLinks.has(url)) throw invalidParameter("Failed to fetch the file from the url", 2018008);
  return { id: core.ids.id("6"), type: type as MessageFile["type"], url };
}

/** What stands in a message, judged. */
function contentOf({ core, params }: Call): { readonly text: string; readonly files: readonly MessageFile[]; readonly replyTo?: string } {
  const message = params.json("message");
  if (!isJson(message)) throw invalidParameter("Param message is required");
  const [text = "", attachment] = [textAt(message, "text"), objectAt(message, "attachment")];
  if (text === "" && attachment === undefined) throw invalidParameter("A message needs a text or an attachment");
  if (text !== "" && attachment !== undefined) throw invalidParameter("A message has a text or an attachment, not both");
  if (text.length > longest) throw invalidParameter(`Length of param message[text] must be less than or equal to ${longest}`, 2018034);
  if (listAt(message, "quick_replies").length > 13) throw invalidParameter("A message has 13 quick replies at most");
  const replyTo = textAt(params.json("reply_to"), "mid");
  if (replyTo !== undefined && !core.messages.has(replyTo))
    throw refusal(100, "(#100) The message to reply to was not found", { subcode: 9000001 });
  return { text, files: attachment === undefined ? [] : [fileOf(core, attachment)], ...(replyTo !== undefined && { replyTo }) };
}

function act(page: PageData, { core, params }: Call, action: string): Json {
  if (!senderActions.includes(action)) throw invalidParameter(`Param sender_action must be one of {${senderActions.join(", ")}}`);
  if (params.json("message") !== undefined) throw invalidParameter("sender_action cannot be combined with a message");
  const personId = textAt(params.json("recipient"), "id") ?? "";
  const conversation = findConversation(core, page.id, personId);
  if (conversation === undefined) throw nobody();
  if (action === "mark_seen") conversation.unread = 0;
  if (action === "react" || action === "unreact") {
    const payload = params.json("payload");
    const message = core.messages.get(textAt(payload, "message_id") ?? "");
    if (message?.conversationId !== conversation.id) throw refusal(100, "(#100) The message was not found", { subcode: 9000001 });
    if (action === "unreact") message.reactions.delete(page.id);
    else message.reactions.set(page.id, textAt(payload, "reaction") ?? "love");
  }
  return { recipient_id: personId };
}

/** Writes to a person as the Page, or does something that they see. */
export const sendMessage: GraphAction<PageData, Core> = (page, call) => {
  actAs(call, page.id, "pages_messaging");
  const action = call.params.text("sender_action");
  if (action !== undefined) return act(page, call, action);
  const content = contentOf(call);
  const { conversation, done } = recipientOf(page, call);
  const message = writeDirect(call.core, conversation, { authorId: page.id, ...content });
  done?.();
  const [file] = content.files;
  return {
    recipient_id: conversation.personId,
    message_id: message.id,
    ...(file !== undefined && call.core.uploads.has(file.id) && { attachment_id: file.id }),
  };
};

/** Uploads a file once, to send it several times. */
export const uploadAttachment: GraphAction<PageData, Core> = (page, call) => {
  actAs(call, page.id, "pages_messaging");
  const attachment = objectAt(call.params.json("message"), "attachment");
  if (attachment === undefined) throw invalidParameter("Param message[attachment] is required");
  const file = fileOf(call.core, attachment);
  call.core.uploads.set(file.id, file);
  return { attachment_id: file.id };
};
