/** What the processes of a run share: what they are told, their time, and the small network that they read. @module */
import * as z from "zod/mini";
import { accountKey, makeKey, type AccountKey } from "../../../src/model/keys.js";
import { defineAdapter } from "../../../src/adapter/define-adapter.js";
import { paged } from "../../../src/adapter/paged.js";
import type { AnyAdapter } from "../../../src/adapter/adapter.js";
import type { Clock } from "../../../src/clock.js";
import type { Message } from "../../../src/model/message.js";

/** What a process is told. */
export interface WorkerSetup {
  readonly connectionString: string;
  readonly redisUrl: string;
  readonly schema: string;
  readonly prefix: string;
  readonly server: string;
  readonly accounts: number;
  readonly seed: number;
  readonly start: number;
}

/** How much faster time runs than on the wall: the lease of a killed worker runs out in seconds. */
const speed = 8;

/** The time of a run: the same in every process, because all are on one machine and count from one start. */
export function fastClock(start: number): Clock {
  return {
    now: () => Math.floor(start + (Date.now() - start) * speed),
    sleep: (ms, { signal } = {}) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(signal.reason as Error);
          return;
        }
        const stop = (): void => {
          clearTimeout(timer);
          reject(signal?.reason as Error);
        };
        const timer = setTimeout(() => {
          signal?.removeEventListener("abort", stop);
          resolve();
        }, ms / speed);
        signal?.addEventListener("abort", stop, { once: true });
      }),
  };
}

/** A page of the network: newest first. */
export interface WirePage {
  readonly items: readonly { readonly id: string; readonly by: string; readonly at: number; readonly text: string }[];
  readonly next?: string;
}

const page: z.ZodMiniType<WirePage> = z.object({
  items: z.array(z.object({ id: z.string(), by: z.string(), at: z.number(), text: z.string() })),
  next: z.exactOptional(z.string()),
});

export const keyOf = (id: number | string): AccountKey => accountKey("square", String(id));

/** Makes the adapter of an account. */
export function squareAdapter(server: string, id: string): AnyAdapter {
  const account = keyOf(id);
  return defineAdapter({
    network: "square",
    account,
    baseUrl: server,
    limits: [],
    meter: { cost: () => ({}), read: () => [] },
    textRules: () => ({ markup: "plain", limits: [] }),
    surfaces: [{ name: "mentions" }],
    operations: (request) => ({
      listMentions: (query = {}) =>
        paged<Message>(
          async (cursor) => {
            const { items, next } = await request("GET", `/accounts/${id}/mentions`, {
              schema: page,
              operation: "listMentions",
              ...(cursor !== undefined && { query: { cursor } }),
              ...(query.signal !== undefined && { signal: query.signal }),
            });
            const messages = items.map((item): Message => ({
              key: makeKey(account, "message", item.id),
              network: "square",
              accountId: id,
              id: item.id,
              kind: "mention",
              direction: "inbound",
              author: { key: makeKey(account, "author", item.by), id: item.by, isOwn: false },
              conversation: makeKey(account, "conversation", item.by),
              text: item.text,
              entities: [],
              attachments: [],
              counts: {},
              createdAt: new Date(item.at).toISOString(),
              visibility: "public",
              via: "poll",
            }));
            return { items: messages, next };
          },
          query,
          { timeOf: ({ createdAt }) => createdAt, name: "square mentions" },
        ),
    }),
  });
}
