/**
 * Forgets a person: everything that they said, everything that was said to them in private or in answer, and their name wherever it stands.
 *
 * The order makes it safe to be cut off anywhere and called again: first the marks that keep the person from coming back, then the rows that
 * only name them, last those by which they are found.
 * @module
 */
import { cleanse, pagesOf, rewrite, type Scope, type Tally } from "./forget-walk.js";
import { anyForgotten, isPseudonym, personMark, pseudonymOf, realmOf } from "./tombstone-hash.js";
import { isTheirs, judge, type Forgetting } from "./forget-rows.js";
import { makeKey, parseKey, type AuthorKey, type KeyParts } from "../model/keys.js";
import { personOf, type Person } from "./forget-person.js";
import { rowsOf } from "./rows.js";
import type { Author } from "../model/author.js";
import type { Change } from "../model/change.js";
import type { CollectionName } from "../store/collections.js";
import type { InboxContext } from "./context.js";
import type { Message } from "../model/message.js";
import type { Write } from "../store/store.js";

/** Collections whose rows name people without being theirs: first, because what is said there is found by what the others still hold. */
const naming = ["outbox", "audit", "workflow", "cursor", "dead", "observation"] as const satisfies readonly CollectionName[];

/** Forgets a person in all accounts of the tenant in which the id means them. */
export async function forgetAuthor(context: InboxContext, parts: KeyParts, at: string, tally: Tally): Promise<void> {
  const { account, network, id } = parts;
  const key = makeKey(account, "author", id);
  const realm = realmOf(account);
  const scope: Scope = { below: [context.stored(network)] };
  const words = { realm, ids: new Set([id]), handles: new Set<string>(), names: new Set<string>() };
  await mark(context, words, key, at);
  const person = await getToKnow(context, scope, words);
  await mark(context, words, key, at);

  const what: Forgetting = { at, person, gone: new Set(), answers: new Set(), rooms: new Set(), touched: new Set() };
  const mine = (object: { readonly key: string }): boolean => object.key.startsWith(realm);
  await findTheirs(context, scope, what, person);

  // Others' words first, and our answers, as long as what they answer is still known.
  for await (const rows of pagesOf(context, "message", scope)) {
    const messages = rows.map(({ value }) => value).filter(mine);
    await findAnswers(context, messages, what);
    const due = messages.filter((one) => (!isTheirs(one, what) || what.answers.has(one.key)) && judge("message", one, what) !== undefined);
    if (due.length > 0)
      await rewrite(
        context,
        "message",
        due.map(({ key: one }) => one),
        what,
        tally,
      );
  }
  await cleanse(context, "post", scope, what, tally, (post) => isTheirs(post, what));
  for (const collection of naming) await cleanse(context, collection, withGlobal(context, collection, scope), what, tally);
  await cleanse(context, "change", scope, what, tally);
  // Now what is theirs.
  await cleanse(context, "message", scope, what, tally);
  await cleanse(context, "post", scope, what, tally);
  await cleanse(context, "tombstone", scope, what, tally);
  await cleanse(context, "conversation", scope, what, tally);
  // What was asked for meanwhile.
  for (const collection of naming) await cleanse(context, collection, withGlobal(context, collection, scope), what, tally);
  await cleanse(context, "change", scope, what, tally);
  await cleanse(context, "author", scope, what, tally);
}

/** What was done to no account in particular is audited beside those of single ones. */
const withGlobal = (context: InboxContext, collection: CollectionName, { below }: Scope): Scope =>
  collection === "audit" ? { below: [...below, context.stored("audit")] } : { below };

/** Writes the marks by which the person is known on the way in, and the row without which nobody looks for marks. */
async function mark(
  context: InboxContext,
  { realm, ids, handles }: { readonly realm: string; readonly ids: ReadonlySet<string>; readonly handles: ReadonlySet<string> },
  key: AuthorKey,
  at: string,
): Promise<void> {
  const value = { key: pseudonymOf(context, key), at, why: "forgotten" } as const;
  const marks = [...ids, ...[...handles].map((handle) => `@${handle}`)].map((one) => personMark(context, realm, one));
  const batch = [anyForgotten, ...new Set(marks)].map((name): Write => ({ collection: "tombstone", key: context.stored(name), value }));
  await context.store.write(batch);
}

/** Collects every id, handle and name under which the person is stored. Nothing is changed yet. */
async function getToKnow(context: InboxContext, scope: Scope, words: Words): Promise<Person> {
  const { ids, handles, names, realm } = words;
  const isOne = (author: Author): boolean =>
    author.key.startsWith(realm) &&
    (ids.has(parseKey(author.key)?.id ?? "") ||
      (author.id !== undefined && ids.has(author.id)) ||
      // Where only a handle was told it stands for the person.
      (author.handle !== undefined && ids.has(`@${author.handle}`)));
  const learn = (author: Author | undefined): void => {
    if (author === undefined || author.isOwn || !isOne(author)) return;
    const { id, handle, name } = author;
    if (id !== undefined) ids.add(id);
    if (handle !== undefined && handle !== "") {
      handles.add(handle);
      ids.add(`@${handle}`);
    }
    if (name !== undefined && name.trim() !== "") names.add(name);
  };
  for (const id of [...ids]) if (id.startsWith("@")) handles.add(id.slice(1));
  for await (const rows of pagesOf(context, "author", scope)) for (const { value } of rows) learn(value);
  for await (const rows of pagesOf(context, "message", scope))
    for (const { value } of rows) {
      learn(value.author);
      // Others may have called them by another name than they have now.
      for (const { type, targetId, value: handle } of value.entities)
        if (type === "mention" && targetId !== undefined && ids.has(targetId) && value.key.startsWith(realm)) handles.add(handle);
    }
  for await (const rows of pagesOf(context, "post", scope)) for (const { value } of rows) learn(value.author);
  for await (const rows of pagesOf(context, "conversation", scope))
    for (const { value } of rows) for (const author of value.participants) learn(author);
  for await (const rows of pagesOf(context, "change", scope)) for (const { value } of rows) learn(authorIn(value));
  return personOf(context, words);
}

interface Words {
  readonly realm: string;
  readonly ids: Set<string>;
  readonly handles: Set<string>;
  readonly names: Set<string>;
}

function authorIn(change: Change): Author | undefined {
  if ("author" in change) return change.author;
  if (change.type === "message.created" || change.type === "message.updated") return change.message.author;
  return change.type === "post.created" || change.type === "post.updated" ? change.post.author : undefined;
}

/** Finds what they said, and the conversations that are with them alone. */
async function findTheirs(context: InboxContext, scope: Scope, what: Forgetting, person: Person): Promise<void> {
  const { rooms } = what;
  const groups = new Set<string>();
  for await (const rows of pagesOf(context, "conversation", scope))
    for (const { value } of rows) {
      if (value.kind !== "direct") continue;
      const others = value.participants.filter((one) => !one.isOwn && !person.isAuthor(one));
      if (value.isGroup === true || others.length > 0) groups.add(value.key);
      else if (value.participants.some((one) => person.isAuthor(one)) || person.isIn(value.key)) rooms.add(value.key);
    }
  for (const collection of ["message", "post"] as const)
    for await (const rows of pagesOf(context, collection, scope))
      for (const { value } of rows) {
        if (!isTheirs(value, what) || !value.key.startsWith(person.realm)) continue;
        what.gone.add(value.key);
        if (!("conversation" in value)) continue;
        what.touched.add(value.conversation);
        if (value.kind === "direct" && !groups.has(value.conversation)) rooms.add(value.conversation);
      }
}

/** Finds our answers on a page of messages, those included whose question a run that was cut off has shrunk already. */
async function findAnswers(context: InboxContext, messages: readonly Message[], what: Forgetting): Promise<void> {
  const ours = messages.filter(({ direction }) => direction === "outbound");
  const about = [...new Set(ours.flatMap(({ key, parent }) => (parent === undefined ? [key] : [key, parent])))];
  const [graves, rows] = await Promise.all([
    rowsOf(
      context,
      "tombstone",
      about.map((key) => pseudonymOf(context, key)),
    ),
    rowsOf(context, "message", about),
  ]);
  // What only named the person has a tombstone too, and lives.
  const isForgotten = (key: string): boolean => {
    const row = rows.get(key)?.value;
    return graves.get(pseudonymOf(context, key))?.value.why === "forgotten" && (row === undefined || row.deletedAt !== undefined);
  };
  for (const { key, parent, conversation, deletedAt } of ours) {
    const parentId = parent === undefined ? undefined : parseKey(parent)?.id;
    const answers =
      what.rooms.has(conversation) ||
      (parent !== undefined && (what.gone.has(parent) || what.person?.isIn(parent) === true || isForgotten(parent))) ||
      (parentId !== undefined && isPseudonym(parentId)) ||
      (deletedAt !== undefined && isForgotten(key));
    if (!answers) continue;
    what.answers.add(key);
    what.gone.add(key);
  }
}
