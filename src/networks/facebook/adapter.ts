/**
 * The Facebook adapter: one Page, with its Messenger.
 * @module
 */
import { facebookOperations, type FacebookOperation } from "../catalog-operations.js";
import { checkOptions, type FacebookAdapterOptions } from "./options.js";
import { defineAdapter } from "../../adapter/define-adapter.js";
import { facebookCan } from "./can.js";
import { facebookCosts, facebookMeter } from "./meter.js";
import { facebookLimits } from "./limits.js";
import { facebookScopes } from "./scopes.js";
import { facebookTextRules } from "./text.js";
import { lateFailures } from "../_graph/failures.js";
import { graphSession, isGraphToken, type TokenSession } from "../_graph/token.js";
import { graphVersion } from "../_graph/app.js";
import { loadOperations } from "../../adapter/load-operations.js";
import { targetFromUrl } from "./ids.js";
import type { AdapterOf } from "../../adapter/adapter.js";
import type { Clock } from "../../clock.js";
import type { Surface } from "../../adapter/surface.js";
import type { WriteName } from "../../model/write.js";

export type { FacebookOperation } from "../catalog-operations.js";

/** One Page on Facebook, with its Messenger. */
export type FacebookAdapter = AdapterOf<"facebook", FacebookOperation>;

/** Reads come from copies that lag; how far is not documented, and these are on the safe side. Milliseconds. */
const settleMs: Partial<Record<WriteName, number>> = {
  publishPost: 60_000,
  reply: 30_000,
  replyPrivately: 30_000,
  sendMessage: 30_000,
  edit: 30_000,
};

const surfaces: readonly Surface[] = [
  // Asked with `since`, because posts come without a sure order: what is new may stand below what is known.
  { name: "posts", filtersSince: true },
  // There is no list of comments over all posts.
  { name: "comments", under: "posts" },
  { name: "mentions", filtersSince: true },
  { name: "messages" },
  { name: "reviews" },
];

/**
 * Makes the adapter of one Page. Asks nothing.
 * @throws FolkmootError `misconfigured`, naming the option and the remedy.
 *
 * @example
 * const app = createGraphApp({ id: "1029384756", secrets: [process.env.META_APP_SECRET ?? ""] });
 * const facebook = createFacebookAdapter({ app, accountId: "1122334455", token: process.env.FACEBOOK_PAGE_TOKEN ?? "" });
 * for await (const message of facebook.listMentions({ limit: 20 })) console.log(message.text);
 */
export function createFacebookAdapter(options: FacebookAdapterOptions): FacebookAdapter {
  const { us, token, scopes, humanAgent, pollEveryMs, baseUrl } = checkOptions(options);
  const { app } = options;
  const version = graphVersion(app);
  let session: TokenSession | undefined;
  let clock: Pick<Clock, "now"> | undefined;
  const failures = lateFailures("facebook", () => clock?.now() ?? 0);
  return defineAdapter<"facebook", FacebookOperation>({
    network: "facebook",
    account: us.account,
    ...(app !== undefined && { app }),
    ...(options.runtime !== undefined && { runtime: options.runtime }),
    baseUrl: `${baseUrl}/${version}`,
    limits: facebookLimits,
    meter: facebookMeter,
    costs: facebookCosts,
    scopes: facebookScopes,
    textRules: facebookTextRules,
    canRules: facebookCan(scopes, humanAgent),
    readFailure: failures.read,
    settlingMs: (operation) => settleMs[operation] ?? 0,
    pollEveryMs,
    surfaces,
    refFromUrl: (url) => targetFromUrl(us, url),
    credentials: (request, runtime) => {
      clock = runtime.clock;
      const owner = { account: us.account, baseUrl: `${baseUrl}/${version}`, isToken: isGraphToken };
      session = graphSession(owner, token, runtime, request, {
        before: failures.load,
        ...(app !== undefined && { proveWith: app }),
      });
      return session.credentials;
    },
    operations: (request, runtime) => {
      const setup = {
        ...{ us, version, scopes, humanAgent },
        origin: baseUrl,
        appId: app?.id,
        token: () => session?.current()?.accessToken,
      };
      return loadOperations(facebookOperations, async () => (await import("./operations.js")).facebookOperations(setup, request, runtime));
    },
  });
}
