/**
 * Finds our own statuses again, after a write without an answer.
 * @module
 */
import { inPath } from "./ids.js";
import { isDirect, toMessage } from "./normalize.js";
import { fieldsOf, listOf, present } from "../../adapter/fields.js";
import { mostOfPage } from "./limits.js";
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
      const isWanted = wanted({ id, kind, refs: target.refs }, query);
      return onePage(() => find(task, isWanted, draft, query.since), present({ ...task.options, limit: query.limit }));
    },
  };
}

type Place = (wire: WireStatus, message: Message) => boolean;

/** Tells a status at the right place from others: below the target, to the person, in the conversation. */
function wanted(
  { id, kind, refs }: { readonly id: string; readonly kind: KeyKind; readonly refs?: Refs | undefined },
  query: FindOwnQuery,
): Place {
  const names = (wire: WireStatus, person: string | undefined): boolean =>
    isDirect(wire) && (person === undefined || listOf(wire["mentions"]).some((one) => fieldsOf(one)["id"] === person));
  if (kind === "account") return (wire) => (wire.in_reply_to_id ?? "") === "" && !isDirect(wire);
  if (kind === "author") return (wire) => names(wire, id);
  if (kind === "conversation") return (wire, { refs: found }) => isDirect(wire) && found?.["rootId"] === id;
  if (query.operation === "replyPrivately") return (wire) => (wire.in_reply_to_id ?? "") === "" && names(wire, refs?.["authorId"]);
  return (wire) => wire.in_reply_to_id === id;
}

/** Oldest first, so all pages are read before the first is given. */
async function find(task: MastodonTask, isWanted: Place, draft: Draft, since: string): Promise<PageRead<Message>> {
  const path = `/api/v1/accounts/${inPath(task.us.id)}/statuses`;
  const quarantined: Quarantined[] = [];
  const found: Message[] = [];
  const words = bareWords(draft.text);
  const from = Date.parse(since) - skewMs;
  const isRecent = ({ created_at: at }: WireStatus): boolean => !(Date.parse(at) < from);
  const pages = task.list<Message>(async (cursor) => {
    const { items, next } = await task.page(path, { exclude_reblogs: true }, cursor, undefined, mostOfPage.statuses);
    // Only what says the same is read as a message: where an answer belongs may have to be asked for.
    const alike = items.filter((one) => !wireStatus.accepts(one) || (isRecent(one) && bareWords(toSaid(one, false).text) === words));
    const read = await task.readStatuses("statuses", alike, (wire, thread) => {
      const message = toMessage(task.us, wire, thread);
      return isWanted(wire, message) ? message : undefined;
    });
    const last = items.findLast((one) => wireStatus.accepts(one));
    const passed = last !== undefined && !isRecent(last);
    return { ...read, next: passed ? undefined : next };
  });
  for await (const page of pages.pages()) {
    quarantined.push(...page.quarantined);
    found.push(...page.items);
  }
  return { items: found.reverse(), quarantined };
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
