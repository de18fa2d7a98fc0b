/**
 * People on the real network, who use it without us: plain requests, written from the lexicons.
 * @module
 */

/** Where the network answers; `run.mjs` says so. */
export interface RealNetwork {
  readonly pds: string;
  readonly settle: string;
  readonly chatProxy: string;
}

/** Reads what `run.mjs` put into the environment. */
export function realNetwork(): RealNetwork {
  const read = (name: string): string => {
    const value = process.env[name];
    if (value === undefined) throw new Error(`${name} is missing: start these tests with "npm run test:bluesky".`);
    return value;
  };
  return { pds: read("BLUESKY_PDS"), settle: read("BLUESKY_SETTLE"), chatProxy: read("BLUESKY_CHAT_PROXY") };
}

/** What points at a record for good. */
export interface StrongRef {
  readonly uri: string;
  readonly cid: string;
}

/** A post or reply that somebody wrote. */
export interface Said extends StrongRef {
  readonly text: string;
  readonly root: StrongRef;
}

/** Somebody with an account of their own. */
export interface Person {
  readonly did: string;
  readonly handle: string;
  readonly password: string;
  /** Makes an app password, as a person would in the settings. */
  appPassword(options?: { readonly directMessages?: boolean }): Promise<string>;
  post(text: string, options?: { readonly mentions?: readonly Person[]; readonly quotes?: StrongRef }): Promise<Said>;
  reply(to: Said, text: string, options?: { readonly mentions?: readonly Person[] }): Promise<Said>;
  like(subject: StrongRef): Promise<StrongRef>;
  /** Reposts. */
  share(subject: StrongRef): Promise<StrongRef>;
  follow(who: Person): Promise<void>;
  remove(what: StrongRef): Promise<void>;
  /** Writes into the direct conversation of the two. */
  write(to: Person, text: string): Promise<string>;
  /** Reads the direct conversation of the two, oldest first. */
  read(withWhom: Person): Promise<readonly { readonly text: string; readonly from: string }[]>;
  /** Asks the network, as this person's app would. */
  ask<T>(nsid: string, query?: Readonly<Record<string, string | readonly string[]>>): Promise<T>;
  /** Makes the network do something, as this person's app would. */
  call<T>(nsid: string, input: unknown): Promise<T>;
}

/** Waits until the AppView has indexed everything that was written. */
export async function settle(network: RealNetwork): Promise<void> {
  const response = await fetch(network.settle);
  if (!response.ok) throw new Error(`The network did not settle: ${await response.text()}`);
}

async function answer<T>(response: Response, nsid: string): Promise<T> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${nsid} answered ${String(response.status)}: ${text}`);
  // The shapes are the lexicons'; a test that reads a field which is not there fails on it.
  return (text === "" ? {} : JSON.parse(text)) as T;
}

const bytes = (text: string): number => new TextEncoder().encode(text).length;

/** Marks mentions, links and tags by bytes, as an app does. A mention that is not marked is told to nobody. */
function facets(text: string, mentions: readonly Person[]): readonly unknown[] {
  const facet = (start: number, words: string, feature: Readonly<Record<string, string>>): unknown => ({
    index: { byteStart: bytes(text.slice(0, start)), byteEnd: bytes(text.slice(0, start) + words) },
    features: [feature],
  });
  const named = mentions.map(({ did, handle }) => {
    const start = text.indexOf(`@${handle}`);
    if (start === -1) throw new Error(`The text does not mention @${handle}.`);
    return facet(start, `@${handle}`, { $type: "app.bsky.richtext.facet#mention", did });
  });
  const links = [...text.matchAll(/https?:\/\/\S+/g)].map(({ index, 0: uri }) =>
    facet(index, uri, { $type: "app.bsky.richtext.facet#link", uri }),
  );
  const tags = [...text.matchAll(/(?<=\s|^)#(\p{L}+)/gu)].map(({ index, 0: words, 1: tag = "" }) =>
    facet(index, words, { $type: "app.bsky.richtext.facet#tag", tag }),
  );
  return [...named, ...links, ...tags];
}

/** Opens an account on the network. */
export async function join(network: RealNetwork, name: string): Promise<Person> {
  const xrpc = (nsid: string): string => `${network.pds}/xrpc/${nsid}`;
  const password = `password-of-${name}`;
  const handle = `${name}.test`;
  const post = (nsid: string, input: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    fetch(xrpc(nsid), { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(input) });
  const account = await answer<{ did: string; accessJwt: string }>(
    await post("com.atproto.server.createAccount", { handle, email: `${name}@mail.test`, password }),
    "com.atproto.server.createAccount",
  );
  const { did } = account;
  const authorization = `Bearer ${account.accessJwt}`;
  const chat = { "atproto-proxy": network.chatProxy };

  const ask = async <T>(
    nsid: string,
    query: Readonly<Record<string, string | readonly string[]>> = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<T> => {
    const params = new URLSearchParams(Object.entries(query).flatMap(([key, value]) => [value].flat().map((one) => [key, one])));
    return answer<T>(await fetch(`${xrpc(nsid)}?${params.toString()}`, { headers: { authorization, ...headers } }), nsid);
  };
  const call = async <T>(nsid: string, input: unknown, headers: Readonly<Record<string, string>> = {}): Promise<T> =>
    answer<T>(await post(nsid, input, { authorization, ...headers }), nsid);
  const create = (collection: string, record: Readonly<Record<string, unknown>>): Promise<StrongRef> =>
    call<StrongRef>("com.atproto.repo.createRecord", {
      repo: did,
      collection,
      record: { $type: collection, createdAt: new Date().toISOString(), ...record },
    });
  const convo = async (other: Person): Promise<string> =>
    (await ask<{ convo: { id: string } }>("chat.bsky.convo.getConvoForMembers", { members: [other.did] }, chat)).convo.id;

  return {
    did,
    handle,
    password,
    ask,
    call,
    appPassword: async ({ directMessages = false } = {}) =>
      (
        await call<{ password: string }>("com.atproto.server.createAppPassword", {
          name: `app-${String(Math.random()).slice(2, 10)}`,
          privileged: directMessages,
        })
      ).password,
    post: async (text, { mentions = [], quotes } = {}) => {
      const ref = await create("app.bsky.feed.post", {
        text,
        langs: ["en"],
        facets: facets(text, mentions),
        ...(quotes !== undefined && { embed: { $type: "app.bsky.embed.record", record: { uri: quotes.uri, cid: quotes.cid } } }),
      });
      return { ...ref, text, root: ref };
    },
    reply: async (to, text, { mentions = [] } = {}) => {
      const root = { uri: to.root.uri, cid: to.root.cid };
      const ref = await create("app.bsky.feed.post", {
        text,
        facets: facets(text, mentions),
        reply: { root, parent: { uri: to.uri, cid: to.cid } },
      });
      return { ...ref, text, root };
    },
    like: ({ uri, cid }) => create("app.bsky.feed.like", { subject: { uri, cid } }),
    share: ({ uri, cid }) => create("app.bsky.feed.repost", { subject: { uri, cid } }),
    follow: async (who) => {
      await create("app.bsky.graph.follow", { subject: who.did });
    },
    remove: async ({ uri }) => {
      const [, , repo, collection, rkey] = uri.split("/");
      await call("com.atproto.repo.deleteRecord", { repo, collection, rkey });
    },
    write: async (to, text) =>
      (await call<{ id: string }>("chat.bsky.convo.sendMessage", { convoId: await convo(to), message: { text } }, chat)).id,
    read: async (withWhom) => {
      const { messages } = await ask<{ messages: readonly { text: string; sender: { did: string } }[] }>(
        "chat.bsky.convo.getMessages",
        { convoId: await convo(withWhom) },
        chat,
      );
      return messages.map(({ text, sender }) => ({ text, from: sender.did })).reverse();
    },
  };
}
