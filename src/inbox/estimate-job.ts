/**
 * Checks a job before anything is asked.
 * @module
 */
import { accountsOf } from "./accounts-of.js";
import { checkFunction, checkName, checkNames, checkPeriod, checkSignal, checkWords, refuse } from "./check.js";
import { surfaceNames } from "./words.js";
import { surfacesOf, type Surface } from "../adapter/surface.js";
import type { AccountKey } from "../model/keys.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { BackfillJob } from "./intake.js";
import type { InboxContext } from "./context.js";

const names = {
  id: true,
  accounts: true,
  surfaces: true,
  from: true,
  to: true,
  onProgress: true,
  signal: true,
} as const satisfies Readonly<Record<keyof BackfillJob, true>>;

/** One list of one account. */
export interface ListOfJob {
  readonly adapter: AnyAdapter;
  readonly surface: Surface;
}

/** Checks what a job says, and whom it names. */
export function checkJob(context: InboxContext, call: string, job: BackfillJob): readonly AccountKey[] {
  // Whoever leaves out what the types want gets the same sentence as whoever misspells it.
  const given: Partial<BackfillJob> = job;
  checkNames(call, given, names);
  if (given.id === undefined) refuse(call, "`id` is missing; give the job a stable name.");
  checkName(call, "id", given.id);
  if (given.accounts === undefined) refuse(call, "`accounts` is missing; name at least one.");
  if (given.surfaces === undefined || given.surfaces.length === 0)
    refuse(call, `\`surfaces\` names no list; choose of ${surfaceNames().join(", ")}.`);
  checkWords(call, "surfaces", given.surfaces, surfaceNames());
  if (given.from === undefined) refuse(call, "`from` is missing; say how far back, in ISO 8601.");
  checkPeriod(call, given.from, given.to, context.runtime.clock.now(), ["from", "to"]);
  if (given.onProgress !== undefined) checkFunction(call, "onProgress", given.onProgress);
  checkSignal(call, given.signal);
  return accountsOf(context, call, given.accounts);
}

/** Finds the lists of a job, in the order of its accounts. Refuses a list that none of them has. */
export async function listsOfJob(
  context: InboxContext,
  call: string,
  accounts: readonly AccountKey[],
  asked: readonly string[],
): Promise<readonly ListOfJob[]> {
  const adapters = await Promise.all(accounts.map((account) => context.adapter(account)));
  const offers = adapters.map((adapter) => ({ adapter, surfaces: surfacesOf(adapter) }));
  const offered = new Set(offers.flatMap(({ surfaces }) => surfaces.map(({ name }): string => name)));
  const lacking = asked.find((name) => !offered.has(name));
  if (lacking !== undefined)
    refuse(call, `\`surfaces\`: none of the accounts has a list \`${lacking}\`; they have ${[...offered].join(", ") || "none"}.`);
  return offers.flatMap(({ adapter, surfaces }) =>
    surfaces.filter(({ name }) => asked.includes(name)).map((surface) => ({ adapter, surface })),
  );
}
