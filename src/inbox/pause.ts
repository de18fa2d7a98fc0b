/**
 * Pausing writes, and letting them go on.
 * @module
 */
import { accountsOf } from "./accounts-of.js";
import { auditRow } from "./audit.js";
import { checkActor } from "./act-input.js";
import { checkNames, checkWords, refuse } from "./check.js";
import { FolkmootError } from "../errors.js";
import { nowOf } from "./can.js";
import { pauseRow, pauseWatchOf } from "./pause-watch.js";
import type { AccountKey } from "../model/keys.js";
import type { Actor } from "../model/actor.js";
import type { AuditEntry, PauseScope } from "../store/collections.js";
import type { InboxContext } from "./context.js";
import type { PauseOptions, ResumeOptions } from "./rule.js";
import type { Write } from "../store/store.js";

const pauseNames = { scope: true, accounts: true, reason: true, by: true } as const satisfies Readonly<Record<keyof PauseOptions, true>>;
const resumeNames = { scope: true, accounts: true, by: true } as const satisfies Readonly<Record<keyof ResumeOptions, true>>;

interface Asked {
  readonly scope: PauseScope;
  /** `undefined` stands for all accounts. */
  readonly accounts: readonly (AccountKey | undefined)[];
  readonly by: Actor;
}

function read(context: InboxContext, call: "pause" | "resume", options: ResumeOptions, names: Readonly<Record<string, true>>): Asked {
  checkNames(call, options, names);
  const { scope, accounts, by } = options;
  const given: unknown = scope;
  if (given === undefined) refuse(call, "`scope` is missing; say whose writes are meant: all, automation.");
  checkWords(call, "scope", [scope], ["all", "automation"]);
  checkActor(by, call);
  return {
    scope,
    accounts: accounts === undefined ? [undefined] : accountsOf(context, call, accounts),
    by: { type: by.type, id: by.id },
  };
}

function rowOf(
  context: InboxContext,
  { scope, by }: Asked,
  action: "pause" | "resume",
  account: AccountKey | undefined,
  why?: string,
): Write {
  const row: Omit<AuditEntry, "id"> = {
    at: nowOf(context),
    by,
    action,
    ...(account !== undefined && { account }),
    ...(why !== undefined && { reason: why }),
    meta: { scope },
  };
  return auditRow(context, row);
}

/** Stops writes: `inbox.pause`. */
export async function pauseWrites(context: InboxContext, options: PauseOptions): Promise<void> {
  const asked = read(context, "pause", options, pauseNames);
  const reason: unknown = options.reason;
  if (typeof reason !== "string" || reason.trim() === "")
    return refuse("pause", "`reason` is empty; say why, for those whose writes wait.");
  const { scope, by } = asked;
  const at = nowOf(context);
  await context.store.write(
    asked.accounts.flatMap((account): Write[] => [
      {
        collection: "pause",
        key: context.stored(pauseRow(scope, account)),
        value: { scope, ...(account !== undefined && { accounts: [account] }), reason, by, at },
      },
      rowOf(context, asked, "pause", account, reason),
    ]),
  );
  await pauseWatchOf(context).changed();
}

/** Lifts pauses: `inbox.resume`. Sends nothing. */
export async function resumeWrites(context: InboxContext, options: ResumeOptions): Promise<void> {
  const asked = read(context, "resume", options, resumeNames);
  if (asked.by.type === "automation")
    throw new FolkmootError("forbidden", "resume: an automation lifts no pause; let a person do it (`by.type` is automation).");
  const keys = asked.accounts.map((account) => context.stored(pauseRow(asked.scope, account)));
  for (let lifted = false; !lifted;) {
    const rows = await context.store.read("pause", keys);
    const liftedAt = nowOf(context);
    const written = await context.store.write(
      asked.accounts.flatMap((account, index): Write[] => {
        const [key, row] = [keys[index], rows[index]];
        const lifts: Write[] =
          key === undefined || row === undefined || row.value.liftedAt !== undefined
            ? []
            : [{ collection: "pause", key, value: { ...row.value, liftedAt }, expect: row.version }];
        return [...lifts, rowOf(context, asked, "resume", account)];
      }),
    );
    lifted = written.ok;
  }
  await pauseWatchOf(context).changed();
}
