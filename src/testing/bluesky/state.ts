/**
 * What a test sees and does at the network: people and what they do, without HTTP.
 * @module
 */
import { answersTo, blockOf, followOf, gateOf, hiddenIn, quotedBy, replyOf, subjectOf } from "./relations.js";
import { base32, cidOfBytes } from "./cid.js";
import { bytesFrom } from "../seed.js";
import type { AccountData, ChatAllowance, Core, StoredRecord } from "./core.js";
import type { ChatRoom } from "./chat.js";
import { checkRecord } from "./record-check.js";
import { facetsOf } from "./facets.js";
import { isJson, listAt, objectAt, present, textAt } from "../json.js";
import type { Json } from "../json.js";
import { isHandle, partsOf } from "./ids.js";
import { misuse } from "../misuse.js";
import type { Sessions } from "./sessions.js";
import { XrpcError } from "./xrpc.js";

/** A person, by DID, handle or account. */
export type Who = string | Pick<FakeAccount, "did">;

/** A record as others point at it. */
export interface StrongRef {
  /** AT-URI. */
  readonly uri: string;
  /** Content id. */
  readonly cid: string;
}

/** What a new account may say about itself. */
export interface NewAccount {
  /** @defaultValue none: absent from the profile */
  readonly displayName?: string;
  /** @defaultValue none */
  readonly description?: string;
  /** The main password. @defaultValue made from the seed */
  readonly password?: string;
  /** Who may begin a direct conversation. @defaultValue "all" */
  readonly allowsChat?: ChatAllowance;
}

/** An account of the network. */
export interface FakeAccount {
  /** Stable id. */
  readonly did: string;
  /** Name. */
  readonly handle: string;
  /** Opens everything. */
  readonly password: string;
  /** An app password that does not reach direct messages. */
  readonly appPassword: string;
  /** An app password that does. */
  readonly privilegedAppPassword: string;
}

/** A picture of a post. */
export interface FakePicture {
  /** Its bytes. */
  readonly bytes: Uint8Array;
  /** @defaultValue "image/png" */
  readonly mimeType?: string;
  /** Said instead of it. @defaultValue "" */
  readonly alt?: string;
}

/** A post before it is said. */
export interface Saying {
  /** What it says; mentions, links and tags become facets. */
  readonly text: string;
  /** BCP 47, at most three. */
  readonly langs?: readonly string[];
  /** At most four. */
  readonly pictures?: readonly FakePicture[];
}

/** What the network really holds about a post. */
export interface HeldPost extends StrongRef {
  /** DID of its author. */
  readonly author: string;
  /** What it says. */
  readonly text: string;
  /** The post that it answers. */
  readonly parent?: string;
  /** The post that its thread begins with. */
  readonly root?: string;
  /** The post that it quotes. */
  readonly quotes?: string;
  /** DIDs that like it: one for each record, so that a doubled like shows. */
  readonly likedBy: readonly string[];
  /** URIs of direct answers. */
  readonly answers: readonly string[];
  /** True when the author of its thread has hidden it. */
  readonly hidden: boolean;
  /** The record as stored. */
  readonly record: Json;
}

/** Where a direct message went. */
export interface SentDirect {
  /** Of the message. */
  readonly id: string;
  /** Of its conversation. */
  readonly convoId: string;
}

/** What somebody said in private. */
export interface SaidDirect {
  /** Of the message. */
  readonly id: string;
  /** DID of who said it. */
  readonly sender: string;
  /** What it says. */
  readonly text: string;
}

/** How one person stands to another. */
export interface Relation {
  /** True when one has shut the other out. */
  readonly blocks: boolean;
  /** True when one does not want to hear the other. */
  readonly mutes: boolean;
  /** True when one follows the other. */
  readonly follows: boolean;
}

/**
 * The network from the inside. Everything that is done here is checked as if it came over HTTP, but costs no limits.
 * What the network would refuse, and who or what is not there, throws FolkmootError `invalid-request`.
 */
export interface BlueskyState {
  /** Adds an account. */
  addAccount(handle: string, about?: NewAccount): FakeAccount;
  /** Posts. */
  post(by: Who, what: string | Saying): StrongRef;
  /** Answers a post, under its root. */
  reply(by: Who, to: string, what: string | Saying): StrongRef;
  /** Posts with a quote. */
  quote(by: Who, quoted: string, what: string | Saying): StrongRef;
  /** Likes a post. */
  like(by: Who, uri: string): StrongRef;
  /** Reposts a post. */
  repost(by: Who, uri: string): StrongRef;
  /** Follows somebody. */
  follow(by: Who, whom: Who): StrongRef;
  /** Blocks somebody. */
  block(by: Who, whom: Who): StrongRef;
  /** Mutes somebody. */
  mute(by: Who, whom: Who): void;
  /** Says who may answer under an own post, and which answers are hidden. `allow` absent = anybody, empty = nobody. */
  gate(
    by: Who,
    root: string,
    rules: { readonly allow?: readonly ("mention" | "following" | "follower")[]; readonly hide?: readonly string[] },
  ): StrongRef;
  /** Changes what the profile says. */
  editProfile(by: Who, about: { readonly displayName?: string; readonly description?: string }): StrongRef;
  /** Changes the handle. */
  rename(who: Who, handle: string): void;
  /** Sends a direct message, beginning the conversation where there is none. */
  directMessage(by: Who, to: Who, text: string): SentDirect;
  /** Removes any record: a post, a like, a follow, a block. */
  remove(uri: string): void;
  /** Lets the application view catch up. Needed only with `indexing: "on-settle"`. */
  settle(): void;
  /** Lets every access token expire now. */
  expireTokens(): void;
  /** Shows what the network holds about a post; `undefined` when it is gone. */
  held(uri: string): HeldPost | undefined;
  /** Posts of a person, oldest first. */
  postsOf(who: Who): readonly HeldPost[];
  /** Messages between two people, oldest first. */
  messagesBetween(one: Who, other: Who): readonly SaidDirect[];
  /** How one person stands to another. */
  relation(from: Who, to: Who): Relation;
  /** Every record of a repository, as stored. */
  records(who: Who): readonly StoredRecord[];
}

const likeType = "app.bsky.feed.like";

/** Says what the network refuses as an error for a person who writes a test. */
function asRefused<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof XrpcError)) throw error;
    return misuse(`The network refuses this (${error.error}): ${error.message}`, "ask for something that it would take");
  }
}

/** Makes the inside of a network. */
export function makeState(core: Core, chat: ChatRoom, sessions: Sessions): BlueskyState {
  const account = (who: Who): AccountData => {
    const found = core.find(typeof who === "string" ? who : who.did);
    return found ?? misuse("Nobody of that name is in this network", "add the account first");
  };
  const postAt = (uri: string): StoredRecord => {
    const record = core.repo.get(uri);
    return record ?? misuse("There is no such record in this network", "give the `uri` of one that was made here and not removed");
  };
  const checkHandle = (handle: string): void => {
    if (!isHandle(handle)) misuse("`handle` is no handle", "give a name with a dot, such as boots.test");
    if (core.find(handle) !== undefined) misuse("That handle is taken in this network", "give another one");
  };
  const refTo = ({ uri, cid }: StrongRef): StrongRef => ({ uri, cid });
  const now = (): string => new Date(core.clock.now()).toISOString();
  const write = (by: Who, collection: string, value: Json, rkey = core.tid()): StrongRef => {
    const { did } = account(by);
    const record = { $type: collection, ...value, createdAt: now() };
    asRefused(() => {
      checkRecord(collection, rkey, record, { blob: (cid) => core.blobs.get(cid) }, undefined);
    });
    return refTo(core.put(did, collection, rkey, record).record);
  };
  const picture = (did: string, { bytes, mimeType = "image/png", alt = "" }: FakePicture): Json => {
    const cid = cidOfBytes(bytes);
    core.blobs.set(cid, { mimeType, size: bytes.length, did });
    return { image: { $type: "blob", ref: { $link: cid }, mimeType, size: bytes.length }, alt };
  };
  const say = (by: Who, what: string | Saying, more: Json = {}): StrongRef => {
    const { text, langs, pictures } = typeof what === "string" ? { text: what } : { langs: undefined, pictures: undefined, ...what };
    const facets = facetsOf(core, text);
    const images = pictures?.map((one) => picture(account(by).did, one));
    return write(
      by,
      "app.bsky.feed.post",
      present({
        text,
        facets: facets.length > 0 ? facets : undefined,
        langs,
        embed: images === undefined ? undefined : { $type: "app.bsky.embed.images", images },
        ...more,
      }),
    );
  };
  const held = (uri: string): HeldPost | undefined => {
    const record = core.repo.get(uri);
    if (record === undefined) return undefined;
    const reply = replyOf(record);
    return present({
      ...refTo(record),
      author: record.did,
      text: textAt(record.value, "text") ?? "",
      parent: reply?.parent,
      root: reply?.root,
      quotes: quotedBy(record),
      likedBy: [...core.repo.values()].filter((one) => one.collection === likeType && subjectOf(one) === uri).map(({ did }) => did),
      answers: answersTo(core, uri).map((answer) => answer.uri),
      hidden: reply !== undefined && hiddenIn(core, reply.root).has(uri),
      record: record.value,
    });
  };
  const toPerson = (collection: string, by: Who, whom: Who): StrongRef => write(by, collection, { subject: account(whom).did });
  const toPost = (collection: string, by: Who, uri: string): StrongRef => write(by, collection, { subject: refTo(postAt(uri)) });

  return {
    addAccount: (handle, { displayName, description, password, allowsChat = "all" } = {}) => {
      checkHandle(handle);
      const secret = (use: string): string => base32(bytesFrom(core.seed, use, handle)).slice(0, 16);
      const app = (use: string): string => (secret(use).match(/.{4}/g) ?? []).join("-");
      const made = core.addAccount({
        handle: handle.toLowerCase(),
        password: password ?? secret("password"),
        appPasswords: [
          { name: "plain", password: app("plain"), privileged: false },
          { name: "privileged", password: app("privileged"), privileged: true },
        ],
        allowsChat,
      });
      if (displayName !== undefined || description !== undefined)
        write(made, "app.bsky.actor.profile", present({ displayName, description }), "self");
      const [appPassword = "", privilegedAppPassword = ""] = made.appPasswords.map((one) => one.password);
      return { did: made.did, handle: made.handle, password: made.password, appPassword, privilegedAppPassword };
    },
    post: (by, what) => say(by, what),
    reply: (by, to, what) => {
      const parent = postAt(to);
      const root = objectAt(objectAt(parent.value, "reply"), "root");
      const refs = { uri: textAt(root, "uri") ?? parent.uri, cid: textAt(root, "cid") ?? parent.cid };
      return say(by, what, { reply: { root: refs, parent: refTo(parent) } });
    },
    quote: (by, quoted, what) => say(by, what, { embed: { $type: "app.bsky.embed.record", record: refTo(postAt(quoted)) } }),
    like: (by, uri) => toPost("app.bsky.feed.like", by, uri),
    repost: (by, uri) => toPost("app.bsky.feed.repost", by, uri),
    follow: (by, whom) => toPerson("app.bsky.graph.follow", by, whom),
    block: (by, whom) => toPerson("app.bsky.graph.block", by, whom),
    mute: (by, whom) => {
      account(by).mutes.add(account(whom).did);
    },
    gate: (by, root, { allow, hide }) => {
      const rkey = partsOf(root)?.rkey ?? "";
      const before = listAt(gateOf(core, root)?.value, "hiddenReplies");
      const hiddenReplies = [...before, ...(hide ?? [])];
      return write(
        by,
        "app.bsky.feed.threadgate",
        present({
          post: root,
          allow: allow?.map((rule) => ({ $type: `app.bsky.feed.threadgate#${rule}Rule` })),
          hiddenReplies: hiddenReplies.length > 0 ? hiddenReplies : undefined,
        }),
        rkey,
      );
    },
    editProfile: (by, about) => {
      const { did } = account(by);
      const before = core.repo.get(`at://${did}/app.bsky.actor.profile/self`)?.value;
      return write(by, "app.bsky.actor.profile", { ...(isJson(before) ? before : {}), ...about }, "self");
    },
    rename: (who, handle) => {
      if (core.find(handle) !== account(who)) checkHandle(handle);
      account(who).handle = handle.toLowerCase();
    },
    directMessage: (by, to, text) => {
      const [sender, other] = [account(by).did, account(to).did];
      return asRefused(() => {
        const convo = chat.begin(sender, [other]);
        return { id: chat.send(convo, sender, { text }).id, convoId: convo.id };
      });
    },
    remove: (uri) => {
      core.remove(uri);
    },
    settle: () => {
      core.settle();
    },
    expireTokens: () => {
      sessions.expireAll();
    },
    held,
    postsOf: (who) => {
      const { did } = account(who);
      const own = [...core.repo.values()].filter((record) => record.did === did && record.collection === "app.bsky.feed.post");
      return own.map(({ uri }) => held(uri)).filter((post) => post !== undefined);
    },
    messagesBetween: (one, other) =>
      chat.between([account(one).did, account(other).did])?.messages.map(({ id, sender, text }) => ({ id, sender, text })) ?? [],
    relation: (from, to) => {
      const [one, other] = [account(from), account(to)];
      return {
        blocks: blockOf(core, one.did, other.did) !== undefined,
        mutes: one.mutes.has(other.did),
        follows: followOf(core, one.did, other.did) !== undefined,
      };
    },
    records: (who) => {
      const { did } = account(who);
      return [...core.repo.values()].filter((record) => record.did === did);
    },
  };
}
