/**
 * The fake Instagram as a world for the adapter contract.
 * @module
 */
import type { App } from "../../adapter/app.js";
import type { ContractWorld, HeldMessage, WorldPerson, WorldWebhooks } from "../adapter-contract/world.js";
import { fakeInstagram } from "./index.js";
import type {
  FakeInstagram,
  FakeInstagramAccount,
  FakeInstagramApp,
  FakeInstagramOptions,
  FakeInstagramPerson,
  HeldInstagramComment,
  HeldInstagramMedia,
  InstagramHappening,
} from "./index.js";
import { isJson, present, textAt } from "../json.js";
import { randomFrom } from "../seed.js";
import { virtualClock } from "../clock.js";
import type { VirtualClock } from "../clock.js";

/** A fake Instagram with a brand on it. */
export interface InstagramWorld extends ContractWorld {
  /** The network itself. */
  readonly fake: FakeInstagram;
  /** The brand's account with its token. */
  readonly account: FakeInstagramAccount;
  /** Its time; moves by itself when everybody waits. */
  readonly clock: VirtualClock;
}

/** How a contract world begins. */
export interface InstagramWorldOptions extends Omit<FakeInstagramOptions, "clock"> {
  /** Sees the fake before anything happens on it, e.g. to put it before a judge. */
  readonly prepare?: (fake: FakeInstagram) => void;
  /** Makes the brand's app as a host makes it. Without one the world has no webhooks. */
  readonly createApp?: (app: FakeInstagramApp) => App;
}

const heldComment = ({ id, author, text, media, parent, likedBy, hidden }: HeldInstagramComment): HeldMessage => ({
  id,
  author,
  text,
  parent: parent ?? media,
  root: media,
  likedBy,
  hidden,
});

const heldMedia = ({ id, author, caption, likedBy }: HeldInstagramMedia): HeldMessage =>
  present({ id, author, text: caption, likedBy, hidden: false });

/** Makes a fake Instagram with a brand on it. Everybody takes a second for what they do. */
export function instagramWorld({ prepare, createApp, ...options }: InstagramWorldOptions = {}): InstagramWorld {
  const clock = virtualClock({ auto: true });
  const pageSize = options.pageSize ?? 5;
  const fake = fakeInstagram({ clock, pageSize, ...options });
  prepare?.(fake);
  const { state } = fake;
  const account = state.addAccount("brand", { name: "The Brand" });
  const people = new Map<number, FakeInstagramPerson>();
  const secrets = new Set([account.token, ...(account.userToken === undefined ? [] : [account.userToken]), fake.app.secret]);
  fake.observe(({ output }) => {
    const token = isJson(output) ? textAt(output, "access_token") : undefined;
    if (token !== undefined) secrets.add(token);
  });
  const person = ({ id, username }: Pick<FakeInstagramPerson, "id" | "username">): WorldPerson => ({ id, handle: username });
  const memberAt = (number: number): FakeInstagramPerson => {
    const one = people.get(number) ?? state.addPerson(`member${number}`, { name: `Member ${number}` });
    people.set(number, one);
    return one;
  };
  const act = async <T>(work: () => T): Promise<T> => {
    await clock.sleep(1000);
    return work();
  };
  const reply = (by: WorldPerson, to: string, text: string): Promise<string> =>
    act(() => (state.media(to) === undefined ? state.reply(by.id, to, text) : state.comment(by.id, to, text)));
  return {
    fake,
    account,
    clock,
    network: "instagram",
    runtime: { fetch: fake.fetch, clock, random: randomFrom(options.seed ?? "world") },
    brand: person(account),
    // An extension needs a token that still lives: one that has ended is replaced by a person.
    renews: false,
    member: (number) => Promise.resolve(person(memberAt(number))),
    publish: (by, text) => act(() => state.share(by.id, text)),
    reply,
    // Named in the caption, so that it can be answered, and tagged in the picture, so that a list holds it.
    mention: (by, whom, text) => act(() => state.share(by.id, { caption: `@${whom.handle} ${text}`, tags: [whom] })),
    replyMentioning: (by, to, whom, text) => reply(by, to, `@${whom.handle} ${text}`),
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
        state.write(by.id, to.id, text);
      }),
    settle: () => act(() => undefined),
    inspect: (id) => {
      const [comment, media] = [state.held(id), state.media(id)];
      return Promise.resolve(comment === undefined ? media && heldMedia(media) : heldComment(comment));
    },
    said: (by) => Promise.resolve([...state.mediaOf(by.id).map(heldMedia), ...state.saidBy(by.id).map(heldComment)]),
    directs: (one, other) => {
      const [brand, whom] = one.id === account.id ? [one, other] : [other, one];
      return Promise.resolve(
        state
          .directsBetween(brand.id, whom.id)
          .filter(({ unsent }) => !unsent)
          .map(({ author, text }) => ({ author, text })),
      );
    },
    block: (by, whom) =>
      act(() => {
        state.block(by.id, whom.id);
      }),
    relation: (to) => Promise.resolve({ banned: state.blocks(account, to), muted: false }),
    ...(createApp !== undefined && { webhooks: webhooksOf(createApp) }),
    // Media that tag the brand tell whose they are by name.
    authorIds: false,
    levels: 2,
    addressesBelow: ({ handle }) => `@${handle} `,
    answersAnybody: false,
    tellsOwnLikes: false,
    directReaction: "love",
    draftOf: (text) => ({ text, attachments: [{ type: "image", url: "https://shop.test/boots.jpg" }] }),
    // What stands under media of others is read through the medium.
    refsOf: (id) => {
      const media = state.media(state.held(id)?.media ?? id);
      return media === undefined || media.author === account.id ? undefined : { mediaId: media.id };
    },
    listsCommentMentions: false,
    writesFirst: false,
    // Comments have no address of their own, and those of media hold no id.
    addressesHaveIds: false,
    searchesWords: false,
    tells: ["likes", "replies"],
    sendsOnce: [],
    pageSize,
    secrets: () => [...secrets],
    inject: (fault) => {
      fake.inject(fault);
    },
    calls: () => fake.calls,
    pushes: () => fake.pushes,
  };

  function webhooksOf(create: NonNullable<InstagramWorldOptions["createApp"]>): WorldWebhooks {
    /** What each delivery is about: a redelivery is about the same thing. */
    const about = new Map<string, InstagramHappening>();
    const question = (id: string | undefined): readonly InstagramHappening[] => {
      const known = id === undefined ? undefined : about.get(id);
      if (known !== undefined) return [known];
      state.comment(memberAt(0), state.share(account, "Our winter boots are here"), "where is my parcel?");
      const fresh = fake.happenings.slice(-1);
      for (const happening of fresh) if (id !== undefined) about.set(id, happening);
      return fresh;
    };
    return {
      app: create(fake.app),
      request: (what, how = {}) => {
        const sent =
          what === "challenge"
            ? fake.signedWebhook({ type: "challenge" }, how)
            : what === "unknown"
              ? fake.signedWebhook({ type: "unknown", account: account.id }, how)
              : fake.signedWebhook({ type: "happenings", happenings: question(how.id) }, how);
        return Promise.resolve(sent);
      },
    };
  }
}
