/**
 * Keeps what was forgotten from coming in again, by whichever route it is told: before anything is drawn up.
 *
 * Nothing is stored by which a person could be recognized, so the way goes from what is told to its hash: who wrote, who is mentioned, whose
 * ids stand in keys. Where nobody was ever forgotten, one read says so.
 * @module
 */
import { accountMark, anyForgotten, peopleIn, personMark, pseudonymOf, realmOf } from "./tombstone-hash.js";
import { personOf, type Person } from "./forget-person.js";
import { parseKey, type AccountKey } from "../model/keys.js";
import { withoutWords } from "./forget-rows.js";
import { rowsOf } from "./rows.js";
import type { Author } from "../model/author.js";
import type { Change } from "../model/change.js";
import type { Conversation } from "../model/conversation.js";
import type { Found } from "./draw-batch.js";
import type { InboxContext } from "./context.js";
import type { Message } from "../model/message.js";
import type { Post } from "../model/post.js";
import type { Timestamp } from "../model/ref.js";
import type { Tombstone } from "../store/collections.js";
import type { Write } from "../store/store.js";

/** What may be taken in. */
export interface Admitted {
  readonly found: Found;
  /** Writes nothing, and fails the batch when something was forgotten since this was looked up: then it is drawn up anew. */
  readonly guard: readonly Write[];
}

/** Leaves out what was forgotten, and whoever was forgotten out of what others say. */
export async function withoutForgotten(context: InboxContext, account: AccountKey, found: Found): Promise<Admitted> {
  const { messages = [], posts = [], conversations = [], deleted = [], changes = [] } = found;
  if (messages.length + posts.length + conversations.length + deleted.length + changes.length === 0) return { found, guard: [] };
  const ever = await rowsOf(context, "tombstone", [anyForgotten]);
  if (ever.size === 0) return { found, guard: [absent(context, anyForgotten)] };

  const realm = realmOf(account);
  const us = new Set([parseKey(account)?.accountId ?? ""]);
  const people = new Set(
    [...messages, ...posts].flatMap(peopleOf).concat(conversations.flatMap(peopleAt), changes.flatMap(peopleOfChange)),
  );
  for (const { key } of deleted) for (const one of peopleIn(key)) people.add(one);
  for (const one of us) people.delete(one);
  const objects = [...messages, ...posts, ...conversations, ...deleted].map(({ key }) => key);
  const places = messages.flatMap(({ conversation, post, parent, direction }) => [
    conversation,
    ...(post === undefined ? [] : [post]),
    ...(direction === "outbound" && parent !== undefined ? [parent] : []),
  ]);
  const threads = conversations.flatMap(({ post }) => post ?? []);
  const keys = [...new Set<string>([...objects, ...places, ...threads])];
  const nameOf = new Map([...people].map((one) => [one, personMark(context, realm, one)]));
  const marks = [...nameOf.values()];
  const graves = keys.map((key) => pseudonymOf(context, key));
  const ours = accountMark(context, account);
  const [rows, stored, storedPosts] = await Promise.all([
    rowsOf(context, "tombstone", [...marks, ...marks.map(backMark), ...graves, ours]),
    rowsOf(context, "message", keys),
    rowsOf(context, "post", keys),
  ]);
  const guard = [...new Set([...marks, ...graves, ours])].filter((name) => !rows.has(name)).map((name) => absent(context, name));

  const grave = (key: string): Tombstone | undefined => rows.get(pseudonymOf(context, key))?.value;
  const markOf = (person: string): Tombstone | undefined => rows.get(nameOf.get(person) ?? "")?.value;
  const aliveAt = (key: string): Message | Post | undefined =>
    [stored.get(key)?.value, storedPosts.get(key)?.value].find((row) => row !== undefined && row.deletedAt === undefined);
  const accountGrave = rows.get(ours)?.value;

  // Whoever writes after having been forgotten is known again.
  const back = new Map<string, Timestamp>();
  for (const { author, createdAt } of [...messages, ...posts]) {
    const word = author === undefined ? "" : wordOf(author);
    const mark = markOf(word);
    if (mark !== undefined && createdAt > mark.at && createdAt > (back.get(word) ?? "")) back.set(word, createdAt);
  }
  const isBack = (person: string): boolean => {
    const since = back.get(person) ?? rows.get(backMark(nameOf.get(person) ?? ""))?.value.at;
    return since !== undefined && since > (markOf(person)?.at ?? "");
  };
  const isGone = (person: string): boolean => markOf(person) !== undefined && !isBack(person);
  for (const [word, at] of back) {
    const name = nameOf.get(word) ?? "";
    const mark = rows.get(name);
    if (mark === undefined) continue;
    // The mark stays as it is; forgotten once more meanwhile, it fails the batch.
    guard.push({ collection: "tombstone", key: context.stored(name), value: mark.value, expect: mark.version });
    guard.push({ collection: "tombstone", key: context.stored(backMark(name)), value: { ...mark.value, at } });
  }

  const strangers = (ids: readonly string[], handles: readonly string[], names: readonly string[] = []): Person | undefined =>
    ids.length === 0 ? undefined : personOf(context, { realm, ids: new Set(ids), handles: new Set(handles), names: new Set(names) });

  const unread = messages.filter(({ author, createdAt }) => {
    const mark = author === undefined ? undefined : markOf(wordOf(author));
    return mark !== undefined && createdAt <= mark.at;
  });
  const unreadKeys = new Set<string>(unread.map(({ key }) => key));
  const unreadRooms = new Set<string>(unread.flatMap(({ kind, conversation }) => (kind === "direct" ? [conversation] : [])));
  /** Our answer to what was forgotten names the person, or quotes what they said. Told together with it, it is known also where neither was stored. */
  const answersForgotten = ({ kind, parent, conversation, createdAt }: Message): boolean =>
    (kind === "direct" &&
      unreadRooms.has(conversation) &&
      unread.some((one) => one.conversation === conversation && createdAt <= (markOf(authorWord(one))?.at ?? ""))) ||
    (parent !== undefined &&
      (unreadKeys.has(parent) || peopleIn(parent).some(isGone) || (grave(parent)?.why === "forgotten" && aliveAt(parent) === undefined)));

  const content = <T extends Message | Post>(told: T): readonly T[] => {
    const { key, author, createdAt } = told;
    const old = aliveAt(key) as T | undefined; // Under one key there is one object, of one kind.
    // What only named somebody stays as it was cleaned; its numbers go on.
    if (grave(key)?.why === "forgotten") return old === undefined ? [] : [frozen(old, told)];
    const mark = author === undefined ? undefined : markOf(wordOf(author));
    if (mark !== undefined) return createdAt > mark.at ? [told] : [];
    if (old === undefined) {
      const places = "conversation" in told ? [told.conversation, ...(told.post === undefined ? [] : [told.post])] : [];
      const above = [...places.map(grave), accountGrave].filter((one) => one?.why === "forgotten");
      if (above.some((one) => one !== undefined && createdAt <= one.at)) return [];
      if ("direction" in told && told.direction === "outbound" && answersForgotten(told)) return [];
    }
    // What is said of somebody later is new; what it hangs on has its new name all the same.
    const named = mentionsIn(told).filter(({ word }) => isGone(word) && createdAt <= (markOf(word)?.at ?? ""));
    const ids = [...named.map(({ word }) => word), ...[...peopleInKeysOf(told), ...refWords(told)].filter(isGone)];
    const person = strangers(
      ids,
      named.map(({ handle }) => handle),
    );
    return [person === undefined ? told : person.without(told)];
  };

  const room = (told: Conversation): Conversation => {
    const gone = told.participants.filter((one) => isGone(wordOf(one)));
    const person = strangers(
      [...gone.map(wordOf), ...peopleAt(told).filter(isGone)],
      gone.flatMap(({ handle }) => handle ?? []),
      gone.flatMap(({ name }) => name ?? []),
    );
    // A thread is called as whoever began it called it.
    const begun = told.post !== undefined && grave(told.post)?.why === "forgotten" && aliveAt(told.post) === undefined;
    // The network's own object of a room repeats what was said there last.
    const wasForgotten = begun || grave(told.key)?.why === "forgotten";
    if (person === undefined) return wasForgotten ? withoutWords(told) : told;
    return person.without(withoutWords({ ...told, participants: told.participants.filter((one) => !gone.includes(one)) }));
  };

  const stays = (key: string): boolean => aliveAt(key) !== undefined || (grave(key)?.why !== "forgotten" && !peopleIn(key).some(isGone));
  const happened = (change: Change): boolean =>
    peopleOfChange(change).every((one) => {
      const mark = markOf(one);
      return mark === undefined || isBack(one) || change.at > mark.at;
    });
  return {
    guard,
    found: {
      messages: messages.flatMap(content),
      posts: posts.flatMap(content),
      conversations: conversations.map(room),
      deleted: deleted.filter(({ key }) => stays(key)),
      changes: changes.filter(happened),
    },
  };
}

/** Says that somebody wrote again, and when last. */
const backMark = (mark: string): string => `${mark}:back`;

/** Fails when a row is there: deleting what is not there changes nothing. */
const absent = (context: InboxContext, key: string): Write => ({
  collection: "tombstone",
  key: context.stored(key),
  value: null,
  expect: "absent",
});

/** How a person is called in marks. */
const wordOf = ({ key, id, handle }: Author): string => id ?? parseKey(key)?.id ?? (handle === undefined ? "" : `@${handle}`);

const peopleInKeysOf = (object: Message | Post): readonly string[] =>
  [...("conversation" in object ? [object.conversation, object.post, object.parent, object.root] : []), object.quoted].flatMap((key) =>
    key === undefined ? [] : peopleIn(key),
  );

const authorWord = ({ author }: Message): string => (author === undefined ? "" : wordOf(author));

/** Whom a text mentions: by id, or where none was told by handle. */
const mentionsIn = ({ entities }: Message | Post): readonly { readonly word: string; readonly handle: string }[] =>
  entities.flatMap(({ type, targetId, value }) => (type === "mention" ? [{ word: targetId ?? `@${value}`, handle: value }] : []));

/** Everybody that a message or post speaks of, as far as it can be told. */
const peopleOf = (object: Message | Post): readonly string[] => [
  ...(object.author === undefined ? [] : [wordOf(object.author)]),
  ...mentionsIn(object).map(({ word }) => word),
  ...peopleInKeysOf(object),
  ...refWords(object),
];

/** Ids in the opaque strings of the network: who began a thread, whom a message answers. */
const refWords = ({ refs = {} }: Pick<Message, "refs">): readonly string[] => Object.values(refs).filter((value) => value !== "");

const peopleAt = ({ key, post, refs = {}, participants }: Conversation): readonly string[] => [
  ...peopleIn(key),
  ...refWords({ refs }),
  ...(post === undefined ? [] : peopleIn(post)),
  ...participants.map(wordOf),
];

function peopleOfChange(change: Change): readonly string[] {
  const author = "author" in change ? change.author : undefined;
  const keys = [change.conversation, "target" in change ? change.target : undefined].flatMap((key) =>
    key === undefined ? [] : peopleIn(key),
  );
  return [...(author === undefined ? [] : [wordOf(author)]), ...keys];
}

/** The stored message with the numbers and the state that are told now. */
function frozen<T extends Message | Post>(old: T, told: T): T {
  const { counts, visibility, deletedAt, ownReactions, allows } = told;
  return {
    ...old,
    counts: { ...old.counts, ...counts },
    visibility: visibility === "unknown" ? old.visibility : visibility,
    ...(deletedAt !== undefined && { deletedAt }),
    ...(ownReactions !== undefined && { ownReactions }),
    ...(allows !== undefined && { allows: { ...old.allows, ...allows } }),
  };
}
