/**
 * Says what a backfill would take, before it runs.
 * @module
 */
import { budgetsOf } from "../adapter/budgets.js";
import { checkJob, listsOfJob, type ListOfJob } from "./estimate-job.js";
import { connectedAt } from "./estimate-known.js";
import { durationOf } from "./estimate-time.js";
import { failure } from "./sync-surface.js";
import { isMoney } from "../limits/ledger-state.js";
import { measureSurface, type SurfacePrice } from "./estimate-surface.js";
import type { BackfillJob, Estimate, EstimatedMoney, SurfaceEstimate } from "./intake.js";
import type { InboxContext } from "./context.js";
import type { LimitRule } from "../model/limit.js";

/** Accounts that are measured at once; the lists of one are measured one after the other. */
const accountsAtOnce = 8;

/** Measures every list of a job, and adds up. */
export async function estimate(context: InboxContext, job: BackfillJob): Promise<Estimate> {
  const accounts = checkJob(context, "estimate", job);
  job.signal?.throwIfAborted();
  const lists = await listsOfJob(context, "estimate", accounts, job.surfaces);
  const signal = job.signal === undefined ? context.closing : AbortSignal.any([job.signal, context.closing]);

  const prices = new Map<ListOfJob, SurfacePrice>();
  const queue = [...accounts];
  const worker = async (): Promise<void> => {
    for (let account = queue.shift(); account !== undefined; account = queue.shift())
      for (const list of lists.filter(({ adapter }) => adapter.account === account)) {
        const price = await measureOne(context, job, list, signal);
        if (price !== undefined) prices.set(list, price);
      }
  };
  await Promise.all(Array.from({ length: Math.min(accountsAtOnce, accounts.length) }, worker));

  const { clock, limiter } = context.runtime;
  const now = clock.now();
  const priced = await Promise.all(
    lists.map(async (list) => ({ list, adapter: list.adapter, price: prices.get(list), budgets: await budgetsOf(list.adapter) })),
  );
  const surfaces = priced.map((one) => lineOf(one.list, one.price, durationOf([one], now, limiter)));
  const durationMs = durationOf(priced, now, limiter);
  const calls = sumOf(surfaces.map((line) => line.calls));
  const money = surfaces.every((line) => line.calls !== undefined) ? sumMoney(surfaces) : [];
  return {
    surfaces,
    ...(calls !== undefined && { calls }),
    ...(durationMs !== undefined && { durationMs }),
    ...(money.length > 0 && { money }),
  };
}

/** Measures one list. What fails is unknown, and told where failures are told; it does not stop its neighbours. */
async function measureOne(
  context: InboxContext,
  job: BackfillJob,
  list: ListOfJob,
  signal: AbortSignal,
): Promise<SurfacePrice | undefined> {
  const { adapter, surface } = list;
  signal.throwIfAborted();
  try {
    const to = job.to === undefined ? await connectedAt(context, adapter.account, surface.name) : Date.parse(job.to);
    const now = context.runtime.clock.now();
    return await measureSurface(context, list, { from: Date.parse(job.from), to: Math.min(to ?? now, now), signal });
  } catch (error) {
    signal.throwIfAborted();
    const { error: info } = failure(context, adapter, error);
    const what = { account: adapter.account, surface: surface.name, code: info?.code };
    context.runtime.logger.warn?.("A list could not be asked what reading it would take.", what);
    return undefined;
  }
}

function lineOf({ adapter, surface }: ListOfJob, price: SurfacePrice | undefined, durationMs: number | undefined): SurfaceEstimate {
  const line = { account: adapter.account, surface: surface.name };
  if (price === undefined) return line;
  const taken = adapter.limits.flatMap((rule) => {
    const amount = price.costs?.[rule.id] ?? 0;
    return amount > 0 ? [{ rule, amount }] : [];
  });
  const money = taken.filter(({ rule }) => isMoney(rule)).map(({ amount }): EstimatedMoney => ({ amount, currency: "USD" }));
  return {
    ...line,
    calls: Math.ceil(price.calls),
    ...(durationMs !== undefined && { durationMs }),
    ...(price.costs !== undefined && {
      units: taken.map(({ rule, amount }) => ({ rule: rule.id, unit: rule.unit, amount: whole(rule, amount) })),
    }),
    ...(money.length > 0 && { money: byCurrency(money) }),
  };
}

/** Several rules may count the same money: a cap a day beside one a month. It is paid once. */
function byCurrency(money: readonly EstimatedMoney[]): readonly EstimatedMoney[] {
  const most = new Map<string, number>();
  for (const { amount, currency } of money) most.set(currency, Math.max(most.get(currency) ?? 0, amount));
  return [...most].map(([currency, amount]) => ({ amount, currency }));
}

function sumMoney(surfaces: readonly SurfaceEstimate[]): readonly EstimatedMoney[] {
  const sum = new Map<string, number>();
  for (const { amount, currency } of surfaces.flatMap(({ money = [] }) => money)) sum.set(currency, (sum.get(currency) ?? 0) + amount);
  return [...sum].map(([currency, amount]) => ({ amount, currency }));
}

/** Adds up; nothing where one is unknown. */
function sumOf(numbers: readonly (number | undefined)[]): number | undefined {
  let sum = 0;
  for (const one of numbers) {
    if (one === undefined) return undefined;
    sum += one;
  }
  return sum;
}

/** What is counted one by one is not told in fractions; money is. */
function whole(rule: LimitRule, amount: number): number {
  return isMoney(rule) ? amount : Math.ceil(amount);
}
