/**
 * A person who is to be forgotten: by which words they are found, and how those words are taken out of what others said.
 * @module
 */
import { parseKey, type Key } from "../model/keys.js";
import { peopleIn, pseudonymOf } from "./tombstone-hash.js";
import type { Author } from "../model/author.js";
import type { Entity } from "../model/entity.js";
import type { InboxContext } from "./context.js";

/** What stands where a person was named. */
export const redacted = "[…]";

/** The words by which a person is known. */
export interface PersonWords {
  /** What the keys of all accounts begin with in which the ids mean this person. */
  readonly realm: string;
  /** The network's ids, unescaped; `@handle` where only a handle was told. */
  readonly ids: ReadonlySet<string>;
  /** Without a leading `@`. */
  readonly handles: ReadonlySet<string>;
  /** As people see them. */
  readonly names: ReadonlySet<string>;
}

/** A person who is to be forgotten. */
export interface Person extends PersonWords {
  /** Says whether an author is this person. */
  isAuthor(author: Pick<Author, "key" | "id"> | undefined): boolean;
  /** Says whether a key is that of the person, or holds their id. */
  isIn(key: Key): boolean;
  /** Gives a value without the person: keys become pseudonyms, words are redacted. The same object when it does not speak of them. */
  without<T>(value: T): T;
  /** Says whether a string, such as a storage key, holds the person's id in any spelling. */
  holdsId(text: string): boolean;
}

const word = String.raw`[\p{L}\p{N}_]`;
const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
// An id stands in keys and addresses in more than one spelling: `:` is `%3A` in a key, and `%253A` in a storage key made of a key.
const idPattern = (id: string): string =>
  Array.from(id, (char) => (/[%:/]/.test(char) ? `(?:${literal(char)}|%(?:25)*${char.charCodeAt(0).toString(16)})` : literal(char))).join(
    "",
  );

/** Ids that are shorter are looked for only where they stand alone: in a text they would be any number. */
const leastIdLength = 6;

/** Handles that are shorter are looked for only with their sign. */
const leastHandleLength = 3;

/** Fields that hold words of ours, of the team or of the host: there a person's name is a coincidence, and only keys are looked for. */
const ours: ReadonlySet<string> = new Set(
  (
    "type kind direction via visibility status state action network accountId account origin step code operation surface metric scope verdict " +
    "id hash severity unit mimeType language at createdAt editedAt deletedAt by assignee approvers notBy worker lease labels audience " +
    "consumer idempotencyKey shell"
  ).split(" "),
);

/** Longest first, so that of `asta` and `asta.test` the whole goes. */
const alternatives = (patterns: readonly string[]): string => [...patterns].sort((one, other) => other.length - one.length).join("|");

/** Makes a pattern of whole words; `undefined` of none. */
const wholeWords = (patterns: readonly string[], flags: string): RegExp | undefined =>
  patterns.length === 0
    ? undefined
    : new RegExp(`(?:(?<!${word})|(?<=%(?:25)*(?:2F|3A|25)))(?:${alternatives(patterns)})(?!${word})`, flags);

/** A stretch of a text. */
type Span = readonly [start: number, end: number];

/** Makes a person of the words by which they are known. */
export function personOf(context: Pick<InboxContext, "prefix">, words: PersonWords): Person {
  const { realm, ids, handles, names } = words;
  const long = [...ids].filter((id) => id.length >= leastIdLength && !id.startsWith("@"));
  const local = [...handles].flatMap((handle) => (handle.includes("@") ? [`@${handle.slice(0, handle.indexOf("@"))}`] : []));
  const idsAnywhere = wholeWords(long.map(idPattern), "giu");
  const spoken = [
    idsAnywhere,
    // With the sign a handle is one whatever its length; without it, short ones would be any word.
    wholeWords(
      [...[...handles].map((handle) => `@${handle}`), ...local, ...[...handles].filter(({ length }) => length >= leastHandleLength)].map(
        literal,
      ),
      "giu",
    ),
    wholeWords([...names].filter((name) => name.trim().length > 1).map(literal), "gu"),
  ].filter((pattern) => pattern !== undefined);
  const keys = new RegExp(String.raw`${literal(realm)}[^:/\s"]+:(?:author|post|message|conversation):(?:[^%:/\s"]|%(?:25|3A|2F))+`, "g");
  const lowerHandles = new Set([...handles].map((handle) => handle.toLowerCase()));

  const isIn = (key: Key): boolean => key.startsWith(realm) && peopleIn(key).some((part) => ids.has(part));
  const isAlone = (text: string): boolean => ids.has(text) || lowerHandles.has(text.toLowerCase()) || names.has(text);
  const spansIn = (text: string): readonly Span[] =>
    spoken.flatMap((pattern) => [...text.matchAll(pattern)].map(({ 0: found, index }): Span => [index, index + found.length]));
  const renamed = (text: string): string => text.replace(keys, (key) => (isIn(key) ? pseudonymOf(context, key) : key));
  const plain = (text: string): string => {
    if (isAlone(text)) return redacted;
    const named = renamed(text);
    return parseKey(named) === undefined ? cut(named, spansIn(named)) : named;
  };
  const isMention = ({ targetId, value }: Entity): boolean =>
    (targetId !== undefined && ids.has(targetId)) || lowerHandles.has(value.toLowerCase());

  const list = (values: readonly unknown[]): readonly unknown[] => {
    const next = values.map(of);
    return next.some((one, index) => one !== values[index]) ? next : values;
  };
  const record = (old: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
    const next: Record<string, unknown> = {};
    const { text, entities } = old;
    const spoke = typeof text === "string" && isEntities(entities) ? said(text, entities) : undefined;
    let changed = spoke !== undefined;
    for (const [field, value] of Object.entries(old)) {
      if (spoke !== undefined && (field === "text" || field === "entities")) {
        next[field] = spoke[field];
        continue;
      }
      const now = field === "raw" ? value : ours.has(field) ? (typeof value === "string" ? renamed(value) : value) : of(value);
      // What is opaque is of no use with a hole in it.
      if (now !== value && (field === "refs" || field === "meta")) next[field] = left(value as Readonly<Record<string, unknown>>);
      else next[field] = now;
      changed ||= now !== value;
    }
    const { key, id } = old;
    if (typeof key === "string" && typeof id === "string" && next["key"] !== key) next["id"] = parseKey(String(next["key"]))?.id ?? id;
    const { raw } = old;
    if (raw === undefined || !(changed || speaks(raw))) return changed ? next : old;
    delete next["raw"];
    return next;
  };
  const speaks = (value: unknown): boolean =>
    typeof value === "string"
      ? plain(value) !== value
      : typeof value === "object" &&
        value !== null &&
        Object.entries(value).some(([field, one]: [string, unknown]) => ids.has(field) || speaks(one));
  const left = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
    Object.fromEntries(Object.entries(fields).filter(([, value]) => of(value) === value));
  const said = (text: string, entities: readonly Entity[]): Record<"text" | "entities", unknown> | undefined => {
    const spans = [...spansIn(text), ...entities.filter(isMention).map(({ start, end }): Span => [start, end])];
    const others = entities.filter((one) => !isMention(one) && of(one) === one);
    return spans.length === 0 && others.length === entities.length
      ? undefined
      : { text: cut(text, spans), entities: moved(others, joined(spans)) };
  };
  const of = (value: unknown): unknown => {
    if (typeof value === "string") return plain(value);
    if (Array.isArray(value)) return list(value);
    return typeof value === "object" && value !== null ? record(value as Readonly<Record<string, unknown>>) : value;
  };
  return {
    ...words,
    isAuthor: (author) => author !== undefined && ((author.id !== undefined && ids.has(author.id)) || isIn(author.key)),
    isIn,
    without: <T>(value: T): T => of(value) as T,
    holdsId: (text) => idsAnywhere !== undefined && text.search(idsAnywhere) >= 0,
  };
}

const isEntities = (value: unknown): value is readonly Entity[] => Array.isArray(value);

/** Joins stretches that touch or overlap, in order. */
function joined(spans: readonly Span[]): readonly Span[] {
  const all: Span[] = [];
  for (const [start, end] of [...spans].sort((one, other) => one[0] - other[0])) {
    const last = all.at(-1);
    if (last !== undefined && start <= last[1]) all[all.length - 1] = [last[0], Math.max(last[1], end)];
    else all.push([start, end]);
  }
  return all;
}

/** Puts the sign of what is missing in the place of each stretch. */
function cut(text: string, spans: readonly Span[]): string {
  let next = "";
  let from = 0;
  for (const [start, end] of joined(spans)) {
    next += text.slice(from, start) + redacted;
    from = end;
  }
  return spans.length === 0 ? text : next + text.slice(from);
}

/** Moves entities to where they stand now; those that lost a part of their text go. */
function moved(entities: readonly Entity[], spans: readonly Span[]): readonly Entity[] {
  return entities.flatMap((entity) => {
    if (spans.some(([start, end]) => start < entity.end && end > entity.start)) return [];
    const by = spans.filter(([, end]) => end <= entity.start).reduce((sum, [start, end]) => sum + redacted.length - (end - start), 0);
    return [by === 0 ? entity : { ...entity, start: entity.start + by, end: entity.end + by }];
  });
}
