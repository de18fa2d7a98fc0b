/**
 * The Send API: messages, private replies, reactions and marks, as both log-ins ask for them.
 * @see https://developers.facebook.com/docs/messenger-platform/instagram/features/send-message, read 2026-05-05
 * @module
 */
import { acting, need } from "./access.js";
import type { Call } from "./access.js";
import { answerPrivately, reactTo, sendTo, threadBetween } from "./directs.js";
import type { AccountData, AttachmentData, DirectData, ThreadData } from "./core.js";
import type { SendMode, Writing } from "./directs.js";
import { invalidParameter, notThere, refusal } from "../graph/errors.js";
import { isJson, objectAt, present, textAt } from "../json.js";
import type { Json } from "../json.js";

const attachmentTypes = new Set(["image", "video", "audio", "file", "template", "like_heart", "MEDIA_SHARE"]);
const mostPictures = 10;

function attachmentOf(value: unknown): AttachmentData {
  const type = textAt(value, "type") ?? "";
  if (!attachmentTypes.has(type)) throw invalidParameter("Param message[attachment][type] is not a known type", 2534014);
  const payload = objectAt(value, "payload");
  const [url, id] = [textAt(payload, "url"), textAt(payload, "id") ?? textAt(payload, "attachment_id")];
  if (type === "MEDIA_SHARE" && id === undefined) throw invalidParameter("Param message[attachment][payload][id] is required", 2534014);
  if (["image", "video", "audio", "file"].includes(type) && id === undefined && !/^https?:\/\/\S+$/.test(url ?? ""))
    throw invalidParameter("Failed to fetch the attachment from the URL", 2018008);
  return { type, ...present({ url, id }) };
}

function attachmentsIn(message: Json): readonly AttachmentData[] {
  const { attachments, attachment } = message;
  if (attachment !== undefined) return [attachmentOf(attachment)];
  if (!Array.isArray(attachments)) return [];
  const all = attachments.map(attachmentOf);
  if (all.length > mostPictures || all.some(({ type }) => type !== "image"))
    throw invalidParameter(`Param message[attachments] takes at most ${mostPictures} images`, 2534014);
  return all;
}

/** Reads how somebody writes. Of the tags only one is left to community management. */
function modeOf({ params }: Call): SendMode {
  const type = params.text("messaging_type")?.toUpperCase() ?? "RESPONSE";
  const tag = params.text("tag")?.toUpperCase();
  if (!["RESPONSE", "UPDATE", "MESSAGE_TAG", "UTILITY"].includes(type)) throw invalidParameter("Param messaging_type is not a known type");
  if (type !== "MESSAGE_TAG") {
    if (tag !== undefined) throw invalidParameter("A tag needs the messaging_type MESSAGE_TAG");
    return "response";
  }
  if (tag !== "HUMAN_AGENT") throw invalidParameter("The message tag is not supported (any more)");
  return "human";
}

function writingOf(message: Json, replyTo: string | undefined): Writing {
  return present({ text: textAt(message, "text"), attachments: attachmentsIn(message), replyTo, metadata: textAt(message, "metadata") });
}

function knownThread(call: Call, account: AccountData, person: string | undefined): ThreadData {
  const thread = person === undefined ? undefined : threadBetween(call.core, account.id, person);
  if (thread === undefined) throw invalidParameter("No matching user found", 2018001);
  return thread;
}

function act(call: Call, account: AccountData, action: string, person: string | undefined): Json {
  const thread = knownThread(call, account, person);
  const done = { recipient_id: thread.person };
  if (action === "typing_on" || action === "typing_off") return done;
  if (action === "mark_seen") {
    thread.unread = 0;
    return done;
  }
  if (action !== "react" && action !== "unreact") throw invalidParameter("Param sender_action is not a known action");
  const payload = call.params.json("payload");
  const direct = call.core.directs.get(textAt(payload, "message_id") ?? "");
  if (direct?.thread !== thread.id || direct.unsent) throw refusal(100, "(#100) Message not found", { subcode: 9000001 });
  if (action === "react" && textAt(payload, "reaction") !== "love") throw invalidParameter("The only reaction that can be sent is love");
  reactTo(call.core, account.id, direct, action === "react" ? "❤" : undefined);
  return done;
}

/** Sends what a call holds. */
export function send(account: AccountData, call: Call): Json {
  need(call, "messages");
  if (acting(call).id !== account.id) throw notThere("POST", account.id);
  // Messages leave in the name of the Page: a person's token is not enough.
  if (call.token.kind === "user") throw refusal(190, "(#190) This method must be called with a Page Access Token");
  const { params, core } = call;
  const recipient = params.json("recipient");
  if (!isJson(recipient)) throw invalidParameter("The parameter recipient is required");
  const action = params.text("sender_action")?.toLowerCase();
  const message = params.json("message");
  if (action !== undefined) {
    if (message !== undefined) throw invalidParameter("Param sender_action must not come with a message");
    return act(call, account, action, textAt(recipient, "id"));
  }
  if (!isJson(message)) throw invalidParameter("Message cannot be empty, must provide valid attachment or text", 2534015);
  const mode = modeOf(call);
  const writing = writingOf(message, textAt(params.json("reply_to"), "mid"));
  const commentId = textAt(recipient, "comment_id");
  const sent: DirectData =
    commentId === undefined
      ? sendTo(core, account, textAt(recipient, "id") ?? "", writing, mode)
      : answerPrivately(core, account, core.comments.get(commentId), commentId, writing);
  return { recipient_id: sent.to, message_id: sent.mid };
}
