/**
 * Who asks, and what they may: permissions by log-in, and the windows of calls that have limits of their own.
 * @see https://developers.facebook.com/docs/instagram-platform/overview/, read 2026-09
 * @module
 */
import type { AccountData, Core } from "./core.js";
import { noPermission, noSuchField, notThere, refusal } from "../graph/errors.js";
import type { FieldReader, GraphCall } from "../graph/node.js";
import type { GraphToken } from "../graph/tokens.js";

/** A call of this network. */
export type Call = GraphCall<Core>;

/** What a permission is for. */
export type Right = "basic" | "comments" | "messages" | "publish" | "insights" | "engagement" | "contents" | "webhooks";

const scopes: Readonly<Record<"facebook" | "instagram", Readonly<Partial<Record<Right, string>>>>> = {
  facebook: {
    basic: "instagram_basic",
    comments: "instagram_manage_comments",
    messages: "instagram_manage_messages",
    publish: "instagram_content_publish",
    insights: "instagram_manage_insights",
    engagement: "instagram_manage_engagement",
    contents: "instagram_manage_contents",
    webhooks: "pages_manage_metadata",
  },
  instagram: {
    basic: "instagram_business_basic",
    comments: "instagram_business_manage_comments",
    messages: "instagram_business_manage_messages",
    publish: "instagram_business_content_publish",
    insights: "instagram_business_manage_insights",
  },
};

/** Every permission of a log-in. */
export const everyScope = (login: Core["login"]): readonly string[] => [
  ...Object.values(scopes[login]),
  ...(login === "facebook" ? ["pages_show_list", "pages_read_engagement"] : []),
];

/** Refuses a token that lacks a permission. */
export function need({ core, token, method }: Pick<Call, "core" | "token" | "method">, right: Right): void {
  const scope = scopes[core.login][right];
  if (scope !== undefined && !token.scopes.includes(scope)) throw noPermission(scope, method === "GET" ? 10 : 200);
}

/** Finds the professional account that a token speaks for. */
export function accountOf(core: Core, { kind, subject, userId }: GraphToken): AccountData | undefined {
  if (kind === "instagram") return core.accounts.get(subject);
  const of = (test: (brand: NonNullable<AccountData["brand"]>) => boolean): AccountData | undefined =>
    [...core.accounts.values()].find(({ brand }) => brand !== undefined && test(brand));
  return kind === "page" ? of(({ pageId }) => pageId === subject) : of((brand) => brand.userId === (userId ?? subject));
}

/** Finds the professional account that a call is made for, or refuses a token of nobody. */
export function acting({ core, token }: Pick<Call, "core" | "token">): AccountData {
  const found = accountOf(core, token);
  if (found?.brand === undefined) throw refusal(190, "Invalid OAuth access token - Cannot parse access token");
  return found;
}

/** Refuses those who do not speak for an account. */
export function own(account: Pick<AccountData, "id">, call: Call): void {
  if (acting(call).id !== account.id) throw notThere(call.method, account.id);
}

/** Makes the reader of a field that only one log-in has. */
export const only =
  <T>(login: Core["login"], node: string, name: string, read: FieldReader<T, Core>): FieldReader<T, Core> =>
  (thing, ask) => {
    if (ask.call.core.login !== login) throw noSuchField(name, node);
    return read(thing, ask);
  };

/** Counts a call of an account within a window, and gives how many there are with it. */
export function counted({ asked, clock }: Core, what: string, account: string, withinMs: number): number {
  const key = `${what} ${account}`;
  const now = clock.now();
  const times = [...(asked.get(key) ?? []).filter((at) => at > now - withinMs), now];
  asked.set(key, times);
  return times.length;
}

/** Refuses more calls for conversations in a second than an account may make. */
export function countConversations(core: Core, account: string): void {
  if (counted(core, "conversations", account, 1000) > core.conversationCalls)
    throw refusal(613, "(#613) Calls to this api have exceeded the rate limit.");
}

const likeBurst = 50;
const likeWindowMs = 5000;
const likeLockMs = 3_600_000;

/** Refuses likes after a burst of more than fifty in five seconds, for an hour. */
export function countLike(core: Core, account: string): void {
  const lockedUntil = core.likeLocks.get(account) ?? 0;
  if (core.clock.now() >= lockedUntil && counted(core, "likes", account, likeWindowMs) <= likeBurst) return;
  if (core.clock.now() >= lockedUntil) core.likeLocks.set(account, core.clock.now() + likeLockMs);
  throw refusal(613, "(#613) Calls to this api have exceeded the rate limit.");
}
