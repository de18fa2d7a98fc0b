/**
 * The fake Facebook as a world for the adapter contract.
 * @module
 */
import type { App } from "../../adapter/app.js";
import type { ContractWorld, HeldMessage, WorldPerson, WorldWebhooks } from "../adapter-contract/world.js";
import { fakeFacebook } from "./index.js";
import type {
  FakeFacebook,
  FakeFacebookApp,
  FakeFacebookOptions,
  FakeFacebookPage,
  FakeFacebookPerson,
  HeldFacebookThing,
} from "./index.js";
import { present } from "../json.js";
import { randomFrom } from "../seed.js";
import { virtualClock } from "../clock.js";
import type { VirtualClock } from "../clock.js";

/** A fake Facebook with a brand's Page on it. */
export interface FacebookWorld extends ContractWorld {
  /** The network itself. */
  readonly fake: FakeFacebook;
  /** The brand's Page with its tokens. */
  readonly page: FakeFacebookPage;
  /** Its time; moves by itself when everybody waits. */
  readonly clock: VirtualClock;
}

/** How a contract world begins. */
export interface FacebookWorldOptions extends Omit<FakeFacebookOptions, "clock"> {
  /** Sees the fake before anything happens on it, e.g. to put it before a judge. */
  readonly prepare?: (fake: FakeFacebook) => void;
  /** Makes the brand's app as a host makes it. Without one the world has no webhooks. */
  readonly createApp?: (app: FakeFacebookApp & { readonly pageId: string }) => App;
}

/** What answers a post answers nothing but that: its parent and its root are the same. */
const heldMessage = ({ id, author, text, parent, root, likedBy, hidden }: HeldFacebookThing): HeldMessage =>
  present({ id, author, text, parent, root, likedBy, hidden });

/**
 * Makes a fake Facebook with a brand's Page on it. Everybody takes a second for what they do. What people say for themselves stands on the
 * Page's timeline; every third person names the Page in posts elsewhere instead.
 */
export function facebookWorld({ prepare, createApp, ...options }: FacebookWorldOptions = {}): FacebookWorld {
  const clock = virtualClock({ auto: true });
  const pageSize = options.pageSize ?? 5;
  const fake = fakeFacebook({ clock, pageSize, ...options });
  prepare?.(fake);
  const { state } = fake;
  const page = state.addPage("The Brand", { username: "thebrand" });
  const people = new Map<number, FakeFacebookPerson>();
  const brand: WorldPerson = { id: page.id, handle: page.username };
  const person = ({ id, name }: FakeFacebookPerson): WorldPerson => ({ id, handle: name });
  const memberAt = (number: number): FakeFacebookPerson => {
    const one = people.get(number) ?? state.addPerson(`Member ${number}`);
    people.set(number, one);
    return one;
  };
  const writesElsewhere = ({ id }: WorldPerson): boolean => [...people].some(([number, one]) => one.id === id && number % 3 === 2);
  const named = (whom: WorldPerson, text: string): string => `${whom.id === page.id ? page.name : whom.handle} ${text}`;
  const act = async <T>(work: () => T): Promise<T> => {
    await clock.sleep(1000);
    return work();
  };
  return {
    fake,
    page,
    clock,
    network: "facebook",
    runtime: { fetch: fake.fetch, clock, random: randomFrom(options.seed ?? "world") },
    brand,
    renews: false,
    member: (number) => Promise.resolve(person(memberAt(number))),
    publish: (by, text) => act(() => (by.id === page.id ? state.post(page, text) : state.visitorPost(by.id, page, text))),
    reply: (by, to, text) => act(() => state.comment(by.id, to, text)),
    mention: (by, whom, text) =>
      act(() => (writesElsewhere(by) ? state.tag(by.id, page, named(whom, text)) : state.visitorPost(by.id, page, named(whom, text)))),
    replyMentioning: (by, to, whom, text) => act(() => state.comment(by.id, to, named(whom, text))),
    like: (by, what) =>
      act(() => {
        state.react(by.id, what);
      }),
    remove: (id) =>
      act(() => {
        state.remove(id);
      }),
    directMessage: (by, to, text) =>
      act(() => {
        if (by.id === page.id) state.pageMessage(page, to.id, text);
        else state.message(by.id, page, text);
      }),
    settle: () => act(() => undefined),
    inspect: (id) => {
      const held = state.held(id);
      return Promise.resolve(held === undefined ? undefined : heldMessage(held));
    },
    said: (by) => Promise.resolve(state.saidBy(by.id).map(heldMessage)),
    directs: (one, other) => {
      const whom = one.id === page.id ? other : one;
      return Promise.resolve(state.directsBetween(page, whom.id).map(({ author, text }) => ({ author, text })));
    },
    relation: (to) => Promise.resolve(state.standing(page, to.id)),
    handles: false,
    levels: 2,
    listsCommentMentions: false,
    mentionLists: 2,
    tellsEdits: false,
    writesFirst: false,
    ...(createApp !== undefined && { webhooks: webhooksOf(createApp) }),
    tells: ["likes", "replies", "shares", "reactions"],
    sendsOnce: [],
    pageSize,
    secrets: () => [page.token, page.userToken, fake.app.secret, fake.app.verifyToken],
    inject: (fault) => {
      fake.inject(fault);
    },
    calls: () => fake.calls,
    pushes: () => fake.pushes,
  };

  function webhooksOf(create: NonNullable<FacebookWorldOptions["createApp"]>): WorldWebhooks {
    /** What each delivery is about: a redelivery is about the same thing. */
    const about = new Map<string, string>();
    const question = (id: string | undefined): string => {
      const known = id === undefined ? undefined : about.get(id);
      if (known !== undefined) return known;
      const asked = state.comment(memberAt(0), state.post(page, "Our winter boots are here"), "where is my parcel?");
      if (id !== undefined) about.set(id, asked);
      return asked;
    };
    return {
      app: create({ ...fake.app, pageId: page.id }),
      request: (what, how = {}) => {
        if (what === "challenge") return Promise.resolve(fake.signedWebhook({ type: "challenge" }, how));
        if (what === "unknown") return Promise.resolve(fake.signedWebhook({ type: "unknown", pageId: page.id }, how));
        return Promise.resolve(fake.signedWebhook({ type: "comment", id: question(how.id) }, how));
      },
    };
  }
}
