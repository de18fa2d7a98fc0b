/**
 * Reading posts: app.bsky.feed.* and app.bsky.actor.*
 * @module
 */
import { apart, blockOf, isShown, mentionedBy, postType, quotesOf, reactionsTo, replyOf } from "./relations.js";
import { basicProfile, blockedAuthor, detailedProfile, postView, profile } from "./views.js";
import type { Viewer } from "./views.js";
import { canonicalUri, newestFirst } from "./core.js";
import type { AccountData, Core, IndexedRecord } from "./core.js";
import { limitOf } from "./endpoint.js";
import type { CallContext, Endpoint, Endpoints } from "./endpoint.js";
import { invalid, XrpcError } from "./xrpc.js";
import { listAt, objectAt, present, textAt } from "../json.js";
import type { Json } from "../json.js";
import { pageOf } from "./paging.js";

const viewerOf = ({ caller }: CallContext): Viewer => caller?.account.did;

const visible = (core: Core, viewer: Viewer, record: IndexedRecord): boolean =>
  (viewer === undefined || !apart(core, viewer, record.did)) && isShown(core, record);

const personNamed = ({ core, params }: CallContext): AccountData => {
  const account = core.find(params.actor("actor"));
  if (account === undefined) throw invalid("Profile not found");
  return account;
};

const reading = (run: Endpoint["run"]): Endpoint => ({ verb: "GET", auth: "optional", run });

const hasMedia = (record: IndexedRecord, kinds: RegExp): boolean => {
  const embed = objectAt(record.value, "embed");
  return kinds.test(textAt(embed, "$type") ?? "") || kinds.test(textAt(objectAt(embed, "media"), "$type") ?? "");
};

const filters: Readonly<Record<string, (core: Core, record: IndexedRecord) => boolean>> = {
  posts_with_replies: () => true,
  posts_no_replies: (_core, record) => replyOf(record) === undefined,
  posts_with_media: (_core, record) => hasMedia(record, /embed\.(images|video|gallery)/),
  posts_with_video: (_core, record) => hasMedia(record, /embed\.video/),
  // Only what the author says under own posts.
  posts_and_author_threads: (core, record) => {
    const reply = replyOf(record);
    return reply === undefined || (core.index.get(reply.root)?.did === record.did && core.index.get(reply.parent)?.did === record.did);
  },
};

const referenced = (core: Core, uri: string, viewer: Viewer): Json => {
  const record = core.index.get(uri);
  if (record === undefined) return { $type: "app.bsky.feed.defs#notFoundPost", uri, notFound: true };
  if (viewer !== undefined && apart(core, viewer, record.did))
    return { $type: "app.bsky.feed.defs#blockedPost", uri, blocked: true, author: blockedAuthor(core, record.did, viewer) };
  return { $type: "app.bsky.feed.defs#postView", ...postView(core, record, viewer) };
};

const getAuthorFeed = reading((context) => {
  const { core, params } = context;
  const viewer = viewerOf(context);
  const { did } = personNamed(context);
  if (viewer !== undefined && viewer !== did) {
    if (blockOf(core, viewer, did) !== undefined) throw new XrpcError(400, "BlockedActor", "Requester has blocked actor");
    if (blockOf(core, did, viewer) !== undefined) throw new XrpcError(400, "BlockedByActor", "Requester is blocked by actor");
  }
  const filter = filters[params.maybe("filter") ?? "posts_with_replies"] ?? (() => true);
  const posts = core.indexed(postType).filter((record) => record.did === did && filter(core, record) && isShown(core, record));
  const reposts = core
    .indexed("app.bsky.feed.repost")
    .filter((record) => record.did === did && core.index.has(textAt(objectAt(record.value, "subject"), "uri") ?? ""));
  const withReposts = /media|video/.test(params.maybe("filter") ?? "") ? [] : reposts;
  const page = pageOf([...posts, ...withReposts].sort(newestFirst), limitOf(context), params.maybe("cursor"));
  const feed = page.items.map((item) => {
    const repost = item.collection === postType ? undefined : item;
    const record = repost === undefined ? item : (core.index.get(textAt(objectAt(item.value, "subject"), "uri") ?? "") ?? item);
    const reply = replyOf(record);
    return present({
      post: postView(core, record, viewer),
      reply:
        reply === undefined ? undefined : { root: referenced(core, reply.root, viewer), parent: referenced(core, reply.parent, viewer) },
      reason:
        repost === undefined
          ? undefined
          : {
              $type: "app.bsky.feed.defs#reasonRepost",
              by: basicProfile(core, repost.did, viewer),
              uri: repost.uri,
              cid: repost.cid,
              indexedAt: new Date(repost.sortAt).toISOString(),
            },
    });
  });
  return present({ feed, cursor: page.cursor });
});

const getPosts = reading((context) => {
  const { core, params } = context;
  const viewer = viewerOf(context);
  const posts = params.list("uris", { max: 25 }).flatMap((uri) => {
    const record = core.index.get(canonicalUri(core, uri));
    return record?.collection === postType && (viewer === undefined || !apart(core, viewer, record.did))
      ? [postView(core, record, viewer)]
      : [];
  });
  return { posts };
});

const words = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}#@._-]+/gu) ?? [];

const getSearch = reading((context) => {
  const { core, params } = context;
  const viewer = viewerOf(context);
  const wanted = words(params.text("q").replaceAll('"', " "));
  const [author, mentions, lang] = [params.maybe("author"), params.maybe("mentions"), params.maybe("lang")];
  const [since, until] = [params.maybe("since"), params.maybe("until")].map((date) => (date === undefined ? undefined : Date.parse(date)));
  const who = (name: string): string => core.find(name)?.did ?? name;
  const tagsOf = (record: IndexedRecord): readonly string[] => {
    const inText = listAt(record.value, "facets").flatMap((facet) => listAt(facet, "features").map((feature) => textAt(feature, "tag")));
    return [...inText, ...listAt(record.value, "tags")].filter((tag) => typeof tag === "string").map((tag) => tag.toLowerCase());
  };
  const fits = (record: IndexedRecord): boolean => {
    const said = new Set(words(textAt(record.value, "text") ?? ""));
    const tags = tagsOf(record);
    const hasWord = (word: string): boolean =>
      word.startsWith("#") ? tags.includes(word.slice(1)) : [...said].some((one) => one.replace(/^[#@]/, "").replace(/[.]+$/, "") === word);
    return (
      wanted.every(hasWord) &&
      params.list("tag").every((tag) => tags.includes(tag.toLowerCase())) &&
      (author === undefined || record.did === who(author)) &&
      (mentions === undefined || mentionedBy(record).includes(who(mentions))) &&
      (lang === undefined || listAt(record.value, "langs").includes(lang)) &&
      (since === undefined || record.sortAt >= since) &&
      (until === undefined || record.sortAt < until)
    );
  };
  const all = core.indexed(postType).filter((record) => visible(core, viewer, record) && fits(record));
  const page = pageOf(all, limitOf(context, 25), params.maybe("cursor"));
  return present({ posts: page.items.map((record) => postView(core, record, viewer)), cursor: page.cursor, hitsTotal: all.length });
});

const reactionsOf = (
  context: CallContext,
  collection: "app.bsky.feed.like" | "app.bsky.feed.repost",
): ReturnType<typeof pageOf<IndexedRecord>> => {
  const { core, params } = context;
  const viewer = viewerOf(context);
  const all = reactionsTo(core, collection, canonicalUri(core, params.uri("uri")));
  return pageOf(
    all.filter(({ did }) => viewer === undefined || !apart(core, viewer, did)),
    limitOf(context),
    params.maybe("cursor"),
  );
};

/** The methods that read posts and people. */
export const feedEndpoints: Endpoints = {
  "app.bsky.actor.getProfile": reading((context) => detailedProfile(context.core, personNamed(context).did, viewerOf(context))),
  "app.bsky.actor.getProfiles": reading((context) => ({
    profiles: context.params.list("actors", { max: 25 }).flatMap((actor) => {
      const account = context.core.find(actor);
      return account === undefined ? [] : [detailedProfile(context.core, account.did, viewerOf(context))];
    }),
  })),
  "app.bsky.feed.getAuthorFeed": getAuthorFeed,
  "app.bsky.feed.getPosts": getPosts,
  "app.bsky.feed.searchPosts": getSearch,
  "app.bsky.feed.getLikes": reading((context) => {
    const page = reactionsOf(context, "app.bsky.feed.like");
    const likes = page.items.map((record) => ({
      actor: profile(context.core, record.did, viewerOf(context)),
      createdAt: textAt(record.value, "createdAt") ?? "",
      indexedAt: new Date(record.sortAt).toISOString(),
    }));
    return present({ uri: context.params.uri("uri"), likes, cursor: page.cursor });
  }),
  "app.bsky.feed.getRepostedBy": reading((context) => {
    const page = reactionsOf(context, "app.bsky.feed.repost");
    const repostedBy = page.items.map((record) => profile(context.core, record.did, viewerOf(context)));
    return present({ uri: context.params.uri("uri"), repostedBy, cursor: page.cursor });
  }),
  "app.bsky.feed.getQuotes": reading((context) => {
    const { core, params } = context;
    const viewer = viewerOf(context);
    const all = quotesOf(core, canonicalUri(core, params.uri("uri"))).filter((record) => visible(core, viewer, record));
    const page = pageOf(all, limitOf(context), params.maybe("cursor"));
    return present({ uri: params.uri("uri"), posts: page.items.map((record) => postView(core, record, viewer)), cursor: page.cursor });
  }),
};
