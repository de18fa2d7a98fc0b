// Starts the real Bluesky network on this machine: PLC, PDS, AppView (in PostgreSQL), Ozone, and the chat service of chat.mjs.
// Prints one JSON line with "ready" when everything answers. Needs Node 22 or newer, PostgreSQL and Redis.
//   POSTGRES_URL  default postgresql://postgres@127.0.0.1:5432/postgres
//   REDIS_URL     default redis://127.0.0.1:6379
import { createServer } from "node:http";
import { TestNetwork, mockMailer } from "@atproto/dev-env";
import pg from "pg";
import { startChat } from "./chat.mjs";

const letters = Array.from({ length: 8 }, () => String.fromCharCode(97 + Math.floor(Math.random() * 26))).join("");
// A schema name may hold letters and underscores only: dev-env refuses digits.
const schema = `folkmoot_${letters}`;
process.env.DB_POSTGRES_URL ??= process.env.POSTGRES_URL ?? "postgresql://postgres@127.0.0.1:5432/postgres";
process.env.REDIS_HOST ??= new URL(process.env.REDIS_URL ?? "redis://127.0.0.1:6379").host;
process.env.LOG_ENABLED ??= "false";

const network = await TestNetwork.create({
  dbPostgresSchema: schema,
  pds: { hostname: "localhost", enableDidDocWithSession: true, rateLimitsEnabled: process.env.RATE_LIMITS === "1" },
});
mockMailer(network.pds);
const chat = await startChat();

// GET /settle answers when the AppView has indexed all that the PDS emitted: then reads are deterministic.
const control = createServer((_request, response) => {
  network.processAll().then(
    () => response.end("ok"),
    (error) => {
      response.statusCode = 500;
      response.end(String(error));
    },
  );
}).listen(0, "127.0.0.1");
await new Promise((resolve) => control.once("listening", resolve));

const stop = async () => {
  control.close();
  chat.close();
  await network.close().catch(() => {});
  // Every start makes its own schemas, so that two runs never meet; nothing of a run stays behind.
  const database = new pg.Client({ connectionString: process.env.DB_POSTGRES_URL });
  try {
    await database.connect();
    for (const service of ["bsync", "appview", "ozone"]) await database.query(`drop schema if exists "${service}_${schema}" cascade`);
    await database.end();
  } catch (error) {
    console.error(`The schemas *_${schema} stay behind: ${String(error)}`);
  }
  process.exit(0);
};
for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, stop);
process.once("disconnect", stop);

console.log(
  JSON.stringify({
    ready: true,
    pds: network.pds.url,
    appview: network.bsky.url,
    chatProxy: `${chat.did}#bsky_chat`,
    settle: `http://127.0.0.1:${control.address().port}/settle`,
    schema,
  }),
);
