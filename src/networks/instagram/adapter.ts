/**
 * The Instagram adapter: one factory, two log-ins that can do different things.
 * @module
 */
import {
  instagramFacebookOnly,
  instagramOperations,
  type InstagramFacebookOperation,
  type InstagramOperation,
} from "../catalog-operations.js";
import { checkOptions, type InstagramFacebookOptions, type InstagramLoginOptions } from "./options.js";
import { accountKey } from "../../model/keys.js";
import { defineAdapter } from "../../adapter/define-adapter.js";
import { lateFailures } from "../_graph/failures.js";
import { graphSession, isGraphToken } from "../_graph/token.js";
import { graphVersion } from "../_graph/app.js";
import { instagramCan } from "./can.js";
import { instagramCosts, instagramMeter } from "./meter.js";
import { instagramLimits } from "./limits.js";
import { instagramScopes } from "./scopes.js";
import { instagramTextRules } from "./text.js";
import { loadOperations } from "../../adapter/load-operations.js";
import type { AdapterOf } from "../../adapter/adapter.js";
import type { Clock } from "../../clock.js";
import type { InstagramOperations } from "./operations.js";
import type { Memory } from "./task.js";
import type { Stories } from "./posts.js";
import type { Surface } from "../../adapter/surface.js";
import type { Us } from "./ids.js";
import type { WriteName } from "../../model/write.js";

export type { InstagramFacebookOperation, InstagramOperation } from "../catalog-operations.js";

/** One professional account, with the Instagram log-in. `delete` takes comments; posts cannot be deleted. */
export interface InstagramAdapter extends AdapterOf<"instagram", InstagramOperation>, Stories {}

/** One professional account, with the Facebook log-in: it can like, block people, delete posts and search by hashtag besides. */
export interface InstagramFacebookAdapter extends AdapterOf<"instagram", InstagramFacebookOperation>, Stories {}

const second = 1_000;

/** How long an absence is not believed. Lists follow writes within seconds; a post is worked on before it is shown. Milliseconds. */
const settleMs: Partial<Record<WriteName, number>> = {
  publishPost: 300 * second,
  reply: 30 * second,
  replyPrivately: 30 * second,
  sendMessage: 30 * second,
};

/** Newest messages of a conversation that are told; of older ones nothing but their id (conversations, read 2026-05). */
export const keptMessages = 20;

/** So long a webhook is tried again (webhooks, read 2026-09). No list has mentions: what is lost then is lost. Milliseconds. */
const pushedMs = 36 * 3_600 * second;

const surfaces: readonly Surface[] = [
  { name: "posts" },
  { name: "comments", under: "posts" },
  { name: "threads" },
  { name: "mentions", pushedMs },
  { name: "messages", keepsItems: keptMessages },
];

/**
 * Makes the adapter of one professional account. Asks nothing.
 *
 * With the Facebook log-in the account is linked with a Page, whose token is used (`graph.facebook.com`); with the Instagram log-in no Page
 * is needed (`graph.instagram.com`). An app uses one of them.
 * @throws FolkmootError `misconfigured`, naming the option and the remedy.
 *
 * @example
 * const instagram = createInstagramAdapter({
 *   login: "instagram",
 *   accountId: "17841400000000001",
 *   token: process.env.INSTAGRAM_TOKEN ?? "",
 * });
 * for await (const post of instagram.listPosts({ limit: 10 })) console.log(post.text);
 */
export function createInstagramAdapter(options: InstagramFacebookOptions): InstagramFacebookAdapter;
/** Makes the adapter of one professional account with the Instagram log-in. Asks nothing. */
export function createInstagramAdapter(options: InstagramLoginOptions): InstagramAdapter;
/** Makes the adapter of one professional account. */
export function createInstagramAdapter(
  options: InstagramFacebookOptions | InstagramLoginOptions,
): InstagramAdapter | InstagramFacebookAdapter {
  const set = checkOptions(options);
  const { login, origin, pollEveryMs } = set;
  const names: readonly InstagramFacebookOperation[] =
    login === "facebook" ? [...instagramOperations, ...instagramFacebookOnly] : instagramOperations;
  const us: Us = { network: "instagram", account: accountKey("instagram", set.id), id: set.id, login };
  const version = graphVersion(options.app);
  const baseUrl = `${origin}/${version}`;
  const memory: Memory = {};
  let clock: Pick<Clock, "now"> | undefined;
  const failures = lateFailures("instagram", () => clock?.now() ?? 0);
  let load: (() => Promise<InstagramOperations>) | undefined;
  const adapter = defineAdapter<"instagram", InstagramFacebookOperation>({
    network: "instagram",
    account: us.account,
    ...(options.app !== undefined && { app: options.app }),
    ...(options.runtime !== undefined && { runtime: options.runtime }),
    baseUrl,
    limits: instagramLimits,
    meter: instagramMeter,
    costs: instagramCosts,
    scopes: instagramScopes(login),
    textRules: instagramTextRules,
    canRules: instagramCan(set, memory),
    readFailure: failures.read,
    settlingMs: (operation) => settleMs[operation] ?? 0,
    pollEveryMs,
    surfaces,
    // An address holds a short code, and no call makes an id of it.
    refFromUrl: () => undefined,
    credentials: (request, runtime) => {
      clock = runtime.clock;
      return graphSession({ account: us.account, baseUrl, isToken: isGraphToken }, set.token, runtime, request, {
        before: failures.load,
        ...(login === "instagram" && { extend: { path: `${origin}/refresh_access_token`, grant: "ig_refresh_token" } }),
        ...(login === "facebook" && options.app !== undefined && { proveWith: options.app }),
      }).credentials;
    },
    operations: (request, runtime) => {
      let made: Promise<InstagramOperations> | undefined;
      load = () =>
        (made ??= import("./operations.js")
          .then(({ instagramOperations }) => instagramOperations({ us, set, memory, origin, version }, request, runtime))
          .catch((error: unknown) => {
            made = undefined;
            throw error;
          }));
      return loadOperations(names, load);
    },
  });
  const stories = loadOperations(["listPosts"], async () => {
    if (load === undefined) throw new TypeError("The adapter was not made.");
    const made = await load();
    return { listPosts: (query) => made.listStories(query) };
  });
  return Object.assign(adapter, { listStories: stories.listPosts });
}
