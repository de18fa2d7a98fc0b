/**
 * How the network writes posts and people, and which fields each edge knows.
 * @see https://developers.facebook.com/docs/threads/threads-media and the Threads Postman collection, read 2026-01
 * @module
 */
import { answersTo, canSee, personAt } from "./core.js";
import type { Core, MediaData, PersonData } from "./core.js";
import { graphTime, nodeField, structure } from "../graph/node.js";
import type { FieldReader, NodeType } from "../graph/node.js";
import { isHidden } from "./say.js";
import { may } from "./call.js";

type MediaReader = FieldReader<MediaData, Core>;
type MediaNode = NodeType<MediaData, Core>;

const site = "https://www.threads.net";

/** Where something is shown. */
export const permalink = (core: Core, { authorId, shortcode }: MediaData): string =>
  `${site}/@${personAt(core, authorId).username}/post/${shortcode}`;

/** Where somebody's picture is. */
export const pictureOf = ({ username }: PersonData): string => `https://scontent.threads.test/${username}.jpg`;

const authorOf: FieldReader<MediaData, Core> = (media, { call }) => personAt(call.core, media.authorId).username;

/** Another post that this one points at, as far as it is still there and shown. */
const pointsAt = (which: (media: MediaData) => string | undefined): MediaReader =>
  nodeField<MediaData, MediaData, Core>(
    () => postNode,
    (media, { call }) => {
      const found = call.core.media.get(which(media) ?? "");
      return found !== undefined && canSee(call.core, personAt(call.core, call.token.subject), found) ? found : undefined;
    },
  );

const pollKeys = ["option_a", "option_b", "option_c", "option_d"] as const;

const poll: MediaReader = structure<MediaData, Core>(
  "ThreadsPollAttachment",
  [...pollKeys, ...pollKeys.map((key) => `${key}_votes_percentage`), "total_votes", "expiration_timestamp"],
  ({ poll: held }) =>
    held && {
      ...Object.fromEntries(
        held.options.flatMap((option, at) => [
          [pollKeys[at], option],
          [`${pollKeys[at] ?? ""}_votes_percentage`, 0],
        ]),
      ),
      total_votes: 0,
      expiration_timestamp: graphTime(held.expiresAt),
    },
);

const audiences = {
  everyone: "EVERYONE",
  accounts_you_follow: "ACCOUNTS_YOU_FOLLOW",
  mentioned_only: "MENTIONED_ONLY",
  parent_post_author_only: "PARENT_POST_AUTHOR_ONLY",
  followers_only: "FOLLOWERS_ONLY",
} as const;

const posted: Readonly<Record<string, MediaReader>> = {
  media_product_type: () => "THREADS",
  media_type: ({ type }) => type,
  media_url: ({ mediaUrl }) => mediaUrl,
  gif_url: () => undefined,
  permalink: (media, { call }) => permalink(call.core, media),
  username: authorOf,
  text: ({ text }) => (text === "" ? undefined : text),
  timestamp: ({ createdAt }) => graphTime(createdAt),
  shortcode: ({ shortcode }) => shortcode,
  thumbnail_url: ({ type, mediaUrl }) => (type === "VIDEO" ? `${mediaUrl ?? ""}.jpg` : undefined),
  children: (media, { call, fields }) =>
    media.children && {
      data: media.children.map((id) => {
        const saying = call.core.containers.get(id)?.saying;
        const all = { id, media_type: saying?.type, media_url: saying?.mediaUrl, alt_text: saying?.altText };
        const wanted = ["id", ...(fields ?? []).map(({ name }) => name)];
        return Object.fromEntries(Object.entries(all).filter(([name, value]) => wanted.includes(name) && value !== undefined));
      }),
    },
  is_quote_post: ({ quotes }) => quotes !== undefined,
  quoted_post: pointsAt(({ quotes }) => quotes),
  reposted_post: pointsAt(({ reposts }) => reposts),
  has_replies: ({ id }, { call }) =>
    answersTo(call.core, id, "direct").some(({ approval }) => approval !== "pending" && approval !== "ignored"),
  link_attachment_url: ({ link }) => link,
  poll_attachment: poll,
  location_id: () => undefined,
  topic_tag: ({ topicTag }) => topicTag,
  is_verified: ({ authorId }, { call }) => personAt(call.core, authorId).verified,
  profile_picture_url: ({ authorId }, { call }) => pictureOf(personAt(call.core, authorId)),
};

/** Known on lists of posts, not on those of answers. */
const owned: Readonly<Record<string, MediaReader>> = {
  // Told of what one says oneself, and not of answers.
  owner: structure("ThreadsUser", ["id"], ({ authorId, replyTo }, { call }) =>
    authorId === call.token.subject && replyTo === undefined ? { id: authorId } : undefined,
  ),
};

const altText: MediaReader = ({ altText: text }) => text;

/** What is told of answers only to who may read them. */
const toReaders =
  (read: MediaReader): MediaReader =>
  (media, ask) =>
    may(ask.call, "threads_read_replies") || media.authorId === ask.call.token.subject ? read(media, ask) : undefined;

const placed: Readonly<Record<string, MediaReader>> = {
  is_reply: toReaders(({ replyTo }) => replyTo !== undefined),
  root_post: toReaders(pointsAt(({ rootId }) => rootId)),
  replied_to: toReaders(pointsAt(({ replyTo }) => replyTo)),
};

const answered: Readonly<Record<string, MediaReader>> = {
  ...placed,
  is_reply_owned_by_me: ({ authorId, replyTo }, { call }) => replyTo !== undefined && authorId === call.token.subject,
  hide_status: (media, { call }) =>
    media.replyTo === undefined ? undefined : isHidden(call.core, media) ? "HIDDEN" : media.hide === "shown" ? "UNHUSHED" : "NOT_HUSHED",
  reply_audience: ({ replyControl }) => audiences[replyControl],
};

const approval: MediaReader = ({ approval: state }) => state;

const newer: Readonly<Record<string, MediaReader>> = {
  ghost_post_status: () => undefined,
  is_spoiler_media: ({ isSpoiler }) => isSpoiler,
  text_entities: () => undefined,
  text_attachment: structure("ThreadsTextAttachment", ["plaintext"], ({ plaintext }) =>
    plaintext === undefined ? undefined : { plaintext },
  ),
};

const media = (fields: Readonly<Record<string, MediaReader>>): MediaNode => ({
  name: "ThreadsMedia",
  slot: "threads-media-id",
  idOf: ({ id }) => id,
  usual: [],
  fields,
});

/** A post asked for by its id: every field there is. */
export const postNode: MediaNode = media({
  ...posted,
  ...owned,
  ...answered,
  ...newer,
  alt_text: altText,
  reply_approval_status: approval,
});

/** On lists of somebody's posts. */
export const listedNode: MediaNode = media({ ...posted, ...owned, ...newer, alt_text: altText });

/** Among mentions and what a search finds; what is an answer says so. */
export const foundNode: MediaNode = media({ ...posted, ...owned, ...placed, alt_text: altText });

/** On the list of own answers. */
export const ownReplyNode: MediaNode = media({ ...posted, ...answered, alt_text: altText });

/** Under a post: without alt texts, and without what approvals have come to. */
export const replyNode: MediaNode = media({ ...posted, ...answered });

/** Among answers that wait. */
export const pendingNode: MediaNode = media({ ...posted, ...answered, alt_text: altText, reply_approval_status: approval });

/** The profile of who calls. */
export const meNode: NodeType<PersonData, Core> = {
  name: "ThreadsUser",
  slot: "threads-user-id",
  idOf: ({ id }) => id,
  usual: [],
  fields: {
    username: ({ username }) => username,
    name: ({ name }) => name,
    is_verified: ({ verified }) => verified,
    threads_profile_picture_url: (person) => pictureOf(person),
    threads_biography: ({ biography }) => biography,
    recently_searched_keywords: ({ searched }) => searched.slice(-10).map(({ query, at }) => ({ query, timestamp: at })),
    is_eligible_for_geo_gating: () => false,
  },
};
