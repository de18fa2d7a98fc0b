/**
 * Webhooks in Hono: on Node, Deno, Bun and Workers. It needs: `npm install hono`, and on Node `npm install @hono/node-server`.
 * `c.req.raw` is the web request. Hand it over before anything reads it: after `c.req.json()` the raw bytes are gone.
 */
import { Hono } from "hono";
import type { Inbox } from "folkmoot";

/** Makes the app. */
export function webhooks(inbox: Inbox): Hono {
  const app = new Hono();
  app.all("/webhooks", (c) => inbox.receive(c.req.raw));
  return app;
}

// A server of yours begins with: export default webhooks(openInbox(process.env));
