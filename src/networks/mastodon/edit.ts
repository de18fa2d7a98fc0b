/**
 * Editing one of our own statuses. Whatever a change does not name the server takes away, so all of it is sent again.
 * @module
 */
import { asSent } from "../../adapter/as-sent.js";
import { audienceOf, toMessage, toPost } from "./normalize.js";
import { checkSayable, namesBefore, checkWhole } from "./draft.js";
import { fieldsOf, listOf, present, textOf } from "../../adapter/fields.js";
import { inPath } from "./ids.js";
import { statusAnswer, type WireStatus } from "./wire.js";
import { uploadAll } from "./media.js";
import type { Draft } from "../../model/draft.js";
import type { MastodonTask } from "./task.js";
import type { Receipt } from "../../adapter/operations.js";
import type { Target } from "../../model/target.js";

/** Changes the text of a status of ours; keeps who may read it, whom it names, its warning and attachments unless the draft says otherwise. */
export async function edit(task: MastodonTask, target: Target, draft: Draft): Promise<Receipt> {
  const { id, kind } = task.target(target, ["message", "post"]);
  refuseOthers(task, target);
  checkSayable(task, draft);
  const now = await task.status(id);
  if (now.account.id !== task.us.id) return task.refuse("forbidden", "only the account's own statuses can be edited.");
  const audience = audienceOf(now);
  if (draft.audience !== undefined && audience !== "" && draft.audience !== audience)
    return task.refuse("invalid-request", "`audience` cannot change once a status is out; leave it out, or delete it and post anew.");
  // What the change does not hold is taken away, and a poll that is made anew has no votes (source, update_status_service.rb, read 2026-11).
  if (typeof now["poll"] === "object" && now["poll"] !== null)
    return task.refuse("unsupported", "the status has a poll, which would lose its votes; edit it in the server's web interface.");
  const text = namesBefore(task.us, draft.text, namedIn(now)) + draft.text;
  const warning = draft.contentWarning ?? textOf(now["spoiler_text"]) ?? "";
  const server = await task.server();
  if (server !== undefined && !server.operations.includes("edit"))
    return task.refuse("unsupported", "the server's software cannot edit; delete it and post anew.");
  checkWhole(task, { ...draft, text, contentWarning: warning }, server);
  const media =
    draft.attachments === undefined
      ? listOf(now["media_attachments"]).flatMap((one) => textOf(fieldsOf(one)["id"]) ?? [])
      : await uploadAll(task, draft.attachments, server);
  const sensitive = draft.sensitive ?? now["sensitive"];
  const body = present({
    status: text,
    spoiler_text: warning,
    sensitive: typeof sensitive === "boolean" ? sensitive : undefined,
    language: draft.language ?? textOf(now["language"]),
    media_ids: media,
  });
  // The same words again change nothing, so a lost answer does no harm.
  const wire = await task.write("PUT", `/api/v1/statuses/${inPath(id)}`, statusAnswer, { body, safeToRepeat: true });
  return receiptOf(task, kind, wire);
}

/** Who has to stay named: all of a direct message, who would lose it otherwise; elsewhere who was answered. */
function namedIn(wire: WireStatus): readonly string[] {
  const people = listOf(wire["mentions"]).map((one) => fieldsOf(one));
  const wanted = audienceOf(wire) === "direct" ? people : people.filter(({ id }) => id === wire.in_reply_to_account_id);
  return wanted.flatMap(({ acct }) => textOf(acct) ?? []);
}

/** Refuses what is known to be somebody else's before anything is asked. */
export function refuseOthers(task: MastodonTask, { refs }: Target): void {
  const author = refs?.["authorId"];
  if (author !== undefined && author !== task.us.id)
    task.refuse("forbidden", "only the account's own statuses can be changed or deleted; mute or ban the author instead.");
}

/** Reads a status of our own as what it was asked for as. */
async function receiptOf(task: MastodonTask, kind: "message" | "post", wire: WireStatus): Promise<Receipt> {
  if (kind === "post") {
    const post = asSent(toPost(task.us, wire));
    return { post, visibility: post.visibility, refs: post.refs ?? {} };
  }
  const message = asSent(toMessage(task.us, wire, await task.threadOf(wire), { via: "send" }));
  return { message, visibility: message.visibility, refs: message.refs ?? {} };
}
