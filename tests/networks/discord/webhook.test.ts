import { describe, expect, it } from "vitest";
import { account, bot, bytesOf, deliveries, freja, ids, sendToInbox, wire } from "./push-support.js";
import { createDiscordApp } from "../../../src/networks/discord/app.js";
import { makeSigner } from "../../webhooks/support.js";
import type { DiscordAppOptions } from "../../../src/networks/discord/app-options.js";
import type { WebhookAnswer } from "../../../src/adapter/app.js";

const ping = { id: "950000000000000000", application_id: ids.app, type: 1, token: "abc", version: 1 };

async function answerOf(answer: WebhookAnswer): Promise<{ status: number; body: unknown }> {
  const { response } = answer;
  if (response === undefined) return { status: 200, body: undefined };
  const text = await response.text();
  return { status: response.status, body: text === "" ? undefined : (JSON.parse(text) as unknown) };
}

describe("the signature", () => {
  it("lets in what the network signed just now", async () => {
    const { deliver } = await deliveries();
    expect(await answerOf(await deliver(ping))).toEqual({ status: 200, body: { type: 1 } });
  });

  it("is checked before anything is parsed: what is no JSON is refused as well", async () => {
    const { app, request } = await deliveries();
    const made = await request("not json");
    await expect(app.webhook.read(made, new TextEncoder().encode("neither"))).rejects.toMatchObject({ code: "bad-signature" });
  });

  const refused = async (spoil: (made: Request) => Request | Promise<Request>, options: Partial<DiscordAppOptions> = {}): Promise<void> => {
    const { app, request } = await deliveries(options);
    const made = await spoil(await request(ping));
    await expect(app.webhook.read(made, await bytesOf(made))).rejects.toMatchObject({
      name: "FolkmootError",
      code: "bad-signature",
      retryable: false,
    });
  };
  const withHeader = (name: string, value: string | undefined) => (made: Request) => {
    const headers = new Headers(made.headers);
    if (value === undefined) headers.delete(name);
    else headers.set(name, value);
    return new Request(made, { headers });
  };

  it.each([
    ["missing", undefined],
    ["empty", ""],
    ["no hex", "zz".repeat(64)],
    ["too short", "ab".repeat(63)],
    ["too long", "ab".repeat(65)],
    ["wrong", "00".repeat(64)],
  ])("that is %s is refused", async (_, signature) => refused(withHeader("x-signature-ed25519", signature)));

  it.each([
    ["missing", undefined],
    ["empty", ""],
    ["no number", "yesterday"],
    ["negative", "-1790000000"],
    ["a fraction", "1790000000.5"],
    ["another than was signed", "1790845201"],
  ])("with a time that is %s is refused", async (_, timestamp) => refused(withHeader("x-signature-timestamp", timestamp)));

  it("over another body is refused", async () =>
    refused(async (made) => new Request(made, { body: (await made.text()).replace("950", "951"), method: "POST" })));

  it("over the same JSON in other bytes is refused", async () =>
    refused(async (made) => new Request(made, { body: `${await made.text()} `, method: "POST" })));

  it("of another key is refused", async () => {
    const { app, request } = await deliveries();
    const made = await request(ping, { by: await makeSigner() });
    await expect(app.webhook.read(made, await bytesOf(made))).rejects.toMatchObject({ code: "bad-signature" });
  });

  it("of any of several keys is taken, so that one can be exchanged", async () => {
    const [old, fresh] = await Promise.all([makeSigner(), makeSigner()]);
    const { app, request } = await deliveries({ publicKey: [fresh.publicKey, old.publicKey] });
    for (const by of [old, fresh]) {
      const made = await request(ping, { by });
      expect((await app.webhook.read(made, await bytesOf(made))).type).toBe("challenge");
    }
  });

  it("is good for fifteen minutes, and a minute ahead of our clock", async () => {
    const { app, clock, request } = await deliveries();
    const now = clock.now() / 1000;
    const read = async (seconds: number): Promise<string> => {
      const made = await request(ping, { timestamp: String(seconds) });
      return app.webhook.read(made, await bytesOf(made)).then(
        ({ type }) => type,
        (error: unknown) => (error as { code: string }).code,
      );
    };
    expect(await read(now - 900)).toBe("challenge");
    expect(await read(now - 901)).toBe("bad-signature");
    expect(await read(now + 60)).toBe("challenge");
    expect(await read(now + 61)).toBe("bad-signature");
  });

  it("is refused in words that hold nothing of the request", async () => {
    const { app, request } = await deliveries();
    const made = await request(sendToInbox(), { by: await makeSigner() });
    const error: unknown = await app.webhook.read(made, await bytesOf(made)).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain(ids.app);
    expect(String(error)).toContain("401");
    expect(JSON.stringify(error)).not.toMatch(/støvlerne|freja|aW50/i);
  });
});

describe("matches", () => {
  it("looks at method and header names only", async () => {
    const { app, request } = await deliveries();
    expect(app.webhook.matches(await request(ping))).toBe(true);
    expect(app.webhook.matches(new Request("https://host.example/discord"))).toBe(false);
    expect(app.webhook.matches(new Request("https://host.example/discord", { method: "POST", body: "{}" }))).toBe(false);
    expect(
      app.webhook.matches(
        new Request("https://host.example/x", { method: "POST", headers: { "x-signature-ed25519": "", "x-signature-timestamp": "" } }),
      ),
    ).toBe(true);
  });
});

describe("interactions", () => {
  it("send a message to the inbox with its full text, and tell only the sender", async () => {
    const { deliver } = await deliveries();
    const answer = await deliver(sendToInbox());
    expect(answer).toMatchObject({
      type: "delivery",
      delivery: {
        changes: [
          {
            type: "message.created",
            id: `message.created:${account}:message:${ids.message}`,
            origin: "live",
            at: "2026-10-01T08:00:00.000Z",
            account,
            conversation: `${account}:conversation:${ids.chat}`,
            message: {
              text: "Kommer støvlerne i blå?",
              kind: "chat",
              via: "webhook",
              direction: "inbound",
              counts: {},
              refs: { channelId: ids.chat },
            },
          },
        ],
      },
    });
    expect(await answerOf(answer)).toEqual({
      status: 200,
      body: { type: 4, data: { content: "Sent to the inbox.", flags: 64, allowed_mentions: { parse: [] } } },
    });
    expect(JSON.parse(JSON.stringify(answer.type === "delivery" && answer.delivery))).toEqual(
      answer.type === "delivery" && answer.delivery,
    );
  });

  it("have the same ids on a redelivery, however it is signed", async () => {
    const { changes, clock } = await deliveries();
    const bodies = [
      sendToInbox(),
      sendToInbox({ type: 3, data: { custom_id: "vote", component_type: 2 } }),
      {
        version: 1,
        application_id: ids.app,
        type: 1,
        event: { type: "ENTITLEMENT_CREATE", timestamp: "2026-10-01T08:30:00.000Z", data: { id: "1" } },
      },
    ];
    for (const body of bodies) {
      const [first] = await changes(body);
      await clock.advance(60_000);
      const [again] = await changes(body);
      expect(first).toBeDefined();
      expect(again?.id).toBe(first?.id);
      expect(again?.at).toBe(first?.at);
    }
  });

  it("mark our own messages and mentions of us", async () => {
    const { changes } = await deliveries();
    const resolved = { messages: { [ids.message]: wire({ author: bot }) } };
    expect(await changes(sendToInbox({}, { resolved }))).toMatchObject([{ message: { direction: "outbound", author: { isOwn: true } } }]);
    const mention = { messages: { [ids.message]: wire({ mentions: [bot] }) } };
    expect(await changes(sendToInbox({}, { resolved: mention }))).toMatchObject([{ message: { mentionsUs: true } }]);
  });

  it("know threads, announcements and direct channels by the channel that comes along", async () => {
    const { changes } = await deliveries({ guilds: [ids.guild] });
    const inChannel = (channel: Record<string, unknown>, more: Record<string, unknown> = {}): Record<string, unknown> =>
      sendToInbox(
        { channel, channel_id: channel["id"], ...more },
        { resolved: { messages: { [ids.message]: wire({ channel_id: channel["id"] }) } } },
      );
    expect(await changes(inChannel({ id: ids.thread, type: 11, parent_id: ids.forum, owner_id: ids.freja }))).toMatchObject([
      { type: "message.created", message: { kind: "comment", post: `${account}:post:${ids.thread}` } },
    ]);
    expect(await changes(inChannel({ id: ids.news, type: 5 }))).toMatchObject([
      { type: "post.created", id: `post.created:${account}:post:${ids.message}`, post: { counts: {} } },
    ]);
    expect(await changes(inChannel({ id: ids.direct, type: 1 }, { guild_id: undefined, user: freja, member: undefined }))).toMatchObject([
      { type: "message.created", account, message: { kind: "direct", visibility: "private" } },
    ]);
  });

  it("of another name than the inbox's are events, when a name is given", async () => {
    const { changes } = await deliveries({ inboxCommand: "To the desk" });
    expect(await changes(sendToInbox())).toMatchObject([{ type: "network.event", name: "APPLICATION_COMMAND" }]);
    expect(await changes(sendToInbox({}, { name: "To the desk" }))).toMatchObject([{ type: "message.created" }]);
  });

  it.each([
    ["slash commands", { type: 2, data: { id: "1", name: "hours", type: 1 } }, "APPLICATION_COMMAND", 4],
    ["commands on people", { type: 2, data: { id: "1", name: "Look up", type: 2, target_id: ids.freja } }, "APPLICATION_COMMAND", 4],
    ["buttons", { type: 3, data: { custom_id: "vote", component_type: 2 }, message: wire() }, "MESSAGE_COMPONENT", 6],
    ["forms", { type: 5, data: { custom_id: "feedback", components: [] } }, "MODAL_SUBMIT", 4],
  ])("that are %s become events with an author, and are answered", async (_, more, name, type) => {
    const { deliver } = await deliveries();
    const answer = await deliver(sendToInbox(more));
    expect(answer).toMatchObject({
      delivery: {
        changes: [
          { type: "network.event", name, author: { id: ids.freja }, id: `network.event:${account}:interaction:950000000000000001` },
        ],
      },
    });
    expect(await answerOf(answer)).toMatchObject({ status: 200, body: { type } });
  });

  it("never put their token into a change", async () => {
    const { changes } = await deliveries();
    for (const type of [2, 3, 5]) expect(JSON.stringify(await changes(sendToInbox({ type, data: {} })))).not.toContain("aW50");
  });

  it("offer nothing while somebody is typing, and tell of nothing", async () => {
    const { deliver } = await deliveries();
    const answer = await deliver(sendToInbox({ type: 4, data: { id: "1", name: "hours", type: 1 } }));
    expect(answer).toMatchObject({ delivery: { changes: [] } });
    expect(await answerOf(answer)).toEqual({ status: 200, body: { type: 8, data: { choices: [] } } });
  });

  it("of a kind that nobody knows are reported, and answered without a word", async () => {
    const { deliver } = await deliveries();
    const answer = await deliver(sendToInbox({ type: 99, data: { shape: "new" } }));
    expect(answer).toMatchObject({ delivery: { changes: [{ type: "network.event", name: "INTERACTION_99" }] } });
    expect(await answerOf(answer)).toEqual({ status: 202, body: undefined });
  });

  it.each([
    ["no message", { resolved: {} }],
    ["half a message", { resolved: { messages: { [ids.message]: { id: ids.message } } } }],
    ["a message without a readable id", { resolved: { messages: { [ids.message]: wire({ id: "m" }) } } }],
    ["no target", { target_id: undefined }],
    ["a target that is no id", { target_id: "../x" }],
  ])("that point at %s are reported as events", async (_, data) => {
    const { changes } = await deliveries();
    expect(await changes(sendToInbox({}, data))).toMatchObject([{ type: "network.event", name: "APPLICATION_COMMAND" }]);
  });

  it("of guilds go to the account of their guild; others to the first guild, else to the app's own key", async () => {
    const nowhere = sendToInbox({ guild_id: undefined, member: undefined, user: freja });
    const alone = await deliveries();
    expect(await alone.changes(sendToInbox({ guild_id: ids.other }))).toMatchObject([{ account: `discord:${ids.other}` }]);
    expect(await alone.changes(nowhere)).toMatchObject([{ account: `discord:${ids.app}` }]);
    const known = await deliveries({ guilds: [ids.guild, ids.other] });
    expect(await known.changes(nowhere)).toMatchObject([{ account }]);
  });

  it("are answered by the host where it wants to", async () => {
    const seen: unknown[] = [];
    const { deliver } = await deliveries({
      answer: ({ type, token }) => {
        seen.push(token);
        return type === 2 ? { type: 5, data: { flags: 64 } } : undefined;
      },
    });
    expect(await answerOf(await deliver(sendToInbox({}, { type: 1 })))).toEqual({ status: 200, body: { type: 5, data: { flags: 64 } } });
    expect(await answerOf(await deliver(sendToInbox({ type: 3 })))).toEqual({ status: 200, body: { type: 6 } });
    expect(seen).toEqual(["aW50ZXJhY3Rpb246dG9rZW4", "aW50ZXJhY3Rpb246dG9rZW4"]);
  });

  it("are acknowledged when the host throws, and when it takes longer than two seconds", async () => {
    const broken = await deliveries({
      answer: () => {
        throw new Error("secret of the host");
      },
    });
    expect(await answerOf(await broken.deliver(sendToInbox()))).toMatchObject({ body: { type: 4 } });
    expect(broken.logs.join()).not.toContain("secret of the host");
    const slow = await deliveries({ answer: () => new Promise(() => undefined) });
    const answer = slow.deliver(sendToInbox());
    while (slow.clock.sleeping === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await slow.clock.advance(2000);
    expect(await answerOf(await answer)).toMatchObject({ body: { type: 4 } });
  });
});

describe("webhook events", () => {
  const outer = (event: unknown): unknown => ({ version: 1, application_id: ids.app, type: 1, event });

  it("are asked for with a ping, which is answered empty", async () => {
    const { deliver } = await deliveries();
    const answer = await deliver({ version: 1, application_id: ids.app, type: 0 });
    expect(answer.type).toBe("challenge");
    expect(await answerOf(answer)).toEqual({ status: 204, body: undefined });
  });

  it("become events of the app, and are answered empty", async () => {
    const { deliver } = await deliveries();
    const answer = await deliver(
      outer({ type: "APPLICATION_DEAUTHORIZED", timestamp: "2026-10-01T08:30:00.000000", data: { user: freja } }),
    );
    expect(answer).toMatchObject({
      delivery: {
        changes: [{ type: "network.event", name: "APPLICATION_DEAUTHORIZED", account: `discord:${ids.app}`, author: { id: ids.freja } }],
      },
    });
    expect(await answerOf(answer)).toEqual({ status: 204, body: undefined });
  });

  it("that name a guild go to its account", async () => {
    const { changes } = await deliveries();
    const event = {
      type: "APPLICATION_AUTHORIZED",
      timestamp: "2026-10-01T08:30:00.000Z",
      data: { user: freja, guild: { id: ids.guild } },
    };
    expect(await changes(outer(event))).toMatchObject([{ account, at: "2026-10-01T08:30:00.000Z" }]);
  });

  it("that nobody knows are reported, whatever they look like", async () => {
    const { changes } = await deliveries();
    for (const event of [{ type: "SOMETHING_NEW", timestamp: "soon", data: [1] }, { type: 7 }, null, [], "x"])
      expect(await changes(outer(event))).toMatchObject([{ type: "network.event" }]);
  });
});

describe("a signed body that is no object", () => {
  it.each(["", "null", "7", "[]", '"x"', "{"])("such as %j is passed over with a warning", async (body) => {
    const { deliver, logs } = await deliveries();
    expect(await deliver(body)).toEqual({ type: "delivery", delivery: { changes: [] } });
    expect(logs).toHaveLength(1);
  });
});

describe("createDiscordApp", () => {
  const good: DiscordAppOptions = { id: ids.app, publicKey: "ab".repeat(32) };

  it.each<[string, Record<string, unknown>]>([
    ["id", { id: "" }],
    ["id", { id: "my-app" }],
    ["publicKey", { publicKey: "" }],
    ["publicKey", { publicKey: [] }],
    ["publicKey", { publicKey: ["ab".repeat(32), "short"] }],
    ["publicKey", { publicKey: undefined }],
    ["guilds", { guilds: ["one"] }],
    ["botId", { botId: "bot" }],
    ["acknowledgement", { acknowledgement: " " }],
    ["acknowledgement", { acknowledgement: "x".repeat(2001) }],
    ["inboxCommand", { inboxCommand: "" }],
    ["answer", { answer: "yes" }],
  ])("refuses a wrong `%s`: %j", (option, wrong) => {
    expect(() => createDiscordApp({ ...good, ...wrong })).toThrow(
      expect.objectContaining({ code: "misconfigured", message: expect.stringContaining(`\`${option}\``) as string }) as Error,
    );
  });

  it("speaks for Discord alone", () => {
    expect(createDiscordApp({ ...good, tier: "verified" })).toMatchObject({ id: ids.app, networks: ["discord"], tier: "verified" });
  });
});
