/**
 * A gateway on this machine: real sockets that speak Discord's protocol, written from its documentation (gateway, lifecycle and opcodes).
 * @see https://discord.com/developers/docs/events/gateway, read 2026-11
 */
import { once } from "node:events";
import { WebSocketServer, type WebSocket } from "ws";

type Fields = Record<string, unknown>;

/** What a client sent. */
export interface Frame {
  readonly op: number;
  readonly d: unknown;
}

export interface GatewayServer {
  /** Answers `GET /gateway/bot`, and nothing else. */
  readonly fetch: typeof globalThis.fetch;
  /** Every frame that came, of all sockets. */
  readonly frames: Frame[];
  /** Requests for the gateway's address. */
  readonly asked: Request[];
  /** What the next answers about the gateway say; statuses other than 200 without a body. */
  readonly info: { remaining: number; status: number; headers: Record<string, string> };
  /** Ends each socket that logs in with this code. */
  refuseWith: number | undefined;
  /** Whether sessions may be resumed. */
  resumable: boolean;
  /** Milliseconds between heartbeats. */
  heartbeatMs: number;
  /** Open sockets. */
  sockets(): number;
  /** Dispatches to whoever is logged in; kept for who resumes later. */
  dispatch(t: string, d: Fields): void;
  /** Ends every socket without a word, as a dead line does. */
  cut(): void;
  /** Sends any frame to every socket. */
  send(frame: Fields): void;
  /** Resolves once the client has sent so many frames of an opcode. */
  received(op: number, count?: number): Promise<void>;
  close(): Promise<void>;
}

export const op = { dispatch: 0, heartbeat: 1, identify: 2, resume: 6, reconnect: 7, invalidSession: 9, hello: 10, ack: 11 } as const;

export async function gatewayServer(token: string): Promise<GatewayServer> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(server, "listening");
  const address = server.address() as { port: number };
  const url = `ws://127.0.0.1:${address.port}`;
  const history: { t: string; s: number; d: Fields }[] = [];
  const live = new Set<WebSocket>();
  let session = 0;
  const waiting: (() => void)[] = [];
  const say = (socket: WebSocket, frame: Fields): void => socket.send(JSON.stringify(frame));
  const keep = (t: string, d: Fields): Fields => {
    const event = { t, s: history.length + 1, d };
    history.push(event);
    return { op: op.dispatch, ...event };
  };

  const gateway: GatewayServer = {
    frames: [],
    asked: [],
    info: { remaining: 1000, status: 200, headers: {} },
    refuseWith: undefined,
    resumable: true,
    heartbeatMs: 45_000,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      gateway.asked.push(request);
      const { remaining, status, headers } = gateway.info;
      if (request.headers.get("authorization") !== `Bot ${token}`)
        return Response.json({ message: "401: Unauthorized", code: 0 }, { status: 401 });
      if (status !== 200) return new Response(null, { status, headers });
      return Response.json({
        url,
        shards: 1,
        session_start_limit: { total: 1000, remaining, reset_after: 14_400_000, max_concurrency: 1 },
      });
    },
    sockets: () => server.clients.size,
    dispatch: (t, d) => {
      const frame = keep(t, d);
      for (const socket of live) say(socket, frame);
    },
    cut: () => {
      for (const socket of server.clients) socket.terminate();
    },
    send: (frame) => {
      for (const socket of server.clients) say(socket, frame);
    },
    received: async (wanted, count = 1) => {
      while (gateway.frames.filter((frame) => frame.op === wanted).length < count)
        await new Promise<void>((resolve) => waiting.push(resolve));
    },
    close: async () => {
      gateway.cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  const logIn = (socket: WebSocket): void => {
    if (gateway.refuseWith !== undefined) {
      socket.close(gateway.refuseWith);
      return;
    }
    session += 1;
    gateway.info.remaining -= 1;
    live.add(socket);
    history.length = 0;
    say(socket, keep("READY", { v: 10, user: { id: "1" }, guilds: [], session_id: `session-${session}`, resume_gateway_url: url }));
  };
  const resume = (socket: WebSocket, d: Fields): void => {
    if (!gateway.resumable || d["session_id"] !== `session-${session}`) {
      say(socket, { op: op.invalidSession, d: false });
      return;
    }
    live.add(socket);
    for (const event of history) if (event.s > Number(d["seq"])) say(socket, { op: op.dispatch, ...event });
    say(socket, keep("RESUMED", {}));
  };

  server.on("connection", (socket) => {
    say(socket, { op: op.hello, d: { heartbeat_interval: gateway.heartbeatMs } });
    socket.on("close", () => live.delete(socket));
    socket.on("message", (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as Frame;
      gateway.frames.push(frame);
      const d = frame.d as Fields | null;
      if (frame.op === op.heartbeat) say(socket, { op: op.ack });
      if (frame.op === op.identify) logIn(socket);
      if (frame.op === op.resume) resume(socket, d ?? {});
      for (const wake of waiting.splice(0)) wake();
    });
  });
  return gateway;
}
