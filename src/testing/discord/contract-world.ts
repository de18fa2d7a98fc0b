/**
 * The fake Discord as a world for the adapter contract.
 * @module
 */
import type { App } from "../../adapter/app.js";
import type { ContractWorld, HeldMessage, WorldPerson, WorldWebhooks } from "../adapter-contract/world.js";
import { fakeDiscord } from "./index.js";
import type {
  FakeBot,
  FakeChannel,
  FakeDiscord,
  FakeDiscordApp,
  FakeDiscordOptions,
  FakeGuild,
  FakePerson,
  HeldDiscordMessage,
} from "./index.js";
import { misuse } from "../misuse.js";
import { present } from "../json.js";
import { randomFrom } from "../seed.js";
import { virtualClock } from "../clock.js";
import type { VirtualClock } from "../clock.js";

/** A fake Discord with a brand's guild and bot on it. */
export interface DiscordWorld extends ContractWorld {
  /** The network itself. */
  readonly fake: FakeDiscord;
  /** The brand's bot with its token. */
  readonly bot: FakeBot;
  /** The brand's guild: the account. */
  readonly guild: FakeGuild;
  /** Its channels: posts go to the forum, mentions to the text channel, news to the announcement channel. */
  readonly channels: Readonly<Record<"forum" | "text" | "news", FakeChannel>>;
  /** Its time; moves by itself when everybody waits. */
  readonly clock: VirtualClock;
  /** Opens the direct channel with somebody, where there is none, and gives its id, which a bot cannot list. */
  readonly directChannelWith: (whom: WorldPerson) => string;
}

/** How a contract world begins. */
export interface DiscordWorldOptions extends Omit<FakeDiscordOptions, "clock"> {
  /** Sees the fake before anything happens on it, e.g. to put it before a judge. */
  readonly prepare?: (fake: FakeDiscord) => void;
  /** Makes the brand's app as a host makes it. Without one the world has no webhooks. */
  readonly createApp?: (app: FakeDiscordApp & { readonly guildId: string }) => App;
  /** How old a signature may be, as the app has it. Milliseconds. */
  readonly windowMs?: number;
}

/** What a like is on Discord, which has reactions only. */
const thumb = "👍";

const heldMessage = ({ id, author, text, parent, root, reactions }: HeldDiscordMessage): HeldMessage =>
  present({ id, author, text, parent, root, likedBy: reactions[thumb] ?? [], hidden: false });

/** Makes a fake Discord with a brand's guild and bot on it. Everybody takes a second for what they do. */
export function discordWorld({ prepare, createApp, windowMs, ...options }: DiscordWorldOptions = {}): DiscordWorld {
  const clock = virtualClock({ auto: true });
  const fake = fakeDiscord({ clock, pageSize: 5, ...options });
  prepare?.(fake);
  const { state } = fake;
  const guild = state.addGuild("The Brand");
  const bot = state.addBot("brand", { guilds: [guild.id], name: "The Brand" });
  const channels = {
    text: state.addChannel(guild.id, "general"),
    news: state.addChannel(guild.id, "news", { type: "announcement" }),
    forum: state.addChannel(guild.id, "help", { type: "forum" }),
  };
  const people = new Map<number, FakePerson>();
  /** Where everything said in public is or was: what is gone has to be pointed at too. */
  const places = new Map<string, string>();
  const person = ({ id, username }: FakePerson): WorldPerson => ({ id, handle: username });
  const act = async <T>(work: () => T): Promise<T> => {
    await clock.sleep(1000);
    return work();
  };
  const said = async (work: () => { readonly id: string; readonly channelId: string }): Promise<string> => {
    const { id, channelId } = await act(work);
    places.set(id, channelId);
    return id;
  };
  const placeOf = (id: string): string | undefined => state.held(id)?.channelId ?? places.get(id);
  const reply = (by: WorldPerson, to: string, text: string): Promise<string> => said(() => state.reply(by.id, to, text));
  const react = (by: WorldPerson, what: string, reaction: string): Promise<void> =>
    act(() => {
      state.react(by.id, what, reaction);
    });
  return {
    fake,
    bot,
    guild,
    channels,
    clock,
    network: "discord",
    runtime: { fetch: fake.fetch, clock, random: randomFrom(options.seed ?? "world") },
    brand: person(bot),
    accountId: guild.id,
    member: (number) => {
      const known = people.get(number);
      const one = known ?? state.addMember(guild.id, `member${number}`, { name: `Member ${number}` });
      people.set(number, one);
      return Promise.resolve(person(one));
    },
    publish: (by, text) => said(() => state.post(by.id, channels.forum.id, text)),
    reply,
    mention: (by, whom, text) => said(() => state.say(by.id, channels.text.id, `<@${whom.id}> ${text}`)),
    replyMentioning: (by, to, whom, text) => reply(by, to, `<@${whom.id}> ${text}`),
    like: (by, what) => react(by, what, thumb),
    react,
    change: (id, text) =>
      act(() => {
        state.edit(state.held(id)?.author ?? "", id, text);
      }),
    remove: (id) =>
      act(() => {
        // What a post begins with has the id of its thread, and goes with it.
        if (placeOf(id) === id) state.removeThread(id);
        else state.remove(id);
      }),
    directMessage: (by, to, text) =>
      act(() => {
        state.directMessage(by.id, to.id, text);
      }),
    directChannelWith: (whom) => state.directChannel(bot, whom),
    settle: () => act(() => undefined),
    inspect: (id) => {
      const held = state.held(id);
      return Promise.resolve(held === undefined ? undefined : heldMessage(held));
    },
    said: (by) => Promise.resolve(state.saidBy(by.id).map(heldMessage)),
    directs: (one, other) => Promise.resolve(state.directsBetween(one.id, other.id).map(({ author, text }) => ({ author, text }))),
    lock: (id) =>
      act(() => {
        // Moderators write in locked threads too.
        state.deny(bot, guild.id, "MANAGE_THREADS");
        state.changeThread(id, { locked: true });
      }),
    block: (by, whom) =>
      act(() => {
        state.block(by.id, whom.id);
      }),
    relation: (to) => {
      const { banned, timedOutUntil } = state.standing(guild.id, to.id);
      return Promise.resolve({ banned, muted: timedOutUntil !== undefined });
    },
    refsOf: (id) => {
      const channelId = placeOf(id);
      return channelId === undefined ? undefined : { channelId };
    },
    mentionKind: "chat",
    renews: false,
    ...(createApp !== undefined && { webhooks: webhooksOf(createApp, windowMs) }),
    tells: ["likes", "replies", "reactions"],
    sendsOnce: ["reply", "sendMessage", "replyPrivately"],
    pageSize: options.pageSize ?? 5,
    secrets: () => [bot.token],
    inject: (fault) => {
      fake.inject(fault);
    },
    calls: () => fake.calls,
    pushes: () => fake.pushes,
  };

  function webhooksOf(create: NonNullable<DiscordWorldOptions["createApp"]>, window: number | undefined): WorldWebhooks {
    /** What each delivery is about: a redelivery is about the same thing. */
    const about = new Map<string, string>();
    const question = (id: string | undefined): string => {
      const known = id === undefined ? undefined : about.get(id);
      if (known !== undefined) return known;
      const by = people.get(0) ?? state.addMember(guild.id, "member0", { name: "Member 0" });
      people.set(0, by);
      const place = state.say(by, channels.text.id, `<@${bot.id}> where is my parcel?`);
      places.set(place.id, place.channelId);
      if (id !== undefined) about.set(id, place.id);
      return place.id;
    };
    return {
      app: create({ ...fake.app, guildId: guild.id }),
      request: (what, how = {}) => {
        if (what === "challenge") return fake.signedWebhook({ type: "ping" }, how);
        if (what === "unknown") return fake.signedWebhook({ type: "event-unknown" }, how);
        const messageId = question(how.id);
        const by = state.held(messageId)?.author ?? misuse("The message is gone", "leave it until its deliveries are over");
        return fake.signedWebhook({ type: "message-command", by, messageId }, how);
      },
      ...(window !== undefined && { windowMs: window }),
    };
  }
}
