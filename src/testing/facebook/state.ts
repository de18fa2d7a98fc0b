/**
 * The inside of a fake Facebook, for tests.
 * @module
 */
import type { CommentData, ConversationData, Core, DirectData, MessageFile, PageData, PersonData, PostData, ReviewData } from "./core.js";
import { commentTold, directTold, postTold, reviewTold } from "./events.js";
import { conversationWith, findConversation, writeDirect } from "./directs.js";
import { everyScope } from "./access.js";
import type { FacebookState, FacebookWho, FacebookWriting, HeldFacebookDirect, HeldFacebookThing } from "./state-types.js";
import { feel, makeComment, makePost, removeComment, removePost } from "./say.js";
import { keptText } from "./text.js";
import { misuse } from "../misuse.js";
import { publishDue } from "./core.js";
import type { Usage } from "../graph/usage.js";

const idOf = (who: FacebookWho): string => (typeof who === "string" ? who : who.id);

const heldPost = ({ id, kind, authorId, message, reactions, hidden, published, attached, answeredAt }: PostData): HeldFacebookThing => ({
  id,
  kind: ({ own: "post", visitor: "visitor-post", tagged: "tagged-post" } as const)[kind],
  author: authorId,
  text: message,
  likedBy: [...reactions].filter(([, type]) => type === "LIKE").map(([who]) => who),
  hidden,
  published,
  attached: attached.map(({ url }) => url),
  alts: attached.map(({ alt }) => alt ?? ""),
  answeredPrivately: answeredAt !== undefined,
});

const heldComment = (comment: CommentData): HeldFacebookThing => ({
  id: comment.id,
  kind: "comment",
  author: comment.authorId,
  text: comment.message,
  parent: comment.parentId ?? comment.postId,
  root: comment.postId,
  likedBy: [...comment.reactions].filter(([, type]) => type === "LIKE").map(([who]) => who),
  hidden: comment.hidden,
  published: true,
  attached: comment.attached === undefined ? [] : [comment.attached.url],
  alts: [],
  answeredPrivately: comment.answeredAt !== undefined,
});

const heldReview = ({ id, authorId, text }: ReviewData): HeldFacebookThing => ({
  id,
  kind: "review",
  author: authorId,
  text,
  likedBy: [],
  hidden: false,
  published: true,
  attached: [],
  alts: [],
  answeredPrivately: false,
});

const heldDirect = ({ id, authorId, text, files, reactions }: DirectData): HeldFacebookDirect => ({
  id,
  author: authorId,
  text,
  files: files.map(({ url }) => url),
  reactions: Object.fromEntries(reactions),
});

/** Makes the inside of a fake Facebook. */
export function makeState(core: Core, usage: Usage): FacebookState {
  const page = (who: FacebookWho): PageData => core.pages.get(idOf(who)) ?? misuse("There is no such Page on this network", "add it first");
  const person = (who: FacebookWho): PersonData =>
    core.people.get(idOf(who)) ?? misuse("Nobody of that id is on this network", "add them first");
  const somebody = (who: FacebookWho): string => (core.pages.has(idOf(who)) ? idOf(who) : person(who).id);
  const felt = (id: string): PostData | CommentData =>
    core.comments.get(id) ?? core.posts.get(id) ?? misuse("There is no such post or comment", "give the id of one that is there");
  const direct = (id: string): DirectData =>
    core.messages.get(id) ?? misuse("There is no such direct message", "give the id of one that was sent");
  const conversation = (a: FacebookWho, b: FacebookWho): ConversationData | undefined => findConversation(core, page(a).id, person(b).id);
  const held = (id: string): HeldFacebookThing | undefined => {
    publishDue(core);
    const [comment, post, review] = [core.comments.get(id), core.posts.get(id), core.reviews.get(id)];
    if (comment !== undefined) return heldComment(comment);
    if (post !== undefined) return heldPost(post);
    return review === undefined ? undefined : heldReview(review);
  };
  const write = (one: ConversationData, authorId: string, what: string | FacebookWriting): string => {
    const { text = "", files = [], replyTo }: FacebookWriting = typeof what === "string" ? { text: what } : what;
    const made: readonly MessageFile[] = files.map((file) => ({ id: core.ids.id("6"), ...file }));
    return writeDirect(core, one, { authorId, text, files: made, ...(replyTo !== undefined && { replyTo }) }).id;
  };
  const welcome = (by: PersonData, pageId: string, wall: "banned" | "muted"): void => {
    if (core.pages.get(pageId)?.[wall].has(by.id) === true) misuse("The Page has shut this person out", "let them in first");
  };

  return {
    addPage: (name, about = {}) => {
      const id = core.ids.id("1000");
      const owner: PersonData = { id: core.ids.id("2"), name: `Runner of ${name}`, unavailable: false };
      core.people.set(owner.id, owner);
      const username = about.username ?? name.replaceAll(/[^\p{L}\p{N}]/gu, "").toLowerCase();
      const fans = about.fans ?? 250;
      core.pages.set(id, {
        id,
        name,
        username,
        category: about.category ?? "Shopping & retail",
        ownerId: owner.id,
        tasks: about.tasks ?? ["ADVERTISE", "ANALYZE", "CREATE_CONTENT", "MESSAGING", "MODERATE", "MANAGE"],
        fans,
        followers: fans,
        banned: new Set(),
        muted: new Set(),
      });
      const { token } = core.tokens.issue({ kind: "page", subject: id, userId: owner.id, scopes: everyScope });
      const user = core.tokens.issue({ kind: "user", subject: owner.id, scopes: everyScope, livesMs: 60 * 86_400_000 });
      return { id, name, username, token, userToken: user.token, ownerId: owner.id };
    },
    addPerson: (name) => {
      const made: PersonData = { id: core.ids.id("6"), name, unavailable: false };
      core.people.set(made.id, made);
      return { id: made.id, name };
    },
    addToken: (who, { scopes = everyScope, livesMs } = {}) =>
      core.tokens.issue({
        kind: "page",
        subject: page(who).id,
        userId: page(who).ownerId,
        scopes,
        ...(livesMs !== undefined && { livesMs }),
      }).token,
    appToken: () => `${core.app.id}|${core.app.secret}`,
    revokeTokens: (who, subcode = 460) => {
      for (const token of core.tokens.of(somebody(who))) token.dead = subcode;
    },
    post: (who, text) => makePost(core, { pageId: page(who).id, authorId: page(who).id, kind: "own", text }).id,
    visitorPost: (by, who, text) => {
      welcome(person(by), page(who).id, "banned");
      return makePost(core, { pageId: page(who).id, authorId: person(by).id, kind: "visitor", text }).id;
    },
    tag: (by, who, text) => makePost(core, { pageId: page(who).id, authorId: person(by).id, kind: "tagged", text }).id,
    comment: (by, to, what) => {
      const { text = "", photo, sticker } = typeof what === "string" ? { text: what } : what;
      const thing = core.comments.get(to) ?? core.posts.get(to) ?? core.reviews.get(to);
      if (thing === undefined) misuse("There is nothing of that id to comment on", "give the id of a post, comment or recommendation");
      if (core.people.has(idOf(by))) welcome(person(by), thing.pageId, "banned");
      const url = photo ?? sticker;
      const attached = url === undefined ? undefined : ({ kind: photo === undefined ? "sticker" : "photo", url } as const);
      return makeComment(core, { authorId: somebody(by), text, to, ...(attached !== undefined && { attached }) }).id;
    },
    edit: (id, text) => {
      const what = felt(id);
      Object.assign(what, keptText(core, text, [what.pageId]));
      if ("kind" in what) {
        what.updatedAt = core.clock.now();
        core.tell(postTold(core, what, "edited"));
      } else core.tell(commentTold(core, what, "edited"));
    },
    remove: (id) => {
      const [comment, post, review] = [core.comments.get(id), core.posts.get(id), core.reviews.get(id)];
      if (comment !== undefined) removeComment(core, comment);
      if (post !== undefined) removePost(core, post);
      if (review !== undefined) {
        core.reviews.delete(id);
        core.tell(reviewTold(core, review, "remove"));
      }
    },
    hide: (id, hidden = true) => {
      const what = felt(id);
      what.hidden = hidden;
      core.tell("kind" in what ? postTold(core, what, hidden ? "hide" : "unhide") : commentTold(core, what, hidden ? "hide" : "unhide"));
    },
    react: (by, what, type = "LIKE") => {
      feel(core, felt(what), somebody(by), type);
    },
    unreact: (by, what) => {
      feel(core, felt(what), somebody(by), undefined);
    },
    share: (by, what) => {
      person(by);
      const post = core.posts.get(what) ?? misuse("There is no such post", "give the id of one that is there");
      post.shares += 1;
    },
    review: (by, who, { text = "", positive, rating }) => {
      const review: ReviewData = {
        id: core.ids.id("4"),
        pageId: page(who).id,
        authorId: person(by).id,
        text,
        positive,
        ...(rating !== undefined && { rating }),
        createdAt: core.clock.now(),
      };
      core.reviews.set(review.id, review);
      core.tell(reviewTold(core, review, "add"));
      return review.id;
    },
    message: (by, who, what) => {
      welcome(person(by), page(who).id, "muted");
      return write(conversationWith(core, page(who).id, person(by).id), person(by).id, what);
    },
    pageMessage: (who, to, what) => {
      const one = conversation(who, to) ?? misuse("Nobody has written to this Page yet", "let the person write first");
      return write(one, page(who).id, what);
    },
    editMessage: (id, text) => {
      const message = direct(id);
      message.text = text;
      message.edits += 1;
      core.tell(directTold(core, message, "edit"));
    },
    removeMessage: (id) => {
      const message = direct(id);
      message.gone = true;
      core.tell(directTold(core, message, "remove"));
    },
    reactToMessage: (by, id, emoji) => {
      const message = direct(id);
      const one = core.conversations.get(message.conversationId);
      message.reactions.set(somebody(by), emoji);
      if (one !== undefined && one.personId === idOf(by)) one.openedAt = core.clock.now();
      core.tell(directTold(core, message, "react", emoji));
    },
    setUnavailable: (who, unavailable = true) => {
      person(who).unavailable = unavailable;
    },
    handOver: (who, to, appId) => {
      const one = conversation(who, to) ?? misuse("Nobody has written to this Page yet", "let the person write first");
      one.ownerApp = appId;
    },
    measure: (id, metric, value, at = core.clock.now()) => {
      const all = core.measured.get(id) ?? new Map<string, { value: typeof value; endTime: number }[]>();
      core.measured.set(id, all);
      all.set(metric, [...(all.get(metric) ?? []), { value, endTime: at }]);
    },
    throttle: (forMs, code) => {
      usage.throttle(forMs, code);
    },
    loseBundled: (calls) => {
      core.lostBundled = calls;
    },
    breakLink: (url) => {
      core.deadLinks.add(url);
    },
    allowHumanAgent: (allowed) => {
      core.humanAgent = allowed;
    },
    held,
    saidBy: (who) => {
      const all = [...core.posts.keys(), ...core.comments.keys(), ...core.reviews.keys()].map(held);
      return all.filter((one) => one !== undefined).filter(({ author }) => author === idOf(who));
    },
    directsBetween: (who, other) =>
      (conversation(who, other)?.messageIds ?? [])
        .map((id) => core.messages.get(id))
        .filter((one) => one !== undefined)
        .filter(({ gone }) => !gone)
        .map(heldDirect),
    standing: (who, other) => ({ banned: page(who).banned.has(person(other).id), muted: page(who).muted.has(person(other).id) }),
    unread: (who, other) => conversation(who, other)?.unread ?? 0,
    subscribedFields: (who) => page(who).subscribed,
  };
}
