/** A network of our own for the tests of estimates: prices, limits and pages as a test needs them. @module */
import { accountKey, makeKey } from "../../src/model/keys.js";
import { defineAdapter, paged } from "../../src/adapter/index.js";
import { createInbox } from "../../src/index.js";
import { virtualClock } from "../../src/testing/clock.js";
import type { AdapterDefinition, AdapterOf, App, CostsOf, Surface } from "../../src/adapter/index.js";
import type { AccountKey } from "../../src/model/keys.js";
import type { BackfillJob } from "../../src/inbox/intake.js";
import type { Inbox } from "../../src/index.js";
import type { LimitRule } from "../../src/model/limit.js";
import type { LimiterOptions } from "../../src/limits/options.js";
import type { Message } from "../../src/model/message.js";
import type { VirtualClock } from "../../src/testing/clock.js";

export const minute = 60_000;
export const hour: number = 60 * minute;
export const day: number = 24 * hour;
const now = "2026-03-10T12:00:00.000Z";
export const ago: (ms: number) => string = (ms: number): string => new Date(Date.parse(now) - ms).toISOString();
const anything = { parse: (value: unknown): unknown => value };

const mention = (account: AccountKey, id: number, createdAt: string): Message => ({
  key: makeKey(account, "message", `m${id}`),
  network: "acme",
  accountId: "1",
  id: `m${id}`,
  kind: "mention",
  direction: "inbound",
  conversation: makeKey(account, "conversation", `c${id}`),
  text: "Are they waterproof?",
  entities: [],
  attachments: [],
  counts: {},
  createdAt,
  visibility: "public",
  via: "poll",
});

export interface Shop {
  readonly account?: AccountKey;
  readonly app?: App;
  readonly limits?: readonly LimitRule[];
  readonly costs?: CostsOf;
  readonly meter?: AdapterDefinition<"acme", "listMentions">["meter"];
  readonly surfaces?: readonly Surface[];
  /** Minutes between two mentions. */
  readonly every?: number;
  /** Mentions of a page. */
  readonly perPage?: number;
  /** Mentions that there ever were. */
  readonly many?: number;
  /** The first hundred come ten times as fast as the rest. */
  readonly lull?: boolean;
  /** Of ten mentions nine are comments that mention us, and are stored as such. */
  readonly mixed?: boolean;
  /** The first that is shown is a year old. */
  readonly pinned?: boolean;
  /** Shows pages as if nothing were there. */
  readonly shows?: "nothing";
}

/** A network of our own: a hundred mentions a page, one a minute, back to its beginning. */
export function shop({ every = 1, perPage = 100, many = 1_000_000, ...options }: Shop = {}): AdapterOf<"acme", "listMentions"> {
  const { account = accountKey("acme", "1"), limits = [] } = options;
  const minuteOf = (id: number): number => (options.lull === true ? id / 10 + Math.max(0, id - 100) * 0.9 : id) * every;
  const shown = (id: number): Message => ({
    ...mention(account, id, options.pinned === true && id === 0 ? ago(365 * day) : ago(minuteOf(id) * minute)),
    ...(options.mixed === true && id % 10 > 0 && { kind: "comment" }),
  });
  return defineAdapter({
    network: "acme",
    account,
    baseUrl: "https://acme.example",
    ...(options.app !== undefined && { app: options.app }),
    limits,
    meter: options.meter ?? { cost: () => Object.fromEntries(limits.map(({ id }) => [id, 1])), read: () => [] },
    ...(options.costs !== undefined && { costs: options.costs }),
    textRules: () => ({ markup: "plain", limits: [] }),
    surfaces: options.surfaces ?? [{ name: "mentions" }],
    operations: (request) => ({
      listMentions: (query) =>
        paged(
          async (cursor = "0") => {
            const { signal, lane } = query ?? {};
            await request("GET", `/mentions/${cursor}`, {
              schema: anything,
              operation: "listMentions",
              ...(signal !== undefined && { signal }),
              ...(lane !== undefined && { lane }),
            });
            const first = Number(cursor);
            const last = Math.min(first + perPage, many);
            const ids = Array.from({ length: last - first }, (_, index) => first + index);
            const items = options.shows === "nothing" ? [] : ids.map((id) => shown(id));
            return { items, next: last < many ? String(last) : undefined };
          },
          query,
          { timeOf: ({ createdAt }) => createdAt, name: "acme listMentions" },
        ),
    }),
  });
}

/** An inbox over shops, with what it sent and warned of. */
export interface Scene {
  readonly clock: VirtualClock;
  readonly inbox: Inbox;
  readonly sent: string[];
  readonly job: BackfillJob;
  readonly warned: unknown[];
}

export function scene(adapters: readonly ReturnType<typeof shop>[], limiter: LimiterOptions = {}): Scene {
  const clock = virtualClock({ start: now, auto: true });
  const sent: string[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    sent.push(new Request(input, init).url);
    return Response.json({});
  };
  const warned: unknown[] = [];
  const logger = { warn: (...what: unknown[]) => void warned.push(what) };
  const inbox = createInbox({ accounts: adapters, clock, fetch, limiter, logger });
  const job: BackfillJob = {
    id: "history",
    accounts: adapters.map(({ account }) => account),
    surfaces: ["mentions"],
    from: ago(100 * hour),
  };
  return { clock, inbox, sent, job, warned };
}
