/**
 * The server's streams over a socket.
 * @see https://docs.joinmastodon.org/methods/streaming/, read 2026-11
 * @module
 */
import { hasScope } from "./access.js";
import type { Access, TokenData } from "./access.js";
import type { Core, StreamEvent } from "./core.js";
import { notificationView, statusView } from "./views.js";
import { conversationView } from "./inbox.js";
import { isJson, textAt } from "../json.js";
import type { ServedSocket } from "../socket.js";

/** Streams that need a person. */
const personal = ["user", "user:notification", "direct"];
const open = ["public", "public:local", "public:remote", "public:media", "hashtag", "hashtag:local", "list"];

/** The streams of a server. */
export interface Streaming {
  /** Takes a socket, or refuses it. */
  accept(socket: ServedSocket): void;
  /** Says through what events are pushed. */
  pushThrough(push: (event: string, deliver: () => void) => void): void;
}

interface Listener {
  readonly socket: ServedSocket;
  readonly token: TokenData;
  readonly streams: Set<string>;
}

/** The stream under which a listener hears an event; `undefined` where it hears nothing of it. */
function heardOn({ streams, token }: Listener, { to, stream, event }: StreamEvent): string | undefined {
  if (token.accountId !== to) return undefined;
  if (stream === "direct") return streams.has("direct") ? "direct" : undefined;
  const ofNotifications = event === "notification";
  // A token that may not read notifications hears the rest of the stream.
  if (ofNotifications && !hasScope(token, ["read", "read:notifications"])) return undefined;
  if (streams.has("user")) return "user";
  return ofNotifications && streams.has("user:notification") ? "user:notification" : undefined;
}

/** Makes the streams of a server. */
export function makeStreaming(core: Core, access: Access): Streaming {
  const listeners = new Set<Listener>();
  let push = (_event: string, deliver: () => void): void => {
    deliver();
  };

  const payloadOf = ({ to, event, id }: StreamEvent): string | undefined => {
    const viewer = core.accounts.get(to);
    if (viewer === undefined) return undefined;
    if (event === "delete") return id;
    const [status, notification, conversation] = [core.statuses.get(id), core.notifications.get(id), core.conversations.get(id)];
    if (event === "notification") return notification && JSON.stringify(notificationView(core, notification, viewer));
    if (event === "conversation") return conversation && JSON.stringify(conversationView(core, conversation, viewer));
    return status && JSON.stringify(statusView(core, status, viewer));
  };

  core.tell = (event) => {
    if (listeners.size === 0) return;
    // Written when it happens: what becomes of it later does not change it.
    const payload = payloadOf(event);
    // A fault hits what somebody would have heard.
    const isHeard = [...listeners].some((listener) => heardOn(listener, event) !== undefined);
    if (payload === undefined || !isHeard) return;
    push(event.event, () => {
      for (const listener of listeners) {
        const stream = heardOn(listener, event);
        if (stream !== undefined) listener.socket.send(JSON.stringify({ stream: [stream], event: event.event, payload }));
      }
    });
  };

  const subscribe = (listener: Listener, name: string): void => {
    const refuse = (error: string, status: number): void => {
      listener.socket.send(JSON.stringify({ error, status }));
    };
    if (![...personal, ...open].includes(name)) refuse("Unknown stream type", 400);
    else if (!hasScope(listener.token, name === "user:notification" ? ["read", "read:notifications"] : ["read", "read:statuses"]))
      refuse("Access token does not have the required scopes", 401);
    else listener.streams.add(name);
  };

  return {
    pushThrough: (through) => {
      push = through;
    },
    accept: (socket) => {
      const { pathname, searchParams } = socket.url;
      const token = access.peek(searchParams.get("access_token") ?? socket.protocols[0] ?? null);
      const isHere = core.server.features.streaming && /^\/api\/v1\/streaming\/?$/.test(pathname);
      // The upgrade is answered with 401 or 404, which a socket's client sees as a connection that failed.
      if (!isHere || token?.accountId === undefined) {
        socket.cut();
        return;
      }
      const listener: Listener = { socket, token, streams: new Set() };
      listeners.add(listener);
      socket.onClosed(() => listeners.delete(listener));
      const asked = searchParams.get("stream");
      if (asked !== null) subscribe(listener, asked);
      socket.onText((text) => {
        let said: unknown;
        try {
          said = JSON.parse(text);
        } catch {
          return;
        }
        const name = textAt(said, "stream");
        if (!isJson(said) || name === undefined) return;
        if (said.type === "subscribe") subscribe(listener, name);
        else if (said.type === "unsubscribe") listener.streams.delete(name);
      });
    },
  };
}
