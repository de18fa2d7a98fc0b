/**
 * Saying and taking back, under the network's rules.
 * @see https://developers.facebook.com/docs/threads/posts and .../threads/reply-management, read 2026-01
 * @module
 */
import { ancestorsOf, canSee, personAt } from "./core.js";
import type { Core, MediaData, PersonData, Saying } from "./core.js";
import { invalidParameter, notThere, refusal } from "../graph/errors.js";
import { isTopic, lengthOf, linksIn, mostLinks, mostText, namesIn, topicIn } from "./text.js";
import { present } from "../json.js";

const mostPlaintext = 10_000;
const mostAltText = 1000;
const mostOption = 25;

/** Finds what somebody points at, and refuses what they do not see. */
export function seenMedia(core: Core, by: PersonData, id: string, method: string): MediaData {
  const found = core.media.get(id);
  if (found === undefined || !canSee(core, by, found)) throw notThere(method, id);
  return found;
}

/** Says whether somebody may answer something: its author decides, and so does the author of what its thread begins with. */
export function mayAnswer(core: Core, by: PersonData, to: MediaData): boolean {
  const root = to.rootId === undefined ? undefined : core.media.get(to.rootId);
  return [to, ...(root === undefined ? [] : [root])].every((one) => {
    if (one.authorId === by.id) return true;
    const author = personAt(core, one.authorId);
    switch (one.replyControl) {
      case "everyone":
        return true;
      case "accounts_you_follow":
        return by.followers.has(author.id);
      case "mentioned_only":
        return one.mentions.includes(by.id);
      case "followers_only":
        return author.followers.has(by.id);
      case "parent_post_author_only":
        return ancestorsOf(core, one)[0]?.authorId === by.id;
    }
  });
}

function checkText({ type, text, link, poll, plaintext }: Saying): void {
  if (type === "TEXT_POST" && text === "" && plaintext === undefined) throw invalidParameter("The parameter text is required");
  if (lengthOf(text) > mostText) throw invalidParameter(`Param text must be at most ${mostText} characters long.`);
  if (linksIn(text, link).length > mostLinks)
    throw refusal(100, "(#100) THREADS_API__LINK_LIMIT_EXCEEDED", {
      userTitle: "Link limit exceeded",
      userMessage: `A post may contain at most ${mostLinks} unique links.`,
    });
  if (plaintext !== undefined && plaintext.length > mostPlaintext)
    throw invalidParameter(`Param text_attachment[plaintext] must be at most ${mostPlaintext} characters long.`);
  if (poll !== undefined && (poll.options.length < 2 || poll.options.some((one) => one === "" || one.length > mostOption)))
    throw invalidParameter(`Param poll_attachment must have from 2 to 4 options of at most ${mostOption} characters.`);
}

/** Refuses what may not be said. */
export function checkSaying(core: Core, by: PersonData, saying: Saying): void {
  checkText(saying);
  const { type, link, topicTag, altText, replyTo, quotes } = saying;
  if (link !== undefined && (type !== "TEXT_POST" || !URL.canParse(link)))
    throw invalidParameter("Param link_attachment must be a valid URL, and is for text posts only");
  if (topicTag !== undefined && !isTopic(topicTag))
    throw invalidParameter("Param topic_tag must have from 1 to 50 characters, and neither a period nor an ampersand");
  if (altText !== undefined && altText.length > mostAltText)
    throw invalidParameter(`Param alt_text must be at most ${mostAltText} characters long.`);
  if (replyTo !== undefined && !mayAnswer(core, by, seenMedia(core, by, replyTo, "post")))
    throw refusal(10, "(#10) Application does not have permission for this action: the author has limited who can reply");
  if (quotes !== undefined) seenMedia(core, by, quotes, "post");
}

/** Says something. */
export function say(core: Core, by: PersonData, saying: Saying): MediaData {
  checkSaying(core, by, saying);
  const id = core.ids.next("media");
  const parent = saying.replyTo === undefined ? undefined : core.media.get(saying.replyTo);
  const rootId = parent && (parent.rootId ?? parent.id);
  const root = rootId === undefined ? undefined : core.media.get(rootId);
  const { type, text, quotes, link, altText, mediaUrl, children, poll, plaintext } = saying;
  const waits = root?.approvesReplies === true && root.authorId !== by.id;
  const made: MediaData = {
    id,
    shortcode: core.ids.shortcode(id),
    authorId: by.id,
    type,
    text,
    createdAt: core.clock.now(),
    mentions: namesIn(text).flatMap((name) => core.names.get(name)?.id ?? []),
    isSpoiler: saying.isSpoiler ?? false,
    replyControl: saying.replyControl ?? "everyone",
    approvesReplies: saying.approvesReplies ?? false,
    hide: "never",
    likes: new Set(),
    views: 0,
    shares: 0,
    ...present({ replyTo: parent?.id, rootId, quotes, link, altText, mediaUrl, children, poll, plaintext }),
    ...present({ topicTag: saying.topicTag ?? topicIn(text), approval: waits ? ("pending" as const) : undefined }),
  };
  core.media.set(id, made);
  return made;
}

/** Shows something to those who follow somebody, without words. */
export function repost(core: Core, by: PersonData, of: MediaData): MediaData {
  const id = core.ids.next("media");
  const made: MediaData = {
    id,
    shortcode: core.ids.shortcode(id),
    authorId: by.id,
    type: "REPOST_FACADE",
    text: "",
    createdAt: core.clock.now(),
    reposts: of.id,
    mentions: [],
    isSpoiler: false,
    replyControl: "everyone",
    approvesReplies: false,
    hide: "never",
    likes: new Set(),
    views: 0,
    shares: 0,
  };
  core.media.set(id, made);
  return made;
}

/** Takes something back. What answered it stays; what only shows it goes. */
export function remove(core: Core, media: MediaData): void {
  core.media.delete(media.id);
  core.removed.set(media.id, { media, at: core.clock.now() });
  for (const one of [...core.media.values()]) if (one.reposts === media.id) core.media.delete(one.id);
}

/** Says whether something is hidden: by itself, or below what is. */
export const isHidden = (core: Core, media: MediaData): boolean =>
  [media, ...ancestorsOf(core, media)].some(({ hide }) => hide === "hidden");
