/**
 * Webhooks taken in by Hono, by Express, and by a Worker with a queue behind it: `npm run example:webhooks`.
 * A Discord in this process signs them; nobody outside hears of it. The page: docs/guide/webhooks.md.
 * The servers themselves are in examples/webhooks. Outside of this checkout they need: `npm install hono express`.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createInbox, type Envelope, type Inbox } from "folkmoot";
import { createDiscordAdapter } from "folkmoot/discord";
import { fakeNetwork } from "folkmoot/testing";
import { heading } from "./demo/print.ts";
import { webhooks as inExpress } from "./webhooks/express.ts";
import { takeIn } from "./webhooks/home.ts";
import { webhooks as inHono } from "./webhooks/hono.ts";
import { openInbox } from "./webhooks/inbox.ts";
import worker from "./webhooks/worker.ts";

const discord = fakeNetwork("discord");
const guild = discord.state.addGuild("Fjeld Boots");
const bot = discord.state.addBot("fjeldbot", { guilds: [guild.id] });
const trails = discord.state.addChannel(guild.id, "trails");
const mira = discord.state.addMember(guild.id, "mira");
const question = discord.state.say(mira, trails.id, "Do the boots run small?");
const env = {
  DISCORD_APP_ID: discord.app.id,
  DISCORD_PUBLIC_KEY: discord.app.publicKey,
  DISCORD_GUILD: guild.id,
  DISCORD_TOKEN: bot.token,
};

const url = "https://fjeld.test/webhooks";
/** Mira sends her question to the inbox from its menu. The same request twice is what Discord does when no answer came. */
const sent = async (tampered = false): Promise<Request> =>
  discord.signedWebhook({ type: "message-command", by: mira.id, messageId: question.id }, { id: "one", url, tampered });

heading("1  Hono");
const first = openInbox(env);
const hono = inHono(first);
console.log("Discord asks whether we are there:", await show(await hono.fetch(await discord.signedWebhook({ type: "ping" }, { url }))));
console.log("changed on its way:", await show(await hono.fetch(await sent(true))));
console.log("Mira's question:", await show(await hono.fetch(await sent())));
console.log("the same once more:", await show(await hono.fetch(await sent())));
await handled(first);

heading("2  Express");
const second = openInbox(env);
const server = createServer(inExpress(second)).listen(0, "127.0.0.1");
await new Promise((resolve) => server.once("listening", resolve));
const { port } = server.address() as AddressInfo;
const request = await sent();
const answer = await fetch(`http://127.0.0.1:${String(port)}/webhooks`, {
  method: "POST",
  headers: request.headers,
  body: await request.arrayBuffer(),
});
console.log("Mira's question:", await show(answer));
await handled(second);
server.close();

heading("3  A Worker at the edge, a queue, and two tenants at home");
const queue: string[] = [];
const edge = {
  DISCORD_APP_ID: discord.app.id,
  DISCORD_PUBLIC_KEY: discord.app.publicKey,
  WEBHOOKS: {
    // A queue keeps plain JSON.
    send: (envelope: Envelope) => Promise.resolve(queue.push(JSON.stringify(envelope))),
  },
};
console.log("at the edge:", await show(await worker.fetch(await sent(), edge)));
const tenants = ["acme", "umbrella"].map((tenant) =>
  createInbox({ accounts: [createDiscordAdapter({ accountId: guild.id, token: bot.token })], tenant }),
);
for (const text of queue) await takeIn(tenants, JSON.parse(text) as Envelope);
for (const tenant of tenants) await handled(tenant);

/** What the network gets. */
async function show(response: Response): Promise<string> {
  return [String(response.status), await response.text()].join(" ").trim();
}

/** Does what was journaled, then ends the inbox. */
async function handled(inbox: Inbox): Promise<void> {
  await inbox.handle(
    (change) => {
      if (change.type === "message.created") console.log("handled:", change.message.text);
    },
    { drain: true },
  );
  await inbox.close();
}
