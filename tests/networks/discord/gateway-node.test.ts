import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDiscordGateway } from "../../../src/networks/discord/gateway-node.js";
import { gatewayServer, op, type GatewayServer } from "./gateway-server.js";
import { virtualClock } from "../../../src/testing/clock.js";
import { intentsFor, type DiscordGateway, type GatewayEvent } from "../../../src/networks/discord/gateway.js";

const token = "bot.token.of-nobody";
const intents = intentsFor(true);

let server: GatewayServer;
const stops: AbortController[] = [];
const logs: string[] = [];

beforeEach(async () => {
  server = await gatewayServer(token);
  logs.length = 0;
});
afterEach(async () => {
  for (const stop of stops.splice(0)) stop.abort();
  await server.close();
});

const gatewayOf = (given: string | (() => Promise<string>) = token): DiscordGateway => {
  const note = (message: string, data?: object): void => void logs.push(`${message} ${JSON.stringify(data)}`);
  return createDiscordGateway({
    token: given,
    runtime: { fetch: server.fetch, clock: virtualClock({ auto: true }), logger: { debug: note, warn: note, error: note } },
  });
};

/** Follows in the background. */
function follow(gateway: DiscordGateway, wanted: number = intents) {
  const stop = new AbortController();
  stops.push(stop);
  const seen: GatewayEvent[] = [];
  let wake = (): void => undefined;
  const over = (async () => {
    for await (const event of gateway.follow({ signal: stop.signal, intents: wanted })) {
      seen.push(event);
      wake();
    }
  })();
  over.catch(() => undefined);
  /** Resolves once an event of that name has come so often. */
  const came = async (name: string, count = 1): Promise<void> => {
    while (seen.filter(({ t }) => t === name).length < count) await new Promise<void>((resolve) => (wake = resolve));
  };
  return { stop, seen, over, came };
}

const until = async (what: () => boolean): Promise<void> => {
  while (!what()) await new Promise((resolve) => setTimeout(resolve, 5));
};
const count = (wanted: number): number => server.frames.filter((frame) => frame.op === wanted).length;

describe("the gateway", () => {
  it("opens nothing before it is followed", async () => {
    gatewayOf();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(server.asked).toHaveLength(0);
    expect(server.sockets()).toBe(0);
  });

  it("asks where it is, logs in with the intents, beats and hands over what is dispatched", async () => {
    server.heartbeatMs = 40;
    const { seen, came } = follow(gatewayOf());
    await came("READY");
    server.dispatch("MESSAGE_CREATE", { id: "1" });
    await came("MESSAGE_CREATE");
    await server.received(op.heartbeat, 2);
    expect(seen).toMatchObject([
      { t: "READY", s: 1 },
      { t: "MESSAGE_CREATE", d: { id: "1" }, s: 2 },
    ]);
    expect(server.frames.find((frame) => frame.op === op.identify)?.d).toMatchObject({ token, intents });
    expect(server.asked).toHaveLength(1);
    expect(server.asked[0]?.url).toBe("https://discord.com/api/v10/gateway/bot");
    expect(server.asked[0]?.headers.get("user-agent")).toMatch(/^DiscordBot \(/);
  });

  it("takes a token from a function", async () => {
    await follow(gatewayOf(async () => token)).came("READY");
  });

  it("has one socket for all followers, and none after the last has left", async () => {
    const gateway = gatewayOf();
    const [one, other] = [follow(gateway), follow(gateway)];
    await Promise.all([one.came("READY"), other.came("READY")]);
    expect(server.sockets()).toBe(1);
    expect(count(op.identify)).toBe(1);
    one.stop.abort();
    await one.over;
    server.dispatch("MESSAGE_CREATE", { id: "1" });
    await other.came("MESSAGE_CREATE");
    other.stop.abort();
    await other.over;
    await until(() => server.sockets() === 0);
  });

  it("leaves no socket behind when its only follower leaves while it is being opened", async () => {
    const gateway = gatewayOf();
    for (const wait of [0, 1, 5, 10, 20]) {
      const { stop, over } = follow(gateway);
      await new Promise((resolve) => setTimeout(resolve, wait));
      stop.abort();
      await over;
    }
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(server.sockets()).toBe(0);
  });

  it("resumes after a dead line, and hands over what was missed", async () => {
    const { seen, came } = follow(gatewayOf());
    await came("READY");
    server.cut();
    await until(() => server.sockets() === 0);
    server.dispatch("MESSAGE_CREATE", { id: "missed" });
    await came("RESUMED");
    expect(seen.map(({ t }) => t)).toEqual(["READY", "MESSAGE_CREATE", "RESUMED"]);
    expect(server.frames.find((frame) => frame.op === op.resume)?.d).toMatchObject({ token, session_id: "session-1", seq: 1 });
    expect(count(op.identify)).toBe(1);
    expect(logs.join()).not.toContain("polls");
  });

  it("resumes when it is told to connect anew", async () => {
    const { came } = follow(gatewayOf());
    await came("READY");
    server.send({ op: op.reconnect, d: null });
    await came("RESUMED");
    expect(count(op.identify)).toBe(1);
  });

  it("logs in anew where a session cannot be resumed, asks first whether it may, and says who finds what was missed", async () => {
    const { came } = follow(gatewayOf());
    await came("READY");
    server.resumable = false;
    server.cut();
    await came("READY", 2);
    expect(count(op.identify)).toBe(2);
    expect(server.asked).toHaveLength(2);
    expect(logs.join()).toContain("polls");
  }, 15_000);

  it("does not log in anew when the sessions of the day are used up, and says until when", async () => {
    const { came, over } = follow(gatewayOf());
    await came("READY");
    server.resumable = false;
    server.info.remaining = 0;
    server.cut();
    await expect(over).rejects.toMatchObject({ code: "rate-limited", retryable: true, retryAt: expect.any(String) as string });
    expect(count(op.identify)).toBe(1);
    await until(() => server.sockets() === 0);
  }, 15_000);

  it("does not log in at all when none is left", async () => {
    server.info.remaining = 0;
    const error: unknown = await follow(gatewayOf()).over.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "rate-limited" });
    const { retryAt = "" } = error as { retryAt?: string };
    expect(retryAt).toBe("2026-01-01T04:00:00.000Z");
    expect(count(op.identify)).toBe(0);
  });

  it.each([
    [4004, "unauthenticated"],
    [4010, "misconfigured"],
    [4011, "misconfigured"],
    [4012, "misconfigured"],
    [4013, "misconfigured"],
    [4014, "forbidden"],
  ])("ends for good with %i, as %s, and tries no more", async (code, word) => {
    server.refuseWith = code;
    await expect(follow(gatewayOf()).over).rejects.toMatchObject({ code: word, retryable: false });
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(count(op.identify)).toBe(1);
    expect(server.sockets()).toBe(0);
  });

  it("can be followed again after it ended", async () => {
    const gateway = gatewayOf();
    server.refuseWith = 4014;
    await expect(follow(gateway).over).rejects.toMatchObject({ code: "forbidden" });
    server.refuseWith = undefined;
    await follow(gateway, intentsFor(false)).came("READY");
    expect(server.frames.at(-1)?.d).toMatchObject({ intents: intentsFor(false) });
  });

  it.each([
    [401, {}, { code: "unauthenticated", retryable: false }],
    [403, {}, { code: "forbidden", retryable: false }],
    [429, { "retry-after": "7" }, { code: "rate-limited", retryable: true, retryAt: expect.any(String) as string }],
    [503, {}, { code: "server-error", retryable: true }],
  ])("ends when asking where it is is answered with %i", async (status, headers, error) => {
    Object.assign(server.info, { status, headers });
    await expect(follow(gatewayOf()).over).rejects.toMatchObject(error);
  });

  it("ends when a token is refused, without naming it", async () => {
    const error: unknown = await follow(gatewayOf("wrong.token")).over.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "unauthenticated", reauthorize: "revoked" });
    expect(String(error)).not.toContain("wrong.token");
  });

  it("ends when nobody answers, and when the answer names no address", async () => {
    const cannot = createDiscordGateway({ token, runtime: { fetch: () => Promise.reject(new TypeError("fetch failed")) } });
    await expect(follow(cannot).over).rejects.toMatchObject({ code: "connection-failed", retryable: true });
    for (const body of ["{}", "not json", '{"url":"ws://x"}']) {
      const odd = createDiscordGateway({ token, runtime: { fetch: async () => new Response(body) } });
      await expect(follow(odd).over).rejects.toMatchObject({ code: "unexpected-response" });
    }
  });

  it("never writes the token into a log", async () => {
    const { came } = follow(gatewayOf());
    await came("READY");
    server.cut();
    await came("RESUMED");
    expect(logs.join()).not.toContain(token);
  });
});

describe("createDiscordGateway", () => {
  it.each([undefined, "", 7, null])("refuses %j for a token", (wrong) => {
    expect(() => createDiscordGateway({ token: wrong as string })).toThrow(
      expect.objectContaining({ code: "misconfigured", message: expect.stringContaining("`token`") as string }) as Error,
    );
  });
});
