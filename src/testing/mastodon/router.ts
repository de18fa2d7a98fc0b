/**
 * From an HTTP request to a call and back.
 * @module
 */
import { answerOf, MastodonError, refusal } from "./wire.js";
import { bearerOf, hasScope } from "./access.js";
import type { Access, TokenData } from "./access.js";
import { bodyOf, isFile, nest, paramReader } from "./body.js";
import type { CallContext, Endpoint, Endpoints } from "./endpoint.js";
import type { FakeAnswer, FakeRequest } from "../exchange.js";
import type { FakeWire, Understood } from "../fake-server.js";
import { accountEndpoints } from "./accounts.js";
import { actionEndpoints } from "./actions.js";
import type { AccountData, Core } from "./core.js";
import { discoveryEndpoints } from "./discovery.js";
import { inboxEndpoints } from "./inbox.js";
import type { Limiter } from "./limits.js";
import { mediaEndpoints } from "./media.js";
import { publishDue } from "./schedule.js";
import { serverEndpoints } from "./server.js";
import { spoilAnswer } from "./spoil.js";
import { statusEndpoints } from "./statuses.js";
import type { Streaming } from "./streaming.js";
import { wordsOf } from "./words.js";

const endpoints: Endpoints = {
  ...serverEndpoints,
  ...accountEndpoints,
  ...statusEndpoints,
  ...actionEndpoints,
  ...inboxEndpoints,
  ...mediaEndpoints,
  ...discoveryEndpoints,
};

/** What the router works with. */
export interface RouterParts {
  readonly core: Core;
  readonly access: Access;
  readonly limiter: Limiter;
  readonly streaming: Streaming;
  /** Most items on a page. */
  readonly pageSize: number;
}

interface Route {
  readonly endpoint: Endpoint;
  readonly method: string;
  readonly template: string;
  readonly pattern: RegExp;
}

// Paths without a variable part go first, so that `lookup` is no id.
const routes: readonly Route[] = Object.entries(endpoints)
  .map(([name, endpoint]) => {
    const [method = "", template = ""] = name.split(" ");
    const source = template.replace(/[.]/g, "\\.").replace(/\{(\w+)\}/g, "(?<$1>[^/]+)");
    return { endpoint, method, template, pattern: new RegExp(`^${source}$`) };
  })
  .sort((a, b) => Number(a.template.includes("{")) - Number(b.template.includes("{")));

interface Found {
  readonly route: Route;
  readonly groups: Readonly<Record<string, string>>;
}

function find(method: string, pathname: string): Found | undefined {
  for (const route of routes) {
    const match = route.method === method ? route.pattern.exec(pathname) : null;
    if (match !== null) return { route, groups: { ...match.groups } };
  }
  return undefined;
}

const secretKeys = new Set(["client_secret", "token", "access_token", "code", "code_verifier", "password"]);

function withoutSecrets(value: unknown): unknown {
  if (isFile(value)) return { bytes: value.bytes.length, contentType: value.mimeType };
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, secretKeys.has(key) ? "(secret)" : withoutSecrets(part)]));
}

function paramsOf(url: URL): Record<string, string | readonly string[]> {
  const params: Record<string, string | readonly string[]> = {};
  for (const key of new Set(url.searchParams.keys())) {
    const [first = "", ...others] = url.searchParams.getAll(key);
    params[key] = secretKeys.has(key) ? "(secret)" : others.length === 0 ? first : [first, ...others];
  }
  return params;
}

const tokenOf = ({ headers, url }: FakeRequest): string | null =>
  bearerOf(headers.get("authorization")) ?? url.searchParams.get("access_token");

function admit({ core, access }: RouterParts, endpoint: Endpoint, request: FakeRequest): { token?: TokenData; viewer?: AccountData } {
  const value = tokenOf(request);
  if (endpoint.auth === "none" || (endpoint.auth === "optional" && value === null)) return {};
  const token = access.require(value);
  if (endpoint.scopes !== undefined && !hasScope(token, endpoint.scopes))
    throw new MastodonError(403, "This action is outside the authorized scopes");
  const viewer = token.accountId === undefined ? undefined : core.accounts.get(token.accountId);
  if (viewer === undefined && endpoint.auth === "user") throw new MastodonError(422, "This method requires an authenticated user");
  if (viewer?.suspended !== undefined) throw new MastodonError(403, "Your login is currently disabled");
  return { token, ...(viewer !== undefined && { viewer }) };
}

/** Reads a part of a path; one that is written wrongly names nothing. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Makes the wire of a server: reads requests, carries them out, says faults. */
export function makeWire(parts: RouterParts): FakeWire {
  const { core, access, limiter, pageSize } = parts;
  // What a fault wants to know of the call that it spoils.
  const asked = new WeakMap<Understood, URL>();

  const run = (request: FakeRequest): FakeAnswer => {
    publishDue(core);
    const found = find(request.method, request.url.pathname);
    const known = access.peek(tokenOf(request));
    const paging = ["max_id", "min_id", "since_id", "page"].some((name) => request.url.searchParams.has(name));
    const family = found?.route.endpoint.family;
    const verdict = limiter.take({
      paging,
      ...(known !== undefined && { token: known.token }),
      ...(known?.accountId !== undefined && { account: known.accountId }),
      ...(family !== undefined && { family }),
    });
    const { headers } = verdict;
    try {
      if (!verdict.ok) throw new MastodonError(429, wordsOf(core.server.language).tooMany);
      if (found === undefined) throw new MastodonError(404, "Not Found");
      const who = admit(parts, found.route.endpoint, request);
      const context: CallContext = {
        core,
        access,
        pageSize,
        request,
        params: paramReader({ ...nest(request.url.searchParams), ...bodyOf(request) }),
        path: (name) => decoded(found.groups[name] ?? ""),
        ...who,
      };
      const { body, status = 200, headers: more = {} } = found.route.endpoint.run(context);
      if (typeof body === "string") return { status, headers: { "content-type": "text/plain; charset=utf-8", ...headers }, text: body };
      return answerOf(status, body, { ...headers, ...more });
    } catch (error) {
      if (error instanceof MastodonError) return refusal(error, headers);
      throw error;
    }
  };

  return {
    network: "mastodon",
    baseUrl: core.server.baseUrl,
    seed: core.seed,
    clock: core.clock,
    understand: (request) => {
      const found = find(request.method, request.url.pathname);
      const operation = found?.route.template ?? request.url.pathname;
      const input = bodyOf(request);
      const bytes = request.body.length;
      const isMultipart = request.headers.get("content-type")?.startsWith("multipart/") === true;
      const account = access.peek(tokenOf(request))?.accountId;
      const shown =
        input === undefined
          ? bytes === 0
            ? undefined
            : { bytes, contentType: request.headers.get("content-type") ?? "none" }
          : withoutSecrets(input);
      const call: Understood = {
        operation,
        effect: operation.startsWith("/oauth/") ? "session" : request.method === "GET" ? "read" : "write",
        params: paramsOf(request.url),
        ...(input !== undefined && !isMultipart && { input }),
        ...(shown !== undefined && { shown }),
        ...(account !== undefined && { account }),
      };
      asked.set(call, request.url);
      return call;
    },
    answer: run,
    accept: (socket) => {
      parts.streaming.accept(socket);
    },
    faults: {
      exhaust: (ms) => {
        limiter.exhaust(ms);
      },
      expire: (request) => {
        access.forget(tokenOf(request) ?? "");
      },
      revoke: (request) => {
        const token = access.peek(tokenOf(request));
        if (token !== undefined) token.scopes = [];
      },
      serverError: (status) =>
        status === 500
          ? answerOf(500, { error: "We're sorry, but something went wrong on our end." })
          : status === 503
            ? answerOf(503, { error: "There was a temporary problem serving your request, please try again" })
            : { status, headers: { "content-type": "text/html; charset=utf-8" }, text: "<html><body>Bad Gateway</body></html>" },
      spoil: (action, call, answer) => spoilAnswer(action, call, answer, asked.get(call) ?? new URL(core.server.baseUrl)),
    },
  };
}
