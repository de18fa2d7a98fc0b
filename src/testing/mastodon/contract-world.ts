/**
 * The fake Mastodon as a world for the adapter contract.
 * @module
 */
import type { ContractWorld, HeldMessage, WorldPerson } from "../adapter-contract/world.js";
import { fakeMastodon } from "./index.js";
import type { FakeMastodon, FakeMastodonAccount, FakeMastodonOptions, HeldStatus } from "./index.js";
import { isJson, present, textAt } from "../json.js";
import { randomFrom } from "../seed.js";
import { virtualClock } from "../clock.js";
import type { VirtualClock } from "../clock.js";

/** A fake Mastodon with a brand on it. */
export interface MastodonWorld extends ContractWorld {
  /** The server itself. */
  readonly fake: FakeMastodon;
  /** The brand's account with its tokens. */
  readonly account: FakeMastodonAccount;
  /** Its time; moves by itself when everybody waits. */
  readonly clock: VirtualClock;
}

/** How a contract world begins. */
export interface MastodonWorldOptions extends Omit<FakeMastodonOptions, "clock"> {
  /** Sees the fake before anything happens on it, e.g. to put it before a judge. */
  readonly prepare?: (fake: FakeMastodon) => void;
}

const heldMessage = ({ id, author, text, parent, root, likedBy }: HeldStatus): HeldMessage =>
  present({ id, author, text, parent, root, likedBy, hidden: false });

/** Makes a fake Mastodon with a brand on it. Everybody takes a second for what they do; every third person lives on another server. */
export function mastodonWorld({ prepare, ...options }: MastodonWorldOptions = {}): MastodonWorld {
  const clock = virtualClock({ auto: true });
  const pageSize = options.pageSize ?? 5;
  const fake = fakeMastodon({ clock, pageSize, ...options });
  prepare?.(fake);
  const { state } = fake;
  const account = state.addAccount("brand", { displayName: "The Brand" });
  const people = new Map<number, FakeMastodonAccount>();
  const tokens = new Set([account.token, account.readToken]);
  fake.observe(({ output }) => {
    const token = isJson(output) ? textAt(output, "access_token") : undefined;
    if (token !== undefined) tokens.add(token);
  });
  const person = ({ id, handle }: FakeMastodonAccount): WorldPerson => ({ id, handle });
  const act = async <T>(work: () => T): Promise<T> => {
    await clock.sleep(1000);
    return work();
  };
  return {
    fake,
    account,
    clock,
    network: "mastodon",
    runtime: {
      fetch: fake.fetch,
      clock,
      random: randomFrom(options.seed ?? "world"),
      webSocket: fake.webSocket,
    },
    brand: person(account),
    accountId: `${fake.host}/${account.id}`,
    addresses: ({ handle }) => `@${handle} `,
    renews: false,
    member: (number) => {
      const name = number % 3 === 1 ? `member${number}@elsewhere.example` : `member${number}`;
      const one = people.get(number) ?? state.addAccount(name, { displayName: `Member ${number}`, indexable: true });
      people.set(number, one);
      return Promise.resolve(person(one));
    },
    publish: (by, text) => act(() => state.post(by.id, text)),
    reply: (by, to, text) => act(() => state.reply(by.id, to, text)),
    mention: (by, whom, text) => act(() => state.post(by.id, `@${whom.handle} ${text}`)),
    replyMentioning: (by, to, whom, text) => act(() => state.reply(by.id, to, `@${whom.handle} ${text}`)),
    quote: (by, quoted, text) => act(() => state.quote(by.id, quoted, text)),
    like: (by, what) =>
      act(() => {
        state.favourite(by.id, what);
      }),
    change: (id, text) =>
      act(() => {
        state.edit(id, text);
      }),
    remove: (id) =>
      act(() => {
        state.remove(id);
      }),
    directMessage: (by, to, text) =>
      act(() => {
        // As clients do: what is no answer would be a conversation of its own.
        state.directMessage(by.id, to.id, text, state.directsBetween(by.id, to.id).at(-1)?.id);
      }),
    settle: () => act(() => undefined),
    inspect: (id) => {
      const held = state.held(id);
      return Promise.resolve(held === undefined ? undefined : heldMessage(held));
    },
    said: (by) =>
      Promise.resolve(
        state
          .statusesOf(by.id)
          .filter(({ visibility }) => visibility !== "direct")
          .map(heldMessage),
      ),
    directs: (one, other) => Promise.resolve(state.directsBetween(one.id, other.id).map(({ author, text }) => ({ author, text }))),
    block: (by, whom) =>
      act(() => {
        state.block(by.id, whom.id);
      }),
    relation: (to) => {
      const { blocks, mutes } = state.relation(account.id, to.id);
      return Promise.resolve({ banned: blocks, muted: mutes });
    },
    // Words are found only where a server has a full-text index, and there only of people who want it.
    searchesWords: false,
    tells: ["likes", "replies", "shares", "quotes"],
    sendsOnce: ["reply", "publishPost", "like", "sendMessage", "replyPrivately"],
    pageSize,
    secrets: () => [...tokens],
    inject: (fault) => {
      fake.inject(fault);
    },
    calls: () => fake.calls,
    pushes: () => fake.pushes,
  };
}
