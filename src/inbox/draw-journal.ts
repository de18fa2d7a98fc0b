/**
 * Draws up the journal: entries that are not there yet, and the copies of what is gone.
 * @module
 */
import { changeRow } from "./storage-keys.js";
import { parseKey } from "../model/keys.js";
import { rowsOf } from "./rows.js";
import type { Change } from "../model/change.js";
import type { InboxContext } from "./context.js";
import type { Message } from "../model/message.js";
import type { Post } from "../model/post.js";
import type { Write } from "../store/store.js";

/** Makes journal entries for changes that are not there yet, oldest first; and the copies of what is gone, shrunk. */
export async function drawJournal(
  context: InboxContext,
  changes: readonly Change[],
  removed: readonly (Message | Post)[],
): Promise<{ readonly writes: readonly Write[]; readonly changes: readonly Change[] }> {
  const sorted = [...changes].sort((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)));
  const rows = await rowsOf(
    context,
    "change",
    sorted.map(({ account, id }) => changeRow(account, id)),
  );
  const fresh = sorted.flatMap((change): Change[] => {
    if (!rows.has(changeRow(change.account, change.id))) return [change];
    // An update that says what was said before and taken back is news all the same; everything else is a redelivery.
    return change.type === "message.updated" || change.type === "post.updated" ? [{ ...change, id: `${change.id}:${change.at}` }] : [];
  });
  const copies = await Promise.all(removed.map((shell) => copiesOf(context, shell)));
  return {
    changes: fresh,
    writes: [
      ...fresh.map((value): Write => ({
        collection: "change",
        key: context.stored(changeRow(value.account, value.id)),
        value,
        expect: "absent",
      })),
      ...copies.flat(),
    ],
  };
}

/** What the journal still says of an object that is gone, with its shell instead. */
async function copiesOf(context: InboxContext, shell: Message | Post): Promise<readonly Write[]> {
  const account = parseKey(shell.key)?.account ?? shell.key;
  const writes: Write[] = [];
  let after: string | undefined;
  do {
    const page = await context.store.query("change", {
      below: [context.stored(account)],
      where: "conversation" in shell ? { conversation: [shell.conversation] } : { post: [shell.key] },
      since: shell.createdAt,
      limit: 500,
      ...(after !== undefined && { after }),
    });
    for (const { value } of page.items) {
      const shrunk = shrink(value, shell);
      if (shrunk !== undefined)
        writes.push({ collection: "change", key: context.stored(changeRow(value.account, value.id)), value: shrunk });
    }
    after = page.next;
  } while (after !== undefined);
  return writes;
}

/** Puts a shell in the place of what a change says of the object; `undefined` when it says nothing of it. */
function shrink(change: Change, shell: Message | Post): Change | undefined {
  if ("conversation" in shell) {
    const tells = change.type === "message.created" || change.type === "message.updated";
    return tells && change.message.key === shell.key ? { ...change, message: shell } : undefined;
  }
  const tells = change.type === "post.created" || change.type === "post.updated";
  return tells && change.post.key === shell.key ? { ...change, post: shell } : undefined;
}
