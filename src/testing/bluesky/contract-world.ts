/**
 * The fake Bluesky as a world for the adapter contract.
 * @module
 */
import { fakeBluesky } from "./index.js";
import type { FakeAccount, FakeBluesky, FakeBlueskyOptions, HeldPost } from "./index.js";
import type { ContractWorld, HeldMessage, WorldPerson } from "../adapter-contract/world.js";
import { isJson, present } from "../json.js";
import { misuse } from "../misuse.js";
import { randomFrom } from "../seed.js";
import { virtualClock } from "../clock.js";
import type { VirtualClock } from "../clock.js";

/** A fake Bluesky with a brand on it. */
export interface BlueskyWorld extends ContractWorld {
  /** The network itself. */
  readonly fake: FakeBluesky;
  /** The brand's account with its passwords. */
  readonly account: FakeAccount;
  /** Its time; moves by itself when everybody waits. */
  readonly clock: VirtualClock;
}

/** How a contract world begins. */
export interface BlueskyWorldOptions extends Omit<FakeBlueskyOptions, "clock"> {
  /** Sees the fake before anything happens on it, e.g. to put it before a judge. */
  readonly prepare?: (fake: FakeBluesky) => void;
}

const heldMessage = ({ uri, author, text, parent, root, likedBy, hidden }: HeldPost): HeldMessage =>
  present({ id: uri, author, text, parent, root, likedBy, hidden });

/** Makes a fake Bluesky with a brand on it. Everybody takes a second for what they do. */
export function blueskyWorld({ prepare, ...options }: BlueskyWorldOptions = {}): BlueskyWorld {
  const clock = virtualClock({ auto: true });
  const fake = fakeBluesky({ clock, pageSize: 5, ...options });
  prepare?.(fake);
  const { state } = fake;
  const account = state.addAccount("brand.test", { displayName: "The Brand" });
  const people = new Map<number, FakeAccount>();
  const tokens = new Set<string>();
  fake.observe(({ output }) => {
    if (!isJson(output)) return;
    for (const token of [output.accessJwt, output.refreshJwt]) if (typeof token === "string") tokens.add(token);
  });
  const person = ({ did, handle }: FakeAccount): WorldPerson => ({ id: did, handle });
  const act = async <T>(work: () => T): Promise<T> => {
    await clock.sleep(1000);
    return work();
  };
  return {
    fake,
    account,
    clock,
    network: "bluesky",
    runtime: { fetch: fake.fetch, clock, random: randomFrom(options.seed ?? "world") },
    brand: person(account),
    member: (number) => {
      const known = people.get(number);
      const one = known ?? state.addAccount(`member${number}.test`, { displayName: `Member ${number}` });
      people.set(number, one);
      return Promise.resolve(person(one));
    },
    publish: (by, text) => act(() => state.post(by.id, text).uri),
    reply: (by, to, text) => act(() => state.reply(by.id, to, text).uri),
    mention: (by, whom, text) => act(() => state.post(by.id, `@${whom.handle} ${text}`).uri),
    replyMentioning: (by, to, whom, text) => act(() => state.reply(by.id, to, `@${whom.handle} ${text}`).uri),
    quote: (by, quoted, text) => act(() => state.quote(by.id, quoted, text).uri),
    like: (by, what) =>
      act(() => {
        state.like(by.id, what);
      }),
    remove: (id) =>
      act(() => {
        state.remove(id);
      }),
    directMessage: (by, to, text) =>
      act(() => {
        state.directMessage(by.id, to.id, text);
      }),
    settle: () =>
      act(() => {
        state.settle();
      }),
    inspect: (id) => {
      const held = state.held(id);
      return Promise.resolve(held === undefined ? undefined : heldMessage(held));
    },
    said: (by) => Promise.resolve(state.postsOf(by.id).map(heldMessage)),
    directs: (one, other) => Promise.resolve(state.messagesBetween(one.id, other.id).map(({ sender, text }) => ({ author: sender, text }))),
    lock: (id) =>
      act(() => {
        state.gate(state.held(id)?.author ?? misuse("There is no such post", "give the id of one that begins a thread"), id, { allow: [] });
      }),
    block: (by, whom) =>
      act(() => {
        state.block(by.id, whom.id);
      }),
    relation: (to) => {
      const { blocks, mutes } = state.relation(account.did, to.id);
      return Promise.resolve({ banned: blocks, muted: mutes });
    },
    tells: ["likes", "replies", "shares", "quotes", "saves"],
    sendsOnce: ["reply", "publishPost", "like"],
    pageSize: options.pageSize ?? 5,
    secrets: () => [account.password, account.appPassword, account.privilegedAppPassword, ...tokens],
    inject: (fault) => {
      fake.inject(fault);
    },
    calls: () => fake.calls,
  };
}
