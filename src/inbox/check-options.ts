/**
 * Checks what an inbox is made of, so that what is misspelt or missing is said at the start and not at the first message.
 * @module
 */
import { checkCount, checkFunction, checkList, checkNames, checkWords, isRecord, refuse } from "./check.js";
import type { Clock } from "../clock.js";
import type { Coordinator } from "../store/coordinator.js";
import type { InboxOptions } from "./inbox.js";
import type { LimiterOptions } from "../limits/options.js";
import type { Store } from "../store/store.js";
import type { TokenStore } from "../store/token-store.js";

const call = "createInbox";

const names = {
  accounts: true,
  maxAdapters: true,
  apps: true,
  store: true,
  tenant: true,
  policies: true,
  enrich: true,
  raw: true,
  fetch: true,
  webSocket: true,
  clock: true,
  logger: true,
  random: true,
  coordinator: true,
  tokens: true,
  limiter: true,
} as const satisfies Readonly<Record<keyof InboxOptions, true>>;

const limiterNames = { mode: true, maxWaitMs: true, reserve: true, capacities: true } as const satisfies Readonly<
  Record<keyof LimiterOptions, true>
>;

const storeVerbs = ["read", "write", "query", "claim", "settle", "erase", "close"] as const satisfies readonly (keyof Store)[];
const clockVerbs = ["now", "sleep"] as const satisfies readonly (keyof Clock)[];
const tokenVerbs = ["load", "swap"] as const satisfies readonly (keyof TokenStore)[];
const coordinatorVerbs = ["reserve", "observe", "ledgers", "acquire", "release"] as const satisfies readonly (keyof Coordinator)[];

/**
 * Checks the options of `createInbox`. That no account is listed twice is checked with the accounts.
 * @throws FolkmootError `invalid-request`, naming field and remedy.
 */
export function checkInboxOptions(options: unknown): void {
  if (options === undefined) refuse(call, "the options are missing; give at least `accounts`, a list of adapters.");
  checkNames(call, options, names);
  if (!isRecord(options)) return;
  checkSources(options["accounts"]);
  checkCount(call, "maxAdapters", options["maxAdapters"] as number | undefined);
  const { tenant, policies, apps, raw, store, logger } = options;
  if (tenant !== undefined && !(typeof tenant === "string" && /^[^/:%\s]+$/.test(tenant)))
    refuse(call, "`tenant` must be a word without spaces, `/`, `:` and `%`; it stands before every stored key.");
  checkWords(call, "raw", raw === undefined ? undefined : [raw as string], ["keep", "drop"]);
  checkList(call, "apps", apps);
  checkPolicies(policies);
  checkVerbs("store", store, storeVerbs, "take memoryStore() or a store of the package's other entries");
  checkVerbs("clock", options["clock"], clockVerbs, "leave it out for the system's time");
  checkVerbs("tokens", options["tokens"], tokenVerbs, "leave it out for the store's own");
  checkVerbs("coordinator", options["coordinator"], coordinatorVerbs, "leave it out for the store's own");
  for (const field of ["fetch", "webSocket", "random", "enrich"])
    if (options[field] !== undefined) checkFunction(call, field, options[field]);
  if (logger !== undefined && !isObject(logger)) refuse(call, "`logger` must be an object with some of `debug`, `warn` and `error`.");
  checkLimiter(options["limiter"]);
}

/**
 * Tells whether something is an adapter, as far as an inbox needs it.
 */
export function isAdapter(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { account, attach, operations } = value;
  return typeof account === "string" && typeof attach === "function" && isRecord(operations) && typeof operations["has"] === "function";
}

function checkSources(accounts: unknown): void {
  if (typeof accounts === "function") return;
  if (!Array.isArray(accounts))
    return refuse(call, "`accounts` must be a list of adapters, or a function that finds the adapter of an account.");
  for (const [index, one] of (accounts as readonly unknown[]).entries())
    if (!isAdapter(one)) refuse(call, `\`accounts[${index}]\` is no adapter; make one with a function such as createBlueskyAdapter.`);
}

function checkPolicies(policies: unknown): void {
  if (policies === undefined) return;
  if (!Array.isArray(policies)) return refuse(call, "`policies` must be a list; put a single policy into brackets.");
  for (const [index, one] of (policies as readonly unknown[]).entries())
    if (typeof one !== "function") refuse(call, `\`policies[${index}]\` must be a function; call what makes it, e.g. holdAll().`);
}

function checkLimiter(limiter: unknown): void {
  if (limiter === undefined) return;
  checkNames(`${call}, \`limiter\``, limiter, limiterNames);
  if (!isRecord(limiter)) return;
  const { mode, maxWaitMs, reserve, capacities } = limiter;
  checkWords(call, "limiter.mode", mode === undefined ? undefined : [mode as string], ["wait", "throw"]);
  if (maxWaitMs !== undefined && !(typeof maxWaitMs === "number" && maxWaitMs >= 0))
    refuse(call, "`limiter.maxWaitMs` must be a number of milliseconds of at least 0; leave it out for no limit.");
  if (reserve !== undefined && !(typeof reserve === "number" && reserve >= 0 && reserve < 1))
    refuse(call, "`limiter.reserve` must be a fraction from 0 to below 1.");
  if (capacities === undefined) return;
  if (!isRecord(capacities)) return refuse(call, "`limiter.capacities` must be an object with a number by id of a limit.");
  for (const [id, capacity] of Object.entries(capacities))
    if (!(typeof capacity === "number" && Number.isFinite(capacity) && capacity > 0))
      refuse(call, `\`limiter.capacities["${id}"]\` must be a number above 0.`);
}

function checkVerbs(field: string, value: unknown, verbs: readonly string[], remedy: string): void {
  if (value === undefined) return;
  const missing = isObject(value) ? verbs.filter((verb) => typeof value[verb] !== "function") : verbs;
  if (missing.length > 0) refuse(call, `\`${field}\` lacks ${missing.join(", ")}; ${remedy}.`);
}

/** Objects of classes and functions with fields count as well: hosts hand in their own. */
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  (typeof value === "object" && value !== null) || typeof value === "function";
