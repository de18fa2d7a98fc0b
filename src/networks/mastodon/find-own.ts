/**
 * Finds our own statuses again, after a write without an answer.
 * @module
 */
import { inPath } from "./ids.js";
import { isDirect, toMessage } from "./normalize.js";
import { fieldsOf, listOf, present } from "../../adapter/fields.js";
import { mostOfPage } from "./limits.js";
import { statusOrNone } from "./comments.js";
import { onePage, type PageRead } from "../../adapter/paged.js";
import { toSaid } from "./normalize-content.js";
import { wireStatus, type WireStatus } from "./wire.js";
import type { BeginMastodon, MastodonTask } from "./task.js";
import type { Draft } from "../../model/draft.js";
import type { FindOwnQuery, Operations } from "../../adapter/operations.js";
import type { KeyKind } from "../../model/keys.js";
import type { Message } from "../../model/message.js";
import type { Quarantined } from "../../model/page.js";
import type { Refs } from "../../model/ref.js";

/** Finds our own among what the account has said since; the list shows its direct messages too. */
export function findOwn(begin: BeginMastodon): Pick<Operations, "findOwn"> {
  return {
    findOwn: (target, draft, query) => {
      const task = begin("findOwn", query);
      const { id, kind } = task.target(target, ["message", "post", "conversation", "author", "account"]);
      const place = placeOf({ id, kind, refs: target.refs }, query);
      return onePage(() => find(task, place, draft, query.since), present({ ...task.options, limit: query.limit }));
    },
  };
}

type Fits = (wire: WireStatus, message: Message) => boolean;

/** Where our own has to stand. */
interface Place {
  /** Tells a status at the right place from others: below the target, to the person, in the conversation. */
  readonly fits: Fits;
  /**
   * Picks those that stood there until something above them was deleted: the server then takes away what they answer (Mastodon's `Status`
   * model nullifies `in_reply_to_id` of replies), and the first that is left becomes the first of its thread. Absent where nothing can be
   * above.
   */
  readonly torn?: (task: MastodonTask, elsewhere: readonly Elsewhere[]) => Promise<readonly Elsewhere[]>;
}

/** One that says the same at another place. */
interface Elsewhere {
  readonly wire: WireStatus;
  readonly message: Message;
}

const answersNothing = (wire: WireStatus): boolean => (wire.in_reply_to_id ?? "") === "";

const namesOne = (wire: WireStatus, person: string | undefined): boolean =>
  person === undefined || listOf(wire["mentions"]).some((one) => fieldsOf(one)["id"] === person);

function placeOf(
  { id, kind, refs = {} }: { readonly id: string; readonly kind: KeyKind; readonly refs?: Refs | undefined },
  query: FindOwnQuery,
): Place {
  const names = (wire: WireStatus, person: string | undefined): boolean => isDirect(wire) && namesOne(wire, person);
  const { authorId, lastStatusId } = refs;
  if (kind === "account") return { fits: (wire) => answersNothing(wire) && !isDirect(wire) };
  if (kind === "author") return { fits: (wire) => names(wire, id) };
  if (kind === "conversation")
    return {
      fits: (wire, { refs: found }) => isDirect(wire) && found?.["rootId"] === id,
      torn: (task, elsewhere) => tornFrom(task, id, lastStatusId, elsewhere),
    };
  if (query.operation === "replyPrivately") return { fits: (wire) => answersNothing(wire) && names(wire, authorId) };
  return {
    fits: (wire) => wire.in_reply_to_id === id,
    torn: async (task, elsewhere) => {
      // Below our own nobody has to be named.
      const named = elsewhere.filter(({ wire }) => answersNothing(wire) && namesOne(wire, authorId === task.us.id ? undefined : authorId));
      return named.length > 0 && (await statusOrNone(task, id)) === undefined ? named : [];
    },
  };
}

/** Picks the direct messages that belonged to a conversation which fell apart: to its people, and with no other place to have stood. */
async function tornFrom(
  task: MastodonTask,
  rootId: string,
  lastId: string | undefined,
  elsewhere: readonly Elsewhere[],
): Promise<readonly Elsewhere[]> {
  const direct = elsewhere.filter(({ wire }) => isDirect(wire));
  if (direct.length === 0) return [];
  const root = await statusOrNone(task, rootId);
  const last = lastId === undefined || lastId === rootId ? root : await statusOrNone(task, lastId);
  const anchor = last ?? root;
  const people = anchor && [anchor.account, ...listOf(anchor["mentions"])].map((one) => fieldsOf(one)["id"]);
  const others = people?.flatMap((person) => (typeof person === "string" && person !== task.us.id ? [person] : []));
  const tree = last && (await task.threadOf(last)).rootId;
  const picked: Elsewhere[] = [];
  for (const one of direct) {
    const { wire, message } = one;
    if (others?.some((person) => namesOne(wire, person)) === false) continue;
    const top = message.refs?.["rootId"] ?? wire.id;
    if (answersNothing(wire) || root === undefined || top === tree || (await fellOff(task, top))) picked.push(one);
  }
  return picked;
}

/**
 * Says whether the first of a tree once answered something: the server keeps whom it answered (`in_reply_to_account_id`) when it takes away
 * what. One that is gone as well has let its own answers fall.
 */
async function fellOff(task: MastodonTask, id: string): Promise<boolean> {
  const top = await statusOrNone(task, id);
  return top === undefined || (answersNothing(top) && typeof top.in_reply_to_account_id === "string");
}

/** Oldest first, so all pages are read before the first is given. */
async function find(task: MastodonTask, { fits, torn }: Place, draft: Draft, since: string): Promise<PageRead<Message>> {
  const path = `/api/v1/accounts/${inPath(task.us.id)}/statuses`;
  const quarantined: Quarantined[] = [];
  const found: Message[] = [];
  const elsewhere: Elsewhere[] = [];
  const words = bareWords(draft.text);
  const from = Date.parse(since) - skewMs;
  const isRecent = ({ created_at: at }: WireStatus): boolean => !(Date.parse(at) < from);
  const pages = task.list<Message>(async (cursor) => {
    const { items, next } = await task.page(path, { exclude_reblogs: true }, cursor, undefined, mostOfPage.statuses);
    // Only what says the same is read as a message: where an answer belongs may have to be asked for.
    const alike = items.filter((one) => !wireStatus.accepts(one) || (isRecent(one) && bareWords(toSaid(one, false).text) === words));
    const read = await task.readStatuses("statuses", alike, (wire, thread) => {
      const message = toMessage(task.us, wire, thread);
      if (fits(wire, message)) return message;
      elsewhere.push({ wire, message });
      return undefined;
    });
    const last = items.findLast((one) => wireStatus.accepts(one));
    const passed = last !== undefined && !isRecent(last);
    return { ...read, next: passed ? undefined : next };
  });
  for await (const page of pages.pages()) {
    quarantined.push(...page.quarantined);
    found.push(...page.items);
  }
  // Those at the right place come first: what fell out of it is only taken where they are known to be somebody else's.
  const fallen = (await torn?.(task, elsewhere)) ?? [];
  return { items: [...found.reverse(), ...fallen.map(({ message }) => message).reverse()], quarantined };
}

/** How far the server's clock may be behind ours; some software writes times to the second besides. */
const skewMs = 60_000;

/**
 * What two texts are compared by: the server puts HTML around ours, shows `@name@server` as `@name` in the letters that its owner chose,
 * we put names in front, and blanks are not kept by all software.
 */
export function bareWords(text: string): string {
  const words = text.normalize("NFC").replace(/(@[\p{L}\p{N}_.-]+)@[\p{L}\p{N}.-]+/gu, "$1");
  return words
    .replace(/^(?:\s*@[\p{L}\p{N}_.-]+\s+)+/u, "")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase();
}
