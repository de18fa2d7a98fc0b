import fc from "fast-check";
import { expect } from "vitest";
import type { Author } from "../../../src/model/author.js";
import type { Message } from "../../../src/model/message.js";
import { inbound } from "../../reply/message.js";

export const start: number = Date.parse("2026-01-01T00:00:00.000Z");
export const minute = 60_000;
export const hour: number = 60 * minute;
export const day: number = 24 * hour;
/** The instant so many milliseconds after the start of 2026. */
export const at = (ms: number): string => new Date(start + ms).toISOString();

export const person = (name: string, fields: Partial<Author> = {}): Author => ({
  key: `bluesky:1:author:${name}`,
  isOwn: false,
  ...fields,
});

let made = 0;
/** A comment of a member, so many milliseconds after the start of 2026. */
export const said = (name: string, ms: number, fields: Partial<Message> = {}): Message =>
  inbound({
    key: `bluesky:1:message:${++made}`,
    conversation: "bluesky:1:conversation:post",
    author: person(name),
    createdAt: at(ms),
    ...fields,
  });
/** What we said. */
export const weSaid = (ms: number, fields: Partial<Message> = {}): Message =>
  said("us", ms, { direction: "outbound", author: person("us", { isOwn: true }), ...fields });
/** What a bot said. */
export const botSaid = (ms: number, fields: Partial<Message> = {}): Message =>
  said("bot", ms, { author: person("bot", { isBot: true }), ...fields });
/** A message of which nobody knows who wrote it. */
export function unsigned(message: Message): Message {
  const { author, ...rest } = message;
  expect(author).toBeDefined();
  return rest;
}

/** Expects a refusal that names a field. */
export function expectRefusal(call: () => unknown, field: string): void {
  expect(call).toThrow(
    expect.objectContaining({ name: "FolkmootError", code: "invalid-request", message: expect.stringContaining(field) as string }),
  );
}

/** What is refused: messages and options, and the field that the refusal names. */
export type Refused = readonly [what: string, messages: unknown, options: unknown, field: string];

/** Calls for the refusals that all metrics of people share: their messages, and their options. */
export const sharedRefusals = (options: object): readonly Refused[] => [
  ["messages that are no list", null, options, "`messages` is no list"],
  ["a message that is nothing", [said("anna", 0), null], options, "position 1"],
  ["a message without a key", [{ ...said("anna", 0), key: undefined }], options, "`key`"],
  ["a message of no direction", [{ ...said("anna", 0), direction: "sideways" }], options, "`direction`"],
  ["a message without a time", [{ ...said("anna", 0), createdAt: "yesterday" }], options, "createdAt"],
  ["an author without a key", [{ ...said("anna", 0), author: { isOwn: false } }], options, "`author`"],
  ["options that are no object", [], "week", "`options`"],
  ["a least sample that is no number", [], { ...options, minN: -1 }, "minN"],
  ["a flag that is a word", [], { ...options, strict: "false" }, "`strict`"],
  ["a function that is none", [], { ...options, isBot: "anna" }, "`isBot`"],
  ["a function that promises", [said("anna", 0)], { ...options, isBot: async () => false }, "`isBot`"],
];

/** Expects the same of a list in every order. */
export function expectSameInAnyOrder<T>(lists: fc.Arbitrary<readonly T[]>, measure: (list: readonly T[]) => unknown): void {
  const pairs = lists.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray([...list], { minLength: list.length })));
  fc.assert(
    fc.property(pairs, ([list, other]) => {
      expect(measure(other)).toEqual(measure(list));
    }),
  );
}

/** Talk of some members, us and a bot over some weeks; some answers, some shells. */
export const talk: fc.Arbitrary<readonly Message[]> = fc
  .array(
    fc.record({
      who: fc.constantFrom("anna", "bo", "cleo", "dan", "us", "bot", "nobody"),
      ms: fc.integer({ min: 0, max: 60 * 24 }).map((hours) => hours * hour),
      answers: fc.option(fc.nat(20), { nil: undefined }),
      root: fc.option(fc.nat(20), { nil: undefined, freq: 4 }),
      kind: fc.constantFrom<Message["kind"][]>("comment", "comment", "chat", "direct"),
      visibility: fc.constantFrom<Message["visibility"][]>("public", "public", "public", "hidden", "removed"),
    }),
    { maxLength: 25 },
  )
  .map((list) =>
    list.map(({ who, ms, answers, root, kind, visibility }, index) => {
      const fields: Partial<Message> = {
        key: `bluesky:1:message:talk-${index}`,
        kind,
        visibility,
        ...(answers !== undefined && { parent: `bluesky:1:message:talk-${answers}` }),
        ...(root !== undefined && { root: `bluesky:1:message:talk-${root}` }),
        ...(index % 3 === 0 && { annotations: { intent: { label: "question", score: 1, by: "test", at: at(0) } } }),
      };
      if (who === "us") return weSaid(ms, fields);
      if (who === "bot") return botSaid(ms, fields);
      return who === "nobody" ? unsigned(said(who, ms, fields)) : said(who, ms, fields);
    }),
  );
