/** A Meta app, and deliveries as Meta signs them. Nobody and nothing of these exists. @module */
import { createGraphApp, type GraphApp, type GraphAppOptions } from "../../../src/networks/_graph/app.js";
import { signedDelivery, type GraphSignedHow } from "../../../src/testing/graph/webhook.js";
import { virtualClock } from "../../../src/testing/clock.js";
import type { Change, ChangeType } from "../../../src/model/change.js";
import type { Delivery, WebhookAnswer } from "../../../src/adapter/app.js";

export type Fields = Readonly<Record<string, unknown>>;

export const ids = {
  app: "700100200300",
  page: "104000000000001",
  instagram: "17841400000000001",
  threads: "25000000000000001",
  maren: "6100000000000001",
} as const;
export const secret = "a1b2c3d4e5f60718";
export const word = "lighthouse";
export const start = "2026-10-01T08:00:00.000Z";
/** In seconds, as pages tell times. */
export const seconds: number = Date.parse(start) / 1000;

/** An app on a clock of its own, and what it said to its logger. */
export function makeApp(more: Partial<GraphAppOptions> = {}): { readonly app: GraphApp; readonly logs: string[] } {
  const app = createGraphApp({ id: ids.app, secrets: [secret], verifyToken: word, ...more });
  const logs: string[] = [];
  const log = (message: string, fields?: object): void => void logs.push(`${message} ${JSON.stringify(fields)}`);
  app.attach({ clock: virtualClock({ start }), logger: { warn: log, error: log } });
  return { app, logs };
}

/** Hands a request over as a server does. */
export async function read(request: Request, app: GraphApp = makeApp().app): Promise<WebhookAnswer> {
  return app.webhook.read(request, new Uint8Array(await request.clone().arrayBuffer()));
}

/** Delivers something, signed. */
export async function deliver(payload: unknown, how: GraphSignedHow = {}): Promise<Delivery> {
  const answer = await read(signedDelivery(secret, payload, how));
  if (answer.type !== "delivery") throw new Error("It was taken for a challenge.");
  return answer.delivery;
}

/** Gives what a delivery changes. */
export const changesOf = async (payload: unknown): Promise<readonly Change[]> => (await deliver(payload)).changes;

/** Gives the only change of a delivery, which has to be of a type. */
export async function only<T extends ChangeType>(type: T, payload: unknown): Promise<Extract<Change, { readonly type: T }>> {
  const changes = await changesOf(payload);
  const [change] = changes;
  if (changes.length !== 1 || change?.type !== type)
    throw new Error(`expected one ${type}, got ${changes.map((one) => one.type).join(" ")}`);
  return change as Extract<Change, { readonly type: T }>;
}

/** A change of the Page's feed. */
export const feed = (value: unknown, field = "feed"): Fields => ({
  object: "page",
  entry: [{ id: ids.page, time: seconds + 5, changes: [{ field, value }] }],
});

/** Somebody's comment below a post of the Page. */
export const comment = (more: Fields = {}): Fields => ({
  item: "comment",
  verb: "add",
  post_id: `${ids.page}_501`,
  parent_id: `${ids.page}_501`,
  comment_id: "501_601",
  from: { id: ids.maren, name: "Maren Skov" },
  message: "Har I den i grøn?",
  created_time: seconds,
  ...more,
});

/** Something that happened in a direct conversation with Maren. */
export const direct = (event: Fields, object: "page" | "instagram" = "page", list: "messaging" | "standby" = "messaging"): Fields => {
  const us = object === "page" ? ids.page : ids.instagram;
  const base = { sender: { id: ids.maren }, recipient: { id: us }, timestamp: seconds * 1000 };
  return { object, entry: [{ id: us, time: seconds * 1000 + 400, [list]: [{ ...base, ...event }] }] };
};

/** A change of the Instagram account. */
export const instagram = (field: string, value: unknown): Fields => ({
  object: "instagram",
  entry: [{ id: ids.instagram, time: seconds, changes: [{ field, value }] }],
});

/** A change of the Threads profile. */
export const threads = (field: string, value: unknown): Fields => ({
  app_id: ids.app,
  topic: "moderate",
  target_id: ids.threads,
  time: seconds,
  subscription_id: "9",
  has_uid_field: false,
  values: { field, value },
});
