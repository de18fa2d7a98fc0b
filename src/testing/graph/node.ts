/**
 * Kinds of nodes: their fields, their edges, and what may be done to them.
 * @module
 */
import { invalidParameter, noSuchField } from "./errors.js";
import type { FieldSpec } from "./fields.js";
import type { GraphParams } from "./params.js";
import type { GraphToken } from "./tokens.js";
import { isJson } from "../json.js";
import type { Json } from "../json.js";
import { pageOf } from "./paging.js";
import type { PageHow } from "./paging.js";

/** One call, as everything that answers it sees it. `C` is the inside of the network. */
export interface GraphCall<C> {
  readonly core: C;
  /** HTTP verb. */
  readonly method: string;
  /** Query and body. */
  readonly params: GraphParams;
  /** The token that came; refuses calls without one that is good. */
  readonly token: GraphToken;
  /** Most items on a page, whatever was asked for. */
  readonly pageSize: number;
  /** Makes the full address of a path, with the version and the token. */
  readonly link: (path: string, params: Readonly<Record<string, string>>) => string;
}

/** What a field is asked with. */
export interface FieldAsk<C> {
  readonly call: GraphCall<C>;
  /** Modifiers, or the query where an edge is called by its path. */
  readonly params: Readonly<Record<string, string>>;
  /** What is wanted below it; absent where nothing is named. */
  readonly fields?: readonly FieldSpec[];
}

/** Reads a field of a thing; `undefined` = it is absent from the answer. */
export type FieldReader<T, C> = (thing: T, ask: FieldAsk<C>) => unknown;

/** Does something to a thing, and says what comes of it. */
export type GraphAction<T, C> = (thing: T, call: GraphCall<C>) => Json;

/** A kind of node. */
export interface NodeType<T, C> {
  /** As errors name it, e.g. "Comment". */
  readonly name: string;
  /** What stands for its id in the names of operations, e.g. "comment-id". */
  readonly slot: string;
  readonly idOf: (thing: T) => string;
  /** What comes where nothing is asked for. `id` always comes. */
  readonly usual: readonly string[];
  /** False where things of this kind are told without an id. @defaultValue true */
  readonly hasId?: boolean;
  /** Fields, those with edges behind them too. */
  readonly fields: Readonly<Record<string, FieldReader<T, C>>>;
  /** What can be asked by path: `GET /{id}/{edge}`. */
  readonly edges?: Readonly<Record<string, FieldReader<T, C>>>;
  /** What can be done: `POST`, `DELETE`, `POST {edge}`, `DELETE {edge}`. */
  readonly actions?: Readonly<Record<string, GraphAction<T, C>>>;
  /** Looked at before anything else: refuses those who may not see it. */
  readonly admit?: (thing: T, call: GraphCall<C>) => void;
}

/** A node without the type of what is behind it. */
export interface BoundNode<C> {
  readonly name: string;
  readonly slot: string;
  readonly id: string;
  /** Reads fields; the usual ones without a selection. */
  readonly read: (fields: readonly FieldSpec[] | undefined, call: GraphCall<C>) => Json;
  /** The edge of that name. */
  readonly edge: (name: string) => ((ask: FieldAsk<C>) => unknown) | undefined;
  /** The action of that name. */
  readonly action: (name: string) => ((call: GraphCall<C>) => Json) | undefined;
}

const plainFields = (names: readonly string[]): readonly FieldSpec[] => names.map((name) => ({ name, as: name, params: {} }));

/** Reads what was asked of a thing. `id` always comes. */
export function readNode<T, C>(node: NodeType<T, C>, thing: T, fields: readonly FieldSpec[] | undefined, call: GraphCall<C>): Json {
  const wanted = fields ?? plainFields(node.usual);
  const found: Record<string, unknown> = {};
  for (const { name, as, params, fields: below } of wanted) {
    const reader = name === "id" ? node.idOf : Object.hasOwn(node.fields, name) ? node.fields[name] : undefined;
    if (reader === undefined) throw noSuchField(name, node.name);
    const value = reader(thing, { call, params, ...(below !== undefined && { fields: below }) });
    if (value !== undefined) found[as] = value;
  }
  return node.hasId === false ? found : { ...found, id: node.idOf(thing) };
}

/** Hides the type of a thing behind its node. */
export function bound<T, C>(node: NodeType<T, C>, thing: T): BoundNode<C> {
  return {
    name: node.name,
    slot: node.slot,
    id: node.idOf(thing),
    read: (fields, call) => {
      node.admit?.(thing, call);
      return readNode(node, thing, fields, call);
    },
    edge: (name) => {
      const reader = node.edges !== undefined && Object.hasOwn(node.edges, name) ? node.edges[name] : undefined;
      return (
        reader &&
        ((ask) => {
          node.admit?.(thing, ask.call);
          return reader(thing, ask);
        })
      );
    },
    action: (name) => {
      const act = node.actions !== undefined && Object.hasOwn(node.actions, name) ? node.actions[name] : undefined;
      return (
        act &&
        ((call) => {
          node.admit?.(thing, call);
          return act(thing, call);
        })
      );
    },
  };
}

/** Takes out of a structure what was asked for. */
function picked(value: unknown, fields: readonly FieldSpec[], of: string, keys: readonly string[] | undefined): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => picked(one, fields, of, keys));
  if (!isJson(value)) return value;
  const found: Record<string, unknown> = {};
  for (const { name, as, fields: below } of fields) {
    if (keys !== undefined && !keys.includes(name)) throw noSuchField(name, of);
    const part = value[name];
    if (part !== undefined) found[as] = below === undefined ? part : picked(part, below, name, undefined);
  }
  return found;
}

/** Gives of a structure what was asked for: all of it where nothing was named. `keys` are the fields that it can have. */
export const select = (of: string, keys: readonly string[], value: unknown, fields: readonly FieldSpec[] | undefined): unknown =>
  fields === undefined || value === undefined ? value : picked(value, fields, of, keys);

/** Makes the reader of a structure that is no node, e.g. `from`. `keys` are the fields that it can have; others are refused. */
export const structure =
  <T, C>(of: string, keys: readonly string[], read: FieldReader<T, C>): FieldReader<T, C> =>
  (thing, ask) =>
    select(of, keys, read(thing, ask), ask.fields);

/** Makes the reader of one node behind a field. `usual` is what comes without a selection. @defaultValue its id alone */
export const nodeField =
  <T, S, C>(
    node: () => NodeType<S, C>,
    read: (thing: T, ask: FieldAsk<C>) => S | undefined,
    usual: readonly string[] = [],
  ): FieldReader<T, C> =>
  (thing, ask) => {
    const found = read(thing, ask);
    const fields = ask.fields ?? plainFields(usual);
    return found === undefined ? undefined : readNode(node(), found, fields, ask.call);
  };

/** A list behind a thing. */
export interface EdgeHow<T, S, C> extends PageHow {
  /** Its path below the thing. */
  readonly name: string;
  /** What it lists. */
  readonly node: () => NodeType<S, C>;
  readonly idOf: (thing: T) => string;
  /** What comes of each where nothing is asked for. @defaultValue what its kind has */
  readonly usualFields?: readonly string[];
  /** Everything that whoever asks may see, in order. */
  readonly list: (thing: T, ask: FieldAsk<C>) => readonly S[];
  /** What stands in `summary` where it was asked for. `all` is what `list` gave. */
  readonly summary?: (thing: T, all: readonly S[], ask: FieldAsk<C>) => Json;
  /** True where a page may hold fewer items than its limit, e.g. none. Gets the items of the page. */
  readonly shown?: (item: S, ask: FieldAsk<C>) => boolean;
}

const wantsSummary = (value: string | undefined): boolean => value !== undefined && !["", "0", "false"].includes(value.toLowerCase());

/** Makes the reader of a list, for a field as for a path. */
export const edge =
  <T, S, C>(how: EdgeHow<T, S, C>): FieldReader<T, C> =>
  (thing, ask) => {
    const { call, params } = ask;
    const node = how.node();
    const fields = ask.fields ?? (how.usualFields && plainFields(how.usualFields));
    const all = how.list(thing, ask);
    const { items, paging } = pageOf(all, node.idOf, pageParams(params), how, call.pageSize, (more) =>
      call.link(`${how.idOf(thing)}/${how.name}`, {
        ...(ask.fields !== undefined && { fields: spelt(ask.fields) }),
        ...Object.fromEntries(Object.entries(params).filter(([name]) => !notInLinks.has(name))),
        ...more,
      }),
    );
    const seen = how.shown === undefined ? items : items.filter((item) => how.shown?.(item, ask) === true);
    return {
      data: seen.map((item) => readNode(node, item, fields, call)),
      ...(paging !== undefined && { paging }),
      ...(how.summary !== undefined && wantsSummary(params.summary) && { summary: how.summary(thing, all, ask) }),
    };
  };

/** What a link does not repeat: `link` adds the token itself, and the proof never stands in one. */
const notInLinks: ReadonlySet<string> = new Set([
  "access_token",
  "appsecret_proof",
  "appsecret_time",
  "after",
  "before",
  "limit",
  "fields",
]);

const pageParams = ({ limit, after, before }: Readonly<Record<string, string>>): Record<string, string> => ({
  ...(limit !== undefined && { limit }),
  ...(after !== undefined && after !== "" && { after }),
  ...(before !== undefined && before !== "" && { before }),
});

/** Writes a selection again. */
function spelt(fields: readonly FieldSpec[]): string {
  return fields
    .map(({ name, as, params, fields: below }) => {
      const modifiers = Object.entries({ ...params, ...(as !== name && { as }) }).map(([key, value]) => `.${key}(${value})`);
      return `${name}${modifiers.join("")}${below === undefined ? "" : `{${spelt(below)}}`}`;
    })
    .join(",");
}

/** Makes the reader of a list of structures that are no nodes, e.g. what insights and quotas answer: `{ data: […] }`. */
export const dataList =
  <T, C>(read: (thing: T, ask: FieldAsk<C>) => readonly Json[]): FieldReader<T, C> =>
  (thing, ask) => {
    const { fields } = ask;
    const all = read(thing, ask);
    return { data: fields === undefined ? all : all.map((one) => picked(one, fields, "", undefined)) };
  };

/** Reads a time that edges take as `since` and `until`: seconds since 1970, or a date. Milliseconds. */
export function instantOf(name: string, value: string | undefined): number | undefined {
  if (value === undefined || value === "") return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value);
  if (Number.isNaN(ms)) throw invalidParameter(`Param ${name} must be a valid date/time`);
  return ms;
}

/** Writes an instant as the Graph API does: whole seconds, `+0000` without a colon. */
export const graphTime = (ms: number): string => new Date(ms).toISOString().replace(/\.\d{3}Z$/, "+0000");
