/**
 * News opens again what the team had put aside.
 * @module
 */
import { opened, workflowKey } from "./workflow.js";
import { rowsOf } from "./rows.js";
import type { Change } from "../model/change.js";
import type { InboxContext } from "./context.js";
import type { Message } from "../model/message.js";
import type { Write } from "../store/store.js";

/** Answers above an answer that are looked at where nobody told where its tree begins. */
const mostSteps = 20;

/**
 * Makes the writes that open what is pending, snoozed or resolved and was written to; they belong into the batch that stores the messages.
 * History opens nothing, however late it is read, and neither do our own words.
 */
export async function reopen(context: InboxContext, changes: readonly Change[]): Promise<readonly Write[]> {
  const news = changes.flatMap((change) => {
    if (change.type !== "message.created" || change.origin !== "live") return [];
    const { direction, deletedAt } = change.message;
    return direction === "inbound" && deletedAt === undefined ? [change.message] : [];
  });
  const rows = await rowsOf(context, "workflow", await placesOf(context, news));
  return [...rows].flatMap(([key, { value, version }]): readonly Write[] =>
    value.status === "open"
      ? []
      : [{ collection: "workflow", key: context.stored(key), value: { ...opened(value), version: version + 1 }, expect: version }],
  );
}

/** Where the state of messages may be kept: some networks name what a message answers, and not where its tree begins. */
async function placesOf(context: InboxContext, messages: readonly Message[]): Promise<ReadonlySet<string>> {
  const places = new Set<string>();
  let level: readonly Message[] = messages;
  for (let step = 0; level.length > 0 && step <= mostSteps; step++) {
    const above = new Set<string>();
    for (const message of level) {
      const place = workflowKey(message);
      places.add(place);
      if (place === message.key && message.parent !== undefined && !places.has(message.parent)) above.add(message.parent);
    }
    level = [...(await rowsOf(context, "message", above)).values()].map(({ value }) => value);
  }
  return places;
}
