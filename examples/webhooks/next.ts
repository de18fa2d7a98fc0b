/**
 * Webhooks in a route handler of Next.js: `app/webhooks/route.ts`. Nothing has read the request there, so it is handed over as it is.
 * In the pages router take `requestFromNode(req)`, with `export const config = { api: { bodyParser: false } }`.
 *
 * The answer says "journaled". What has to happen then is done by `inbox.handle` in a process that lives on, or by a scheduled route that
 * calls it with `drain: true`.
 */
import { openInbox } from "./inbox.ts";
import type { Inbox } from "folkmoot";

// One inbox a process, made with the first request, so that building the site needs no secrets.
let opened: Inbox | undefined;

/** The inbox, for other routes as well. */
export const inbox = (): Inbox => (opened ??= openInbox(process.env));

async function receive(request: Request): Promise<Response> {
  return inbox().receive(request);
}

/** Some networks ask by GET whether we are there. */
export { receive as GET, receive as POST };
