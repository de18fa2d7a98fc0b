/**
 * From an HTTP request to a call and back.
 * @module
 */
import { answerOf, DiscordError, invalidForm, refusal, refused } from "./errors.js";
import type { BotData, Core } from "./core.js";
import type { CallContext, Route, SearchGaps, SentFile } from "./route.js";
import type { FakeAnswer, FakeRequest } from "../exchange.js";
import type { FakeWire, Understood } from "../fake-server.js";
import { formParts } from "../multipart.js";
import type { FormPart } from "../multipart.js";
import { formReader, queryReader } from "./form.js";
import { guildRoutes } from "./guild-routes.js";
import { isJson } from "../json.js";
import type { Json } from "../json.js";
import { isSnowflake } from "./snowflake.js";
import type { Limiter } from "./limits.js";
import { messageRoutes } from "./message-routes.js";
import { reactionRoutes } from "./reaction-routes.js";
import { searchRoutes } from "./search.js";
import { spoilAnswer } from "./spoil.js";
import { putAway } from "./threads.js";
import { threadRoutes } from "./thread-routes.js";

const routes: readonly Route[] = [...guildRoutes, ...threadRoutes, ...reactionRoutes, ...messageRoutes, ...searchRoutes];

const prefix = "/api/v10";
const mostFiles = 10;
const mostFileBytes = 10 * 1024 * 1024;

/** What the router works with. */
export interface RouterParts {
  /** What the network holds. */
  readonly core: Core;
  /** Its rate limits. */
  readonly limiter: Limiter;
  /** Where it is found, up to the version. */
  readonly baseUrl: string;
  /** Most items of a list that says by itself whether it goes on. */
  readonly pageSize: number;
  /** Until when the search index is being built. Milliseconds since 1970. */
  readonly indexedAt: number;
}

interface Matched {
  readonly template: string;
  readonly names: Readonly<Record<string, string>>;
}

/** Fits a path to a template; fixed words go before names, so that `pins` is no message. */
function match(path: string, template: string): Readonly<Record<string, string>> | undefined {
  const [wanted, given] = [template.split("/"), path.split("/")];
  if (wanted.length !== given.length) return undefined;
  const names: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const value = given[at] ?? "";
    if (part.startsWith("{")) names[part.slice(1, -1)] = value;
    else if (part !== value) return undefined;
  }
  return names;
}

const fixed = (template: string): number => template.split("/").filter((part) => !part.startsWith("{")).length;

const templates: readonly string[] = [...new Set(routes.map(({ path }) => path))].sort((a, b) => fixed(b) - fixed(a));

function matchedOf(url: URL): Matched | undefined {
  const path = url.pathname.startsWith(`${prefix}/`) ? url.pathname.slice(prefix.length) : "";
  for (const template of templates) {
    const names = match(path, template);
    if (names !== undefined) return { template, names };
  }
  return undefined;
}

function queryOf(url: URL): Record<string, string | readonly string[]> {
  const query: Record<string, string | readonly string[]> = {};
  for (const key of new Set(url.searchParams.keys())) {
    const [first = "", ...others] = url.searchParams.getAll(key);
    query[key] = others.length === 0 ? first : [first, ...others];
  }
  return query;
}

const typeOf = ({ headers }: FakeRequest): string => headers.get("content-type") ?? "";

const jsonFrom = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
};

const partsIn = (request: FakeRequest): readonly FormPart[] =>
  typeOf(request).startsWith("multipart/form-data") ? (formParts(typeOf(request), request.body) ?? []) : [];

/** Gives the JSON of a request, also where it comes as a part of a form. */
function inputOf(request: FakeRequest): unknown {
  if (request.body.length === 0) return undefined;
  if (typeOf(request).split(";")[0]?.trim() === "application/json") return jsonFrom(request.body);
  const payload = partsIn(request).find(({ name }) => name === "payload_json");
  return payload && jsonFrom(payload.bytes);
}

function filesOf(core: Core, request: FakeRequest): readonly SentFile[] {
  const files = partsIn(request).filter(({ filename }) => filename !== undefined);
  if (files.length > mostFiles) throw invalidForm(["attachments"], "BASE_TYPE_MAX_LENGTH", `Must be ${mostFiles} or fewer in length.`);
  return files.map(({ name, filename = "", contentType, bytes }, at) => {
    const place = /^files\[(\d+)\]$/.exec(name)?.[1];
    if (place === undefined)
      throw invalidForm(["attachments", at], "ATTACHMENT_NOT_FOUND", "The field of a file is named after its place: files[n].");
    if (bytes.length > mostFileBytes) throw refused(40005);
    return {
      place: Number(place),
      file: { id: core.id(), filename, size: bytes.length, ...(contentType !== undefined && { contentType }) },
    };
  });
}

/** Gives the body that a call may have; refuses one that is no JSON, or says of itself that it is something else. */
function bodyOf(request: FakeRequest, input: unknown): Json {
  if (request.method === "GET" || request.body.length === 0) return {};
  const type = typeOf(request).split(";")[0]?.trim();
  if (type !== "application/json" && type !== "multipart/form-data")
    throw invalidForm([], "CONTENT_TYPE_INVALID", 'Expected "Content-Type" header to be one of application/json, multipart/form-data.');
  // A form may bring files alone.
  if (input === undefined && type === "multipart/form-data") return {};
  if (!isJson(input)) throw refused(50109);
  return input;
}

function botFrom(core: Core, header: string | null): BotData | undefined {
  const token = /^Bot (\S+)$/.exec(header ?? "")?.[1];
  return token === undefined ? undefined : [...core.bots.values()].find((bot) => bot.token === token);
}

/** Where the gateway is: on a host of its own, which a fake that listens on this machine has not. */
const gatewayAt = ({ protocol, host }: URL): string => (protocol === "http:" ? `ws://${host}` : `wss://gateway.${host}`);

const isAgent = (agent: string | null): boolean => /^DiscordBot \(\S+, \S+\)/.test(agent ?? "");

function decoded(text: string, name: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidForm([name], "STRING_TYPE_CONVERT", "Could not interpret value as string.");
  }
}

function reasonOf(header: string | null): string | undefined {
  if (header === null) return undefined;
  const reason = decoded(header, "reason");
  if (reason.length > 512) throw invalidForm(["reason"], "BASE_TYPE_MAX_LENGTH", "Must be 512 or fewer in length.");
  return reason;
}

/** Makes the wire of a network: reads requests, carries them out, says faults. */
export function makeWire(parts: RouterParts): Omit<FakeWire, "accept"> {
  const { core, limiter } = parts;
  const gaps: SearchGaps = new Map();

  const admit = (request: FakeRequest): BotData => {
    const bot = botFrom(core, request.headers.get("authorization"));
    if (bot === undefined || bot.dead) throw new DiscordError(401, 0, "401: Unauthorized");
    return bot;
  };
  const contextOf = (request: FakeRequest, bot: BotData, { names }: Matched, { params, input }: Understood): CallContext => {
    const reason = reasonOf(request.headers.get("x-audit-log-reason"));
    const body = formReader(bodyOf(request, input));
    return {
      ...parts,
      gaps,
      bot,
      path: (name) => {
        const value = decoded(names[name] ?? "", name);
        if (name.endsWith("_id") && !isSnowflake(value)) throw invalidForm([name], "NUMBER_TYPE_COERCE", "Value is not snowflake.");
        return value;
      },
      asked: params,
      query: queryReader(params),
      body,
      files: filesOf(core, request),
      gatewayUrl: gatewayAt(request.url),
      ...(reason !== undefined && { reason }),
    };
  };
  const run = (request: FakeRequest, call: Understood): FakeAnswer => {
    let headers: Readonly<Record<string, string>> = {};
    try {
      putAway(core);
      if (!isAgent(request.headers.get("user-agent"))) throw refused(40333);
      const bot = admit(request);
      const matched = matchedOf(request.url);
      if (matched === undefined) throw new DiscordError(404, 0, "404: Not Found");
      const route = routes.find(({ verb, path }) => verb === request.method && path === matched.template);
      if (route === undefined) throw new DiscordError(405, 0, "405: Method Not Allowed");
      const verdict = limiter.take(bot.userId, route.bucket, matched.names.channel_id ?? matched.names.guild_id ?? "");
      headers = verdict.headers;
      if (verdict.refusal !== undefined) return verdict.refusal;
      if (bot.revoked && matched.template !== "/users/@me") throw refused(request.method === "GET" ? 50001 : 50013);
      const { status, body } = route.run(contextOf(request, bot, matched, call));
      return answerOf(status ?? (body === undefined ? 204 : 200), body, headers);
    } catch (error) {
      if (error instanceof DiscordError) return refusal(error, headers);
      throw error;
    }
  };

  return {
    network: "discord",
    baseUrl: parts.baseUrl,
    clock: core.clock,
    understand: (request) => {
      const input = inputOf(request);
      const bot = botFrom(core, request.headers.get("authorization"));
      const bytes = request.body.length;
      const shown = input ?? (bytes === 0 ? undefined : { bytes, contentType: typeOf(request) || "none" });
      return {
        operation: matchedOf(request.url)?.template ?? request.url.pathname,
        effect: request.method === "GET" ? "read" : "write",
        params: queryOf(request.url),
        ...(input !== undefined && { input }),
        ...(shown !== undefined && { shown }),
        ...(bot !== undefined && { account: bot.userId }),
      };
    },
    answer: (request, call) => {
      const banned = limiter.banned();
      if (banned !== undefined) return banned;
      const answer = run(request, call);
      limiter.note(answer.status, answer.headers);
      return answer;
    },
    faults: {
      exhaust: (ms) => {
        limiter.exhaust(ms);
      },
      expire: (request) => {
        const bot = botFrom(core, request.headers.get("authorization"));
        if (bot !== undefined) bot.dead = true;
      },
      revoke: (request) => {
        const bot = botFrom(core, request.headers.get("authorization"));
        if (bot !== undefined) bot.revoked = true;
      },
      serverError: (status) => answerOf(status, { message: `${status}: Server Error`, code: 0 }),
      spoil: (action, call, answer) => spoilAnswer(action, call, answer, gaps),
    },
  };
}
