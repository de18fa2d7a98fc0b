/**
 * Profiles to authors and accounts.
 * @module
 */
import { authorKey, type Us } from "./ids.js";
import { fieldsOf, present, textOf, wholeOf, type Writable } from "../../adapter/fields.js";
import type { Account } from "../../model/account.js";
import type { Author } from "../../model/author.js";
import type { WireAuthor } from "./wire.js";

/** Makes the address of a profile on bsky.app. By DID, because handles change. */
export function profileUrl(did: string): string {
  return `https://bsky.app/profile/${did}`;
}

/** The network's word for a handle whose domain no longer leads to the account. */
const brokenHandle = "handle.invalid";

/** Reads a profile. Where only a DID is known, so is the author. */
export function toAuthor(us: Us, wire: Pick<WireAuthor, "did"> & Readonly<Record<string, unknown>>): Author {
  const { did, handle, displayName, avatar, viewer, verification } = wire;
  const name = textOf(displayName);
  const avatarUrl = textOf(avatar);
  const author: Writable<Author> = {
    key: authorKey(us, did),
    id: did,
    url: profileUrl(did),
    isOwn: did === us.did,
  };
  if (typeof handle === "string" && handle !== "" && handle !== brokenHandle) author.handle = handle;
  if (name !== undefined) author.name = name;
  if (avatarUrl !== undefined) author.avatarUrl = avatarUrl;
  if (typeof viewer === "object" && viewer !== null) {
    const { followedBy, following, blocking } = viewer as Readonly<Record<string, unknown>>;
    author.followsUs = typeof followedBy === "string";
    author.weFollow = typeof following === "string";
    if (typeof blocking === "string") author.refs = { blockUri: blocking };
  }
  if (typeof verification === "object" && verification !== null) {
    const { verifiedStatus, trustedVerifierStatus } = verification as Readonly<Record<string, unknown>>;
    author.isVerified = verifiedStatus === "valid" || trustedVerifierStatus === "valid";
  }
  const followers = wholeOf(wire["followersCount"]);
  if (followers !== undefined) author.followers = followers;
  return author;
}

/** True when a block stands between the account and an author, in either direction. */
export function isBlocked(viewer: unknown): boolean {
  const { blockedBy, blocking, blockingByList } = fieldsOf(viewer);
  return blockedBy === true || typeof blocking === "string" || (typeof blockingByList === "object" && blockingByList !== null);
}

/** Reads the account's own profile. @param scopes - what the session may do, in the network's words */
export function toAccount(us: Us, wire: WireAuthor, scopes: readonly string[] | undefined): Account {
  const { handle, name, url, avatarUrl, followers } = toAuthor(us, wire);
  return present({
    key: us.account,
    network: "bluesky",
    id: us.did,
    actors: [us.did],
    handle,
    name,
    url,
    avatarUrl,
    followers,
    scopes,
    raw: wire,
  });
}
