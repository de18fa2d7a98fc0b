/**
 * Following, blocking and muting, under the server's rules.
 * @see https://docs.joinmastodon.org/methods/accounts/, read 2026-11
 * @module
 */
import type { AccountData, Core } from "./core.js";
import { forgetNotifications, notify } from "./notify.js";
import { notAllowed } from "./wire.js";

/** Follows somebody; again changes only whether one is told of their statuses. */
export function follow(core: Core, by: AccountData, whom: AccountData, tell?: boolean): void {
  if (by.id === whom.id || whom.blocks.has(by.id) || by.blocks.has(whom.id)) throw notAllowed();
  const before = by.follows.get(whom.id);
  by.follows.set(whom.id, { notify: tell ?? before?.notify ?? false });
  if (before === undefined) notify(core, whom.id, by.id, "follow");
}

/** Ends a follow. */
export function unfollow(core: Core, by: AccountData, whom: AccountData): void {
  by.follows.delete(whom.id);
  forgetNotifications(core, ({ type, from, to }) => type === "follow" && from === by.id && to === whom.id);
}

/** Shuts somebody out: both stop following, and what they were told of them, and their conversations, go. */
export function block(core: Core, by: AccountData, whom: AccountData): void {
  if (by.id === whom.id) throw notAllowed();
  by.blocks.add(whom.id);
  unfollow(core, by, whom);
  unfollow(core, whom, by);
  forgetNotifications(core, ({ from, to }) => from === whom.id && to === by.id);
  for (const one of [...core.conversations.values()])
    if (one.owner === by.id && one.participants.includes(whom.id)) core.conversations.delete(one.id);
}

/** Stops hearing somebody, for a while (seconds) or for good (0). */
export function mute(
  core: Core,
  by: AccountData,
  whom: AccountData,
  how: { readonly notifications?: boolean; readonly seconds?: number } = {},
): void {
  if (by.id === whom.id) throw notAllowed();
  const { notifications = true, seconds = 0 } = how;
  by.mutes.set(whom.id, { notifications, ...(seconds > 0 && { until: core.clock.now() + seconds * 1000 }) });
}
