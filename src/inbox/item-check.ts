/**
 * Checks what `items` is asked.
 * @module
 */
import { bareTag } from "./item-filter.js";
import { checkAsker, checkCount, checkName, checkNames, checkPeriod, checkSignal, checkTexts, checkWords, refuse } from "./check.js";
import { directions, itemOrders, messageKinds, workStates } from "./words.js";
import { operationNames } from "../adapter/operation-names.js";
import type { ItemQuery } from "./look.js";

const names = {
  accounts: true,
  kinds: true,
  surfaces: true,
  direction: true,
  status: true,
  keywords: true,
  hashtags: true,
  labels: true,
  assignee: true,
  since: true,
  until: true,
  order: true,
  can: true,
  by: true,
  limit: true,
  after: true,
  signal: true,
} as const satisfies Readonly<Record<keyof ItemQuery, true>>;

/**
 * Checks a query; accounts and cursor are checked where they are used.
 * @param now - milliseconds since 1970
 * @throws FolkmootError `invalid-request`, naming field and remedy.
 */
export function checkItemQuery(query: ItemQuery, now: number): void {
  checkNames("items", query, names);
  const { direction, status, order } = query;
  checkCount("items", "limit", query.limit);
  checkPeriod("items", query.since, query.until, now);
  checkWords("items", "kinds", query.kinds, messageKinds());
  checkWords("items", "direction", direction === undefined ? undefined : [direction], directions());
  checkWords("items", "status", status === undefined ? undefined : [status], workStates());
  checkWords("items", "order", order === undefined ? undefined : [order], itemOrders());
  checkWords("items", "can", query.can, operationNames());
  for (const field of ["surfaces", "keywords", "hashtags", "labels"] as const) checkTexts("items", field, query[field]);
  if (query.hashtags?.some((tag) => bareTag(tag) === "") === true) refuse("items", "`hashtags` has a sign without a word; leave it out.");
  checkName("items", "assignee", query.assignee);
  checkAsker("items", query.by);
  checkSignal("items", query.signal);
}
