import { describe, expect, it } from "vitest";
import { guildWith, type Guild } from "./discord-network.js";
import type { GatewayEvent } from "../../src/networks/discord/gateway.js";
import { isJson } from "../../src/testing/json.js";
import type { VirtualClock } from "../../src/testing/clock.js";

const intents = {
  all: (1 << 0) | (1 << 2) | (1 << 9) | (1 << 10) | (1 << 12) | (1 << 13) | (1 << 15),
  unprivileged: (1 << 0) | (1 << 9) | (1 << 12),
  reactions: 1 << 10,
} as const;

interface Followed {
  readonly events: GatewayEvent[];
  readonly failure: () => unknown;
  readonly stop: AbortController;
}

/** Follows a gateway until the test ends it. */
async function follow({ fake, clock }: Guild, wanted: number = intents.all): Promise<Followed> {
  const stop = new AbortController();
  const events: GatewayEvent[] = [];
  let failure: unknown;
  void (async () => {
    for await (const event of fake.gateway.follow({ signal: stop.signal, intents: wanted })) events.push(event);
  })().catch((error: unknown) => {
    failure = error;
  });
  await settled(clock);
  return { events, failure: () => failure, stop };
}

const settled = async (clock: VirtualClock): Promise<void> => {
  for (let at = 0; at < 5; at += 1) await clock.advance(10);
};

const told = ({ events }: Followed): unknown[] =>
  events.map(({ t, d }) => [t, isJson(d) ? (d.content ?? d.message_id ?? d.id) : undefined]);

describe("testing", () => {
  describe("fake discord", () => {
    describe("gateway", () => {
      it("tells of what is said, changed, removed, reacted and begun", async () => {
        const town = guildWith();
        const { fake, clock, mira, otto, bot, guild, general, help } = town;
        const { state } = fake;
        const followed = await follow(town);
        const { id } = state.say(mira, general.id, "boots");
        state.edit(mira, id, "Boots");
        state.react(otto, id, "👍");
        state.unreact(otto, id, "👍");
        state.remove(id);
        const post = state.post(mira, help.id, "My boots leak");
        state.directMessage(mira, bot, "psst");
        state.ban(guild.id, otto);
        await settled(clock);
        expect(told(followed)).toEqual([
          ["MESSAGE_CREATE", "boots"],
          ["MESSAGE_UPDATE", "Boots"],
          ["MESSAGE_REACTION_ADD", id],
          ["MESSAGE_REACTION_REMOVE", id],
          ["MESSAGE_DELETE", id],
          ["THREAD_CREATE", post.id],
          ["MESSAGE_CREATE", "My boots leak"],
          ["MESSAGE_CREATE", "psst"],
          ["GUILD_BAN_ADD", undefined],
        ]);
        const [first, , , , , , , direct] = followed.events;
        expect(first?.d).toMatchObject({ guild_id: guild.id, channel_id: general.id, member: { nick: "Mira from the hills" } });
        expect(isJson(direct?.d) && "guild_id" in direct.d).toBe(false);
        expect(followed.events.map(({ s }) => s)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
        followed.stop.abort();
      });
      it("tells only what was asked for and can be seen, and not what others say without the intent", async () => {
        const town = guildWith({ messageContent: false });
        const { fake, clock, mira, bot, general, news } = town;
        const all = await follow(town);
        await settled(clock);
        expect(String(all.failure())).toContain("4014");
        const [plain, reactions] = [await follow(town, intents.unprivileged), await follow(town, intents.reactions)];
        fake.state.deny(bot, news.id, "VIEW_CHANNEL");
        const { id } = fake.state.say(mira, general.id, "boots");
        fake.state.say(mira, general.id, `<@${bot.id}> boots`);
        fake.state.react(mira, id, "👍");
        fake.state.allow(mira, news.id, "SEND_MESSAGES");
        fake.state.say(mira, news.id, "secret");
        await settled(clock);
        expect(told(plain)).toEqual([
          ["MESSAGE_CREATE", ""],
          ["MESSAGE_CREATE", `<@${bot.id}> boots`],
        ]);
        expect(told(reactions)).toEqual([["MESSAGE_REACTION_ADD", id]]);
      });
      it("redelivers and reorders", async () => {
        const town = guildWith();
        const { fake, clock, mira, general } = town;
        const followed = await follow(town);
        fake.inject({ do: { type: "redelivery" } });
        fake.state.say(mira, general.id, "one");
        fake.inject({ on: { operation: "MESSAGE_CREATE" }, do: { type: "reordering" } });
        fake.state.say(mira, general.id, "two");
        fake.state.say(mira, general.id, "three");
        await settled(clock);
        expect(told(followed).map((one) => (one as unknown[])[1])).toEqual(["one", "one", "three", "two"]);
      });
      it("loses what happens while its socket is dead, and says that it died", async () => {
        const town = guildWith();
        const { fake, clock, mira, general } = town;
        const followed = await follow(town);
        fake.state.say(mira, general.id, "heard");
        await settled(clock);
        fake.inject({ do: { type: "dead-socket" } });
        fake.state.say(mira, general.id, "lost");
        fake.state.say(mira, general.id, "lost too");
        await settled(clock);
        expect(String(followed.failure())).toContain("1006");
        const again = await follow(town);
        fake.state.say(mira, general.id, "heard again");
        await settled(clock);
        expect([...told(followed), ...told(again)].map((one) => (one as unknown[])[1])).toEqual(["heard", "heard again"]);
      });
      it("refuses a wrong token, and who speaks before saying who they are", async () => {
        const { fake, clock } = guildWith();
        const closes: number[] = [];
        for (const first of [
          { op: 2, d: { token: "nonsense", intents: 0 } },
          { op: 3, d: {} },
        ]) {
          const socket = fake.webSocket?.("wss://gateway.test/?v=10");
          socket?.addEventListener("close", ({ code }) => closes.push(code));
          socket?.addEventListener("open", () => {
            socket.send(JSON.stringify(first));
          });
          await settled(clock);
        }
        expect(closes).toEqual([4004, 4003]);
      });
    });
  });
});
