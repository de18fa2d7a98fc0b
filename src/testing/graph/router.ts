/**
 * From an HTTP request to a call of the Graph API and back.
 * @module
 */
import { checkProof } from "./tokens.js";
import type { FakeAnswer, FakeRequest } from "../exchange.js";
import type { FakeWire, Understood } from "../fake-server.js";
import { graphBody, graphParams, isGraphFile } from "./params.js";
import type { GraphCall } from "./node.js";
import type { GraphParams } from "./params.js";
import type { GraphProblem } from "./errors.js";
import { GraphRefusal, invalidParameter, notThere, problemAnswer, refusal, serviceDown, unknownPath } from "./errors.js";
import type { GraphSite, RootCall, RootPath } from "./site.js";
import { answerBatch } from "./batch.js";
import { isJson } from "../json.js";
import type { UsageVerdict } from "./usage.js";
import { parseFields } from "./fields.js";
import { spoilGraph } from "./spoil.js";

/** Names of parameters that nobody may see in the list of calls. */
const secretKeys: ReadonlySet<string> = new Set([
  "access_token",
  "appsecret_proof",
  "client_secret",
  "code",
  "fb_exchange_token",
  "input_token",
]);

function withoutSecrets(value: unknown): unknown {
  if (isGraphFile(value)) return { bytes: value.bytes.length, contentType: value.mimeType };
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isJson(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, secretKeys.has(key) ? "(secret)" : withoutSecrets(part)]));
}

/** Where a request goes: version, and the parts behind it. */
interface Place<C> {
  readonly version: string;
  readonly parts: readonly string[];
  readonly root?: RootPath<C>;
  /** Name of the call. */
  readonly operation: string;
}

const bearerOf = (request: FakeRequest): string | undefined =>
  /^(?:Bearer|OAuth)\s+(.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1]?.trim();

/** Carries out one request, bundled ones too. */
export type Carry = (request: FakeRequest) => FakeAnswer;

/** Makes the wire of a network of Meta's: reads requests, carries them out, says faults. */
export function makeGraphWire<C>(site: GraphSite<C>): FakeWire {
  const { tokens, usage, ids } = site;
  const asked = new WeakMap<Understood, URL>();

  /** Puts `me` in place of nobody. */
  const named = (part: string, token: string | undefined): string => (part === "me" ? (tokens.peek(token)?.subject ?? "me") : part);

  const tokenOf = (request: FakeRequest, params: GraphParams): string | undefined => bearerOf(request) ?? params.text("access_token");

  const placeOf = (request: FakeRequest, token: string | undefined): Place<C> => {
    const all = request.url.pathname.split("/").filter((part) => part !== "");
    const hasVersion = /^v\d+\.\d+$/.test(all[0] ?? "");
    const parts = (hasVersion ? all.slice(1) : all).map(decoded);
    const version = hasVersion ? (all[0] ?? site.version) : site.version;
    const path = parts.join("/");
    const key = `${request.method} ${path}`;
    const root = Object.hasOwn(site.roots, key) ? site.roots[key] : undefined;
    if (root !== undefined) return { version, parts, root, operation: `/${path}` };
    const [id, ...rest] = parts;
    if (id === undefined) return { version, parts, operation: "/" };
    const slot = site.find(named(id, token))?.slot ?? "id";
    return { version, parts, operation: ["", `{${slot}}`, ...rest].join("/") };
  };

  const paramsOf = (request: FakeRequest): GraphParams =>
    graphParams({ ...Object.fromEntries(request.url.searchParams), ...graphBody(request) });

  /** A refusal with the kind of exception that the network has. */
  const typed = (problem: GraphProblem): GraphProblem =>
    site.errorType === undefined || problem.code === 190 || problem.code === 104 ? problem : { ...problem, type: site.errorType };

  const json = (body: unknown, headers: Readonly<Record<string, string>>): FakeAnswer => ({
    status: 200,
    headers: { "content-type": "application/json; charset=UTF-8", "facebook-api-version": site.version, ...headers },
    body,
  });

  const run = (request: FakeRequest, params: GraphParams, value: string | undefined, place: Place<C>, carry: Carry): unknown => {
    const link: GraphCall<C>["link"] = (path, query) => {
      const url = new URL(`${site.baseUrl}/${place.version}/${path}`);
      if (value !== undefined) url.searchParams.set("access_token", value);
      for (const [name, text] of Object.entries(query)) url.searchParams.set(name, text);
      return url.href;
    };
    const require = (): ReturnType<typeof tokens.require> => {
      const token = tokens.require(value);
      checkProof(site.proof, site.secret, token.token, params.text("appsecret_proof"), params.text("appsecret_time"));
      return token;
    };
    const shared = { core: site.core, method: request.method, params, pageSize: site.pageSize, link };
    if (place.root !== undefined) {
      const call: RootCall<C> = { ...shared, value, require };
      return place.root.run(call);
    }
    const [first, edgeName, ...more] = place.parts;
    if (first === undefined) {
      // Asking for several things by `ids` went away with v26, for every version from 2026-10-27 on.
      if (params.text("ids") !== undefined) throw invalidParameter("The parameter ids is no longer supported. Use batch requests instead.");
      if (request.method === "POST" && site.batches !== false) return answerBatch(site, params, value, carry);
      throw unknownPath("/");
    }
    if (first === "me" && value === undefined)
      throw refusal(2500, "An active access token must be used to query information about the current user.");
    const call: GraphCall<C> = { ...shared, token: require() };
    const id = named(first, value);
    const node = site.find(id);
    if (node === undefined) {
      if (/^[\w.:=+-]+$/.test(id)) throw notThere(request.method, id);
      throw unknownPath(`/${id}`);
    }
    if (more.length > 0) throw unknownPath(`/${more.join("/")}`);
    const fields = params.text("fields");
    const wanted = fields === undefined || fields === "" ? undefined : parseFields(fields);
    if (request.method === "GET") {
      if (edgeName === undefined) return node.read(wanted, call);
      const edge = node.edge(edgeName);
      if (edge === undefined) throw unknownPath(`/${edgeName}`);
      return edge({ call, params: params.texts, ...(wanted !== undefined && { fields: wanted }) });
    }
    const action = node.action(edgeName === undefined ? request.method : `${request.method} ${edgeName}`);
    if (action === undefined) throw notThere(request.method, id);
    const done = action(call);
    // Read after write: what was made can be read with the answer.
    const made = site.readsAfterWrite !== false && typeof done.id === "string" && wanted !== undefined ? site.find(done.id) : undefined;
    return made === undefined ? done : { ...done, ...made.read(wanted, call) };
  };

  const carry: Carry = (request) => {
    site.before?.();
    const params = paramsOf(request);
    const value = tokenOf(request, params);
    const place = placeOf(request, value);
    const token = tokens.peek(value);
    const isBundle = place.parts.length === 0 && request.method === "POST";
    // Calls that are bundled count each for itself; the bundle does not.
    const verdict: UsageVerdict = isBundle
      ? { headers: {} }
      : usage.take(token, site.useCase?.(place.operation, { method: request.method, token }) ?? undefined);
    try {
      if (verdict.problem !== undefined) throw verdict.problem;
      return json(run(request, params, value, place, carry), verdict.headers);
    } catch (error) {
      if (error instanceof GraphRefusal) return problemAnswer(typed(error.problem), ids.trace(), verdict.headers, site.errorStatus);
      throw error;
    }
  };

  return {
    network: site.network,
    baseUrl: site.baseUrl,
    seed: site.seed,
    clock: site.clock,
    understand: (request) => {
      const params = paramsOf(request);
      const value = tokenOf(request, params);
      const place = placeOf(request, value);
      const input = graphBody(request);
      const isForm = isJson(input) && Object.values(input).some(isGraphFile);
      const bundled = place.operation === "/" ? params.all.batch : undefined;
      const isRead =
        request.method === "GET" ||
        (bundled !== undefined && !/"method"\s*:\s*"(?!GET)/i.test(JSON.stringify(bundled).replaceAll("\\", "")));
      const account = tokens.peek(value)?.subject;
      const call: Understood = {
        operation: place.operation,
        effect: place.root?.effect ?? (isRead ? "read" : "write"),
        params: Object.fromEntries([...request.url.searchParams].map(([name, text]) => [name, secretKeys.has(name) ? "(secret)" : text])),
        ...(input !== undefined && !isForm && { input }),
        ...(input !== undefined && { shown: withoutSecrets(input) }),
        ...(account !== undefined && { account }),
      };
      asked.set(call, request.url);
      return call;
    },
    answer: (request) => carry(request),
    faults: {
      exhaust: (ms) => {
        usage.throttle(ms);
      },
      expire: (request) => {
        const token = tokens.peek(tokenOf(request, paramsOf(request)));
        if (token !== undefined) token.expiresAt = site.clock.now();
      },
      revoke: (request) => {
        const token = tokens.peek(tokenOf(request, paramsOf(request)));
        if (token !== undefined) token.scopes = [];
      },
      serverError: (status) =>
        status === 500 || status === 503
          ? problemAnswer({ ...typed(serviceDown().problem), status }, ids.trace())
          : { status, headers: { "content-type": "text/html; charset=utf-8" }, text: "<html><body>Bad Gateway</body></html>" },
      spoil: (action, call, answer) => spoilGraph(action, call, answer, asked.get(call) ?? new URL(site.baseUrl)),
    },
  };
}

/** Reads a part of a path; one that is written wrongly names nothing. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
