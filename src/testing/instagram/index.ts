/**
 * Instagram in this process, after Meta's own documents: both log-ins, media, comments, mentions, direct messages, publishing, figures and
 * signed webhooks.
 * @module
 */
import { bytesFrom } from "../seed.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Clock } from "../../clock.js";
import type { Core, InstagramHappening, InstagramLogin } from "./core.js";
import { fakeServer } from "../fake-server.js";
import type { FakeNetwork } from "../exchange.js";
import type { Fault } from "../faults.js";
import { findNode, rootsOf } from "./site.js";
import type { GraphLimits, ThrottleCode } from "../graph/usage.js";
import type { GraphSignedHow } from "../graph/webhook.js";
import type { InstagramState } from "./state-shape.js";
import type { InstagramWebhook } from "./webhook.js";
import { makeCore } from "./core.js";
import { makeGraphIds } from "../graph/ids.js";
import { makeGraphWire } from "../graph/router.js";
import { makeInstagramWebhooks } from "./webhook.js";
import { makeState } from "./state.js";
import { makeTokens } from "../graph/tokens.js";
import type { ProofRule } from "../graph/tokens.js";
import { makeUsage } from "../graph/usage.js";
import { signedRequestForm } from "../graph/webhook.js";
import { systemClock } from "../../clock.js";

export type {
  InstagramChange,
  InstagramEvent,
  InstagramHappening,
  InstagramLogin,
  InstagramMediaType,
  InstagramMessaging,
  InstagramProduct,
} from "./core.js";
export type { InstagramChallenge, InstagramNews, InstagramPayload, InstagramUnknownNews, InstagramWebhook } from "./webhook.js";
export type * from "./state-shape.js";

/** Capacities; a test lowers them to meet a limit soon. */
export interface InstagramLimits extends GraphLimits {
  /** Media that may be published in 24 hours. The documents say 50 and 100. @defaultValue 50 */
  readonly published?: number;
  /** How often a second an account may ask for conversations. @defaultValue 2 */
  readonly conversationCalls?: number;
}

/** How a fake Instagram begins. */
export interface FakeInstagramOptions {
  /** How people log in, which decides host, ids, permissions and what can be done. @defaultValue "instagram" */
  readonly login?: InstagramLogin;
  /** Makes ids and tokens: the same seed gives the same ones. @defaultValue another one for each fake of the process */
  readonly seed?: string | number;
  /** The network's time. @defaultValue the system's */
  readonly clock?: Clock;
  /** What goes wrong, and when. @defaultValue nothing */
  readonly faults?: readonly Fault[];
  /** Smaller limits, to meet them soon. @defaultValue those of the documents */
  readonly limits?: InstagramLimits;
  /** Most items on a page, whatever was asked for. @defaultValue what was asked for, up to the documented most */
  readonly pageSize?: number;
  /** Where `fetch` finds it. @defaultValue "https://graph.instagram.com", with Facebook "https://graph.facebook.com" */
  readonly baseUrl?: string;
  /** How long a picture is worked on before it can be published; films take ten times as long. Milliseconds. @defaultValue 3000 */
  readonly processingMs?: number;
  /** False where a list of comments ends after its first page: cursors were seen, but are in no document. @defaultValue true */
  readonly commentCursors?: boolean;
  /** True where the app demands `appsecret_proof` with every call, with Facebook. @defaultValue false */
  readonly requireProof?: boolean;
}

/** The app that everything is asked and delivered for. */
export interface FakeInstagramApp {
  /** Its id. */
  readonly id: string;
  /** Signs webhooks, and proves calls with Facebook. */
  readonly secret: string;
  /** What the question whether we are there comes with. */
  readonly verifyToken: string;
}

/** A fake Instagram. */
export interface FakeInstagram extends FakeNetwork {
  readonly network: "instagram";
  /** How people log in. */
  readonly login: InstagramLogin;
  /** The app. */
  readonly app: FakeInstagramApp;
  /** The network from the inside: people, and what it holds. */
  readonly state: InstagramState;
  /** Everything that happened and that a webhook may tell, oldest first. */
  readonly happenings: readonly InstagramHappening[];
  /** Gives what has happened since it was asked last, of what the accounts are subscribed to. */
  readonly news: () => readonly InstagramHappening[];
  /** Makes a request as the network sends it to the app. */
  readonly signedWebhook: (what: InstagramWebhook, how?: GraphSignedHow) => Request;
  /** Makes the request that tells of somebody who has removed the app, or wants their data deleted. */
  readonly signedRequest: (userId: string, how?: GraphSignedHow) => Request;
  /** Refuses everything for a while, with the code of one limit. Milliseconds. @defaultValue the code of the log-in's own limit */
  readonly throttle: (forMs: number, code?: ThrottleCode) => void;
}

const version = "v26.0";

/** How many there have been in this process: each has people of its own, so that no two of them share a budget. */
let made = 0;

/** A host's own clock may tell fractions; nothing that is written in ids and times holds them. */
const inWholeMs = (clock: Clock): Clock => ({ now: () => Math.floor(clock.now()), sleep: (ms, options) => clock.sleep(ms, options) });

/** Makes a fake Instagram. */
export function fakeInstagram(options: FakeInstagramOptions = {}): FakeInstagram {
  made += 1;
  const { login = "instagram", seed = `folkmoot instagram ${made}`, limits = {}, pageSize = 100 } = options;
  const baseUrl = (options.baseUrl ?? `https://graph.${login}.com`).replace(/\/$/, "");
  const clock = inWholeMs(options.clock ?? systemClock);
  const tokens = makeTokens(clock, seed);
  const core: Core = makeCore({
    clock,
    seed,
    login,
    tokens,
    processingMs: options.processingMs ?? 3000,
    publishingLimit: limits.published ?? 50,
    commentCursors: options.commentCursors ?? true,
    conversationCalls: limits.conversationCalls ?? 2,
  });
  const app = {
    id: "104200000000001",
    secret: bytesToHex(bytesFrom(seed, "app secret")).slice(0, 32),
    verifyToken: bytesToHex(bytesFrom(seed, "verify token")).slice(0, 16),
  };
  const usage = makeUsage(clock, limits);
  // Only graph.facebook.com is documented to know the proof.
  const proof: ProofRule = login === "instagram" ? "ignored" : options.requireProof === true ? "required" : "checked";
  const wire = makeGraphWire<Core>({
    network: "instagram",
    baseUrl,
    clock,
    seed,
    core,
    version,
    tokens,
    usage,
    ids: makeGraphIds(seed),
    secret: app.secret,
    proof,
    pageSize,
    batches: login === "facebook",
    // Documented for Facebook's own edges only.
    readsAfterWrite: false,
    ...(login === "instagram" && { errorType: "IGApiException" }),
    find: (id) => findNode(core, id),
    roots: rootsOf(core, app.secret),
    useCase: () => "instagram",
  });
  const webhooks = makeInstagramWebhooks(core, app.secret, app.verifyToken);
  return {
    ...fakeServer(wire, options.faults),
    network: "instagram",
    login,
    app,
    state: makeState(core),
    happenings: core.happenings,
    news: webhooks.news,
    signedWebhook: webhooks.signed,
    signedRequest: (userId, how) => signedRequestForm(app.secret, { user_id: userId, issued_at: Math.floor(clock.now() / 1000) }, how),
    throttle: (forMs, code) => {
      usage.throttle(forMs, code);
    },
  };
}
