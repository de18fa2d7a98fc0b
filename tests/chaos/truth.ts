/** What is true in a town, read off the networks themselves: never through an adapter. @module */
import type { AccountKey } from "../../src/model/keys.js";
import type { Net, Said } from "./said.js";
import type { Town } from "./town.js";

/** What an account of the brand has to know at the end. */
export interface AccountTruth {
  readonly account: AccountKey;
  readonly net: Net;
  /** The network's ids that count as us. */
  readonly us: readonly string[];
  /** Ids of messages of others that the network still shows and tells the account of. */
  readonly messages: ReadonlySet<string>;
  /** Ids of posts of ours, or of threads that count as posts, that the network still shows. */
  readonly posts: ReadonlySet<string>;
}

/** What a network holds about one thing said, in the words of all three. */
export interface Held {
  readonly author: string;
  readonly text: string;
  readonly parent?: string;
  readonly likedBy: readonly string[];
}

/** Looks a thing up; `undefined` when it is gone. */
export function heldAt(town: Town, net: Net, id: string): Held | undefined {
  switch (net) {
    case "bluesky": {
      const held = town.bluesky.state.held(id);
      return (
        held && { author: held.author, text: held.text, likedBy: held.likedBy, ...(held.parent !== undefined && { parent: held.parent }) }
      );
    }
    case "mastodon": {
      const held = town.mastodon.state.held(id);
      return (
        held && { author: held.author, text: held.text, likedBy: held.likedBy, ...(held.parent !== undefined && { parent: held.parent }) }
      );
    }
    case "discord": {
      const held = town.discord.state.held(id);
      return (
        held && {
          author: held.author,
          text: held.text,
          likedBy: held.reactions["👍"] ?? [],
          ...(held.parent !== undefined && { parent: held.parent }),
        }
      );
    }
  }
}

/** Says what each account has to know. */
export function truthOf(town: Town): readonly AccountTruth[] {
  const keys = [...town.accounts];
  const next = (): AccountKey => keys.shift() ?? "";
  return [
    ...town.sky.brands.map(({ did }) => skyTruth(town, next(), did)),
    ...town.tooth.brands.map(({ id }) => toothTruth(town, next(), id)),
    ...town.guilds.map((guild) => guildTruth(town, next(), guild)),
  ];
}

function skyTruth(town: Town, account: AccountKey, did: string): AccountTruth {
  const { state } = town.bluesky;
  const handle = town.sky.brands.find((one) => one.did === did)?.handle ?? "";
  const messages = new Set<string>();
  const posts = new Set<string>();
  for (const said of town.said.standing("bluesky")) {
    if (said.isPrivate) continue;
    const held = state.held(said.id);
    if (held === undefined) continue;
    if (held.author === did) {
      if (held.parent === undefined) posts.add(said.id);
      continue;
    }
    // What the network notifies of, and what stands in a thread of ours that is whole up to its first post.
    const named = held.text.includes(`@${handle}`);
    const quotes = held.quotes !== undefined && state.held(held.quotes)?.author === did;
    const answersUs = held.parent !== undefined && state.held(held.parent)?.author === did;
    const inThread = held.root !== undefined && state.held(held.root)?.author === did && isWhole(town, held.parent);
    if (named || quotes || answersUs || inThread) messages.add(said.id);
  }
  for (const { did: person } of town.sky.people)
    for (const { id, sender } of state.messagesBetween(person, did)) if (sender !== did) messages.add(id);
  return { account, net: "bluesky", us: [did], messages, posts };
}

/** Says whether a thread is whole above a post: nothing gone, and nothing hidden, below which the network shows nobody anything. */
function isWhole(town: Town, above: string | undefined): boolean {
  if (above === undefined) return true;
  const held = town.bluesky.state.held(above);
  return held !== undefined && !held.hidden && isWhole(town, held.parent);
}

/** Says whether something above a status was deleted, by whomever: the network then shows it elsewhere, or no more. */
export function isLoose(town: Town, id: string): boolean {
  const { state } = town.mastodon;
  const above = town.said.get("mastodon", id)?.under ?? state.held(id)?.parent;
  return above !== undefined && (state.held(above) === undefined || isLoose(town, above));
}

/**
 * Says whether an answer below a status was deleted. A direct conversation is told with its last status alone; what hung together with that
 * only by the one that went is reached from nowhere.
 */
function isTorn(town: Town, id: string): boolean {
  const below = [...town.said.all.values()].filter(({ net, under }) => net === "mastodon" && under === id);
  return below.some((answer) => town.mastodon.state.held(answer.id) === undefined || isTorn(town, answer.id));
}

function toothTruth(town: Town, account: AccountKey, us: string): AccountTruth {
  const { state } = town.mastodon;
  const messages = new Set<string>();
  const posts = new Set<string>();
  const told = new Set(state.notificationsOf(us).flatMap(({ type, status }) => (type === "mention" || type === "quote" ? [status] : [])));
  for (const said of town.said.standing("mastodon")) {
    const held = state.held(said.id);
    if (held === undefined) continue;
    if (held.author === us) {
      // An answer whose parent was deleted answers nothing any more, and is no post of its own for that.
      if (held.parent === undefined && held.visibility !== "direct" && !isLoose(town, said.id)) posts.add(said.id);
      continue;
    }
    if (held.visibility === "direct") {
      // What is left of a thread that fell apart is told by the notification of each, which goes with its status alone.
      if (held.mentions.includes(us) && (told.has(said.id) || (!isLoose(town, said.id) && !isTorn(town, said.id)))) messages.add(said.id);
      continue;
    }
    // A thread whose first status answered something that is gone is listed among no posts, and so is not watched.
    const first = held.root === undefined ? undefined : town.said.get("mastodon", held.root);
    const inThread = first !== undefined && first.author === us && !isLoose(town, first.id) && !isLoose(town, said.id);
    if (told.has(said.id) || inThread) messages.add(said.id);
  }
  return { account, net: "mastodon", us: [us], messages, posts };
}

function guildTruth(town: Town, account: AccountKey, { id: guildId, news }: Town["guilds"][number]): AccountTruth {
  const { state } = town.discord;
  const messages = new Set<string>();
  const posts = new Set<string>();
  for (const said of town.said.standing("discord")) {
    const [guild, channel] = said.channel?.split(" ") ?? [];
    const held = state.held(said.id);
    if (guild !== guildId || held === undefined) continue;
    // What stands in the news and answers nothing is a post.
    if (channel === news.id && held.parent === undefined) posts.add(said.id);
    else if (held.author !== town.bot) messages.add(said.id);
  }
  return { account, net: "discord", us: [town.bot], messages, posts };
}

/** Everything that the brand has said on a network: by which text it can be counted. */
export function saidByUs(town: Town): readonly { readonly net: Net; readonly id: string; readonly text: string }[] {
  const sky = town.sky.brands.flatMap(({ did }) => [
    ...town.bluesky.state.postsOf(did).map(({ uri, text }) => ({ net: "bluesky" as const, id: uri, text })),
    // The brand may turn to itself: an account answers a colleague of another account in private.
    ...[...town.sky.people, ...town.sky.brands].flatMap((other) =>
      town.bluesky.state
        .messagesBetween(did, other)
        .filter(({ sender }) => sender === did)
        .map(({ id, text }) => ({ net: "bluesky" as const, id, text })),
    ),
  ]);
  const tooth = town.tooth.brands.flatMap((brand) =>
    town.mastodon.state.statusesOf(brand).map(({ id, text }) => ({ net: "mastodon" as const, id, text })),
  );
  const people = new Map(town.guilds.flatMap(({ members, owner }) => [...members, owner].map((one) => [one.id, one] as const)));
  const guild = [
    ...town.discord.state.saidBy(town.bot),
    ...[...people.keys()].flatMap((person) =>
      town.discord.state.directsBetween(town.bot, person).filter(({ author }) => author === town.bot),
    ),
  ].map(({ id, text }) => ({ net: "discord" as const, id, text }));
  return [...sky, ...tooth, ...guild];
}

/** The net of an account. */
export const netOf = (account: string): Net => account.split(":", 1)[0] as Net;

/** Says whether something that was said is told to the inbox by a push alone. */
export const isPushed = ({ net, isPrivate }: Said): boolean => net === "discord" || (net === "mastodon" && !isPrivate);
