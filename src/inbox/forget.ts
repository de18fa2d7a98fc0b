/**
 * Forgets a person, an object or an account: `inbox.forget`.
 * @module
 */
import { auditRow } from "./audit.js";
import { checkActor } from "./act-input.js";
import { checkNames, isRecord, refuse } from "./check.js";
import { forgetAuthor } from "./forget-author.js";
import { forgetKey } from "./forget-key.js";
import { nowOf } from "./can.js";
import { parseKey, type AuthorKey, type Key, type KeyParts } from "../model/keys.js";
import { pseudonymOf } from "./tombstone-hash.js";
import type { Actor } from "../model/actor.js";
import type { InboxContext } from "./context.js";
import type { Tally } from "./forget-walk.js";

/** Who forgets. */
export interface ForgetOptions {
  /** Who does it; audited. */
  readonly by: Actor;
}

/** What is to be forgotten: an object and all below it, or everything of a person. */
export type ForgetWhat =
  | Key
  | {
      /** The key of a person, who is forgotten wherever they stand. */
      readonly author: AuthorKey;
    };

/** Forgets, leaves an audit row, and gives how many objects went. */
export async function forget(context: InboxContext, given: ForgetWhat, options: ForgetOptions): Promise<number> {
  if (!isRecord(options)) refuse("forget", "the options must say who acts (`by`).");
  checkNames("forget", options, { by: true });
  const { by } = options;
  checkActor(by, "forget");
  const { key, parts } = await read(context, given);
  const at = nowOf(context);
  const tally: Tally = {};
  if (parts.kind === "author") await forgetAuthor(context, parts, at, tally);
  else await forgetKey(context, key, parts, at, tally);
  // Stores that keep a log of what they overwrite let it go here, with whatever of journal and outbox was written meanwhile.
  if (parts.kind !== "account") await context.store.erase({ about: context.stored(key) });

  const { cleaned = 0, rows, ...objects } = tally;
  const meta = Object.fromEntries(
    Object.entries({ ...objects, cleaned, ...(rows !== undefined && { rows }) }).map(([name, n]) => [name, String(n)]),
  );
  const account = parts.kind === "account" ? {} : { account: parts.account };
  // By a hash, where the key says who it was.
  const target = parts.kind === "account" ? parts.account : pseudonymOf(context, key);
  const write = auditRow(context, { at: nowOf(context), by: { type: by.type, id: by.id }, action: "forget", ...account, target, meta });
  await context.store.write([write]);
  context.runtime.logger.debug?.("Something was forgotten.", { kind: parts.kind, account: parts.account, ...meta });
  return Object.values(objects).reduce((sum, n) => sum + n, 0);
}

/** Checks what is to be forgotten. An author's key alone means the person. */
async function read(context: InboxContext, given: unknown): Promise<{ readonly key: string; readonly parts: KeyParts }> {
  const asked: unknown = isRecord(given) ? given["author"] : given;
  if (isRecord(given)) checkNames("forget", given, { author: true });
  const parts = typeof asked === "string" ? parseKey(asked) : undefined;
  if (typeof asked !== "string" || parts === undefined)
    return refuse("forget", "name what is to go: a key from a stored object, or { author } with the key of a person.");
  if (isRecord(given) && parts.kind !== "author") refuse("forget", "`author` is the key of something else; hand the key in alone.");
  // No adapter is asked for: an account that is no longer ours is what has to be forgotten.
  if (parts.kind !== "author") return { key: asked, parts };
  const [own] = await context.store.read("account", [context.stored(parts.account)]);
  if ([parts.accountId, ...(own?.value.actors ?? [])].includes(parts.id))
    refuse("forget", "`author` is the account itself; forget it by the key of the account.");
  return { key: asked, parts };
}
