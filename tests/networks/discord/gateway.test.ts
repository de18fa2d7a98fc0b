import { describe, expect, it } from "vitest";
import { closedForGood } from "../../../src/networks/discord/gateway-errors.js";
import { FolkmootError } from "../../../src/errors.js";
import { intentsFor, type GatewayEvent } from "../../../src/networks/discord/gateway.js";
import { refuseWithoutStarts } from "../../../src/networks/discord/gateway-info.js";
import { sharedGateway, type LineListener } from "../../../src/networks/discord/gateway-shared.js";

const intents = intentsFor(true);

/** A gateway whose lines are opened here. */
function lines() {
  const opened: { intents: number; listener: LineListener; closed: boolean }[] = [];
  const gateway = sharedGateway((wanted, listener) => {
    const line = { intents: wanted, listener, closed: false };
    opened.push(line);
    return () => {
      line.closed = true;
    };
  });
  return { gateway, opened };
}

/** Follows in the background. */
function follower(gateway: ReturnType<typeof lines>["gateway"], wanted: number = intents) {
  const stop = new AbortController();
  const seen: string[] = [];
  const over = (async () => {
    for await (const { t } of gateway.follow({ signal: stop.signal, intents: wanted })) seen.push(t);
  })();
  over.catch(() => undefined);
  return { stop, seen, over };
}

const event = (t: string): GatewayEvent => ({ t, d: {} });
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe("intentsFor", () => {
  it("asks for guilds, moderation, messages and reactions, and for the privileged one only where it is granted", () => {
    expect(intentsFor(false)).toBe((1 << 0) | (1 << 2) | (1 << 9) | (1 << 10) | (1 << 12) | (1 << 13));
    expect(intentsFor(true)).toBe(intentsFor(false) | (1 << 15));
  });
});

describe("sharedGateway", () => {
  it("opens one line for all followers, and closes it after the last", async () => {
    const { gateway, opened } = lines();
    expect(opened).toHaveLength(0);
    const [one, other] = [follower(gateway), follower(gateway)];
    await turn();
    expect(opened).toHaveLength(1);
    opened[0]?.listener.event(event("A"));
    await turn();
    one.stop.abort();
    await one.over;
    opened[0]?.listener.event(event("B"));
    await turn();
    expect(opened[0]?.closed).toBe(false);
    other.stop.abort();
    await other.over;
    expect(opened[0]?.closed).toBe(true);
    expect([one.seen, other.seen]).toEqual([["A"], ["A", "B"]]);
  });

  it("opens a new line for who follows after that", async () => {
    const { gateway, opened } = lines();
    const first = follower(gateway);
    await turn();
    first.stop.abort();
    await first.over;
    const second = follower(gateway);
    await turn();
    expect(opened.map(({ closed }) => closed)).toEqual([true, false]);
    opened[0]?.listener.event(event("LATE"));
    opened[1]?.listener.event(event("NOW"));
    await turn();
    expect(second.seen).toEqual(["NOW"]);
    second.stop.abort();
    await second.over;
  });

  it("closes the line when a follower simply stops taking", async () => {
    const { gateway, opened } = lines();
    const taking = (async () => {
      for await (const { t } of gateway.follow({ signal: new AbortController().signal, intents })) if (t === "A") break;
    })();
    await turn();
    opened[0]?.listener.event(event("A"));
    await taking;
    expect(opened[0]?.closed).toBe(true);
  });

  it("opens nothing for a signal that has ended", async () => {
    const { gateway, opened } = lines();
    for await (const _ of gateway.follow({ signal: AbortSignal.abort(), intents })) expect(_).toBeUndefined();
    expect(opened).toHaveLength(0);
  });

  it("hands over what came before the line ended, then the error, to everybody", async () => {
    const { gateway, opened } = lines();
    const [one, other] = [follower(gateway), follower(gateway)];
    await turn();
    opened[0]?.listener.event(event("LAST"));
    opened[0]?.listener.ended(new FolkmootError("forbidden", "no"));
    await expect(one.over).rejects.toMatchObject({ code: "forbidden" });
    await expect(other.over).rejects.toMatchObject({ code: "forbidden" });
    expect([one.seen, other.seen]).toEqual([["LAST"], ["LAST"]]);
    const again = follower(gateway);
    await turn();
    expect(opened).toHaveLength(2);
    again.stop.abort();
    await again.over;
  });

  it("refuses a follower that wants more than the line tells, and takes one that wants less", async () => {
    const { gateway, opened } = lines();
    const modest = follower(gateway, intentsFor(false));
    await turn();
    await expect(follower(gateway, intentsFor(true)).over).rejects.toMatchObject({
      code: "misconfigured",
      message: expect.stringContaining("messageContent") as string,
    });
    modest.stop.abort();
    await modest.over;
    const full = follower(gateway);
    await turn();
    const less = follower(gateway, intentsFor(false));
    await turn();
    expect(opened).toHaveLength(2);
    for (const { stop, over } of [full, less]) {
      stop.abort();
      await over;
    }
  });

  it("cuts off a follower that takes nothing, instead of filling memory", async () => {
    const { gateway, opened } = lines();
    const stop = new AbortController();
    const events = gateway.follow({ signal: stop.signal, intents })[Symbol.asyncIterator]();
    const first = events.next();
    await turn();
    for (let count = 0; count < 10_002; count++) opened[0]?.listener.event(event("A"));
    await expect(first).rejects.toMatchObject({ code: "connection-failed", retryable: true });
    expect(opened[0]?.closed).toBe(true);
  });
});

describe("closedForGood", () => {
  it.each([
    [4004, "unauthenticated", "token"],
    [4010, "misconfigured", "@discordjs/ws"],
    [4011, "misconfigured", "follow"],
    [4012, "misconfigured", "@discordjs/ws"],
    [4013, "misconfigured", "report"],
    [4014, "forbidden", "Message Content Intent"],
  ])("gives %i as %s, with a remedy", (code, word, remedy) => {
    const error = closedForGood(code);
    expect(error).toMatchObject({ code: word, retryable: false });
    expect(error?.message).toContain(String(code));
    expect(error?.message).toContain(remedy);
  });

  it.each([1000, 1001, 1006, 4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009])(
    "says nothing of %i, after which the line is opened again",
    (code) => {
      expect(closedForGood(code)).toBeUndefined();
    },
  );
});

describe("refuseWithoutStarts", () => {
  const info = { url: "wss://gateway.example", shards: 1, total: 1000, resetAfterMs: 3_600_000, maxConcurrency: 1 };

  it("lets begin what is left, and refuses more until the count starts anew", () => {
    expect(() => refuseWithoutStarts({ ...info, remaining: 2 }, 2, 0)).not.toThrow();
    expect(() => refuseWithoutStarts({ ...info, remaining: 1 }, 2, 0)).toThrow(
      expect.objectContaining({ code: "rate-limited", retryAt: "1970-01-01T01:00:00.000Z" }) as Error,
    );
  });
});
