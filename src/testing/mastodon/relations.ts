/**
 * Who may see and do what, and how accounts stand to each other.
 * @module
 */
import { accountAt } from "./core.js";
import type { AccountData, Core, StatusData } from "./core.js";
import type { CallContext } from "./endpoint.js";
import { notFound } from "./wire.js";

/** Says whether one account does not hear another now. */
export function mutes(core: Core, one: AccountData, other: string): boolean {
  const mute = one.mutes.get(other);
  return mute !== undefined && (mute.until === undefined || mute.until > core.clock.now());
}

/** Says whether somebody may see a status. Without a viewer: anybody. */
export function canSee(core: Core, status: StatusData, viewer: AccountData | undefined): boolean {
  const author = accountAt(core, status.authorId);
  if (author.suspended !== undefined) return false;
  if (viewer?.id === author.id) return true;
  if (viewer !== undefined && author.blocks.has(viewer.id)) return false;
  if (status.reblogOf !== undefined) {
    const original = core.statuses.get(status.reblogOf);
    if (original === undefined || !canSee(core, original, viewer)) return false;
  }
  if (status.visibility === "public" || status.visibility === "unlisted") return true;
  if (viewer === undefined) return false;
  return status.mentions.includes(viewer.id) || (status.visibility === "private" && viewer.follows.has(author.id));
}

/** Finds a status that somebody may see; refuses every other one in the same words. */
export function statusFor(core: Core, id: string | undefined, viewer: AccountData | undefined): StatusData {
  const status = id === undefined ? undefined : core.statuses.get(id);
  if (status === undefined || !canSee(core, status, viewer)) throw notFound();
  return status;
}

/** Finds the status that a path names, for whoever asks. */
export const statusOf = (context: CallContext): StatusData => statusFor(context.core, context.path("id"), context.viewer);

/** Finds one of the caller's own statuses. */
export function ownStatusOf(context: CallContext): StatusData {
  const status = context.core.statuses.get(context.path("id"));
  if (status === undefined || status.authorId !== context.viewer?.id) throw notFound();
  return status;
}

/** Finds the account that a path names. */
export function accountOf({ core, path }: CallContext): AccountData {
  const found = core.accounts.get(path("id"));
  if (found === undefined) throw notFound();
  return found;
}

/** Says whether a list leaves a status out: blocked, muted, or by somebody who does not want to be read. */
export function isHidden(core: Core, status: StatusData, viewer: AccountData | undefined): boolean {
  if (!canSee(core, status, viewer)) return true;
  if (viewer === undefined || viewer.id === status.authorId) return false;
  return viewer.blocks.has(status.authorId) || mutes(core, viewer, status.authorId);
}

/** Direct answers to a status, oldest first. */
export const answersTo = ({ index }: Core, id: string): readonly StatusData[] => [...(index.answers.get(id) ?? [])];

/** Everything of an account, oldest first. */
export const statusesBy = ({ index }: Core, id: string): readonly StatusData[] => [...(index.authors.get(id) ?? [])];

/** The boosts of a status. */
export const boostsOf = ({ index }: Core, id: string): readonly StatusData[] => [...(index.boosts.get(id) ?? [])];

/** What quotes a status. */
export const quotesOf = ({ index }: Core, id: string): readonly StatusData[] => [...(index.quotes.get(id) ?? [])];
