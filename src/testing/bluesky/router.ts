/**
 * From an HTTP request to a method and back.
 * @module
 */
import { answerOf, invalid, paramReader, refusal, XrpcError } from "./xrpc.js";
import { chatEndpoints } from "./chat-endpoints.js";
import type { ChatRoom } from "./chat.js";
import type { Caller, Sessions } from "./sessions.js";
import type { Core } from "./core.js";
import type { Endpoint, Endpoints } from "./endpoint.js";
import type { FakeAnswer, FakeRequest } from "../exchange.js";
import type { FakeWire, Understood } from "../fake-server.js";
import { feedEndpoints } from "./feed.js";
import { isJson } from "../json.js";
import type { Json } from "../json.js";
import type { Limiter } from "./limits.js";
import { notificationEndpoints } from "./notifications.js";
import { repoEndpoints } from "./repo.js";
import { serverEndpoints } from "./server.js";
import { spoilPage } from "./spoil.js";
import { threadEndpoints } from "./threads.js";

const endpoints: Endpoints = {
  ...serverEndpoints,
  ...repoEndpoints,
  ...feedEndpoints,
  ...threadEndpoints,
  ...notificationEndpoints,
  ...chatEndpoints,
};

/** What the router works with. */
export interface RouterParts {
  /** What the network holds. */
  readonly core: Core;
  /** Its sessions. */
  readonly sessions: Sessions;
  /** Its direct conversations. */
  readonly chat: ChatRoom;
  /** Its rate limits. */
  readonly limiter: Limiter;
  /** The name of the chat service in `atproto-proxy`. */
  readonly chatProxy: string;
  /** Most items on a page. */
  readonly pageSize: number;
  /** Where it is found. */
  readonly baseUrl: string;
}

const secretKeys = new Set(["password", "authFactorToken", "token", "accessJwt", "refreshJwt"]);

const withoutSecrets = (input: Json): Json =>
  Object.fromEntries(Object.entries(input).map(([key, part]) => [key, secretKeys.has(key) ? "(secret)" : part]));

const isForm = (type: string | null): boolean => type?.split(";")[0]?.trim() === "application/json";

function jsonOf(request: FakeRequest): unknown {
  if (request.body.length === 0 || !isForm(request.headers.get("content-type"))) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(request.body));
  } catch {
    return undefined;
  }
}

function paramsOf(url: URL): Record<string, string | readonly string[]> {
  const params: Record<string, string | readonly string[]> = {};
  for (const key of new Set(url.searchParams.keys())) {
    const [first = "", ...others] = url.searchParams.getAll(key);
    params[key] = others.length === 0 ? first : [first, ...others];
  }
  return params;
}

const effectOf = (nsid: string, method: string): Understood["effect"] =>
  nsid.startsWith("com.atproto.server.") ? "session" : method === "GET" ? "read" : "write";

function checkBody(request: FakeRequest, endpoint: Endpoint, input: unknown): Json {
  if (endpoint.verb === "GET" || endpoint.takes === "bytes") return {};
  if (endpoint.takes === "nothing") {
    if (request.body.length > 0) throw invalid("A request body was provided when none was expected");
    return {};
  }
  if (request.body.length === 0) throw invalid("A request body is expected but none was provided");
  const type = request.headers.get("content-type");
  if (!isForm(type)) throw invalid(`Wrong request encoding (Content-Type): ${type ?? "none"}`);
  if (!isJson(input)) throw invalid("Unable to decode request body: invalid JSON");
  return input;
}

const writesToRepository = (nsid: string, method: string): boolean => nsid.startsWith("com.atproto.repo.") && method === "POST";

function admit(parts: RouterParts, endpoint: Endpoint, request: FakeRequest, nsid: string): Caller | undefined {
  const header = request.headers.get("authorization");
  if (endpoint.auth === "none" || endpoint.auth === "refresh") return undefined;
  if (endpoint.auth === "optional" && header === null) return undefined;
  const caller = parts.sessions.access(header);
  if (endpoint.auth === "privileged" && caller.scope === "com.atproto.appPass")
    throw new XrpcError(400, "InvalidToken", "Bad token method");
  if (writesToRepository(nsid, request.method)) parts.sessions.checkStanding(caller.account);
  return caller;
}

function checkProxy({ chatProxy }: RouterParts, nsid: string, request: FakeRequest): void {
  if (!nsid.startsWith("chat.bsky.")) return;
  const proxy = request.headers.get("atproto-proxy");
  if (proxy === null) throw new XrpcError(501, "MethodNotImplemented", "Method Not Implemented");
  if (proxy !== chatProxy) throw invalid("could not resolve proxy did service url");
}

/** Makes the wire of a network: reads requests, carries them out, says faults. */
export function makeWire(parts: RouterParts): FakeWire {
  const { core, sessions, limiter } = parts;

  const run = (request: FakeRequest, { operation, params, input }: Understood): FakeAnswer => {
    let headers: Readonly<Record<string, string>> = {};
    try {
      const endpoint = endpoints[operation];
      checkProxy(parts, operation, request);
      if (endpoint === undefined) throw new XrpcError(501, "MethodNotImplemented", "Method Not Implemented");
      if (request.method !== endpoint.verb)
        throw new XrpcError(405, "InvalidRequest", `Incorrect HTTP method (${request.method}) expected ${endpoint.verb}`);
      // A call without valid credentials fails before the limiter, so its answer names no limit.
      const caller = admit(parts, endpoint, request, operation);
      const body = checkBody(request, endpoint, input);
      const verdict = limiter.take(endpoint.cost?.(body, caller) ?? {});
      headers = verdict.headers;
      if (!verdict.ok) throw new XrpcError(429, "RateLimitExceeded", "Rate Limit Exceeded");
      const reader = paramReader(operation, params);
      const context = { ...parts, request, params: reader, input: body, ...(caller !== undefined && { caller }) };
      return answerOf(200, endpoint.run(context), headers);
    } catch (error) {
      if (error instanceof XrpcError) return refusal(error, headers);
      throw error;
    }
  };

  return {
    network: "bluesky",
    baseUrl: parts.baseUrl,
    clock: core.clock,
    seed: core.seed,
    understand: (request) => {
      const operation = request.url.pathname.replace(/^\/xrpc\//, "");
      const input = jsonOf(request);
      const account = sessions.peek(request.headers.get("authorization"));
      const bytes = request.body.length;
      const shown = isJson(input)
        ? withoutSecrets(input)
        : bytes === 0
          ? undefined
          : { bytes, contentType: request.headers.get("content-type") ?? "none" };
      return {
        operation,
        effect: effectOf(operation, request.method),
        params: paramsOf(request.url),
        ...(input !== undefined && { input }),
        ...(shown !== undefined && { shown }),
        ...(account !== undefined && { account }),
      };
    },
    answer: run,
    faults: {
      exhaust: (ms) => {
        limiter.exhaust(ms);
      },
      expire: (request) => {
        sessions.expire(request.headers.get("authorization"));
      },
      // A password keeps its rights here until the server takes the account down. Reads go on for as long as the token lives: here it
      // ends at once, so that a read meets what it would meet within two hours.
      revoke: (request) => {
        const header = request.headers.get("authorization");
        sessions.takeDown(header);
        if (request.method === "GET") sessions.expire(header);
      },
      serverError: (status) =>
        answerOf(
          status,
          status === 502
            ? { error: "UpstreamFailure", message: "Upstream service unreachable" }
            : { error: status === 503 ? "NotEnoughResources" : "InternalServerError", message: "Internal Server Error" },
        ),
      spoil: (action, call, answer) => {
        const body = spoilPage(action, call, answer.body);
        return body && { ...answer, body };
      },
    },
  };
}
