/**
 * Checks an envelope that comes out of a host's queue.
 * @module
 */
import { FolkmootError } from "../errors.js";
import { fieldsOf, listOf } from "../adapter/fields.js";
import { parseKey, type KeyKind } from "../model/keys.js";
import type { Envelope } from "./envelope.js";

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
const isTime = (value: unknown): boolean => typeof value === "string" && !Number.isNaN(Date.parse(value));
const isAccount = (value: unknown): boolean => typeof value === "string" && parseKey(value)?.kind === "account";

const isOf = (kind: KeyKind, value: unknown): boolean => {
  const { key } = fieldsOf(value);
  return typeof key === "string" && parseKey(key)?.kind === kind;
};

/**
 * Checks the outside of an envelope, and of each change what says whose it is; what a change holds is judged when it is taken in.
 * @throws FolkmootError `invalid-request`, naming the field, what may have happened to it, and what to do.
 */
export function checkEnvelope(call: string, value: unknown): asserts value is Envelope {
  const refuse = (what: string): never => {
    throw new FolkmootError("invalid-request", `${call}: ${what}`);
  };
  if (typeof value === "string") refuse("got a text; hand over the object: JSON.parse(text).");
  if (typeof value !== "object" || value === null || Array.isArray(value))
    refuse("got no envelope; hand over one message of the queue, as createReceiver delivered it.");
  const { version, id, app, receivedAt, delivery } = fieldsOf(value);
  if (version !== 1)
    refuse(
      typeof version === "number"
        ? `the envelope has version ${version}, and this release reads version 1; give the process that takes in the release of the receiver, then hand it over again.`
        : "`version` is missing; hand over the envelope itself, without what your queue wraps around it.",
    );
  if (!isText(id)) refuse("`id` of the envelope is missing; the queue has to give back what createReceiver delivered, unchanged.");
  if (!isText(app)) refuse("`app` of the envelope is missing; the queue has to give back what createReceiver delivered, unchanged.");
  if (!isTime(receivedAt)) refuse("`receivedAt` of the envelope is no time; times have to stay ISO 8601 texts on their way.");
  const { changes, pull, forget } = fieldsOf(delivery);
  if (!Array.isArray(changes)) return refuse("`delivery.changes` of the envelope is no list; was it cut on its way?");
  for (const [index, change] of (changes as readonly unknown[]).entries()) {
    const { id: changeId, type, account, at } = fieldsOf(change);
    const where = `\`delivery.changes[${index}]`;
    if (!isText(changeId)) refuse(`${where}.id\` is missing; without it nobody knows a redelivery.`);
    if (!isText(type)) refuse(`${where}.type\` is missing.`);
    if (!isAccount(account)) refuse(`${where}.account\` is not the key of an account.`);
    if (!isTime(at)) refuse(`${where}.at\` is no time.`);
  }
  if (pull !== undefined && !Array.isArray(pull)) return refuse("`delivery.pull` of the envelope is no list.");
  for (const [index, one] of listOf(pull).entries()) {
    const { account, surface, messages } = fieldsOf(one);
    if (!isAccount(account) || !isText(surface)) refuse(`\`delivery.pull[${index}]\` must name an account and a surface.`);
    if (messages !== undefined && !(Array.isArray(messages) && messages.every((message) => isOf("message", message))))
      refuse(`\`delivery.pull[${index}].messages\` must be a list of messages with keys.`);
  }
  if (forget !== undefined && !(Array.isArray(forget) && forget.every((person) => isOf("author", person))))
    refuse("`delivery.forget` of the envelope must be a list of people with keys.");
}
