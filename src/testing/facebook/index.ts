/**
 * Facebook's Pages and Messenger in this process, after Meta's own documents: Graph API v26.0 and its webhooks.
 * @module
 */
import { appNode, roots } from "./app.js";
import { bound } from "../graph/node.js";
import type { BoundNode, NodeType } from "../graph/node.js";
import type { Clock } from "../../clock.js";
import { commentNode } from "./comments.js";
import { conversationNode, messageNode } from "./inbox.js";
import type { Core } from "./core.js";
import { envelopeOf } from "./events.js";
import type { FacebookEvent } from "./webhook-event.js";
import type { FacebookState } from "./state-types.js";
import type { FakeNetwork } from "../exchange.js";
import { fakeServer } from "../fake-server.js";
import type { Fault } from "../faults.js";
import type { GraphLimits, UseCase } from "../graph/usage.js";
import type { GraphSignedHow } from "../graph/webhook.js";
import { makeCore, publishDue } from "./core.js";
import { makeGraphIds } from "../graph/ids.js";
import { makeGraphWire } from "../graph/router.js";
import { makeState } from "./state.js";
import { makeTokens } from "../graph/tokens.js";
import { makeUsage } from "../graph/usage.js";
import { pageNode } from "./page.js";
import { personNode } from "./person.js";
import { photoNode } from "./publish.js";
import { postNode } from "./posts.js";
import { bytesFrom } from "../seed.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { signedDelivery } from "../graph/webhook.js";
import { signedFacebookWebhook } from "./webhooks.js";
import { storyNode } from "./reviews.js";
import { systemClock } from "../../clock.js";

export type * from "./webhook-event.js";
export type { DirectVerb as FacebookDirectVerb, PostVerb as FacebookPostVerb } from "./events.js";
export type { MessageFile as FacebookFile, ReactionType as FacebookReaction } from "./core.js";
export type { InsightNumber as GraphInsightNumber } from "../graph/insights.js";
export type { GraphLimits, ThrottleCode as GraphThrottleCode } from "../graph/usage.js";
export type { GraphSignedHow } from "../graph/webhook.js";
export type * from "./state-types.js";

/** How a fake Facebook begins. */
export interface FakeFacebookOptions {
  /** Makes ids and tokens: the same seed gives the same ones. @defaultValue another one for each fake of the process */
  readonly seed?: string | number;
  /** The network's time. @defaultValue the system's */
  readonly clock?: Clock;
  /** What goes wrong, and when. @defaultValue nothing */
  readonly faults?: readonly Fault[];
  /** Smaller limits, to meet them soon. @defaultValue far away */
  readonly limits?: GraphLimits;
  /** Most items on a page, whatever was asked for. @defaultValue what was asked for, up to the documented most */
  readonly pageSize?: number;
  /** Where `fetch` finds it. @defaultValue "https://graph.facebook.com" */
  readonly baseUrl?: string;
  /** True where the app demands `appsecret_proof`; a wrong one is refused in any case. @defaultValue false */
  readonly requireProof?: boolean;
  /** HTTP status of every refusal, where something in between answers them all with one, e.g. 200. @defaultValue what the code comes with */
  readonly errorStatus?: number;
  /** True where the app has the feature to answer as a human for 7 days. @defaultValue false */
  readonly humanAgent?: boolean;
}

/** The app that the fake knows. */
export interface FakeFacebookApp {
  /** As tokens and echoes name it. */
  readonly id: string;
  /** Signs webhooks, and makes `appsecret_proof`. */
  readonly secret: string;
  /** What comes with the question whether we are there. */
  readonly verifyToken: string;
}

/** A fake Facebook. */
export interface FakeFacebook extends FakeNetwork {
  readonly network: "facebook";
  /** The network from the inside: Pages, people, and what it holds. */
  readonly state: FacebookState;
  /** The app that every token belongs to. */
  readonly app: FakeFacebookApp;
  /** Makes a webhook request as the network sends it. */
  readonly signedWebhook: (event: FacebookEvent, how?: GraphSignedHow) => Request;
  /** Hands what happens on Pages that are subscribed to a listener, signed; the returned function ends it. */
  readonly onWebhook: (listener: (request: Request) => void) => () => void;
}

/** How many there have been in this process: each has people of its own. */
let made = 0;

const messengerPaths = /messages|conversation|message|thread_control|thread_owner/;

const useCaseOf = (operation: string): UseCase => (messengerPaths.test(operation) ? "messenger" : "pages");

/** Makes a fake Facebook. */
export function fakeFacebook(options: FakeFacebookOptions = {}): FakeFacebook {
  made += 1;
  const { seed = `folkmoot facebook ${made}`, pageSize = 100, clock = systemClock, humanAgent = false, requireProof = false } = options;
  const baseUrl = (options.baseUrl ?? "https://graph.facebook.com").replace(/\/$/, "");
  const secretOf = (word: string): string => bytesToHex(bytesFrom(seed, word)).slice(0, 32);
  const ids = makeGraphIds(seed);
  const tokens = makeTokens(clock, seed);
  const usage = makeUsage(clock, options.limits);
  const app = { id: ids.id("90"), name: "A made-up app", secret: secretOf("app secret"), verifyToken: secretOf("verify token") };
  tokens.issue({ kind: "app", subject: app.id, scopes: [], value: `${app.id}|${app.secret}` });
  const listeners = new Set<(request: Request) => void>();
  const parts = { clock, seed, ids, tokens, app, humanAgent };
  const core: Core = makeCore(parts, (told) => {
    const page = core.pages.get(told.pageId);
    const field = told.form === "standby" ? "standby" : told.field;
    if (page?.subscribed?.includes(field) !== true) return;
    const envelope = envelopeOf(core, told);
    served.push(told.field, () => {
      for (const listener of listeners) listener(signedDelivery(app.secret, envelope));
    });
  });
  const find = (id: string): BoundNode<Core> | undefined => {
    const { pages, people, posts, comments, reviews, photos, conversations, messages } = core;
    const nodes = [
      () => boundIn(pageNode, pages.get(id)),
      () => boundIn(commentNode, comments.get(id)),
      () => boundIn(postNode, posts.get(id)),
      () => boundIn(storyNode, reviews.get(id)),
      () => boundIn(photoNode, photos.get(id)),
      () => boundIn(conversationNode, conversations.get(id)),
      () => boundIn(messageNode, messages.get(id)),
      () => boundIn(personNode, people.get(id)),
      () => boundIn(appNode, app.id === id ? app : undefined),
    ];
    for (const node of nodes) {
      const found = node();
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const wire = makeGraphWire<Core>({
    network: "facebook",
    baseUrl,
    clock,
    seed,
    core,
    version: "v26.0",
    tokens,
    usage,
    ids,
    secret: app.secret,
    proof: requireProof ? "required" : "checked",
    pageSize,
    ...(options.errorStatus !== undefined && { errorStatus: options.errorStatus }),
    find,
    roots,
    useCase: useCaseOf,
    isLost: () => {
      if (core.lostBundled === 0) return false;
      core.lostBundled -= 1;
      return true;
    },
    before: () => {
      publishDue(core);
    },
  });
  const served = fakeServer(wire, options.faults);
  return {
    ...served,
    network: "facebook",
    state: makeState(core, usage),
    app: { id: app.id, secret: app.secret, verifyToken: app.verifyToken },
    signedWebhook: (event, how) => signedFacebookWebhook(core, event, how),
    onWebhook: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const boundIn = <T>(node: NodeType<T, Core>, thing: T | undefined): BoundNode<Core> | undefined =>
  thing === undefined ? undefined : bound(node, thing);
