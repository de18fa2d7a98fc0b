import { accountKey, type AccountKey } from "../../../src/model/keys.js";
import { createGraphApp, type GraphApp, type GraphNetwork } from "../../../src/networks/_graph/app.js";
import { defineAdapter } from "../../../src/adapter/define-adapter.js";
import { graphApp } from "../../../src/networks/_graph/limits.js";
import { graphFailure } from "../../../src/networks/_graph/errors.js";
import { graphMeter } from "../../../src/networks/_graph/meter.js";
import { graphSession, isGraphToken, type GraphSessionParts } from "../../../src/networks/_graph/token.js";
import { graphTasks, type GraphTask } from "../../../src/networks/_graph/task.js";
import { virtualClock, type VirtualClock } from "../../../src/testing/clock.js";
import type { CallOptions } from "../../../src/http/request.js";
import type { DirectUs } from "../../../src/networks/_graph/direct.js";
import type { FolkmootError } from "../../../src/errors.js";
import type { Meter } from "../../../src/limits/meter.js";
import type { Token } from "../../../src/store/tokens.js";

export const origin = "https://graph.facebook.com";
export const version = "v26.0";
export const now: number = Date.parse("2026-11-22T10:00:00.000Z");
export const pageId = "1001";
export const freja = "70000000000000001";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface Given {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  /** The connection breaks once the request has left. */
  readonly lost?: true;
}

export const graphError = (code: number, subcode?: number, more: Record<string, unknown> = {}): Given => ({
  status: 400,
  body: {
    error: {
      message: "(#x) Freja Holm wrote: my secret",
      type: "OAuthException",
      code,
      ...(subcode !== undefined && { error_subcode: subcode }),
      fbtrace_id: "AbCdEf",
      ...more,
    },
  },
});

export const pagesMeter = (network: GraphNetwork = "facebook"): Meter =>
  graphMeter({
    network,
    platform: "graph.app",
    useCases: { pages: "fb.pages", messenger: "fb.messenger" },
    useCaseOf: ({ route }) => (route.endsWith("/messages") ? "fb.messenger" : "fb.pages"),
    cost: () => ({ "graph.app": 0 }),
  });

export interface Scene {
  readonly asked: Asked[];
  readonly clock: VirtualClock;
  readonly app: GraphApp;
  readonly account: AccountKey;
  readonly begin: (operation?: string, options?: CallOptions) => GraphTask;
}

export interface SceneOptions {
  readonly network?: GraphNetwork;
  readonly token?: Token;
  readonly session?: (app: GraphApp) => GraphSessionParts;
  readonly answer: (asked: Asked, count: number) => Given;
}

/** Operations over answers made by hand. */
export function scene({ network = "facebook", token = "EAAtoken", session, answer }: SceneOptions): Scene {
  const clock = virtualClock({ start: new Date(now).toISOString(), auto: true });
  const asked: Asked[] = [];
  const app = createGraphApp({ id: "42", secrets: ["shhh"] });
  const account = accountKey(network, pageId);
  const baseUrl = `${origin}/${version}`;
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const text = await request.text();
    const isJson = request.headers.get("content-type")?.includes("json") === true;
    const one: Asked = {
      method: request.method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
      body: text === "" ? undefined : isJson ? (JSON.parse(text) as unknown) : Object.fromEntries(new URLSearchParams(text)),
    };
    asked.push(one);
    const { status = 200, headers = {}, body, lost } = answer(one, asked.length);
    if (lost === true) throw new TypeError("terminated");
    return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
  };
  const parts: { begin?: Scene["begin"] } = {};
  defineAdapter({
    network,
    account,
    app,
    runtime: { clock, fetch, random: () => 0 },
    baseUrl,
    limits: [graphApp],
    meter: pagesMeter(network),
    textRules: () => ({ markup: "plain", limits: [] }),
    readFailure: graphFailure(network, () => clock.now()),
    credentials: (request, runtime) =>
      graphSession({ account, baseUrl, isToken: isGraphToken }, token, runtime, request, session?.(app) ?? {}).credentials,
    operations: (request, runtime) => {
      const tasks = graphTasks({ us: { network, account, id: pageId }, origin, version }, request, runtime);
      parts.begin = (operation = "getPost", options = {}) => tasks(operation, options);
      return {};
    },
  });
  const { begin } = parts;
  if (begin === undefined) throw new Error("no operations");
  return { asked, clock, app, account, begin };
}

export const directUs = (more: Partial<DirectUs> = {}): DirectUs => ({
  network: "facebook",
  account: accountKey("facebook", pageId),
  id: pageId,
  inboxId: pageId,
  actors: [pageId],
  platform: "messenger",
  humanAgent: false,
  ...more,
});

/** What a promise is rejected with. */
export async function rejection(work: Promise<unknown>): Promise<FolkmootError> {
  return work.then(
    () => {
      throw new Error("it was not rejected");
    },
    (error: unknown) => error as FolkmootError,
  );
}

/** The path of the official files; absent where they are not at hand. */
export const contractData: string | undefined = process.env["CONTRACT_DATA"];
