/**
 * What a test sees and does at the server: people and what they do, without HTTP.
 * @module
 */
import { accountAt, acctOf, findAcct, keepAccount } from "./core.js";
import type { AccountData, Core, NotificationData, Saying, ScheduledData, StatusData } from "./core.js";
import { answersTo, boostsOf, canSee, mutes, statusesBy } from "./relations.js";
import { block, follow, mute, unfollow } from "./people.js";
import { boost, change, favourite, remove, say, unfavourite } from "./publish.js";
import { profileUrl } from "./text.js";
import type { Access } from "./access.js";
import { MastodonError } from "./wire.js";
import { misuse } from "../misuse.js";
import { present } from "../json.js";
import { publishDue } from "./schedule.js";
import type { HeldMastodonNotification, HeldStatus, MastodonSaying, MastodonState, MastodonWho } from "./state-types.js";
import { statusUrl } from "./views.js";

/** Scopes of a token that may do everything. */
const everything = ["read", "write", "follow", "push", "profile"];

/** Says what the server refuses as an error for a person who writes a test. */
function asRefused<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof MastodonError)) throw error;
    return misuse(`The network refuses this (${error.status}): ${error.message}`, "ask for something that it would take");
  }
}

const nameForm = /^[a-z0-9_]+([a-z0-9_.-]+[a-z0-9_]+)?(@[a-z0-9-]+(\.[a-z0-9-]+)+)?$/i;

/** Makes the inside of a server. */
export function makeState(core: Core, access: Access): MastodonState {
  const account = (who: MastodonWho): AccountData => {
    const name = typeof who === "string" ? who : who.id;
    const found = core.accounts.get(name) ?? findAcct(core, name);
    return found ?? misuse("Nobody of that name is on this server", "add the account first");
  };
  /** A status that somebody may see, as over HTTP. */
  const seen = (id: string, by: AccountData): StatusData => {
    const status = core.statuses.get(id);
    if (status === undefined || !canSee(core, status, by))
      return misuse(
        "There is no such status on this server for this person",
        "give the id of one that was said here and that they may see",
      );
    return status;
  };
  const spoken = (by: MastodonWho, what: string | MastodonSaying, more: Partial<Saying> = {}): string =>
    asRefused(() => {
      publishDue(core);
      return say(core, account(by), { ...more, ...(typeof what === "string" ? { text: what } : what) }).id;
    });
  const rootOf = (status: StatusData): string | undefined => {
    let root: StatusData | undefined;
    let at = status.inReplyTo;
    while (at !== undefined) {
      root = core.statuses.get(at);
      at = root?.inReplyTo;
    }
    return root?.id;
  };
  const held = (id: string): HeldStatus | undefined => {
    publishDue(core);
    const status = core.statuses.get(id);
    if (status === undefined) return undefined;
    const { authorId, text, spoiler, visibility, mentions, quotes, favourites, media, pinnedAt, editedAt } = status;
    return present({
      id,
      url: statusUrl(core, status),
      author: authorId,
      text,
      spoiler,
      visibility,
      mentions,
      parent: status.inReplyTo,
      root: rootOf(status),
      quotes,
      boosts: status.reblogOf,
      likedBy: [...favourites.keys()],
      boostedBy: boostsOf(core, id).map((one) => one.authorId),
      answers: answersTo(core, id).map((one) => one.id),
      alts: media.map((one) => core.media.get(one)?.description ?? ""),
      pinned: pinnedAt !== undefined,
      edited: editedAt !== undefined,
    });
  };
  const heldOf = (statuses: readonly StatusData[]): readonly HeldStatus[] =>
    statuses.map(({ id }) => held(id)).filter((one) => one !== undefined);
  const outOfBand = "urn:ietf:wg:oauth:2.0:oob";
  const { clientId, name: appName } = access.register({ name: "Tests", website: undefined, redirectUris: [outOfBand], scopes: everything });
  const token = (one: AccountData, scopes: readonly string[]): string =>
    one.domain === undefined ? access.issue({ accountId: one.id, clientId, appName, scopes }).token : "";
  const shownNotification = ({ id, type, from, statusId, filtered }: NotificationData): HeldMastodonNotification =>
    present({ id, type, from, status: statusId, filtered });

  return {
    addAccount: (handle, about = {}) => {
      if (!nameForm.test(handle))
        misuse("`handle` is no name", "give letters, digits and underscores, and a server where it is another one");
      if (findAcct(core, handle) !== undefined) misuse("That name is taken on this server", "give another one");
      const [username = "", domain] = handle.split("@");
      const made: AccountData = {
        id: core.ids.timed(),
        username,
        ...(domain !== undefined && domain.toLowerCase() !== core.server.host && { domain: domain.toLowerCase() }),
        displayName: about.displayName ?? username,
        note: about.note ?? "",
        bot: about.bot ?? false,
        indexable: about.indexable ?? false,
        filtersPrivateMentions: about.filtersPrivateMentions ?? true,
        createdAt: core.clock.now(),
        follows: new Map(),
        blocks: new Set(),
        mutes: new Map(),
        markers: new Map(),
      };
      keepAccount(core, made);
      const url = profileUrl(core, made);
      return { id: made.id, handle: acctOf(made), url, token: token(made, everything), readToken: token(made, ["read"]) };
    },
    addToken: (who, scopes) => token(account(who), scopes),
    authorize: (who, { name = "A made-up app", scopes, redirectUri = outOfBand, challenge }) => {
      const { clientId, clientSecret } = access.register({ name, website: undefined, redirectUris: [redirectUri], scopes });
      const code = access.secret("code");
      access.codes.set(code, { clientId, redirectUri, accountId: account(who).id, scopes, challenge });
      return { clientId, clientSecret, code };
    },
    post: (by, what) => spoken(by, what),
    reply: (by, to, what) => spoken(by, what, { inReplyTo: to, visibility: seen(to, account(by)).visibility }),
    quote: (by, quoted, what) => spoken(by, what, { quotes: quoted }),
    boost: (by, id) => asRefused(() => boost(core, account(by), seen(id, account(by))).id),
    favourite: (by, id) => {
      asRefused(() => {
        favourite(core, account(by), seen(id, account(by)));
      });
    },
    unfavourite: (by, id) => {
      unfavourite(core, account(by), seen(id, account(by)));
    },
    follow: (by, whom, tell) => {
      asRefused(() => {
        follow(core, account(by), account(whom), tell);
      });
    },
    unfollow: (by, whom) => {
      unfollow(core, account(by), account(whom));
    },
    block: (by, whom) => {
      asRefused(() => {
        block(core, account(by), account(whom));
      });
    },
    mute: (by, whom, seconds) => {
      asRefused(() => {
        mute(core, account(by), account(whom), seconds === undefined ? {} : { seconds });
      });
    },
    edit: (id, text) => {
      asRefused(() => {
        const status = core.statuses.get(id) ?? misuse("There is no such status on this server", "give the id of one that is there");
        change(core, status, { text, spoiler: status.spoiler });
      });
    },
    remove: (id) => {
      const status = core.statuses.get(id);
      if (status !== undefined) remove(core, status);
    },
    directMessage: (by, to, text, inReplyTo) =>
      spoken(by, `@${acctOf(account(to))} ${text}`, { visibility: "direct", ...(inReplyTo !== undefined && { inReplyTo }) }),
    editProfile: (who, about) => {
      Object.assign(account(who), present({ ...about }));
    },
    suspend: (who, how = "shown") => {
      account(who).suspended = how;
    },
    revokeTokens: (who) => {
      access.revokeOf(account(who).id);
    },
    held,
    statusesOf: (who) => {
      publishDue(core);
      return heldOf(statusesBy(core, account(who).id).filter(({ reblogOf }) => reblogOf === undefined));
    },
    directsBetween: (one, other) => {
      const [a, b] = [account(one).id, account(other).id];
      const isBetween = ({ authorId, mentions }: StatusData): boolean =>
        (authorId === a && mentions.includes(b)) || (authorId === b && mentions.includes(a));
      return heldOf([...core.statuses.values()].filter((status) => status.visibility === "direct" && isBetween(status)));
    },
    relation: (from, to) => {
      const [one, other] = [account(from), account(to)];
      return { blocks: one.blocks.has(other.id), mutes: mutes(core, one, other.id), follows: one.follows.has(other.id) };
    },
    readUpTo: (who, timeline = "notifications") => account(who).markers.get(timeline)?.lastReadId,
    unreadConversations: (who) => {
      const { id } = account(who);
      return [...core.conversations.values()].filter(({ owner, unread }) => owner === id && unread).length;
    },
    notificationsOf: (who) => {
      const { id } = accountAt(core, account(who).id);
      return [...core.notifications.values()].filter(({ to }) => to === id).map(shownNotification);
    },
    scheduledOf: (who) => {
      publishDue(core);
      const { id: owner } = account(who);
      const waiting = [...core.scheduled.values()].filter((one) => one.owner === owner);
      return waiting.map(({ id, saying, at }: ScheduledData) => ({ id, text: saying.text, at: new Date(at).toISOString() }));
    },
  };
}
