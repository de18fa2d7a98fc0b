/**
 * The real network as a world for the adapter contract: people act through their own apps, and what is there is read from the repositories.
 * @module
 */
import type { ContractWorld, HeldMessage, WorldPerson } from "../../../src/testing/index.js";
import { join, settle, type Person, type RealNetwork, type Said } from "./people.js";

interface StoredPost {
  readonly uri: string;
  readonly cid: string;
  readonly value: {
    readonly text: string;
    readonly reply?: { readonly root: { readonly uri: string; readonly cid: string }; readonly parent: { readonly uri: string } };
  };
}

/** The brand's world on the real network. */
export interface RealWorld extends ContractWorld {
  readonly brandPerson: Person;
  /** A password that may read and write direct messages. */
  readonly appPassword: string;
  /** A password that may not. */
  readonly publicPassword: string;
}

/** Opens the brand's account and puts it in the middle of the world. */
export async function realWorld(network: RealNetwork, name: string): Promise<RealWorld> {
  const brandPerson = await join(network, name);
  const appPassword = await brandPerson.appPassword({ directMessages: true });
  const publicPassword = await brandPerson.appPassword();
  const people = new Map<string, Person>([[brandPerson.did, brandPerson]]);
  const members = new Map<number, Promise<Person>>();

  const personOf = ({ id }: Pick<WorldPerson, "id">): Person => {
    const found = people.get(id);
    if (found === undefined) throw new Error(`Nobody here is ${id}.`);
    return found;
  };
  const authorOf = (uri: string): Person => personOf({ id: uri.split("/")[2] ?? "" });
  const stored = async (uri: string): Promise<StoredPost | undefined> => {
    const [, , repo = "", collection = "", rkey = ""] = uri.split("/");
    try {
      return await brandPerson.ask<StoredPost>("com.atproto.repo.getRecord", { repo, collection, rkey });
    } catch (error) {
      if (error instanceof Error && /RecordNotFound|Could not locate record/.test(error.message)) return undefined;
      throw error;
    }
  };
  const said = async (uri: string): Promise<Said> => {
    const post = await stored(uri);
    if (post === undefined) throw new Error(`${uri} is not there.`);
    return { uri: post.uri, cid: post.cid, text: post.value.text, root: post.value.reply?.root ?? { uri: post.uri, cid: post.cid } };
  };
  const held = async ({ uri, value }: StoredPost): Promise<HeldMessage> => {
    const author = uri.split("/")[2] ?? "";
    const [likes, gate] = await Promise.all([
      brandPerson.ask<{ likes: readonly { actor: { did: string } }[] }>("app.bsky.feed.getLikes", { uri, limit: "100" }),
      value.reply === undefined ? undefined : stored(value.reply.root.uri.replace("app.bsky.feed.post", "app.bsky.feed.threadgate")),
    ]);
    const hidden = (gate?.value as { hiddenReplies?: readonly string[] } | undefined)?.hiddenReplies ?? [];
    return {
      id: uri,
      author,
      text: value.text,
      ...(value.reply !== undefined && { parent: value.reply.parent.uri, root: value.reply.root.uri }),
      likedBy: likes.likes.map(({ actor }) => actor.did),
      hidden: hidden.includes(uri),
    };
  };

  return {
    brandPerson,
    appPassword,
    publicPassword,
    network: "bluesky",
    runtime: {},
    brand: { id: brandPerson.did, handle: brandPerson.handle },
    member: async (number) => {
      const known = members.get(number);
      const joining = known ?? join(network, `${name}member${String(number)}`);
      members.set(number, joining);
      const person = await joining;
      people.set(person.did, person);
      return { id: person.did, handle: person.handle };
    },
    publish: async (by, text) => (await personOf(by).post(text)).uri,
    reply: async (by, to, text) => (await personOf(by).reply(await said(to), text)).uri,
    mention: async (by, whom, text) => (await personOf(by).post(`@${whom.handle} ${text}`, { mentions: [personOf(whom)] })).uri,
    replyMentioning: async (by, to, whom, text) =>
      (await personOf(by).reply(await said(to), `@${whom.handle} ${text}`, { mentions: [personOf(whom)] })).uri,
    quote: async (by, quoted, text) => (await personOf(by).post(text, { quotes: await said(quoted) })).uri,
    like: async (by, what) => {
      await personOf(by).like(await said(what));
    },
    remove: async (id) => {
      await authorOf(id).remove({ uri: id, cid: "" });
    },
    directMessage: async (by, to, text) => {
      await personOf(by).write(personOf(to), text);
    },
    directs: async (one, other) => (await personOf(one).read(personOf(other))).map(({ text, from }) => ({ text, author: from })),
    settle: () => settle(network),
    inspect: async (id) => {
      await settle(network);
      const post = await stored(id);
      return post === undefined ? undefined : held(post);
    },
    said: async (by) => {
      await settle(network);
      const { records } = await brandPerson.ask<{ records: readonly StoredPost[] }>("com.atproto.repo.listRecords", {
        repo: by.id,
        collection: "app.bsky.feed.post",
        limit: "100",
      });
      return Promise.all(records.map(held));
    },
    relation: async (to) => {
      await settle(network);
      const { viewer } = await brandPerson.ask<{ viewer?: { blocking?: string; muted?: boolean } }>("app.bsky.actor.getProfile", {
        actor: to.id,
      });
      return { banned: viewer?.blocking !== undefined, muted: viewer?.muted === true };
    },
    tells: ["likes", "replies", "shares", "quotes", "saves"],
    sendsOnce: ["reply", "publishPost", "like"],
    pageSize: 50,
    secrets: () => [brandPerson.password, appPassword, publicPassword],
  };
}
