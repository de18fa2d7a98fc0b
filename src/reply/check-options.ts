/**
 * Checking what a reply is to be made of.
 * @module
 */
import { FolkmootError } from "../errors.js";
import type { Message } from "../model/message.js";
import { checkRules } from "../text/check-rules.js";
import type { Loose } from "./check-step.js";
import type { ComposeOptions } from "./compose.js";
import type { Agent } from "./sign.js";

/** Refuses options without what a reply is made of. */
export function checkOptions(options: ComposeOptions): void {
  const given: { readonly [K in keyof ComposeOptions]?: unknown } = isObject(options)
    ? options
    : refuse("`options` is missing", "give the target, the rules and the values; inbox.replyContext(key) gathers all but the values");
  const { to, rules, values, fields, agent, attachments, onOverflow = "shorten", publicReplies } = given;
  const target: { readonly [K in keyof Message]?: unknown } = isObject(to) ? to : {};
  if (typeof target.key !== "string" || !Array.isArray(target.attachments) || !Array.isArray(target.entities))
    refuse("`to` is missing", "give the message that is answered");
  if (!isObject(rules)) refuse("`rules` is missing", "give text rules, such as textRules.bluesky.reply");
  checkRules(options.rules);
  if (!isObject(values)) refuse("`values` is missing", "say something for each step, by its id");
  if (fields !== undefined && !isObject(fields)) refuse("`fields` is no object", "give what placeholders are filled with, by name");
  const texts = isObject(agent) ? [(agent as Loose<Agent>).name ?? "", (agent as Loose<Agent>).initials ?? ""] : [agent ?? ""];
  if (!texts.every((text) => typeof text === "string") || typeof agent === "string")
    refuse("`agent` is no agent", 'give { name: "Anna" } or { initials: "AB" }');
  if (attachments !== undefined && !Array.isArray(attachments))
    refuse("`attachments` is no list", "give the media that goes with the text");
  if (publicReplies !== undefined && !(Number.isInteger(publicReplies) && Number(publicReplies) >= 0))
    refuse("`publicReplies` is no whole number from 0", "take it from inbox.replyContext(key)");
  if (onOverflow !== "shorten" && onOverflow !== "split" && onOverflow !== "error")
    refuse("`onOverflow` is unknown", "use shorten, split or error");
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

function refuse(what: string, remedy: string): never {
  throw new FolkmootError("invalid-request", `${what}: ${remedy}.`);
}
