/**
 * A judge made of an OpenAPI 3.1 document: says what the document refuses of a request that a fake received and of what it answered.
 * Only the document speaks; where it is wrong, an exception says so with its reason.
 * @see https://spec.openapis.org/oas/v3.1.0
 * @module
 */
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { Exchange } from "../../src/testing/exchange.js";
import { fieldsFrom, readInput, type Fields, type Input, type Naming } from "./openapi-input.js";

type Schema = Readonly<Record<string, unknown>>;
type Content = Readonly<Record<string, { readonly schema?: Schema }>>;
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
}
interface Answer {
  readonly $ref?: string;
  readonly content?: Content;
}
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, Answer>>;
}
type PathItem = Readonly<Record<string, Operation | readonly Parameter[]>>;

/** An OpenAPI 3.1 document. Only the fields that are judged. */
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components?: {
    readonly schemas?: Readonly<Record<string, Schema>>;
    readonly responses?: Readonly<Record<string, Answer>>;
  };
}

/** What the document does not say although the network does it: each with its reason and source. */
export interface Exceptions {
  /** What stands before the document's paths, e.g. `/api/v10`. */
  readonly base?: string;
  /** How names of fields are read. @defaultValue `repeated` */
  readonly naming?: Naming;
  /** Calls that the document lacks. They go unjudged; any other call that it lacks is refused, however it was answered. */
  readonly lacking?: readonly { readonly method: string; readonly path: RegExp; readonly why: string }[];
  /** Statuses that any operation may answer with, and the name of their schema. */
  readonly statuses?: readonly { readonly status: number; readonly schema: string; readonly why: string }[];
  /** Query parameters that an operation takes as well. */
  readonly parameters?: readonly { readonly path: string; readonly name: string; readonly schema: Schema; readonly why: string }[];
  /** Values of the document that are replaced. `at` is a JSON pointer to something that is there. */
  readonly repairs?: readonly { readonly at: string; readonly put: unknown; readonly why: string }[];
  /** Forms are read by the schema of the JSON body where the document has none for them. */
  readonly formsLikeJson?: { readonly why: string };
  /** A field of a form that holds the other fields as JSON. */
  readonly jsonField?: { readonly name: string; readonly why: string };
}

/** Holds exchanges against a document. */
export interface OpenApiJudge {
  /** How many operations the document has. */
  readonly size: number;
  /** Says the first thing that the document refuses; `undefined` where it refuses nothing. Prints no values. */
  exchange(exchange: Exchange): string | undefined;
}

interface Route {
  readonly path: string;
  readonly parts: readonly string[];
  readonly item: PathItem;
}

/** Faults that change an answer into one that the network does not promise. */
const spoiling: ReadonlySet<string> = new Set(["broken-item", "unknown-fields", "server-error"]);

/** Makes a judge. Validators are made when they are first needed, once each. */
export function openApiJudge(original: OpenApiDocument, exceptions: Exceptions = {}): OpenApiJudge {
  const document = repaired(original, exceptions.repairs ?? []);
  const { base = "", naming = "repeated", lacking = [], statuses = [] } = exceptions;
  const routes: readonly Route[] = Object.entries(document.paths).map(([path, item]) => ({ path, parts: path.split("/"), item }));
  const schemas = document.components?.schemas ?? {};
  const compile = compiler(schemas);

  const operationAt = (path: string, verb: string): { route: Route; operation: Operation } | undefined => {
    const parts = path.split("/");
    const fits = (route: Route): boolean =>
      route.parts.length === parts.length && route.parts.every((part, at) => isHole(part) || part === parts[at]);
    // `/users/@me` fits `/users/{id}` too: the route with fewer holes is meant.
    const [route] = routes.filter((each) => verb in each.item && fits(each)).sort((a, b) => holes(a) - holes(b));
    const operation = route?.item[verb];
    return route === undefined || operation === undefined || Array.isArray(operation)
      ? undefined
      : { route, operation: operation as Operation };
  };

  const parametersOf = ({ path, item }: Route, { parameters = [] }: Operation, place: string): readonly Parameter[] => {
    const shared = (item["parameters"] ?? []) as readonly Parameter[];
    const more = exceptions.parameters?.filter((each) => place === "query" && each.path === path) ?? [];
    return [...shared, ...parameters, ...more.map((each) => ({ ...each, in: "query" }))].filter((each) => each.in === place);
  };

  /** Lists that came with one item only, where nothing in their name says so. */
  const listed = (fields: Fields, properties: Readonly<Record<string, Schema>>): Fields =>
    naming === "brackets"
      ? fields
      : Object.fromEntries(
          Object.entries(fields).map(([name, value]) => {
            const isList = types(properties[name], schemas).includes("array");
            return [name, isList && !Array.isArray(value) ? [value] : value];
          }),
        );

  const inPlace = (place: "path" | "query", fields: Fields, route: Route, operation: Operation, id: string): string | undefined => {
    const known = parametersOf(route, operation, place);
    const strange = Object.keys(fields).find((name) => !known.some((each) => each.name === name));
    if (strange !== undefined) return `${place}: "${strange}" is not a parameter`;
    const properties = Object.fromEntries(known.map(({ name, schema }) => [name, schema]));
    const required = known.flatMap((each) => (each.required === true ? [each.name] : []));
    const check = compile(`${id} ${place}`, true, () => ({ type: "object", properties, required }));
    return fault(check, listed(fields, properties), place);
  };

  const body = ({ inputBytes, inputType = "" }: Exchange, { requestBody }: Operation, id: string): string | undefined => {
    if (inputBytes.length === 0) return requestBody?.required === true ? "no body" : undefined;
    if (requestBody === undefined) return "a body that the operation does not take";
    const input = readInput(inputBytes, inputType);
    if ("fault" in input) return input.fault;
    const type = inputType.split(";")[0]?.trim().toLowerCase() ?? "";
    const json = exceptions.formsLikeJson === undefined ? undefined : requestBody.content["application/json"];
    const content = requestBody.content[type] ?? (input.form ? json : undefined);
    if (content === undefined) return `a body of the type "${type}"`;
    const { schema } = content;
    if (schema === undefined) return undefined;
    // What the document does not name is a mistake in a request, although a server may pass it over.
    const check = compile(`${id} ${type}`, input.form, () => ({ allOf: [schema], unevaluatedProperties: false }));
    return fault(check, valueOf(input, naming, exceptions.jsonField?.name), "body");
  };

  const request = (exchange: Exchange, route: Route, operation: Operation, path: string, id: string): string | undefined => {
    const given = path.split("/");
    const values = route.parts.flatMap((part, at) => (isHole(part) ? [[part.slice(1, -1), decodeURIComponent(given[at] ?? "")]] : []));
    const query = fieldsFrom(new URL(exchange.url).searchParams, naming);
    return (
      inPlace("path", Object.fromEntries(values) as Fields, route, operation, id) ??
      inPlace("query", query, route, operation, id) ??
      body(exchange, operation, id)
    );
  };

  const answer = ({ status = 0, output }: Exchange, { responses }: Operation, id: string): string | undefined => {
    const word = [String(status), `${String(status)[0] ?? ""}XX`, "default"].find((each) => each in responses);
    const general = statuses.find((each) => each.status === status);
    if (word === undefined && general === undefined) return `status ${String(status)} is not documented`;
    const said = word === undefined ? undefined : resolved(responses[word], document);
    const schema = word === undefined ? schemas[general?.schema ?? ""] : said?.content?.["application/json"]?.schema;
    if (status === 204) return output === undefined ? undefined : "a body where there is none";
    // A status without a described body: what it holds is nobody's promise.
    if (schema === undefined) return undefined;
    if (output === undefined) return "no JSON body";
    return fault(
      compile(`${id} ${word ?? String(status)}`, false, () => schema),
      output,
      "body",
    );
  };

  return {
    size: routes.reduce((sum, { item }) => sum + Object.keys(item).filter((word) => word !== "parameters").length, 0),
    exchange: (exchange) => {
      const full = new URL(exchange.url).pathname;
      const path = full.startsWith(base) ? full.slice(base.length) : full;
      const verb = exchange.method.toLowerCase();
      // What a client sent wrong is answered with a refusal; then only the refusal is judged.
      const refused = (exchange.status ?? 0) >= 300;
      const found = full.startsWith(base) ? operationAt(path, verb) : undefined;
      if (found === undefined) {
        const known = lacking.some((each) => each.method === exchange.method && each.path.test(full));
        return known ? undefined : `${exchange.method} ${exchange.operation}: the document has no such call`;
      }
      const { route, operation } = found;
      const id = `${exchange.method} ${route.path}`;
      const asked = refused ? undefined : request(exchange, route, operation, path, id);
      if (asked !== undefined) return `${id} request: ${asked}`;
      const isSilent = exchange.status === undefined || exchange.faults.some((each) => spoiling.has(each));
      const answered = isSilent ? undefined : answer(exchange, operation, id);
      return answered === undefined ? undefined : `${id} answer: ${answered}`;
    },
  };
}

const isHole = (part: string): boolean => part.startsWith("{");
const holes = ({ parts }: Route): number => parts.filter(isHole).length;

/** What a body says, as one value. */
function valueOf(input: Exclude<Input, { fault: string }>, naming: Naming, jsonField: string | undefined): unknown {
  if (!input.form) return input.value;
  const { [jsonField ?? ""]: json, ...fields } = fieldsFrom(input.entries, naming);
  return typeof json === "string" ? { ...(JSON.parse(json) as Fields), ...fields } : fields;
}

/** The types that a schema names, behind one reference at most. */
function types(schema: Schema | undefined, schemas: Readonly<Record<string, Schema>>): readonly unknown[] {
  const ref = schema?.["$ref"];
  const meant = typeof ref === "string" ? schemas[ref.slice(ref.lastIndexOf("/") + 1)] : schema;
  return [meant?.["type"]].flat();
}

function resolved(answer: Answer | undefined, { components }: OpenApiDocument): Answer | undefined {
  return answer?.$ref === undefined ? answer : components?.responses?.[answer.$ref.slice(answer.$ref.lastIndexOf("/") + 1)];
}

/** Copies the document with what is known to be wrong put right. A repair that has nothing to repair is out of date. */
function repaired(document: OpenApiDocument, repairs: NonNullable<Exceptions["repairs"]>): OpenApiDocument {
  const copy = repairs.length === 0 ? document : structuredClone(document);
  for (const { at, put } of repairs) {
    const keys = at
      .split("/")
      .slice(1)
      .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
    const last = keys.pop() ?? "";
    const parent = keys.reduce<unknown>((value, key) => (value as Fields | undefined)?.[key], copy) as Fields | undefined;
    if (parent === undefined || !(last in parent)) throw new Error(`The document has nothing at ${at}; the repair is out of date.`);
    if (put === undefined) Reflect.deleteProperty(parent, last);
    else parent[last] = put;
  }
  return copy;
}

type Check = ValidateFunction;

/** Compiles schemas by name, each once; texts of queries and forms are read as what their schema asks for. */
function compiler(schemas: Readonly<Record<string, Schema>>): (name: string, fromText: boolean, schema: () => Schema) => Check {
  const made = new Map<string, Check>();
  // References get names of their own, so that a schema that many operations share is compiled once.
  const named = (schema: unknown): Schema =>
    JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/components/schemas/', '"$ref":"schema:')) as Schema;
  const readers = new Map<boolean, Ajv2020>();
  const reader = (fromText: boolean): Ajv2020 => {
    const known = readers.get(fromText);
    if (known !== undefined) return known;
    const ajv = new Ajv2020({ strict: false, coerceTypes: fromText, logger: false });
    addFormats.default(ajv);
    ajv.addFormat("snowflake", /^(?:0|[1-9]\d{0,19})$/);
    for (const [name, schema] of Object.entries(schemas)) ajv.addSchema(named(schema), `schema:${name}`);
    readers.set(fromText, ajv);
    return ajv;
  };
  return (name, fromText, schema) => {
    const key = `${name} ${String(fromText)}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    const check = reader(fromText).compile(named(schema()));
    made.set(key, check);
    return check;
  };
}

/** Says what a validator found, in the schema's words: no value is printed. */
function fault(check: Check, value: unknown, place: string): string | undefined {
  if (check(value)) return undefined;
  const errors: readonly ErrorObject[] = check.errors ?? [];
  // Of a choice every branch complains; the deepest complaint is that of the branch that was meant.
  const depth = ({ instancePath }: ErrorObject): number => instancePath.split("/").length;
  const deepest = [...errors].sort((a, b) => depth(b) - depth(a))[0];
  if (deepest === undefined) return `${place}: refused`;
  const strange = (deepest.params as { unevaluatedProperty?: string }).unevaluatedProperty;
  const detail = strange === undefined ? (deepest.message ?? "refused") : `"${strange}" is not in the document`;
  return `${place}${deepest.instancePath}: ${detail}`;
}
