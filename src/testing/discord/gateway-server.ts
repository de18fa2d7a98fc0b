/**
 * The network's end of the gateway: greets, lets bots in, and dispatches.
 * @see https://discord.com/developers/docs/events/gateway, read 2026-11
 * @module
 */
import { channelPermissions, permissionBits } from "./permissions.js";
import type { BotData, Core, NetworkEvent } from "./core.js";
import { isJson } from "../json.js";
import type { Json } from "../json.js";
import type { ServedSocket } from "../socket.js";
import { userView } from "./views.js";

const ops = { dispatch: 0, heartbeat: 1, identify: 2, resume: 6, invalidSession: 9, hello: 10, heartbeatAck: 11 } as const;

/** Codes with which the gateway ends a socket for good. */
const closed = { notAuthenticated: 4003, wrongToken: 4004, alreadyIn: 4005, wrongIntents: 4013, intentsNotGranted: 4014 } as const;

const messageContent = 1 << 15;
const mostIntents = 1 << 26;

/** Which intents an event comes with, in guilds and in direct channels. */
const intents: readonly (readonly [event: RegExp, inGuild: number, direct: number])[] = [
  [/^MESSAGE_(CREATE|UPDATE|DELETE)/, 1 << 9, 1 << 12],
  [/^MESSAGE_REACTION_/, 1 << 10, 1 << 13],
  [/^(THREAD|CHANNEL)_/, 1 << 0, 1 << 12],
  [/^GUILD_BAN_/, 1 << 2, 0],
  [/^GUILD_MEMBER_/, 1 << 1, 0],
];

interface Session {
  readonly socket: ServedSocket;
  readonly bot: BotData;
  readonly intents: number;
  sent: number;
}

/** An event as each bot would get it, told at the moment at which it happened. */
export type Told = ReadonlyMap<string, Json>;

/** The network's end of the gateway. */
export interface GatewayServer {
  /** Takes a socket that was opened. */
  readonly accept: (socket: ServedSocket) => void;
  /** Writes down what each bot that may see an event gets of it. */
  tell(event: NetworkEvent): Told;
  /** Dispatches to every bot that is connected and has asked for such events. */
  deliver(event: NetworkEvent, told: Told): void;
}

const wants = (session: Session, { type, guildId }: NetworkEvent): boolean => {
  const [, inGuild = 0, direct = 0] = intents.find(([name]) => name.test(type)) ?? [];
  return (session.intents & (guildId === undefined ? direct : inGuild)) !== 0;
};

function sees(core: Core, { userId }: BotData, { channelId, guildId }: NetworkEvent): boolean {
  if (guildId !== undefined && core.guilds.get(guildId)?.members.has(userId) !== true) return false;
  const channel = channelId === undefined ? undefined : core.channels.get(channelId);
  return channel === undefined || (channelPermissions(core, userId, channel) & permissionBits.VIEW_CHANNEL) !== 0n;
}

/** Makes the network's end of the gateway. */
export function gatewayServer(core: Core): GatewayServer {
  const sessions = new Set<Session>();
  const send = (session: Session, type: string, data: Json): void => {
    session.sent += 1;
    session.socket.send(JSON.stringify({ op: ops.dispatch, t: type, s: session.sent, d: data }));
  };
  const identify = (socket: ServedSocket, data: Json): Session | undefined => {
    const bot = [...core.bots.values()].find(({ token }) => token === data.token);
    const wanted = data.intents;
    if (bot === undefined || bot.dead) socket.close(closed.wrongToken, "Authentication failed.");
    else if (typeof wanted !== "number" || wanted < 0 || wanted >= mostIntents) socket.close(closed.wrongIntents, "Invalid intent(s).");
    else if ((wanted & messageContent) !== 0 && !bot.messageContent) socket.close(closed.intentsNotGranted, "Disallowed intent(s).");
    else return { socket, bot, intents: wanted, sent: 0 };
    return undefined;
  };
  const ready = (session: Session): void => {
    const { bot } = session;
    const user = core.users.get(bot.userId);
    const mine = [...core.guilds.values()].filter(({ members }) => members.has(bot.userId));
    send(session, "READY", {
      v: 10,
      user: user && userView(user),
      guilds: mine.map(({ id }) => ({ id, unavailable: true })),
      session_id: core.secret(`session ${core.id()}`).slice(0, 32),
      resume_gateway_url: session.socket.url.origin,
      application: { id: bot.applicationId, flags: 0 },
    });
  };
  return {
    accept: (socket) => {
      let session: Session | undefined;
      socket.onClosed(() => {
        if (session !== undefined) sessions.delete(session);
      });
      socket.onText((text) => {
        const message: unknown = JSON.parse(text);
        if (!isJson(message)) return;
        const data = isJson(message.d) ? message.d : {};
        if (message.op === ops.heartbeat) socket.send(JSON.stringify({ op: ops.heartbeatAck }));
        // A session that has ended is not kept, so nothing can be resumed: the client has to identify again.
        else if (message.op === ops.resume) socket.send(JSON.stringify({ op: ops.invalidSession, d: false }));
        else if (message.op !== ops.identify) socket.close(closed.notAuthenticated, "Not authenticated.");
        else if (session !== undefined) socket.close(closed.alreadyIn, "Already authenticated.");
        else {
          session = identify(socket, data);
          if (session === undefined) return;
          sessions.add(session);
          ready(session);
        }
      });
      socket.send(JSON.stringify({ op: ops.hello, d: { heartbeat_interval: 41_250 } }));
    },
    tell: (event) =>
      new Map([...core.bots.values()].flatMap((bot) => (sees(core, bot, event) ? [[bot.userId, event.data(bot)] as const] : []))),
    deliver: (event, told) => {
      for (const session of sessions) {
        const data = told.get(session.bot.userId);
        if (data !== undefined && wants(session, event)) send(session, event.type, data);
      }
    },
  };
}
