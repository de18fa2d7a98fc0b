/**
 * Makes networks push, where an API does that.
 * @module
 */
import { byHand } from "./subscribe-by-hand.js";
import { checkKey, checkNames, checkSignal, checkTexts, refuse } from "./check.js";
import { errorInfo, FolkmootError } from "../errors.js";
import { keepWish } from "./subscribe-wish.js";
import { supports } from "../adapter/can.js";
import { tellReauthorize } from "./reauthorize.js";
import type { AccountKey } from "../model/keys.js";
import type { InboxContext } from "./context.js";
import type { SubscribeOptions } from "./intake.js";
import type { Subscription } from "../adapter/operations.js";

const names = { url: true, surfaces: true, signal: true } as const satisfies Readonly<Record<keyof SubscribeOptions, true>>;

/** Subscribes an account, and remembers that it wants to stay so. */
export async function subscribe(context: InboxContext, account: AccountKey, options: SubscribeOptions): Promise<readonly Subscription[]> {
  checkKey("subscribe", "account", account, "account");
  checkNames("subscribe", options, names);
  const { url, surfaces, signal } = options;
  checkAddress(url);
  checkTexts("subscribe", "surfaces", surfaces);
  if (surfaces?.length === 0) refuse("subscribe", "`surfaces` is empty; leave it out for all that the network pushes.");
  checkSignal("subscribe", signal);
  signal?.throwIfAborted();
  const adapter = await context.adapter(account);
  if (!supports(adapter, "subscribe"))
    throw new FolkmootError("unsupported", `subscribe: ${account} cannot be subscribed by API. ${byHand(adapter.network)}`);
  const ending = signal === undefined ? context.closing : AbortSignal.any([signal, context.closing]);
  try {
    const made = await adapter.subscribe({ url, ...(surfaces !== undefined && { surfaces }), signal: ending });
    await keepWish(context, account, url, surfaces, made);
    return made;
  } catch (error) {
    tellReauthorize(context, adapter, errorInfo(error));
    throw error;
  }
}

function checkAddress(url: unknown): void {
  const address = typeof url === "string" && URL.canParse(url) ? new URL(url) : undefined;
  if (address?.protocol !== "https:")
    refuse("subscribe", "`url` must be the https address at which this host calls `receive`; networks reach no other.");
}
