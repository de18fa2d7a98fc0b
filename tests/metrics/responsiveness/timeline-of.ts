import fc from "fast-check";
import type { Message } from "../../../src/model/message.js";
import { inbound } from "../../reply/message.js";

/** Where all invented conversations begin. */
export const start: number = Date.parse("2026-01-01T00:00:00.000Z");
/** A minute in milliseconds. */
export const minute = 60_000;
/** An hour in milliseconds. */
export const hour: number = 60 * minute;
/** The instant so many milliseconds after the start. */
export const at = (ms: number): string => new Date(start + ms).toISOString();

let made = 0;
/** A message of a direct conversation, so many milliseconds after the start. */
export const says = (direction: Message["direction"], ms: number, fields: Partial<Message> = {}): Message =>
  inbound({
    key: `bluesky:1:message:${++made}`,
    kind: "direct",
    conversation: "bluesky:1:conversation:anna",
    direction,
    createdAt: at(ms),
    visibility: "private",
    ...fields,
  });
/** A member asks. */
export const asks = (ms: number, fields: Partial<Message> = {}): Message => says("inbound", ms, fields);
/** We answer. */
export const answers = (ms: number, fields: Partial<Message> = {}): Message => says("outbound", ms, fields);
/** An author of whom nothing is known but this. */
export const author = (fields: { readonly isBot?: boolean; readonly isOwn?: boolean }): NonNullable<Message["author"]> => ({
  key: "bluesky:1:author:1",
  isOwn: false,
  ...fields,
});

const keyOf = (index: number): string => `bluesky:1:message:${index}`;
const visibilities: readonly Message["visibility"][] = ["public", "public", "public", "private", "hidden", "held", "removed", "internal"];

/** Messages of a few people in few places, with all that can make them special; up to `most`. */
export const town = (most = 25): fc.Arbitrary<readonly Message[]> =>
  fc
    .array(
      fc.record({
        direction: fc.constantFrom<Message["direction"][]>("inbound", "inbound", "outbound"),
        // So few instants that many things happen in one.
        hours: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.constantFrom(3, 4, 28)),
        kind: fc.constantFrom<Message["kind"][]>("direct", "direct", "chat", "comment", "comment", "comment", "mention", "other"),
        place: fc.constantFrom("anna", "bo", "post"),
        parent: fc.option(fc.nat({ max: most + 2 }), { nil: undefined }),
        root: fc.option(fc.nat({ max: most + 2 }), { nil: undefined, freq: 3 }),
        deleted: fc.option(fc.integer({ min: 0, max: 70 }), { nil: undefined, freq: 4 }),
        visibility: fc.constantFrom(...visibilities),
        who: fc.constantFrom("member", "member", "member", "bot", "us", "nobody"),
        thought: fc.constantFrom(undefined, undefined, undefined, "spam", "question", "unsure"),
        mentionsUs: fc.boolean(),
      }),
      // Short lists have few coincidences.
      { maxLength: most, size: "max" },
    )
    .map((list) =>
      list.map(({ direction, hours, kind, place, parent, root, deleted, visibility, who, thought, mentionsUs }, index) =>
        says(direction, hours * hour, {
          key: keyOf(index),
          kind,
          conversation: `bluesky:1:conversation:${place}`,
          ...(parent !== undefined && { parent: keyOf(parent) }),
          ...(root !== undefined && { root: keyOf(root) }),
          ...(deleted !== undefined && { deletedAt: at(deleted * hour) }),
          visibility,
          ...(who !== "nobody" && { author: author({ isOwn: who === "us", ...(who === "bot" && { isBot: true }) }) }),
          ...(thought !== undefined && {
            annotations: {
              intent: {
                label: thought === "question" ? thought : "spam",
                score: thought === "unsure" ? 0.3 : 0.9,
                by: "host@1",
                at: at(0),
              },
            },
          }),
          ...(mentionsUs && { mentionsUs }),
        }),
      ),
    );

/** A list and the same list in another order. */
export const shuffled = <T>(lists: fc.Arbitrary<readonly T[]>): fc.Arbitrary<readonly [readonly T[], readonly T[]]> =>
  lists.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray([...list], { minLength: list.length })));
