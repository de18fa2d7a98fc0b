/**
 * The fake Threads as a world for the adapter contract.
 * @module
 */
import type { App } from "../../adapter/app.js";
import type { ContractWorld, HeldMessage, WorldPerson, WorldWebhooks } from "../adapter-contract/world.js";
import { fakeThreads } from "./index.js";
import type { FakeThreads, FakeThreadsAccount, FakeThreadsApp, FakeThreadsOptions, HeldThreadsPost } from "./index.js";
import { isJson, present, textAt } from "../json.js";
import { randomFrom } from "../seed.js";
import { virtualClock } from "../clock.js";
import type { VirtualClock } from "../clock.js";

/** A fake Threads with a brand on it. */
export interface ThreadsWorld extends ContractWorld {
  /** The network itself. */
  readonly fake: FakeThreads;
  /** The brand's account with its token. */
  readonly account: FakeThreadsAccount;
  /** Its time; moves by itself when everybody waits. */
  readonly clock: VirtualClock;
}

/** How a contract world begins. */
export interface ThreadsWorldOptions extends Omit<FakeThreadsOptions, "clock"> {
  /** Sees the fake before anything happens on it, e.g. to put it before a judge. */
  readonly prepare?: (fake: FakeThreads) => void;
  /** Makes the brand's app as a host makes it. Without one the world has no webhooks. */
  readonly createApp?: (app: FakeThreadsApp) => App;
}

const heldMessage = ({ id, author, text, parent, root, likedBy, hidden }: HeldThreadsPost): HeldMessage =>
  present({ id, author, text, parent, root, likedBy, hidden });

/** Makes a fake Threads with a brand on it. Everybody takes a second for what they do. */
export function threadsWorld({ prepare, createApp, ...options }: ThreadsWorldOptions = {}): ThreadsWorld {
  const clock = virtualClock({ auto: true });
  const pageSize = options.pageSize ?? 5;
  const fake = fakeThreads({ clock, pageSize, ...options });
  prepare?.(fake);
  const { state } = fake;
  const account = state.addAccount("brand", { name: "The Brand" });
  const people = new Map<number, FakeThreadsAccount>();
  const tokens = new Set([account.token, fake.app.secret, fake.app.verifyToken]);
  fake.observe(({ output }) => {
    const token = isJson(output) ? textAt(output, "access_token") : undefined;
    if (token !== undefined) tokens.add(token);
  });
  const person = ({ id, handle }: FakeThreadsAccount): WorldPerson => ({ id, handle });
  const memberAt = (number: number): FakeThreadsAccount => {
    const one = people.get(number) ?? state.addAccount(`member${number}`, { name: `Member ${number}` });
    people.set(number, one);
    return one;
  };
  const act = async <T>(work: () => T): Promise<T> => {
    await clock.sleep(1000);
    return work();
  };
  const brand = person(account);
  return {
    fake,
    account,
    clock,
    network: "threads",
    runtime: { fetch: fake.fetch, clock, random: randomFrom(options.seed ?? "world") },
    brand,
    // A refresh needs a token that still lives: one that has ended is replaced by a person.
    renews: false,
    member: (number) => Promise.resolve(person(memberAt(number))),
    publish: (by, text) => act(() => state.post(by.id, text)),
    reply: (by, to, text) => act(() => state.reply(by.id, to, text)),
    mention: (by, whom, text) => act(() => state.post(by.id, `@${whom.handle} ${text}`)),
    replyMentioning: (by, to, whom, text) => act(() => state.reply(by.id, to, `@${whom.handle} ${text}`)),
    // A quote is told to who is quoted only where it names them.
    quote: (by, quoted, text) => act(() => state.quote(by.id, quoted, `@${brand.handle} ${text}`)),
    like: (by, what) =>
      act(() => {
        state.like(by.id, what);
      }),
    remove: (id) =>
      act(() => {
        state.remove(id);
      }),
    block: (by, whom) =>
      act(() => {
        state.block(by.id, whom.id);
      }),
    settle: () => act(() => undefined),
    inspect: (id) => {
      const held = state.held(id);
      return Promise.resolve(held === undefined ? undefined : heldMessage(held));
    },
    said: (by) => Promise.resolve(state.saidBy(by.id).map(heldMessage)),
    ...(createApp !== undefined && { webhooks: webhooksOf(createApp) }),
    // Posts hold no counts: insights do.
    tells: [],
    authorIds: false,
    addressesHaveIds: false,
    tellsWaits: false,
    sendsOnce: [],
    pageSize,
    secrets: () => [...tokens],
    inject: (fault) => {
      fake.inject(fault);
    },
    calls: () => fake.calls,
    pushes: () => fake.pushes,
  };

  function webhooksOf(create: NonNullable<ThreadsWorldOptions["createApp"]>): WorldWebhooks {
    /** What each delivery is about: a redelivery is about the same thing. */
    const about = new Map<string, string>();
    const question = (id: string | undefined): string => {
      const known = id === undefined ? undefined : about.get(id);
      if (known !== undefined) return known;
      const asked = state.reply(memberAt(0), state.post(account, "Our winter boots are here"), "where is my parcel?");
      if (id !== undefined) about.set(id, asked);
      return asked;
    };
    return {
      app: create(fake.app),
      request: (what, how = {}) => {
        if (what === "challenge") return fake.signedWebhook({ type: "challenge" }, how);
        if (what === "unknown") return fake.signedWebhook({ type: "unknown", to: account.id }, how);
        return fake.signedWebhook({ type: "reply", id: question(how.id) }, how);
      },
    };
  }
}
