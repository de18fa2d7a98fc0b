/**
 * Reads a message before it is said, as a bot sends it.
 * @module
 */
import type { Allowed, Draft } from "./say.js";
import type { AttachmentData } from "./core.js";
import type { FormReader } from "./form.js";
import type { SentFile } from "./route.js";
import { DiscordError, invalidForm } from "./errors.js";
import type { Json } from "../json.js";
import { present } from "../json.js";

const most = 2 ** 53 - 1;

/** Reads `allowed_mentions`; refuses a kind that is both parsed and listed. */
function allowedOf(form: FormReader | undefined, path: readonly string[]): Allowed | undefined {
  if (form === undefined) return undefined;
  const parse = Array.isArray(form.form.parse) ? (form.form.parse as readonly unknown[]) : [];
  const kinds = parse.map((kind, at) => {
    if (kind === "users" || kind === "roles" || kind === "everyone") return kind;
    throw invalidForm([...path, "parse", at], "BASE_TYPE_CHOICES", "Value must be one of ('everyone', 'users', 'roles').");
  });
  const users = form.snowflakes("users", 100) ?? [];
  const roles = form.snowflakes("roles", 100) ?? [];
  for (const [kind, list] of [["users", users] as const, ["roles", roles] as const])
    if (kinds.includes(kind) && list.length > 0)
      throw invalidForm(
        [...path],
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
      );
  return { parse: kinds, users, roles, repliedUser: form.flag("replied_user") ?? false };
}

const embedLimits: readonly (readonly [name: string, max: number])[] = [
  ["title", 256],
  ["description", 4096],
];

function checkEmbeds(embeds: readonly Json[], path: readonly string[]): void {
  let sum = 0;
  for (const [at, embed] of embeds.entries())
    for (const [name, max] of embedLimits) {
      const text = embed[name];
      if (typeof text !== "string") continue;
      sum += text.length;
      if (text.length > max) throw invalidForm([...path, "embeds", at, name], "BASE_TYPE_MAX_LENGTH", `Must be ${max} or fewer in length.`);
    }
  if (sum > 6000) throw invalidForm([...path, "embeds"], "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000");
}

function nonceOf(form: FormReader): string | number | undefined {
  const { nonce } = form.form;
  if (typeof nonce === "number") return form.integer("nonce", { min: -most, max: most });
  return form.text("nonce", 25);
}

/** Describes the files that came along, as `attachments` says. */
function described(form: FormReader, files: readonly SentFile[]): readonly AttachmentData[] {
  const all = form.objects("attachments", 10) ?? [];
  return files.map(({ place, file }) => {
    const said = all.find((one) => String(one.id) === String(place));
    const description = said?.description;
    if (typeof description === "string" && description.length > 1024)
      throw invalidForm(["attachments", place, "description"], "BASE_TYPE_MAX_LENGTH", "Must be 1024 or fewer in length.");
    return { ...file, ...(typeof description === "string" && { description }) };
  });
}

/**
 * Reads a message before it is said.
 * @param path - where it stands in the whole form: forum posts have it under `message`
 * @throws DiscordError 50035
 */
export function draftOf(form: FormReader, files: readonly SentFile[], path: readonly string[] = []): Draft {
  const embeds = form.objects("embeds", 10) ?? [];
  checkEmbeds(embeds, path);
  const reference = form.below("message_reference");
  const type = reference?.integer("type", { min: 0, max: 1 }) ?? 0;
  if (type === 1) throw new DiscordError(501, 0, "The fake network cannot forward messages");
  return present({
    content: form.text("content") ?? "",
    // An embed that a bot sends is of the kind `rich`, whatever it says of itself.
    embeds: embeds.map((embed) => ({ ...embed, type: "rich" })),
    attachments: described(form, files),
    stickers: form.snowflakes("sticker_ids", 3) ?? [],
    allowed: allowedOf(form.below("allowed_mentions"), [...path, "allowed_mentions"]),
    reference: reference && referenceOf(reference),
    // A post has no nonce: what comes is not looked at.
    nonce: path.length === 0 ? nonceOf(form) : undefined,
    enforceNonce: form.flag("enforce_nonce") ?? false,
    flags: form.integer("flags", { min: 0, max: most }) ?? 0,
    tts: form.flag("tts") ?? false,
  });
}

function referenceOf(form: FormReader): NonNullable<Draft["reference"]> {
  const messageId = form.snowflake("message_id");
  if (messageId === undefined) throw invalidForm(["message_reference", "message_id"], "BASE_TYPE_REQUIRED", "This field is required");
  return present({
    messageId,
    channelId: form.snowflake("channel_id"),
    failIfNotExists: form.flag("fail_if_not_exists") ?? true,
  });
}

/** Reads what a message is changed to; what is absent stays. */
export function changeOf(form: FormReader, files: readonly SentFile[], before: readonly AttachmentData[]): Partial<Draft> {
  const whole = draftOf(form, files);
  const kept = form.form.attachments === undefined ? undefined : (form.objects("attachments", 10) ?? []);
  const stays = before.filter(({ id }) => kept === undefined || kept.some((one) => one.id === id));
  return present({
    content: form.form.content === undefined ? undefined : whole.content,
    embeds: form.form.embeds === undefined ? undefined : whole.embeds,
    attachments: kept === undefined && files.length === 0 ? undefined : [...stays, ...(whole.attachments ?? [])],
    allowed: whole.allowed,
    flags: form.integer("flags", { min: 0, max: most }),
  });
}
