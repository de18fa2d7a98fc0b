/**
 * What a test sees and does at the network: people, bots and what they do, without HTTP.
 * @module
 */
import { ban, timeOut, unban } from "./moderate.js";
import { bitsOf } from "./permissions.js";
import type { BotData, ChannelData, Core, GuildData, MessageData, UserData } from "./core.js";
import { channelTypes, messageTypes } from "./core.js";
import { changeThread, deleteThread, putAway, startPost, startThread } from "./threads.js";
import { directChannel, findDirect } from "./directs.js";
import { DiscordError } from "./errors.js";
import { edit, remove, say } from "./say.js";
import type { Draft } from "./say.js";
import { heldOf } from "./held.js";
import type { DiscordSaying, DiscordState, DiscordWho, FakePerson, MessagePlace } from "./state-shape.js";
import type { HeldDiscordMessage } from "./held.js";
import type { Limiter } from "./limits.js";
import { misuse } from "../misuse.js";
import { pin, react, unreact } from "./react.js";
import { present } from "../json.js";

/** Says what the network refuses as an error for a person who writes a test. */
function asRefused<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof DiscordError)) throw error;
    return misuse(`The network refuses this (${error.code}): ${error.message}`, "ask for something that it would take");
  }
}

/** Makes the inside of a network. */
export function makeState(
  core: Core,
  limiter: Limiter,
  { messageContent: granted, appId }: { readonly messageContent: boolean; readonly appId: string },
): DiscordState {
  /** Lets time pass, and then works by the rules. */
  const obeying = <T>(work: () => T): T => {
    putAway(core);
    return asRefused(work);
  };
  const user = (who: DiscordWho): UserData => {
    const name = typeof who === "string" ? who : who.id;
    const found = core.users.get(name) ?? [...core.users.values()].find(({ username }) => username === name);
    return found ?? misuse("Nobody of that name is in this network", "add them first");
  };
  const guild = (id: string): GuildData => core.guilds.get(id) ?? misuse("There is no such guild in this network", "add it first");
  const channel = (id: string): ChannelData =>
    core.channels.get(id) ?? misuse("There is no such channel in this network", "give the id of one that was made here");
  const message = (id: string): MessageData =>
    core.messages.get(id) ?? misuse("There is no such message in this network", "give the id of one that was said here and not removed");
  const bot = (who: DiscordWho): BotData => core.bots.get(user(who).id) ?? misuse("That is no bot", "give what `addBot` gave");
  const ownerOf = (at: ChannelData): string => guild(at.guildId ?? "").ownerId;

  const addUser = (username: string, { name, botId }: { readonly name?: string; readonly botId?: string }): UserData => {
    if (!/^[a-z0-9_.]{2,32}$/.test(username)) misuse("`username` is no username", "use 2 to 32 small letters, digits, dots or underscores");
    if ([...core.users.values()].some((one) => one.username === username)) misuse("That username is taken", "give another one");
    const made: UserData = present({
      id: botId ?? core.id(),
      username,
      globalName: name,
      bot: botId !== undefined,
      refusesDirects: false,
      blocks: new Set<string>(),
    });
    core.users.set(made.id, made);
    return made;
  };
  const join = (at: GuildData, who: UserData, nick?: string): void => {
    at.members.set(who.id, present({ userId: who.id, nick, joinedAt: core.clock.now() }));
  };
  const person = ({ id, username }: UserData): FakePerson => ({ id, username });
  const draft = (what: string | DiscordSaying, more: Partial<Draft> = {}): Draft => {
    const { text, files = [], asWebhook }: DiscordSaying = typeof what === "string" ? { text: what } : what;
    return {
      content: text,
      attachments: files.map(({ name, bytes, contentType, alt }) =>
        present({ id: core.id(), filename: name, size: bytes.length, contentType, description: alt }),
      ),
      ...(asWebhook !== undefined && { webhook: { id: core.id(), name: asWebhook } }),
      ...more,
    };
  };
  const place = ({ id, channelId }: MessageData): MessagePlace => ({ id, channelId });
  const rights = (who: DiscordWho, where: string): { readonly denied: Map<string, bigint>; readonly id: string } => ({
    denied: core.channels.get(where)?.denied ?? guild(where).denied,
    id: user(who).id,
  });
  const held = (id: string): HeldDiscordMessage | undefined => heldOf(core, id);
  const heldIn = (all: Iterable<MessageData>): readonly HeldDiscordMessage[] => [...all].flatMap(({ id }) => held(id) ?? []);
  const told = (ping: boolean | undefined): NonNullable<Draft["allowed"]> => ({
    parse: ["users", "roles", "everyone"],
    users: [],
    roles: [],
    repliedUser: ping ?? false,
  });

  return {
    addGuild: (name) => {
      const owner = addUser(`owner${core.guilds.size + 1}`, {});
      const made: GuildData = {
        id: core.id(),
        name,
        ownerId: owner.id,
        members: new Map(),
        bans: new Map(),
        denied: new Map(),
        emojis: new Map(),
        audit: [],
      };
      core.guilds.set(made.id, made);
      join(made, owner);
      return { id: made.id, name, owner: person(owner) };
    },
    addBot: (username, { guilds = [], name, messageContent = granted }) => {
      // The first bot is that of the fake's app; a bot has the id of its application.
      const made = addUser(username, { botId: core.bots.size === 0 ? appId : core.id(), ...(name !== undefined && { name }) });
      const token = `bot.${core.secret(`token ${username}`).slice(0, 48)}`;
      const applicationId = made.id;
      core.bots.set(made.id, { userId: made.id, applicationId, token, dead: false, revoked: false, messageContent });
      for (const id of guilds) join(guild(id), made);
      return { ...person(made), token, applicationId };
    },
    addMember: (guildId, username, { name, nick } = {}) => {
      const at = guild(guildId);
      const known = [...core.users.values()].find((one) => one.username === username);
      const who = known ?? addUser(username, { ...(name !== undefined && { name }) });
      if (at.bans.has(who.id)) misuse("They are shut out of this guild", "lift the ban first");
      join(at, who, nick);
      return person(who);
    },
    addUser: (username, about = {}) => person(addUser(username, about)),
    leave: (guildId, who) => {
      guild(guildId).members.delete(user(who).id);
    },
    addChannel: (guildId, name, { type = "text", parent, topic, tags = [], requiresTag = false, slowModeSeconds = 0 } = {}) => {
      const at = guild(guildId);
      const made: ChannelData = present({
        id: core.id(),
        type: channelTypes[type],
        guildId: at.id,
        name,
        topic,
        parentId: parent,
        position: core.channels.size,
        slowModeSeconds,
        tags: tags.map((tag) => ({ id: core.id(), name: tag })),
        requiresTag,
        denied: new Map<string, bigint>(),
      });
      core.channels.set(made.id, made);
      return { id: made.id, name, tags: Object.fromEntries(made.tags.map((tag) => [tag.name, tag.id])) };
    },
    addEmoji: (guildId, name) => {
      const id = core.id();
      guild(guildId).emojis.set(id, name);
      return `${name}:${id}`;
    },
    deny: (who, where, ...permissions) => {
      const { denied, id } = rights(who, where);
      denied.set(id, (denied.get(id) ?? 0n) | bitsOf(permissions));
    },
    allow: (who, where, ...permissions) => {
      const { denied, id } = rights(who, where);
      denied.set(id, (denied.get(id) ?? 0n) & ~bitsOf(permissions));
      const member = core.guilds.get(where)?.members.get(id);
      if (member !== undefined) member.granted = (member.granted ?? 0n) | bitsOf(permissions);
    },
    say: (by, channelId, what) => obeying(() => place(say(core, user(by).id, channel(channelId), draft(what)))),
    reply: (by, messageId, what, { ping } = {}) =>
      obeying(() => {
        const target = message(messageId);
        const reference = { messageId, failIfNotExists: true };
        return place(say(core, user(by).id, channel(target.channelId), draft(what, { reference, allowed: told(ping) })));
      }),
    edit: (by, messageId, text) => {
      obeying(() => edit(core, user(by).id, message(messageId), { content: text }));
    },
    remove: (messageId, by) => {
      obeying(() => {
        const target = message(messageId);
        const whose = target.webhook === undefined ? target.authorId : ownerOf(channel(target.channelId));
        remove(core, by === undefined ? whose : user(by).id, target);
      });
    },
    react: (by, messageId, emoji) => {
      obeying(() => {
        react(core, user(by).id, message(messageId), emoji);
      });
    },
    unreact: (by, messageId, emoji) => {
      obeying(() => {
        unreact(core, user(by).id, message(messageId), emoji);
      });
    },
    startThread: (by, messageId, name) =>
      obeying(() => {
        const { id } = startThread(core, user(by).id, message(messageId), { name });
        return { id, name, tags: {} };
      }),
    post: (by, forumId, what, { title, tags = [] } = {}) =>
      obeying(() => {
        const said = draft(what);
        const forum = channel(forumId);
        const appliedTags = tags.map((tag) => forum.tags.find(({ name }) => name === tag)?.id ?? tag);
        const start = { name: title ?? (Array.from(said.content).slice(0, 100).join("") || "Post"), appliedTags };
        return place(startPost(core, user(by).id, forum, start, said).message);
      }),
    changeThread: (threadId, change) => {
      obeying(() => {
        changeThread(core, ownerOf(channel(threadId)), channel(threadId), change);
      });
    },
    removeThread: (threadId) => {
      obeying(() => {
        deleteThread(core, ownerOf(channel(threadId)), channel(threadId));
      });
    },
    pin: (messageId, pinned = true) => {
      obeying(() => {
        const target = message(messageId);
        const at = channel(target.channelId);
        pin(core, at.guildId === undefined ? target.authorId : ownerOf(at), target, pinned);
      });
    },
    slowMode: (channelId, seconds) => {
      channel(channelId).slowModeSeconds = seconds;
    },
    directMessage: (by, to, what) =>
      obeying(() => {
        const [from, other] = [user(by).id, user(to).id];
        return place(say(core, from, directChannel(core, from, other), draft(what)));
      }),
    directChannel: (one, other) => directChannel(core, user(one).id, user(other).id).id,
    refuseDirects: (who, refuses = true) => {
      user(who).refusesDirects = refuses;
    },
    block: (by, whom) => {
      user(by).blocks.add(user(whom).id);
    },
    ban: (guildId, who, banned = true) => {
      const at = guild(guildId);
      obeying(() => {
        if (banned) ban(core, at.ownerId, at, user(who).id);
        else unban(core, at.ownerId, at, user(who).id);
      });
    },
    timeOut: (guildId, who, forMs) => {
      const at = guild(guildId);
      obeying(() => timeOut(core, at.ownerId, at, user(who).id, core.clock.now() + forMs));
    },
    grantMessageContent: (who, yes) => {
      bot(who).messageContent = yes;
    },
    resetToken: (who) => {
      const data = bot(who);
      data.token = `bot.${core.secret(`token ${data.token}`).slice(0, 48)}`;
      data.dead = false;
      return data.token;
    },
    crowd: (id, forMs) => {
      limiter.crowd(id, forMs);
    },
    held,
    saidBy: (who) => {
      const { id } = user(who);
      const all = [...core.messages.values()].filter(
        (one) => one.authorId === id && core.channels.get(one.channelId)?.guildId !== undefined,
      );
      return heldIn(all.filter(({ type }) => type === messageTypes.said || type === messageTypes.reply));
    },
    directsBetween: (one, other) => {
      const found = findDirect(core, user(one).id, user(other).id);
      return found === undefined ? [] : heldIn(core.messagesIn(found.id));
    },
    standing: (guildId, who) => {
      const at = guild(guildId);
      const { id } = user(who);
      const until = at.members.get(id)?.timedOutUntil ?? 0;
      return {
        member: at.members.has(id),
        banned: at.bans.has(id),
        ...(until > core.clock.now() && { timedOutUntil: until }),
      };
    },
    auditLog: (guildId) => guild(guildId).audit,
  };
}
