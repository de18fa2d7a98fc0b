/**
 * The judge: holds every request that a fake receives and every answer that it gives against the network's official lexicons.
 * It reads them from `CONTRACT_DATA/bluesky/lexicons`; without them nothing is judged, and it says so.
 * @see https://atproto.com/specs/lexicon
 * @module
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { graphemeSegments } from "unicode-segmenter/grapheme";
import { afterEach, expect } from "vitest";
import type { Exchange, FakeNetwork } from "../../src/testing/exchange.js";

/** A definition, as lexicon documents write it. Only the fields that are judged. */
interface Definition {
  readonly type: string;
  readonly ref?: string;
  readonly refs?: readonly string[];
  readonly closed?: boolean;
  readonly properties?: Readonly<Record<string, Definition>>;
  readonly required?: readonly string[];
  readonly nullable?: readonly string[];
  readonly items?: Definition;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minGraphemes?: number;
  readonly maxGraphemes?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly accept?: readonly string[];
  readonly maxSize?: number;
  readonly record?: Definition;
  readonly parameters?: Definition;
  readonly input?: { readonly encoding: string; readonly schema?: Definition };
  readonly output?: { readonly encoding: string; readonly schema?: Definition };
  readonly errors?: readonly { readonly name: string }[];
}

/** A lexicon document. */
export interface LexiconDocument {
  readonly id: string;
  readonly defs: Readonly<Record<string, Definition>>;
}

/** Errors that any method may answer with. */
const generalErrors = new Set(
  "InvalidRequest AuthMissing AuthenticationRequired InvalidToken ExpiredToken RateLimitExceeded MethodNotImplemented UpstreamFailure InternalServerError NotEnoughResources PayloadTooLarge AccountNotFound".split(
    " ",
  ),
);

/** What a PDS answers to whatever writes to the repository of an account that was taken down (asked of a real one, 2026-11). */
const isTakedown = (error: string, operation: string): boolean => error === "AccountTakedown" && operation.startsWith("com.atproto.repo.");

const formats: Readonly<Record<string, (text: string) => boolean>> = {
  did: (text) => /^did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]$/.test(text),
  handle: (text) => /^([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/.test(text),
  "at-identifier": (text) => formats.did!(text) || formats.handle!(text),
  "at-uri": (text) => /^at:\/\/[^/]+(\/[a-zA-Z][a-zA-Z0-9.-]+(\/[a-zA-Z0-9._:~-]{1,512})?)?$/.test(text),
  nsid: (text) => /^[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z0-9-]+)+\.[a-zA-Z][a-zA-Z0-9]*$/.test(text),
  "record-key": (text) => /^[a-zA-Z0-9._:~-]{1,512}$/.test(text) && text !== "." && text !== "..",
  tid: (text) => /^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/.test(text),
  cid: (text) => /^b[a-z2-7]{50,}$/.test(text),
  datetime: (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,20})?(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)),
  uri: (text) => /^[a-z][a-z0-9+.-]*:\S+$/i.test(text),
  language: (text) => /^[a-zA-Z]{2,8}(-[a-zA-Z0-9]+)*$/.test(text),
};

const graphemes = (text: string): number => [...graphemeSegments(text)].length;
const bytes = (text: string): number => new TextEncoder().encode(text).length;
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Looks at values the way official lexicons say. Unknown fields and values of open lists pass. */
export interface LexiconJudge {
  /** How many documents it knows. */
  readonly size: number;
  /** Says what is wrong with a value of a named definition (`app.bsky.feed.defs#postView`, a record type); `undefined` when nothing is. */
  value(ref: string, value: unknown): string | undefined;
  /** Says what is wrong with a call; `undefined` when nothing is, or when no document describes the method. */
  exchange(exchange: Exchange): string | undefined;
}

/** Makes a judge of lexicon documents. */
export function lexiconJudge(documents: readonly LexiconDocument[]): LexiconJudge {
  const known = new Map(documents.map((document) => [document.id, document]));
  const find = (ref: string): Definition | undefined => {
    const [id = "", name = "main"] = ref.split("#");
    return known.get(id)?.defs[name];
  };
  const absolute = (ref: string, base: string): string => (ref.startsWith("#") ? base + ref : ref);

  const text = (value: string, definition: Definition, path: string): string | undefined => {
    const { format, maxLength, minLength, maxGraphemes, minGraphemes } = definition;
    if (format !== undefined && formats[format]?.(value) === false) return `${path}: not a ${format}`;
    if (maxLength !== undefined && bytes(value) > maxLength) return `${path}: ${bytes(value)} bytes, more than ${maxLength}`;
    if (minLength !== undefined && bytes(value) < minLength) return `${path}: shorter than ${minLength} bytes`;
    if (maxGraphemes !== undefined && graphemes(value) > maxGraphemes)
      return `${path}: ${graphemes(value)} graphemes, more than ${maxGraphemes}`;
    if (minGraphemes !== undefined && graphemes(value) < minGraphemes) return `${path}: fewer than ${minGraphemes} graphemes`;
    return undefined;
  };
  const fixed = (value: unknown, definition: Definition, path: string): string | undefined => {
    if (definition.const !== undefined && value !== definition.const) return `${path}: not ${JSON.stringify(definition.const)}`;
    if (definition.enum !== undefined && !definition.enum.includes(value)) return `${path}: not one of a closed list`;
    return undefined;
  };
  const object = (value: unknown, definition: Definition, base: string, path: string): string | undefined => {
    if (!isObject(value)) return `${path}: not an object`;
    for (const name of definition.required ?? []) if (!(name in value)) return `${path}: "${name}" is missing`;
    for (const [name, part] of Object.entries(definition.properties ?? {})) {
      if (!(name in value)) continue;
      if (value[name] === null && definition.nullable?.includes(name) === true) continue;
      const fault = check(value[name], part, base, `${path}.${name}`);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };
  const union = (value: unknown, definition: Definition, base: string, path: string): string | undefined => {
    if (!isObject(value) || typeof value.$type !== "string") return `${path}: a union without "$type"`;
    const type = value.$type;
    const refs = (definition.refs ?? []).map((ref) => absolute(ref, base));
    const listed = refs.find((ref) => ref.replace(/#main$/, "") === type.replace(/#main$/, ""));
    if (listed !== undefined) return check(value, { type: "ref", ref: listed }, base, path);
    if (definition.closed === true) return `${path}: "${type}" is not in a closed union`;
    return undefined;
  };
  const unknownValue = (value: unknown, path: string): string | undefined => {
    if (!isObject(value)) return `${path}: not an object`;
    // A record inside a view or a write: judged by its own type, where there is a document for it.
    const type = typeof value.$type === "string" ? value.$type : undefined;
    const definition = type === undefined ? undefined : find(type);
    return type === undefined || definition?.type !== "record" ? undefined : check(value, definition, type, path);
  };
  const check = (value: unknown, definition: Definition, base: string, path: string): string | undefined => {
    switch (definition.type) {
      case "ref": {
        const ref = absolute(definition.ref ?? "", base);
        const found = find(ref);
        return found === undefined ? undefined : check(value, found, ref.split("#")[0] ?? "", path);
      }
      case "union":
        return union(value, definition, base, path);
      case "record":
        return isObject(value) && value.$type !== base.split("#")[0]
          ? `${path}: "$type" is not ${base}`
          : object(value, definition.record ?? { type: "object" }, base, path);
      case "object":
      case "params":
        return object(value, definition, base, path);
      case "array": {
        if (!Array.isArray(value)) return `${path}: not a list`;
        const { maxLength, minLength, items } = definition;
        if (maxLength !== undefined && value.length > maxLength) return `${path}: ${value.length} items, more than ${maxLength}`;
        if (minLength !== undefined && value.length < minLength) return `${path}: fewer than ${minLength} items`;
        for (const [at, item] of value.entries()) {
          const fault = items === undefined ? undefined : check(item, items, base, `${path}[${at}]`);
          if (fault !== undefined) return fault;
        }
        return undefined;
      }
      case "string":
        return typeof value === "string" ? (fixed(value, definition, path) ?? text(value, definition, path)) : `${path}: not a string`;
      case "integer":
        if (!Number.isInteger(value)) return `${path}: not an integer`;
        if (definition.minimum !== undefined && Number(value) < definition.minimum) return `${path}: below ${definition.minimum}`;
        if (definition.maximum !== undefined && Number(value) > definition.maximum) return `${path}: above ${definition.maximum}`;
        return fixed(value, definition, path);
      case "boolean":
        return typeof value === "boolean" ? fixed(value, definition, path) : `${path}: not a boolean`;
      case "blob": {
        if (!isObject(value) || value.$type !== "blob" || !isObject(value.ref) || typeof value.ref.$link !== "string")
          return `${path}: not a blob`;
        const { mimeType, size } = value;
        if (typeof mimeType !== "string" || !Number.isInteger(size)) return `${path}: not a blob`;
        const taken = definition.accept?.some((kind) => kind === "*/*" || mimeType.startsWith(kind.replace("*", ""))) ?? true;
        if (!taken) return `${path}: ${mimeType} is not taken`;
        return definition.maxSize !== undefined && Number(size) > definition.maxSize ? `${path}: too large` : undefined;
      }
      case "unknown":
        return unknownValue(value, path);
      default:
        return undefined;
    }
  };
  /** Query parameters come as text: read them as their definition says. */
  const paramsOf = (params: Exchange["params"], definition: Definition | undefined): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(params).map(([name, value]) => {
        const part = definition?.properties?.[name];
        const one = (raw: string): unknown =>
          part?.type === "integer" ? Number(raw) : part?.type === "boolean" ? { true: true, false: false }[raw] : raw;
        if (part?.type === "array") return [name, typeof value === "string" ? [value] : value];
        return [name, typeof value === "string" ? one(value) : value];
      }),
    );
  const request = (exchange: Exchange, method: Definition, id: string): string | undefined => {
    const strange = Object.keys(exchange.params).find((name) => method.parameters?.properties?.[name] === undefined);
    if (strange !== undefined) return `$.params: "${strange}" is not a parameter`;
    if ((exchange.method === "GET") !== (method.type === "query")) return `a ${method.type} asked for by ${exchange.method}`;
    const inParams = method.parameters && check(paramsOf(exchange.params, method.parameters), method.parameters, id, "$.params");
    if (inParams !== undefined) return inParams;
    if (method.input === undefined) return exchange.input === undefined ? undefined : "a body that the method does not take";
    if (method.input.schema === undefined) return undefined;
    return exchange.input === undefined ? "no JSON body" : check(exchange.input, method.input.schema, id, "$.input");
  };
  const response = ({ operation, output, status = 0 }: Exchange, method: Definition, id: string): string | undefined => {
    if (status >= 300) {
      const error = isObject(output) && typeof output.error === "string" ? output.error : undefined;
      if (error === undefined) return `$.output: status ${status} without an error word`;
      const isGeneral = generalErrors.has(error) || /NotFound$/.test(error) || isTakedown(error, operation);
      return isGeneral || method.errors?.some(({ name }) => name === error) === true
        ? undefined
        : `$.output: the method does not name the error "${error}"`;
    }
    if (method.output === undefined) return output === undefined ? undefined : "$.output: a body where there is none";
    return method.output.schema === undefined ? undefined : check(output, method.output.schema, id, "$.output");
  };
  return {
    size: known.size,
    value: (ref, value) => {
      const definition = find(ref);
      return definition === undefined ? `no definition of ${ref}` : check(value, definition, ref.split("#")[0] ?? "", "$");
    },
    exchange: (exchange) => {
      const method = find(exchange.operation);
      if (method === undefined) return undefined;
      // What a client sent wrong is answered with a refusal; then only the refusal is judged.
      const refused = (exchange.status ?? 0) >= 300;
      const asked = refused ? undefined : request(exchange, method, exchange.operation);
      const spoilt = exchange.faults.some((fault) => fault === "broken-item");
      const answered = exchange.status === undefined || spoilt ? undefined : response(exchange, method, exchange.operation);
      const fault = asked ?? answered;
      return fault === undefined ? undefined : `${exchange.operation} ${asked === undefined ? "answer" : "request"}: ${fault}`;
    },
  };
}

const folder = process.env.CONTRACT_DATA === undefined ? undefined : join(process.env.CONTRACT_DATA, "bluesky", "lexicons");

/** True where the official documents are at hand. */
export const hasLexicons: boolean = folder !== undefined && existsSync(folder);

function officialDocuments(): readonly LexiconDocument[] {
  if (folder === undefined || !hasLexicons) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as LexiconDocument);
}

let official: LexiconJudge | undefined;

/** The judge of the official documents, read when it is first asked for; it knows nothing where they are not at hand. */
export const officialJudge = (): LexiconJudge => (official ??= lexiconJudge(officialDocuments()));

const faults: string[] = [];
let judgedCalls = 0;
let told = false;

/** How many calls were judged so far in this file. */
export const callsJudged = (): number => judgedCalls;

/** Puts a fake before the judge: the test in which an exchange breaks an official lexicon fails. Returns the fake. */
export function judged<F extends FakeNetwork>(fake: F): F {
  if (!hasLexicons && !told)
    console.warn("CONTRACT_DATA is not set or has no bluesky/lexicons: what the fake network hears and says goes unjudged.");
  told = true;
  const judge = officialJudge();
  fake.observe((exchange) => {
    judgedCalls += 1;
    const fault = judge.exchange(exchange);
    if (fault !== undefined) faults.push(fault);
  });
  return fake;
}

afterEach(() => {
  // Taken out first, so that the next test starts clean.
  const found = faults.splice(0);
  expect(found[0], "what the official lexicons refuse").toBeUndefined();
});
