/**
 * Other people, as a test moves them.
 * @module
 */
import { accountOf, everyScope } from "./access.js";
import type { AccountData, CommentData, Core, DirectData, MediaData } from "./core.js";
import { answerTo, approve, commentOn, isShown, removeComment, removeMedia, setHidden, shareMedia } from "./say.js";
import { byUsername, commentsOf } from "./core.js";
import { editEvent, seenEvent, unsentEvent } from "./events.js";
import type {
  FakeInstagramAccount,
  FakeInstagramPerson,
  HeldInstagramComment,
  HeldInstagramDirect,
  HeldInstagramMedia,
  InstagramState,
  InstagramWho,
  NewInstagramAccount,
} from "./state-shape.js";
import { GraphRefusal } from "../graph/errors.js";
import { longLivedMs } from "./site.js";
import { misuse } from "../misuse.js";
import { present } from "../json.js";
import { reactTo, threadBetween, writeAs, writeTo } from "./directs.js";

const heldMedia = (one: MediaData): HeldInstagramMedia =>
  present({
    id: one.id,
    author: one.owner,
    caption: one.caption,
    type: one.type,
    product: one.product,
    altText: one.altText,
    children: one.children,
    commentEnabled: one.commentEnabled,
    likedBy: [...one.likedBy],
    tagged: [...one.tagged],
  });

const heldComment = ({ id, by, text, media, parent, hidden, likedBy, answeredPrivately }: CommentData): HeldInstagramComment =>
  present({ id, author: by, text, media, parent, hidden, likedBy: [...likedBy], answeredPrivately });

const heldDirect = ({ mid, by, text, attachments, reactions, unsent, replyTo, metadata }: DirectData): HeldInstagramDirect =>
  present({
    mid,
    author: by,
    text,
    attachments: attachments.map(({ type }) => type),
    reactions: Object.fromEntries(reactions),
    unsent,
    replyTo,
    metadata,
  });

/** Carries out what a test asks; what the network refuses is a misuse. */
function allowed<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof GraphRefusal) return misuse(`The network refuses that: ${error.message}`, "do what it allows");
    throw error;
  }
}

function found<T>(thing: T | undefined, what: string): T {
  return thing ?? misuse(`There is no such ${what} in this network`, "give the id of one that was made here and not removed");
}

function newAccount(core: Core, username: string, about: NewInstagramAccount): FakeInstagramAccount {
  const {
    name = username,
    biography = "",
    followers = 1200,
    scopes = everyScope(core.login),
    humanAgent = true,
    searchesHashtags = true,
  } = about;
  const [appScopedId, pageId, userId] = [core.id("scoped"), core.id("page"), core.id("scoped")];
  const id = core.id("account");
  const brand = { appScopedId, pageId, pageName: name, userId, subscribed: new Set<string>(), measured: new Map<string, number>() };
  add(core, { id, username, name, biography, followers, isPrivate: false, brand: { ...brand, humanAgent, searchesHashtags } });
  const made = { id, username, appScopedId, pageId };
  if (core.login === "instagram")
    return { ...made, token: core.tokens.issue({ kind: "instagram", subject: id, scopes, livesMs: longLivedMs }).token };
  return {
    ...made,
    token: core.tokens.issue({ kind: "page", subject: pageId, userId, scopes }).token,
    userToken: core.tokens.issue({ kind: "user", subject: userId, scopes, livesMs: longLivedMs }).token,
  };
}

function add(core: Core, about: Omit<AccountData, "createdAt" | "blocks" | "restricts">): void {
  if (!/^[a-z0-9._]{1,30}$/.test(about.username)) misuse("No account is called that", "use small letters, digits, dots and underscores");
  if (byUsername(core, about.username) !== undefined) misuse("The name is taken", "give every account one of its own");
  core.accounts.set(about.id, { ...about, createdAt: core.clock.now(), blocks: new Set(), restricts: new Set() });
}

/** Makes the inside of a network. */
export function makeState(core: Core): InstagramState {
  const who = (one: InstagramWho): AccountData => found(core.accounts.get(typeof one === "string" ? one : one.id), "account");
  const commentAt = (id: string): CommentData => found(core.comments.get(id), "comment");
  const mediaAt = (id: string): MediaData => found(core.media.get(id), "medium");
  const directAt = (mid: string): DirectData => found(core.directs.get(mid), "message");
  const tokensOf = (account: AccountData): ReturnType<Core["tokens"]["of"]> =>
    [account.id, account.brand?.pageId ?? "", account.brand?.userId ?? ""].flatMap((subject) => core.tokens.of(subject));
  const likes = (id: string): Set<string> => found(core.comments.get(id) ?? core.media.get(id), "comment or medium").likedBy;
  const story = (by: AccountData): { readonly id: string; readonly url: string } => {
    const media = shareMedia(core, by, { product: "STORY" });
    return { id: media.id, url: media.url ?? "" };
  };
  const people: Pick<
    InstagramState,
    "addAccount" | "addPerson" | "addToken" | "authorize" | "endTokens" | "block" | "restrict" | "blocks"
  > = {
    addAccount: (username, about = {}) => newAccount(core, username, about),
    addPerson: (username, about = {}): FakeInstagramPerson => {
      const { name = username, followers = 80, isPrivate = false } = about;
      const id = core.id("person");
      add(core, { id, username, name, biography: "", followers, isPrivate });
      return { id, username };
    },
    addToken: (account, scopes) => {
      const { id, brand = misuse("Only accounts of the app have tokens", "give one that addAccount made") } = who(account);
      return core.login === "instagram"
        ? core.tokens.issue({ kind: "instagram", subject: id, scopes, livesMs: longLivedMs }).token
        : core.tokens.issue({ kind: "page", subject: brand.pageId, userId: brand.userId, scopes }).token;
    },
    authorize: (account) => {
      const code = core.letters("code", 40);
      core.codes.set(code, who(account).id);
      return code;
    },
    endTokens: (account, subcode = 460) => {
      for (const token of tokensOf(who(account))) if (accountOf(core, token) !== undefined) token.dead = subcode;
    },
    block: (by, whom, blocked = true) => {
      if (blocked) who(by).blocks.add(who(whom).id);
      else who(by).blocks.delete(who(whom).id);
    },
    restrict: (by, whom) => {
      who(by).restricts.add(who(whom).id);
    },
    blocks: (by, whom) => who(by).blocks.has(who(whom).id),
  };
  const directs: Pick<
    InstagramState,
    "write" | "replyToStory" | "mentionInStory" | "editDirect" | "unsend" | "react" | "see" | "directsBetween"
  > = {
    write: (by, to, what) =>
      allowed(() => {
        const writing = typeof what === "string" ? { text: what } : what;
        const write = who(by).brand === undefined ? writeTo : writeAs;
        return write(core, who(by), who(to), writing).mid;
      }),
    replyToStory: (by, id, text) =>
      allowed(() => {
        const media = mediaAt(id);
        if (media.product !== "STORY" || !isShown(core, media))
          misuse("That is no story, or no longer one", "give one of the last 24 hours");
        return writeTo(core, who(by), who(media.owner), { text, story: { id, url: media.url ?? "" } }).mid;
      }),
    mentionInStory: (by, whom) =>
      allowed(() => {
        const place = story(who(by));
        return writeTo(core, who(by), who(whom), { attachments: [{ type: "story_mention", url: place.url }], storyMention: place }).mid;
      }),
    editDirect: (mid, text) => {
      const direct = directAt(mid);
      direct.text = text;
      direct.edits += 1;
      core.tell(direct.to, mid, editEvent(direct, core.clock.now()));
    },
    unsend: (mid) => {
      const direct = directAt(mid);
      direct.unsent = true;
      core.tell(direct.to, mid, unsentEvent(direct, core.clock.now()));
    },
    react: (by, mid, emoji) => {
      reactTo(core, who(by).id, directAt(mid), emoji);
    },
    see: (by, mid) => {
      const direct = directAt(mid);
      core.tell(direct.by, mid, seenEvent(direct, who(by).id, core.clock.now()));
    },
    directsBetween: (account, person) =>
      (threadBetween(core, who(account).id, who(person).id)?.mids ?? []).map((mid) => heldDirect(directAt(mid))),
  };
  return {
    ...people,
    ...directs,
    share: (by, what = {}) =>
      allowed(() => {
        const { tags = [], children = [], ...rest } = typeof what === "string" ? { caption: what } : what;
        const items = children.map((type) => shareMedia(core, who(by), { type, isItem: true }).id);
        const isAlbum = items.length > 0;
        const tagged = tags.map((one) => who(one).id);
        return shareMedia(core, who(by), { ...rest, ...(isAlbum && { type: "CAROUSEL_ALBUM" }), children: items, tagged }).id;
      }),
    comment: (by, media, text) => allowed(() => commentOn(core, who(by), mediaAt(media), text).id),
    reply: (by, comment, text) => allowed(() => answerTo(core, who(by), commentAt(comment), text).id),
    like: (by, what) => {
      likes(what).add(who(by).id);
    },
    unlike: (by, what) => {
      likes(what).delete(who(by).id);
    },
    remove: (id) => {
      const comment = core.comments.get(id);
      if (comment === undefined) removeMedia(core, mediaAt(id));
      else removeComment(core, comment);
    },
    hide: (comment, hidden = true) => {
      allowed(() => {
        setHidden(core, commentAt(comment), hidden);
      });
    },
    setComments: (media, enabled) => {
      mediaAt(media).commentEnabled = enabled;
    },
    endLive: (media) => {
      const live = mediaAt(media);
      live.isLive = false;
      for (const comment of commentsOf(core, media)) core.comments.delete(comment.id);
    },
    approve: (comment) => {
      approve(commentAt(comment));
    },
    measure: (what, figures) => {
      const measured = core.media.get(what)?.measured ?? who(what).brand?.measured;
      for (const [metric, value] of Object.entries(figures)) found(measured, "medium or account").set(metric, value);
    },
    spoilUrl: (url, how = "unfetchable") => {
      core.badUrls.set(url, how);
    },
    media: (id) => {
      const one = core.media.get(id);
      return one && heldMedia(one);
    },
    mediaOf: (by) => [...core.media.values()].filter(({ owner, isItem }) => owner === who(by).id && !isItem).map(heldMedia),
    held: (comment) => {
      const one = core.comments.get(comment);
      return one && heldComment(one);
    },
    saidBy: (by) => [...core.comments.values()].filter((one) => one.by === who(by).id).map(heldComment),
  };
}
