import { describe, expect, it } from "vitest";
import { guildWith } from "./discord-network.js";
import { publicKeyOf, signWith } from "../../src/testing/discord/ed25519.js";
import type { Loose } from "./network.js";

const bytes = (hex: string): Uint8Array<ArrayBuffer> => Uint8Array.from(hex.match(/../g) ?? [], (two) => Number.parseInt(two, 16));

/** Checks a request as an app has to. */
async function verified(request: Request, publicKey: string): Promise<{ readonly ok: boolean; readonly body: Loose }> {
  const text = await request.text();
  const signature = request.headers.get("x-signature-ed25519") ?? "";
  const signed = new TextEncoder().encode((request.headers.get("x-signature-timestamp") ?? "") + text);
  const key = await crypto.subtle.importKey("raw", bytes(publicKey), "Ed25519", false, ["verify"]);
  const ok = /^[0-9a-f]{128}$/.test(signature) && (await crypto.subtle.verify("Ed25519", key, bytes(signature), signed));
  return { ok, body: JSON.parse(text) as Loose };
}

describe("testing", () => {
  describe("fake discord", () => {
    describe("keys", () => {
      it("makes the public key and the signature of RFC 8032, section 7.1", async () => {
        const seed = bytes("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        expect(publicKeyOf(seed)).toBe("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        expect(await signWith(seed, new Uint8Array())).toBe(
          "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        );
      });
    });
    describe("webhooks", () => {
      it("signs with the app's key, which is the seed's", async () => {
        const { fake, clock } = guildWith({ seed: "boots" });
        expect(fake.app.publicKey).toBe(guildWith({ seed: "boots" }).fake.app.publicKey);
        expect(fake.app.publicKey).not.toBe(guildWith({ seed: "sandals" }).fake.app.publicKey);
        const request = await fake.signedWebhook({ type: "ping" });
        expect(Number(request.headers.get("x-signature-timestamp"))).toBe(Math.floor(clock.now() / 1000));
        const { ok, body } = await verified(request, fake.app.publicKey);
        expect([ok, body.type, body["application_id"]]).toEqual([true, 1, fake.app.id]);
      });
      it("spoils signature, body and age", async () => {
        const { fake, clock } = guildWith();
        const sent = async (how: Parameters<typeof fake.signedWebhook>[1]): Promise<boolean> =>
          (await verified(await fake.signedWebhook({ type: "ping" }, how), fake.app.publicKey)).ok;
        expect(await sent({ signature: "wrong" })).toBe(false);
        expect(await sent({ signature: "malformed" })).toBe(false);
        expect(await sent({ tampered: true })).toBe(false);
        const unsigned = await fake.signedWebhook({ type: "ping" }, { signature: "missing" });
        expect(unsigned.headers.has("x-signature-ed25519")).toBe(false);
        const old = await fake.signedWebhook({ type: "ping" }, { ageMs: 600_000 });
        expect(Number(old.headers.get("x-signature-timestamp"))).toBe(Math.floor((clock.now() - 600_000) / 1000));
        expect((await verified(old, fake.app.publicKey)).ok).toBe(true);
      });
      it("gives a message whole to a command on it, whatever the bot may read, and the same id to a redelivery", async () => {
        const { fake, mira, otto, general, guild } = guildWith({ messageContent: false });
        const { id } = fake.state.say(mira, general.id, "Where is my parcel?");
        const event = { type: "message-command", by: otto.id, messageId: id } as const;
        const { body } = await verified(await fake.signedWebhook(event, { id: "one" }), fake.app.publicKey);
        expect(body).toMatchObject({
          type: 2,
          guild_id: guild.id,
          channel_id: general.id,
          member: { user: { id: otto.id } },
          data: { type: 3, target_id: id, resolved: { messages: { [id]: { content: "Where is my parcel?", author: { id: mira.id } } } } },
        });
        const again = await verified(await fake.signedWebhook(event, { id: "one" }), fake.app.publicKey);
        const other = await verified(await fake.signedWebhook(event, { id: "two" }), fake.app.publicKey);
        expect([again.body.id === body.id, other.body.id === body.id]).toEqual([true, false]);
      });
      it("speaks of commands, buttons, people who let the app in, and what nobody knows yet", async () => {
        const { fake, mira, bot, general, guild } = guildWith();
        const { id } = fake.state.say(bot, general.id, "Rate us");
        const sent = async (event: Parameters<typeof fake.signedWebhook>[0]): Promise<Loose> =>
          (await verified(await fake.signedWebhook(event), fake.app.publicKey)).body;
        expect(
          await sent({ type: "slash-command", by: mira.id, channelId: general.id, name: "size", options: { of: "boots" } }),
        ).toMatchObject({
          type: 2,
          data: { name: "size", type: 1, options: [{ name: "of", value: "boots" }] },
        });
        expect(await sent({ type: "component", by: mira.id, messageId: id, customId: "five" })).toMatchObject({
          type: 3,
          data: { custom_id: "five" },
          message: { id },
        });
        const direct = fake.state.directChannel(bot, mira);
        const inPrivate = await sent({ type: "slash-command", by: mira.id, channelId: direct, name: "size" });
        expect([inPrivate.member, inPrivate.user?.id]).toEqual([undefined, mira.id]);
        expect(await sent({ type: "event-ping" })).toEqual({ version: 1, application_id: fake.app.id, type: 0 });
        expect(await sent({ type: "authorized", by: mira.id, guildId: guild.id })).toMatchObject({
          type: 1,
          event: { type: "APPLICATION_AUTHORIZED", data: { integration_type: 0, guild: { id: guild.id }, user: { id: mira.id } } },
        });
        expect(await sent({ type: "deauthorized", by: mira.id })).toMatchObject({ event: { type: "APPLICATION_DEAUTHORIZED" } });
        expect([(await sent({ type: "unknown" })).type, (await sent({ type: "event-unknown" })).event?.type]).toEqual([99, "FUTURE_EVENT"]);
      });
    });
  });
});
