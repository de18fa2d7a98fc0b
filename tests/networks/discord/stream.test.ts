import { describe, expect, it } from "vitest";
import { ids, inGuild, places, push } from "./push-support.js";
import { FolkmootError } from "../../../src/errors.js";
import { sharedGateway, type LineListener } from "../../../src/networks/discord/gateway-shared.js";
import { resolveRuntime } from "../../../src/adapter/defaults.js";
import { virtualClock } from "../../../src/testing/clock.js";
import type { DiscordGateway } from "../../../src/networks/discord/gateway.js";
import type { Change } from "../../../src/model/change.js";
import type { PushSetup } from "../../../src/networks/discord/stream.js";

describe("stream", () => {
  const wired = (more: Partial<PushSetup> = {}) => {
    const opened: LineListener[] = [];
    const gateway = sharedGateway((_, listener) => {
      opened.push(listener);
      return () => undefined;
    });
    return { opened, gateway, ...push({ gateway, ...more }) };
  };
  const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

  it("is refused without a gateway, and names both remedies", () => {
    expect(() => push().stream()).toThrow(
      expect.objectContaining({
        code: "unsupported",
        message: expect.stringMatching(/folkmoot\/discord\/gateway.*acceptGatewayEvent/) as string,
      }) as Error,
    );
  });

  it("is refused for a place to go on from", () => {
    expect(() => wired().stream({ after: "7" })).toThrow(expect.objectContaining({ code: "unsupported" }) as Error);
  });

  it("yields what is pushed, in order of arrival, until the signal ends", async () => {
    const { stream, opened } = wired();
    const stop = new AbortController();
    const seen: Change[] = [];
    const over = (async () => {
      for await (const change of stream({ signal: stop.signal })) seen.push(change);
    })();
    await turn();
    for (const id of ["3", "1", "2"]) opened[0]?.event({ t: "MESSAGE_CREATE", d: inGuild({ id }) });
    await turn();
    stop.abort();
    await over;
    expect(seen.map((change) => change.type === "message.created" && change.message.id)).toEqual(["3", "1", "2"]);
  });

  it("shares one line between guilds, and each hears its own", async () => {
    const one = wired();
    const other = push({ gateway: one.gateway, guildId: ids.other, account: `discord:${ids.other}` });
    const stop = new AbortController();
    const seen = { one: 0, other: 0 };
    const over = [
      (async () => {
        for await (const _ of one.stream({ signal: stop.signal })) seen.one += Number(_.origin === "live");
      })(),
      (async () => {
        for await (const _ of other.stream({ signal: stop.signal })) seen.other += Number(_.origin === "live");
      })(),
    ];
    await turn();
    one.opened[0]?.event({ t: "MESSAGE_CREATE", d: inGuild() });
    await turn();
    stop.abort();
    await Promise.all(over);
    expect(one.opened).toHaveLength(1);
    expect(seen).toEqual({ one: 1, other: 0 });
  });

  it("yields messages of the wanted kinds only, and everything else", async () => {
    const { stream, opened } = wired();
    const stop = new AbortController();
    const seen: string[] = [];
    const over = (async () => {
      for await (const change of stream({ signal: stop.signal, kinds: ["comment"] })) seen.push(change.type);
    })();
    await turn();
    opened[0]?.event({ t: "MESSAGE_CREATE", d: inGuild() });
    opened[0]?.event({ t: "MESSAGE_CREATE", d: inGuild({ channel_id: ids.thread }) });
    opened[0]?.event({ t: "MESSAGE_DELETE", d: { id: "1", channel_id: ids.chat, guild_id: ids.guild } });
    await turn();
    stop.abort();
    await over;
    expect(seen).toEqual(["message.created", "message.deleted"]);
  });

  it("goes on after an event that could not be completed, which a poll will find", async () => {
    let broken = true;
    const { stream, opened, logs } = wired({
      place: async (id) => {
        if (broken) throw new FolkmootError("server-error", "down", { retryable: true });
        return places[id];
      },
    });
    const stop = new AbortController();
    const seen: Change[] = [];
    const over = (async () => {
      for await (const change of stream({ signal: stop.signal })) seen.push(change);
    })();
    await turn();
    opened[0]?.event({ t: "MESSAGE_CREATE", d: inGuild({ id: "1" }) });
    await turn();
    broken = false;
    opened[0]?.event({ t: "MESSAGE_CREATE", d: inGuild({ id: "2" }) });
    await turn();
    stop.abort();
    await over;
    expect(seen).toMatchObject([{ message: { id: "2" } }]);
    expect(logs).toHaveLength(1);
  });

  it("follows again when the line ends in a way that may pass, whoever made the gateway", async () => {
    let lines = 0;
    const gateway: DiscordGateway = {
      async *follow() {
        lines += 1;
        yield await Promise.resolve({ t: "MESSAGE_CREATE", d: inGuild({ id: String(lines) }) });
        throw lines === 1 ? new Error("socket hang up") : new FolkmootError("connection-failed", "1006", { retryable: true });
      },
    };
    const { stream } = push({ gateway, runtime: resolveRuntime({ clock: virtualClock({ auto: true }) }) });
    const seen: unknown[] = [];
    for await (const change of stream()) {
      if (change.type === "message.created") seen.push(change.message.id);
      if (seen.length === 3) break;
    }
    expect(seen).toEqual(["1", "2", "3"]);
  });

  it("ends with what the gateway ends with, and with a token that is refused", async () => {
    const ended = wired();
    const following = ended.stream()[Symbol.asyncIterator]().next();
    await turn();
    ended.opened[0]?.ended(new FolkmootError("forbidden", "4014"));
    await expect(following).rejects.toMatchObject({ code: "forbidden" });

    const refused = wired({ us: () => Promise.reject(new FolkmootError("unauthenticated", "401")) });
    const waiting = refused.stream()[Symbol.asyncIterator]().next();
    await turn();
    refused.opened[0]?.event({ t: "MESSAGE_CREATE", d: inGuild() });
    await expect(waiting).rejects.toMatchObject({ code: "unauthenticated" });
  });
});
