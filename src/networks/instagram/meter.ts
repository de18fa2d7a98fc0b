/**
 * What calls to Instagram cost, and what its answers say about its limits.
 * @module
 */
import { fieldsOf, listOf, wholeOf } from "../../adapter/fields.js";
import { graphMeter } from "../_graph/meter.js";
import type { CallShape, Meter } from "../../limits/meter.js";
import type { CostsOf } from "../../adapter/adapter.js";
import type { LimitObservation } from "../../model/limit.js";

/** Marks calls that send sound or film, which have a limit of their own. */
export const withSound = "sound-or-film";

const isBatch = ({ route, subject }: CallShape): number => Number(/^batch (\d+)$/.exec(subject.route ?? route)?.[1] ?? 0);

function costs(call: CallShape): Readonly<Record<string, number>> {
  const { method, route, operation, subject } = call;
  const ends = (edge: string): boolean => route.endsWith(`/${edge}`);
  const reads = method === "GET";
  return {
    "graph.app": 0,
    "ig.buc": 0,
    ...((ends("conversations") || (reads && ends("messages")) || operation === "listConversations" || operation === "listMessages") && {
      "ig.conversations": Math.max(1, isBatch(call)),
    }),
    ...(!reads && ends("messages") && sent(operation, subject.resource)),
    ...(ends("likes") && { "ig.likes": 1 }),
    ...(!reads && ends("media") && { "ig.containers": 1 }),
    ...(!reads && ends("media_publish") && { "ig.publish": 1 }),
    ...(ends("ig_hashtag_search") && { "ig.hashtags": 1 }),
  };
}

function sent(operation: string, resource: string | undefined): Readonly<Record<string, number>> {
  if (operation === "replyPrivately") return { "ig.privateReply": 1 };
  return resource === withSound ? { "ig.send.av": 1 } : { "ig.send.text": 1 };
}

function burstOf({ route }: CallShape): string | undefined {
  if (route.endsWith("/likes")) return "ig.likes";
  return route.endsWith("/conversations") || route.endsWith("/messages") ? "ig.conversations" : undefined;
}

const graph = graphMeter({
  network: "instagram",
  platform: "graph.app",
  useCases: { instagram: "ig.buc" },
  useCaseOf: () => "ig.buc",
  cost: costs,
  burstOf,
  quota: "ig.publish",
});

/** Reads what an account has published in the last 24 hours, and how much it may. `undefined` where that is not told. */
export function publishableOf(wire: unknown): { readonly used: number; readonly limit: number } | undefined {
  const { quota_usage: usage, config } = fieldsOf(wire);
  const [used, limit] = [wholeOf(usage), wholeOf(fieldsOf(config)["quota_total"])];
  return used === undefined || limit === undefined ? undefined : { used, limit };
}

function publishingLimit(body: unknown): readonly LimitObservation[] {
  const told = publishableOf(listOf(fieldsOf(body)["data"])[0]);
  return told === undefined ? [] : [{ rule: "ig.publish", limit: told.limit, remaining: Math.max(0, told.limit - told.used) }];
}

/** Prices calls; reads the usage headers, refusals in bodies, and what may still be published. */
export const instagramMeter: Meter = {
  ...graph,
  read: (call, answer, now) => [
    ...graph.read(call, answer, now),
    ...(call.route.endsWith("/content_publishing_limit") && answer.status < 400 ? publishingLimit(answer.body) : []),
  ],
};

/** Prices operations for `can` and `estimate`: their dearest call. */
export const instagramCosts: CostsOf = (operation) => {
  if (operation === "listConversations" || operation === "listMessages") return { "ig.conversations": 1 };
  if (operation === "sendMessage" || operation === "react" || operation === "unreact" || operation === "markRead")
    return { "ig.send.text": 1 };
  if (operation === "replyPrivately") return { "ig.privateReply": 1 };
  if (operation === "like" || operation === "unlike") return { "ig.likes": 1 };
  if (operation === "publishPost") return { "ig.containers": 1, "ig.publish": 1 };
  return operation === "searchPosts" ? { "ig.hashtags": 1 } : {};
};
