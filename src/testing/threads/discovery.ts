/**
 * Searching for posts, and looking at the profiles of others.
 * @see https://developers.facebook.com/docs/threads/keyword-search and .../threads/profile-discovery, read 2026-01
 * @module
 */
import { caller, may } from "./call.js";
import type { Call, Calls, Run } from "./call.js";
import { canSee } from "./core.js";
import type { Core, MediaData, PersonData } from "./core.js";
import { fieldsOf, page, within } from "./pages.js";
import { foundNode, listedNode, pictureOf } from "./views.js";
import { invalidParameter, notThere } from "../graph/errors.js";
import { instantOf, readNode } from "../graph/node.js";
import type { NodeType } from "../graph/node.js";

/** Nothing older is found: 2023-07-05, when Threads began. Seconds since 1970. */
const earliest = 1_688_540_400;

const mediaTypes: Readonly<Record<string, MediaData["type"]>> = { TEXT: "TEXT_POST", IMAGE: "IMAGE", VIDEO: "VIDEO" };

function choice<T extends string>(call: Call, name: string, among: readonly T[], usual: T): T {
  const value = call.params.text(name);
  if (value === undefined) return usual;
  const found = among.find((one) => one === value);
  if (found === undefined) throw invalidParameter(`Param ${name} must be one of {${among.join(", ")}}`);
  return found;
}

function matches(media: MediaData, query: string, mode: "KEYWORD" | "TAG"): boolean {
  const wanted = query.toLowerCase();
  if (mode === "TAG") return media.topicTag?.toLowerCase() === wanted.replace(/^#/, "");
  const text = media.text.toLowerCase();
  return wanted.split(/\s+/).every((word) => text.includes(word));
}

const search: Run = (call) => {
  const person = caller(call);
  const { core, params } = call;
  const query = params.text("q")?.trim();
  if (query === undefined || query === "") throw invalidParameter("The parameter q is required");
  const type = choice(call, "search_type", ["TOP", "RECENT"], "TOP");
  const mode = choice(call, "search_mode", ["KEYWORD", "TAG"], "KEYWORD");
  const asked = params.text("media_type");
  if (asked !== undefined && mediaTypes[asked] === undefined)
    throw invalidParameter("Param media_type must be one of {TEXT, IMAGE, VIDEO}");
  if (Number(params.text("limit") ?? 1) > 100) throw invalidParameter("Param limit must be at most 100");
  if ((instantOf("until", params.text("until")) ?? 0) > core.clock.now()) throw invalidParameter("Param until must not be in the future");
  const author = params.text("author_username")?.replace(/^@/, "").toLowerCase();
  core.quotas.check(person.id, "searches");
  person.searched.push({ query, at: core.clock.now() });
  const fits = (media: MediaData): boolean => {
    const by = core.people.get(media.authorId);
    return (
      media.type !== "REPOST_FACADE" &&
      matches(media, query, mode) &&
      (asked === undefined || mediaTypes[asked] === media.type) &&
      (author === undefined || by?.username.toLowerCase() === author) &&
      // Without the approved permission one's own posts are all that is searched.
      (may(call, "threads_keyword_search") ? by?.isPrivate === false : media.authorId === person.id) &&
      media.approval !== "pending" &&
      media.approval !== "ignored" &&
      canSee(core, person, media)
    );
  };
  const isSensitive = core.sensitive.has(query.toLowerCase());
  const found = isSensitive
    ? []
    : within(call, [...core.media.values()], earliest * 1000)
        .filter(fits)
        .toReversed();
  if (found.length > 0) core.quotas.take(person.id, "searches");
  const ranked = type === "RECENT" ? found : found.toSorted((a, b) => b.likes.size - a.likes.size);
  return page(call, "keyword_search", foundNode, ranked);
};

const sum = (core: Core, { id }: PersonData, read: (media: MediaData) => number): number =>
  [...core.media.values()].filter(({ authorId }) => authorId === id).reduce((all, media) => all + read(media), 0);

/** The profile of somebody else. */
const profileNode: NodeType<PersonData, Core> = {
  name: "ThreadsProfile",
  slot: "threads-user-id",
  idOf: ({ id }) => id,
  usual: ["username", "name", "profile_picture_url", "biography", "is_verified", "follower_count", "likes_count"],
  fields: {
    username: ({ username }) => username,
    name: ({ name }) => name,
    profile_picture_url: (person) => pictureOf(person),
    biography: ({ biography }) => biography,
    is_verified: ({ verified }) => verified,
    follower_count: ({ followers, followerCount }) => followerCount ?? followers.size,
    likes_count: (person, { call }) => sum(call.core, person, ({ likes }) => likes.size),
  },
};

function profileOf(call: Call): PersonData {
  const person = caller(call, "threads_profile_discovery");
  const name = call.params.text("username")?.replace(/^@/, "").toLowerCase();
  if (name === undefined || name === "") throw invalidParameter("The parameter username is required");
  const found = call.core.names.get(name);
  if (found === undefined || found.isPrivate || found.blocks.has(person.id)) throw notThere("get", name);
  return found;
}

const posts: Run = (call) => {
  const found = profileOf(call);
  const said = [...call.core.media.values()].filter(({ authorId, replyTo }) => authorId === found.id && replyTo === undefined);
  return page(call, "profile_posts", listedNode, within(call, said).toReversed());
};

/** Searching for posts, and looking at the profiles of others. */
export const discovering: Calls = {
  "GET keyword_search": search,
  "GET profile_lookup": (call) => {
    // A profile that is looked up is told without its id.
    const shown = readNode(profileNode, profileOf(call), fieldsOf(call), call);
    return Object.fromEntries(Object.entries(shown).filter(([name]) => name !== "id"));
  },
  "GET profile_posts": posts,
  "GET location_search": (call) => {
    const person = caller(call, "threads_location_tagging");
    call.core.quotas.take(person.id, "locations");
    return { data: [] };
  },
};
