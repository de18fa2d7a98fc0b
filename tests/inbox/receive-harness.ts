/** An app of the plaza that is pushed to: a delivery is JSON in our words, signed with HMAC over the raw body. @module */
import { createHmac } from "node:crypto";
import { bytesOfHex, equalBytes } from "../../src/webhooks/bytes.js";
import { createApp } from "../../src/adapter/create-app.js";
import { FolkmootError } from "../../src/errors.js";
import { onceId } from "../../src/model/change-id.js";
import type { App, Delivery } from "../../src/adapter/app.js";
import type { Change } from "../../src/model/change.js";
import type { Message } from "../../src/model/message.js";
import type { Post } from "../../src/model/post.js";

const header = "x-plaza-signature";

const signed = (secret: string, body: Uint8Array | string): string => createHmac("sha256", secret).update(body).digest("hex");

/** An app, and what the network sends to it. */
export interface PushedPlaza {
  readonly app: App;
  /** How often a body was read by the app, verified or not. */
  readonly reads: () => number;
  /** A signed request. The same delivery twice is a redelivery. */
  request(delivery: Delivery | string, how?: { readonly signature?: string; readonly url?: string }): Request;
}

/** Makes an app of its own secret. */
export function pushedPlaza(id = "plaza-app"): PushedPlaza {
  const secret = `secret of ${id}`;
  let reads = 0;
  return {
    reads: () => reads,
    app: createApp({
      id,
      networks: ["plaza"],
      webhook: {
        matches: (request) => request.method === "GET" || request.headers.has(header),
        read: async (request, body) => {
          reads += 1;
          if (request.method === "GET") {
            const challenge = new URL(request.url).searchParams.get("challenge") ?? "";
            return { type: "challenge", response: new Response(challenge, { headers: { "content-type": "text/plain" } }) };
          }
          const given = bytesOfHex(request.headers.get(header) ?? "", 32);
          const right = bytesOfHex(signed(secret, body), 32) ?? new Uint8Array();
          if (given === undefined || !equalBytes(given, right))
            throw new FolkmootError(
              "bad-signature",
              `plaza: a request for the app ${id} is not signed by the network; answer it with 401.`,
            );
          return { type: "delivery", delivery: JSON.parse(new TextDecoder().decode(body)) as Delivery };
        },
      },
    }),
    request: (delivery, { signature, url = "https://host.example/webhooks" } = {}) => {
      const body = typeof delivery === "string" ? delivery : JSON.stringify(delivery);
      return new Request(url, { method: "POST", headers: { [header]: signature ?? signed(secret, body) }, body });
    },
  };
}

/** The news that something was said. */
export const created = (message: Message): Change => ({
  type: "message.created",
  id: onceId("message.created", message.key),
  origin: "live",
  at: message.createdAt,
  account: `${message.network}:${message.accountId}`,
  conversation: message.conversation,
  message,
});

/** The news of a post. */
export const published = (post: Post): Change => ({
  type: "post.created",
  id: onceId("post.created", post.key),
  origin: "live",
  at: post.createdAt,
  account: `${post.network}:${post.accountId}`,
  post,
});

/** The news that something was edited. */
export const edited = (message: Message, at: string): Change => ({
  ...created(message),
  type: "message.updated",
  id: `message.updated:${message.key}:${at}`,
  at,
  message,
  changed: ["text"],
});

/** The news that something is gone. */
export const removed = (message: Message, at: string): Change => ({
  type: "message.deleted",
  id: onceId("message.deleted", message.key),
  origin: "live",
  at,
  account: `${message.network}:${message.accountId}`,
  conversation: message.conversation,
  message: message.key,
});
