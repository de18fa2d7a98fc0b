/**
 * What a test sees and does at the network: people and what they do in the app, without HTTP.
 * @module
 */
import type { Core, MediaData, PersonData, Saying } from "./core.js";
import { everyScope } from "./call.js";
import { GraphRefusal } from "../graph/errors.js";
import type { HeldThreadsPost, ThreadsSaying, ThreadsState, ThreadsWho } from "./state-types.js";
import { isHidden, remove, repost, say, seenMedia } from "./say.js";
import { misuse } from "../misuse.js";
import type { OauthCodes } from "./oauth.js";
import { permalink } from "./views.js";
import { present } from "../json.js";

const sixtyDaysMs = 60 * 86_400_000;
const nameForm = /^[a-z0-9_][a-z0-9._]{0,29}$/i;

/** Says what the network refuses as an error for a person who writes a test. */
function asRefused<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof GraphRefusal)) throw error;
    return misuse(`The network refuses this (${error.problem.code}): ${error.message}`, "ask for something that it would take");
  }
}

const sayingOf = (what: string | ThreadsSaying): Saying => {
  if (typeof what === "string") return { type: "TEXT_POST", text: what };
  const { media, ...rest } = what;
  return { ...rest, type: media?.type ?? "TEXT_POST", ...present({ mediaUrl: media?.url, altText: media?.alt }) };
};

/** Makes the inside of a network. */
export function makeState(core: Core, codes: OauthCodes): ThreadsState {
  const person = (who: ThreadsWho): PersonData => {
    const name = typeof who === "string" ? who : who.id;
    const found = core.people.get(name) ?? core.names.get(name.replace(/^@/, "").toLowerCase());
    return found ?? misuse("Nobody of that name is on this network", "add the account first");
  };
  const medium = (id: string): MediaData =>
    core.media.get(id) ?? misuse("There is nothing under that id", "give the id of something that was said here and not taken back");
  const answer = (id: string): MediaData => {
    const found = medium(id);
    return found.replyTo === undefined ? misuse("That is no answer", "give the id of one") : found;
  };
  const spoken = (by: ThreadsWho, saying: Saying): string => asRefused(() => say(core, person(by), saying).id);
  const token = (id: string, scopes: readonly string[], livesMs: number): string =>
    core.tokens.issue({ kind: "threads", subject: id, scopes, livesMs }).token;
  const shown = (media: MediaData): HeldThreadsPost =>
    present({
      id: media.id,
      url: permalink(core, media),
      author: media.authorId,
      type: media.type,
      text: media.text,
      parent: media.replyTo,
      root: media.rootId,
      quotes: media.quotes,
      reposts: media.reposts,
      mentions: media.mentions,
      topicTag: media.topicTag,
      link: media.link,
      alt: media.altText,
      parts: media.children?.map((id) => core.containers.get(id)?.saying.altText ?? ""),
      likedBy: [...media.likes],
      hidden: isHidden(core, media),
      approval: media.approval,
      replyControl: media.replyControl,
    });

  return {
    addAccount: (handle, about = {}) => {
      if (!nameForm.test(handle)) misuse("`handle` is no name", "give up to 30 letters, digits, full stops and underscores");
      if (core.names.has(handle.toLowerCase())) misuse("That name is taken", "give another one");
      const made: PersonData = {
        id: core.ids.next("person"),
        username: handle,
        name: about.name ?? handle,
        biography: about.biography ?? "",
        verified: about.isVerified ?? false,
        isPrivate: about.isPrivate ?? false,
        followers: new Set(),
        blocks: new Set(),
        views: new Map(),
        clicks: new Map(),
        demographics: new Map(),
        searched: [],
      };
      core.people.set(made.id, made);
      core.names.set(handle.toLowerCase(), made);
      return { id: made.id, handle, token: token(made.id, everyScope, sixtyDaysMs) };
    },
    addToken: (who, { scopes = everyScope, livesMs = sixtyDaysMs } = {}) => token(person(who).id, scopes, livesMs),
    authorize: (who, { scopes = everyScope, redirectUri = "https://host.test/threads" } = {}) =>
      codes.make({ personId: person(who).id, scopes, redirectUri }),
    revokeTokens: (who, why = 458) => {
      for (const one of core.tokens.of(person(who).id)) one.dead = why;
    },
    post: (by, what) => spoken(by, sayingOf(what)),
    reply: (by, to, what) => spoken(by, { ...sayingOf(what), replyTo: to }),
    quote: (by, quoted, what) => spoken(by, { ...sayingOf(what), quotes: quoted }),
    repost: (by, id) => asRefused(() => repost(core, person(by), seenMedia(core, person(by), id, "post")).id),
    like: (by, id) => {
      asRefused(() => seenMedia(core, person(by), id, "post")).likes.add(person(by).id);
    },
    unlike: (by, id) => {
      medium(id).likes.delete(person(by).id);
    },
    remove: (id) => {
      const media = core.media.get(id);
      if (media !== undefined) remove(core, media);
    },
    hide: (id, hidden = true) => {
      answer(id).hide = hidden ? "hidden" : "shown";
    },
    decide: (id, approve) => {
      const media = answer(id);
      if (media.approval === undefined) misuse("That answer never had to wait", "let somebody answer a post whose author lets answers in");
      media.approval = approve ? "approved" : "ignored";
    },
    follow: (by, whom) => {
      person(whom).followers.add(person(by).id);
    },
    block: (by, whom) => {
      person(by).blocks.add(person(whom).id);
    },
    spoilFile: (url, error) => {
      core.spoilt.set(url, error);
    },
    measure: (id, { views = 0, shares = 0 }) => {
      const media = medium(id);
      media.views += views;
      media.shares += shares;
    },
    setFollowers: (who, count, demographics = {}) => {
      const one = person(who);
      one.followerCount = count;
      for (const [breakdown, counts] of Object.entries(demographics)) one.demographics.set(breakdown, counts);
    },
    addViews: (who, day, count) => {
      const { views } = person(who);
      views.set(day, (views.get(day) ?? 0) + count);
    },
    addClicks: (who, link, count) => {
      const { clicks } = person(who);
      clicks.set(link, (clicks.get(link) ?? 0) + count);
    },
    held: (id) => {
      const media = core.media.get(id);
      return media && shown(media);
    },
    saidBy: (who) => {
      const { id } = person(who);
      return [...core.media.values()].filter(({ authorId, type }) => authorId === id && type !== "REPOST_FACADE").map(shown);
    },
  };
}
