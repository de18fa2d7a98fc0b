/**
 * How the application view shows people and posts to the one who asks.
 * @module
 */
import { apart, blockOf, followOf, gateOf, mayAnswer, postType, quotesOf, reactionsTo, answersTo, isShown, rootOf } from "./relations.js";
import type { Core, IndexedRecord } from "./core.js";
import { isJson, listAt, objectAt, present, textAt } from "../json.js";
import type { Json } from "../json.js";
import { uriOf } from "./ids.js";

/** DID of the one who asks; absent without a session. */
export type Viewer = string | undefined;

const iso = (ms: number): string => new Date(ms).toISOString();
const image = (kind: string, did: string, cid: string): string => `https://cdn.bluesky.test/img/${kind}/plain/${did}/${cid}`;
const linkOf = (blob: unknown): string | undefined => textAt(objectAt(blob, "ref"), "$link");

const relationTo = (core: Core, viewer: string, did: string): Json => {
  const mutes = core.accounts.get(viewer)?.mutes.has(did) ?? false;
  return present({
    muted: mutes,
    blockedBy: blockOf(core, did, viewer) !== undefined,
    blocking: blockOf(core, viewer, did)?.uri,
    following: followOf(core, viewer, did)?.uri,
    followedBy: followOf(core, did, viewer)?.uri,
  });
};

const profileRecord = (core: Core, did: string): IndexedRecord | undefined => core.index.get(uriOf(did, "app.bsky.actor.profile", "self"));

/** Shows a person in short. */
export function basicProfile(core: Core, did: string, viewer: Viewer): Json {
  const account = core.accounts.get(did);
  const profile = profileRecord(core, did)?.value;
  const avatar = linkOf(profile?.avatar);
  return present({
    did,
    handle: account?.handle ?? "handle.invalid",
    displayName: textAt(profile, "displayName"),
    avatar: avatar === undefined ? undefined : image("avatar", did, avatar),
    associated: account === undefined ? undefined : { chat: { allowIncoming: account.allowsChat } },
    viewer: viewer === undefined ? undefined : relationTo(core, viewer, did),
    labels: [],
    createdAt: account === undefined ? undefined : iso(account.createdAt),
  });
}

/** Shows a person with description. */
export function profile(core: Core, did: string, viewer: Viewer): Json {
  const record = profileRecord(core, did);
  return present({
    ...basicProfile(core, did, viewer),
    description: textAt(record?.value, "description"),
    indexedAt: record === undefined ? undefined : iso(record.sortAt),
  });
}

/** Shows a person with numbers. */
export function detailedProfile(core: Core, did: string, viewer: Viewer): Json {
  const follows = core.indexed("app.bsky.graph.follow");
  return {
    ...profile(core, did, viewer),
    followersCount: new Set(follows.filter(({ value }) => value.subject === did).map((record) => record.did)).size,
    followsCount: new Set(follows.filter((record) => record.did === did).map(({ value }) => value.subject)).size,
    postsCount: core.indexed(postType).filter((record) => record.did === did).length,
  };
}

const countsOf = (core: Core, uri: string): Json => ({
  replyCount: answersTo(core, uri).filter((record) => isShown(core, record)).length,
  repostCount: reactionsTo(core, "app.bsky.feed.repost", uri).length,
  likeCount: reactionsTo(core, "app.bsky.feed.like", uri).length,
  quoteCount: quotesOf(core, uri).length,
});

const isDetached = (core: Core, quoted: string, by: string): boolean => {
  const record = core.index.get(quoted);
  const gate = record === undefined ? undefined : core.index.get(uriOf(record.did, "app.bsky.feed.postgate", record.rkey));
  return listAt(gate?.value, "detachedEmbeddingUris").includes(by);
};

function quoteView(core: Core, uri: string, by: string, viewer: Viewer): Json {
  const record = core.index.get(uri);
  const $type = "app.bsky.embed.record#";
  if (record === undefined) return { $type: `${$type}viewNotFound`, uri, notFound: true };
  if (isDetached(core, uri, by)) return { $type: `${$type}viewDetached`, uri, detached: true };
  if (viewer !== undefined && apart(core, viewer, record.did))
    return { $type: `${$type}viewBlocked`, uri, blocked: true, author: blockedAuthor(core, record.did, viewer) };
  return {
    $type: `${$type}viewRecord`,
    uri,
    cid: record.cid,
    author: basicProfile(core, record.did, viewer),
    value: record.value,
    labels: [],
    ...countsOf(core, uri),
    indexedAt: iso(record.sortAt),
    // A quoted post does not show what it quotes itself.
    embeds: [mediaView(record.did, objectAt(record.value, "embed"))].filter(isJson),
  };
}

function mediaView(did: string, embed: Json | undefined): Json | undefined {
  if (embed === undefined) return undefined;
  const type = textAt(embed, "$type") ?? "";
  const pictures = (key: string, small: string): Json[] =>
    listAt(embed, key).map((item) => {
      const cid = linkOf(objectAt(item, "image")) ?? "";
      return present({
        ...(type === "app.bsky.embed.gallery" && { $type: "app.bsky.embed.gallery#viewImage" }),
        [small]: image("feed_thumbnail", did, cid),
        fullsize: image("feed_fullsize", did, cid),
        alt: textAt(item, "alt") ?? "",
        aspectRatio: objectAt(item, "aspectRatio"),
      });
    });
  if (type === "app.bsky.embed.images") return { $type: `${type}#view`, images: pictures("images", "thumb") };
  if (type === "app.bsky.embed.gallery") return { $type: `${type}#view`, items: pictures("items", "thumbnail") };
  if (type === "app.bsky.embed.video") {
    const cid = linkOf(embed.video) ?? "";
    return present({
      $type: `${type}#view`,
      cid,
      playlist: `https://video.bluesky.test/watch/${did}/${cid}/playlist.m3u8`,
      alt: textAt(embed, "alt"),
      aspectRatio: objectAt(embed, "aspectRatio"),
    });
  }
  if (type === "app.bsky.embed.external") {
    const external = objectAt(embed, "external");
    const thumb = linkOf(external?.thumb);
    return {
      $type: `${type}#view`,
      external: present({
        uri: textAt(external, "uri") ?? "",
        title: textAt(external, "title") ?? "",
        description: textAt(external, "description") ?? "",
        thumb: thumb === undefined ? undefined : image("feed_thumbnail", did, thumb),
      }),
    };
  }
  return undefined;
}

function embedView(core: Core, record: IndexedRecord, viewer: Viewer): Json | undefined {
  const embed = objectAt(record.value, "embed");
  const type = textAt(embed, "$type");
  const held = objectAt(embed, "record");
  if (type === "app.bsky.embed.record")
    return { $type: `${type}#view`, record: quoteView(core, textAt(held, "uri") ?? "", record.uri, viewer) };
  if (type === "app.bsky.embed.recordWithMedia") {
    const quoted = quoteView(core, textAt(objectAt(held, "record"), "uri") ?? "", record.uri, viewer);
    return present({ $type: `${type}#view`, record: { record: quoted }, media: mediaView(record.did, objectAt(embed, "media")) });
  }
  return mediaView(record.did, embed);
}

/** Shows the threadgate of a thread; `undefined` when it has none. */
export function gateView(core: Core, root: string): Json | undefined {
  const gate = gateOf(core, root);
  return gate === undefined ? undefined : { uri: gate.uri, cid: gate.cid, record: gate.value, lists: [] };
}

/** Shows a post. */
export function postView(core: Core, record: IndexedRecord, viewer: Viewer): Json {
  const root = rootOf(record);
  const gated = gateOf(core, root) !== undefined;
  const own = (collection: "app.bsky.feed.like" | "app.bsky.feed.repost"): string | undefined =>
    reactionsTo(core, collection, record.uri).find(({ did }) => did === viewer)?.uri;
  return present({
    uri: record.uri,
    cid: record.cid,
    author: basicProfile(core, record.did, viewer),
    record: record.value,
    embed: embedView(core, record, viewer),
    bookmarkCount: 0,
    ...countsOf(core, record.uri),
    indexedAt: iso(record.sortAt),
    viewer:
      viewer === undefined
        ? undefined
        : present({
            repost: own("app.bsky.feed.repost"),
            like: own("app.bsky.feed.like"),
            bookmarked: false,
            threadMuted: core.accounts.get(viewer)?.threadMutes.has(root) ?? false,
            // Only where there is a threadgate does the real one say anything about it.
            replyDisabled: gated ? !mayAnswer(core, root, viewer) : undefined,
            embeddingDisabled: false,
          }),
    labels: [],
    threadgate: root === record.uri ? gateView(core, root) : undefined,
  });
}

/** Shows the author of a post that is out of reach. */
export function blockedAuthor(core: Core, did: string, viewer: Viewer): Json {
  return present({
    did,
    viewer:
      viewer === undefined
        ? undefined
        : present({ blockedBy: blockOf(core, did, viewer) !== undefined, blocking: blockOf(core, viewer, did)?.uri }),
  });
}
