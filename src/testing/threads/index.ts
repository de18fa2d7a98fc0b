/**
 * Threads in this process, after Meta's own documents: its REST API, its quotas and its webhooks.
 * @module
 */
import { bytesFrom } from "../seed.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Clock } from "../../clock.js";
import { discoveryRoots, finder } from "./site.js";
import type { FakeNetwork } from "../exchange.js";
import { fakeServer } from "../fake-server.js";
import type { Fault } from "../faults.js";
import type { GraphLimits } from "../graph/usage.js";
import { makeCodes, oauthRoots } from "./oauth.js";
import type { ThreadsApp } from "./oauth.js";
import { makeCore } from "./core.js";
import { makeGraphIds } from "../graph/ids.js";
import { makeGraphWire } from "../graph/router.js";
import { makeQuotas } from "./quotas.js";
import type { ThreadsQuotas } from "./quotas.js";
import { makeState } from "./state.js";
import { makeTokens } from "../graph/tokens.js";
import { makeUsage } from "../graph/usage.js";
import { makeWebhooks } from "./webhook.js";
import type { ThreadsSignedHow, ThreadsWebhook } from "./webhook.js";
import { systemClock } from "../../clock.js";
import type { ThreadsState } from "./state-types.js";

export type { ThreadsApp as FakeThreadsApp } from "./oauth.js";
export type { ThreadsAppRemoved, ThreadsChallenge, ThreadsNews, ThreadsSignedHow, ThreadsUnknownNews, ThreadsWebhook } from "./webhook.js";
export type { ThreadsQuotas } from "./quotas.js";
export type * from "./state-types.js";

/** How a fake Threads begins. */
export interface FakeThreadsOptions {
  /** Makes ids and tokens: the same seed gives the same ones. @defaultValue another one for each fake of the process */
  readonly seed?: string | number;
  /** Its time. @defaultValue the system's */
  readonly clock?: Clock;
  /** What goes wrong, and when. @defaultValue nothing */
  readonly faults?: readonly Fault[];
  /** Smaller quotas of what a profile does in a day, to meet them soon. @defaultValue the documented ones */
  readonly quotas?: ThreadsQuotas;
  /** Smaller limits of calls, to meet them soon. @defaultValue those of the source */
  readonly limits?: GraphLimits;
  /** Most items on a page, whatever was asked for. @defaultValue 100 */
  readonly pageSize?: number;
  /** Where `fetch` finds it. @defaultValue "https://graph.threads.net" */
  readonly baseUrl?: string;
  /** How long pictures and films are worked on. Milliseconds. @defaultValue 30000 */
  readonly processingMs?: number;
  /** Words that a search finds nothing for. @defaultValue none */
  readonly sensitiveWords?: readonly string[];
}

/** A fake Threads. */
export interface FakeThreads extends FakeNetwork {
  readonly network: "threads";
  /** The network from the inside: people, and what it holds. */
  readonly state: ThreadsState;
  /** The app that every account has allowed. */
  readonly app: ThreadsApp;
  /** Makes a request as Threads sends it, signed with the app's secret. */
  readonly signedWebhook: (event: ThreadsWebhook, how?: ThreadsSignedHow) => Promise<Request>;
}

/** How many there have been in this process: each has people of its own, so that no two of them share a budget. */
let made = 0;

/** Makes a fake Threads. */
export function fakeThreads(options: FakeThreadsOptions = {}): FakeThreads {
  made += 1;
  const { seed = `folkmoot threads ${made}`, pageSize = 100, processingMs = 30_000, clock = systemClock } = options;
  const baseUrl = (options.baseUrl ?? "https://graph.threads.net").replace(/\/$/, "");
  const tokens = makeTokens(clock, seed);
  const core = makeCore({
    clock,
    seed,
    tokens,
    processingMs,
    quotas: makeQuotas(clock, options.quotas),
    sensitive: new Set((options.sensitiveWords ?? []).map((word) => word.toLowerCase())),
  });
  const ids = makeGraphIds(seed);
  const secret = (use: string): string => bytesToHex(bytesFrom(seed, use)).slice(0, 32);
  const app: ThreadsApp = { id: ids.id("9"), secret: secret("app secret"), verifyToken: secret("verify token") };
  const codes = makeCodes(seed);
  const wire = makeGraphWire({
    network: "threads",
    baseUrl,
    clock,
    seed,
    core,
    // Threads counts its versions by itself.
    version: "v1.0",
    tokens,
    usage: makeUsage(clock, options.limits),
    ids,
    secret: app.secret,
    // Proofs are documented for graph.facebook.com alone.
    proof: "ignored",
    pageSize,
    errorType: "THApiException",
    batches: false,
    readsAfterWrite: false,
    find: finder(core),
    roots: { ...oauthRoots(app, codes), ...discoveryRoots },
    useCase: () => "threads",
  });
  const served = fakeServer(wire, options.faults);
  return { ...served, network: "threads", state: makeState(core, codes), app, signedWebhook: makeWebhooks(core, app) };
}
