/**
 * A Mastodon server in this process, after Mastodon's own documents: its REST API, its pages, its limits and its streams.
 * @module
 */
import { fakeServer } from "../fake-server.js";
import type { Clock } from "../../clock.js";
import type { FakeNetwork } from "../exchange.js";
import type { Fault } from "../faults.js";
import { makeAccess } from "./access.js";
import { makeCore } from "./core.js";
import type { MastodonFeature } from "./core.js";
import { makeLimiter } from "./limits.js";
import type { MastodonLanguage } from "./words.js";
import type { MastodonLimits } from "./limits.js";
import { makeState } from "./state.js";
import { misuse } from "../misuse.js";
import type { MastodonState } from "./state-types.js";
import { makeStreaming } from "./streaming.js";
import { makeWire } from "./router.js";
import { systemClock } from "../../clock.js";

export type { MastodonFeature, QuotePolicy as MastodonQuotePolicy, Visibility as MastodonVisibility } from "./core.js";
export type { MastodonLanguage } from "./words.js";
export type { MastodonLimits } from "./limits.js";
export type * from "./state-types.js";

/** What kind of server a fake Mastodon is. */
export interface MastodonServerOptions {
  /** Most characters of a status, warning included. @defaultValue 500 */
  readonly maxCharacters?: number;
  /** How many characters a link counts for. @defaultValue 23 */
  readonly urlWeight?: number;
  /** Most attachments of a status. @defaultValue 4 */
  readonly maxMedia?: number;
  /** What it says it is. @defaultValue "4.5.0" */
  readonly version?: string;
  /** Number of its API; `null` = it tells none. @defaultValue 7 with quotes, 6 without */
  readonly apiVersion?: number | null;
  /** What it lacks: `false` where it cannot. @defaultValue it can everything, except that search needs a search server */
  readonly features?: Partial<Readonly<Record<MastodonFeature, boolean>>>;
  /** Language of what people are meant to read. @defaultValue "en" */
  readonly language?: MastodonLanguage;
}

/** How a fake Mastodon begins. */
export interface FakeMastodonOptions {
  /** Makes ids and tokens: the same seed gives the same ones. @defaultValue another one for each fake of the process */
  readonly seed?: string | number;
  /** The server's time; fractions of a millisecond are left out. @defaultValue the system's */
  readonly clock?: Clock;
  /** What goes wrong, and when. @defaultValue nothing */
  readonly faults?: readonly Fault[];
  /** Smaller limits, to meet them soon. @defaultValue those of the source */
  readonly limits?: MastodonLimits;
  /** Most items on a page, whatever was asked for. @defaultValue what was asked for, up to the documented most */
  readonly pageSize?: number;
  /** Where `fetch` finds it. @defaultValue an address of its own: "https://mastodon-1.test", then "https://mastodon-2.test" */
  readonly baseUrl?: string;
  /** What kind of server it is. */
  readonly server?: MastodonServerOptions;
  /** How long films, moving pictures and sounds are worked on; pictures are ready at once. Milliseconds. @defaultValue 3000 */
  readonly mediaProcessingMs?: number;
}

/** A fake Mastodon. */
export interface FakeMastodon extends FakeNetwork {
  readonly network: "mastodon";
  /** Its name: the host of `baseUrl`. */
  readonly host: string;
  /** The server from the inside: people, and what it holds. */
  readonly state: MastodonState;
  /** Where its streams are, for who reaches it at `baseUrl`. */
  readonly streamingUrl: string;
  readonly webSocket: NonNullable<FakeNetwork["webSocket"]>;
}

/** How many there have been in this process: each has an address and people of its own, so that no two of them share a budget. */
let made = 0;

/** Makes a fake Mastodon. */
export function fakeMastodon(options: FakeMastodonOptions = {}): FakeMastodon {
  made += 1;
  const { seed = `folkmoot mastodon ${made}`, pageSize = 80, mediaProcessingMs = 3000, server = {} } = options;
  const baseUrl = (options.baseUrl ?? `https://mastodon-${made}.test`).replace(/\/$/, "");
  const { host } = new URL(baseUrl);
  const features = { conversations: true, streaming: true, search: true, batchStatuses: true, quotes: true, ...server.features };
  const apiVersion = server.apiVersion === undefined ? (features.quotes ? 7 : 6) : (server.apiVersion ?? undefined);
  const streamingUrl = baseUrl.replace(/^http/, "ws");
  const core = makeCore(inWholeMs(options.clock ?? systemClock), seed, {
    host,
    baseUrl,
    version: server.version ?? "4.5.0",
    apiVersion,
    maxCharacters: server.maxCharacters ?? 500,
    urlWeight: server.urlWeight ?? 23,
    maxMedia: server.maxMedia ?? 4,
    mediaProcessingMs,
    language: server.language ?? "en",
    features,
  });
  const access = makeAccess(core);
  const streaming = makeStreaming(core, access);
  const limiter = makeLimiter(core.clock, options.limits);
  const served = fakeServer({ ...makeWire({ core, access, limiter, streaming, pageSize }), seed }, options.faults);
  streaming.pushThrough(served.push);
  const { webSocket = (): WebSocket => misuse("This network pushes over no socket", "it always should") } = served;
  return { ...served, network: "mastodon", host, state: makeState(core, access), streamingUrl, webSocket };
}

/** A host's own clock may tell fractions; nothing that is written in the server's times and ids holds them. */
const inWholeMs = (clock: Clock): Clock => ({ now: () => Math.floor(clock.now()), sleep: (ms, options) => clock.sleep(ms, options) });
