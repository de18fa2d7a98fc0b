import { describe, expect, it } from "vitest";
import { at, plaza } from "../inbox/plaza.js";
import { created, pushedPlaza } from "../inbox/receive-harness.js";
import { createDiscordApp } from "../../src/networks/discord/app.js";
import { createReceiver } from "../../src/webhooks/receiver.js";
import { fakeDiscord } from "../../src/testing/discord/index.js";
import { virtualClock } from "../../src/testing/clock.js";
import type { Envelope } from "../../src/webhooks/envelope.js";

function setUp(deliver?: (envelope: Envelope) => Promise<void>) {
  const clock = virtualClock({ start: at(100) });
  const delivered: Envelope[] = [];
  const logs: string[] = [];
  const log = (message: string, data: unknown): void => void logs.push(`${message} ${JSON.stringify(data)}`);
  const push = pushedPlaza();
  const receiver = createReceiver({
    apps: [push.app],
    deliver: deliver ?? (async (envelope) => void delivered.push(envelope)),
    clock,
    logger: { warn: log, error: log },
  });
  return { clock, delivered, logs, push, receiver };
}

const news = { changes: [created(plaza().say({ id: "m1", minutes: 99, text: "Hello Ann Berg" }))] };

describe("webhooks", () => {
  describe("receiver", () => {
    it("hands a verified delivery on as plain JSON before it answers 200", async () => {
      const { delivered, push, receiver } = setUp();
      const response = await receiver.receive(push.request(news));
      expect([response.status, await response.text()]).toEqual([200, ""]);
      expect(delivered).toEqual([
        { version: 1, id: expect.stringMatching(/^[0-9a-f]{64}$/) as string, app: "plaza-app", receivedAt: at(100), delivery: news },
      ]);
      expect(JSON.parse(JSON.stringify(delivered))).toEqual(delivered);
    });

    it("gives a redelivery the id that it had, signed anew or not, and another body or app another one", async () => {
      const clock = virtualClock({ start: at(100) });
      const fake = fakeDiscord({ clock });
      const ids: string[] = [];
      const deliver = async ({ id }: Envelope): Promise<void> => void ids.push(id);
      const receiver = createReceiver({ apps: [createDiscordApp(fake.app)], clock, deliver });
      const send = async (id: string, mutate: (request: Request) => Request = (request) => request): Promise<number> =>
        (await receiver.receive(mutate(await fake.signedWebhook({ type: "unknown" }, { id })))).status;
      expect(await send("one")).toBe(202);
      await clock.advance(60_000);
      expect([await send("one"), await send("two")]).toEqual([202, 202]);
      expect(ids[0]).toBe(ids[1]);
      expect(ids[2]).not.toBe(ids[0]);
      const [first, second] = [pushedPlaza("first"), pushedPlaza("second")];
      const plazas = createReceiver({ apps: [first.app, second.app], deliver });
      await plazas.receive(first.request(news));
      await plazas.receive(second.request(news));
      expect(ids[3]).not.toBe(ids[4]);
    });

    it("answers an interaction as the app wants it, once the queue has it", async () => {
      const fake = fakeDiscord();
      const order: string[] = [];
      const app = createDiscordApp({ ...fake.app, acknowledgement: "Noted." });
      const receiver = createReceiver({ apps: [app], deliver: async () => void order.push("queued") });
      const guild = fake.state.addGuild("Boots");
      const mira = fake.state.addMember(guild.id, "mira");
      const channel = fake.state.addChannel(guild.id, "general");
      const response = await receiver.receive(
        await fake.signedWebhook({ type: "slash-command", by: mira.id, channelId: channel.id, name: "size" }),
      );
      order.push("answered");
      expect(await response.json()).toMatchObject({ type: 4, data: { content: "Noted." } });
      expect(order).toEqual(["queued", "answered"]);
    });

    it("answers 503 when the queue fails, and says nothing of why to the network", async () => {
      const { push, receiver, logs } = setUp(() => Promise.reject(new RangeError("queue of Ann Berg is full")));
      const response = await receiver.receive(push.request(news));
      expect([response.status, response.headers.get("retry-after"), await response.text()]).toEqual([503, "10", ""]);
      expect(logs.join()).toContain("RangeError");
      expect(logs.join()).not.toContain("Ann Berg");
    });

    it("hands on nothing of what is not signed, is a challenge, or says nothing", async () => {
      const { delivered, push, receiver } = setUp();
      expect((await receiver.receive(push.request(news, { signature: "00".repeat(32) }))).status).toBe(401);
      expect((await receiver.receive(new Request("https://edge.example/?challenge=tulip"))).status).toBe(200);
      expect((await receiver.receive(push.request({ changes: [] }))).status).toBe(200);
      expect((await receiver.receive(push.request(news), { app: "another" })).status).toBe(404);
      expect(delivered).toEqual([]);
    });

    it("ages signatures by its clock", async () => {
      const clock = virtualClock({ start: at(100) });
      const fake = fakeDiscord({ clock });
      const receiver = createReceiver({ apps: [createDiscordApp(fake.app)], clock, deliver: async () => undefined });
      const old = await fake.signedWebhook({ type: "ping" }, { ageMs: 16 * 60_000 });
      const young = await fake.signedWebhook({ type: "ping" }, { ageMs: 14 * 60_000 });
      expect([(await receiver.receive(old)).status, (await receiver.receive(young)).status]).toEqual([401, 200]);
    });

    const { app } = pushedPlaza();
    const deliver = async (): Promise<void> => undefined;
    it.each([
      ["`deliver` must be a function", { apps: [app] }],
      ["`apps` must be a list", { apps: app, deliver }],
      ["`apps` must be a list", { apps: [], deliver }],
      ["`apps[0]` is no app", { apps: [{ id: "x" }], deliver }],
      ["does not push over HTTP", { apps: [{ ...app, webhook: undefined }], deliver }],
      ['there is no option "queue"', { apps: [app], deliver, queue: 1 }],
    ])("refuses with: %s", (says, options) => {
      expect(() => createReceiver(options as never)).toThrow(says);
    });
  });
});
