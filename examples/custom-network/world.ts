/** Lantern as the adapter contract sees it. */
import { virtualClock, type ContractWorld, type HeldMessage, type WorldPerson } from "folkmoot/testing";
import { fakeLantern, type Entry, type FakeLantern, type Member } from "./server.ts";

/** A fake Lantern with a brand on it. */
export interface LanternWorld extends ContractWorld {
  readonly fake: FakeLantern;
  readonly account: Member;
}

const held = ({ id, author, text, postId, parentId, likedBy }: Entry): HeldMessage => ({
  id,
  author: author.id,
  text,
  ...(postId !== undefined && { parent: parentId ?? postId, root: postId }),
  likedBy: [...likedBy],
  hidden: false,
});

/** Makes a forum with a brand on it. Everybody takes a second for what they do. */
export function lanternWorld(): LanternWorld {
  const clock = virtualClock({ auto: true });
  const fake = fakeLantern({ clock, pageSize: 5 });
  const account = fake.join("brand");
  const people = new Map([[account.id, account]]);
  const numbers = new Map<number, Member>();
  const member = ({ id }: WorldPerson): Member => people.get(id) ?? account;
  const act = async <T>(work: () => T): Promise<T> => {
    await clock.sleep(1000);
    return work();
  };
  return {
    fake,
    account,
    network: "lantern",
    runtime: { fetch: fake.fetch, clock, random: () => 0.5 },
    brand: account,
    member: (number) => {
      const one = numbers.get(number) ?? fake.join(`member${number}`);
      numbers.set(number, one);
      people.set(one.id, one);
      return Promise.resolve(one);
    },
    publish: (by, text) => act(() => fake.say(member(by), text).id),
    reply: (by, to, text) => act(() => fake.say(member(by), text, to).id),
    mention: (by, whom, text) => act(() => fake.say(member(by), `@${whom.handle} ${text}`).id),
    replyMentioning: (by, to, whom, text) => act(() => fake.say(member(by), `@${whom.handle} ${text}`, to).id),
    like: (by, what) =>
      act(() => {
        fake.entry(what)?.likedBy.add(by.id);
      }),
    remove: (id) =>
      act(() => {
        fake.remove(id);
      }),
    settle: () => act(() => undefined),
    inspect: (id) => {
      const entry = fake.entry(id);
      return Promise.resolve(entry && held(entry));
    },
    said: (by) => Promise.resolve(fake.entries.filter(({ author }) => author.id === by.id).map(held)),
    renews: false,
    streams: false,
    hashtags: false,
    searchesWords: false,
    tells: ["likes", "replies"],
    sendsOnce: [],
    pageSize: 5,
    secrets: () => [account.token],
    inject: (fault) => {
      fake.inject(fault);
    },
    calls: () => fake.calls,
  };
}
