import fc from "fast-check";
import { describe, expect, it } from "vitest";
import "../../property-seed.js";
import { ChangeSchema } from "../../../src/schema/index.js";
import { comment, deliver, direct, feed, instagram, threads } from "./push-support.js";
import { throughJson } from "../../../src/testing/adapter-contract/bench.js";
import { unfitChange } from "../../../src/inbox/found-in-delivery.js";

const payloads: readonly unknown[] = [
  feed(comment({ photo: "https://cdn.test/a", edited_time: 5 })),
  feed({ item: "post", verb: "edited", post_id: "1_2", from: { id: "3", name: "x" }, message: "y", published: 1 }),
  feed({ item: "reaction", verb: "remove", post_id: "1_2", comment_id: "2_3", reaction_type: "wow", from: { id: "3" } }),
  feed({ item: "rating", verb: "add", open_graph_story_id: 5, reviewer_id: 6, rating: 3, review_text: "z" }, "ratings"),
  feed({ item: "comment", verb: "add", post_id: "8_9", comment_id: "9_1", message: "m" }, "mention"),
  direct({
    message: {
      mid: "m",
      text: "t",
      reply_to: { mid: "n", story: { id: "s", url: "u" } },
      attachments: [{ type: "image", payload: { url: "u" } }],
    },
  }),
  direct({ message_edit: { mid: "m", text: "t", num_edit: 1 } }, "instagram"),
  direct({ reaction: { mid: "m", action: "react", emoji: "x" } }),
  direct({ postback: { mid: "m", title: "t", payload: "p" }, read: { watermark: 5 } }),
  instagram("comments", { id: "1", text: "t", from: { id: "2", username: "u" }, parent_id: "3", media: { id: "4", ad_id: "5" } }),
  instagram("mentions", { media_id: "1", comment_id: "2" }),
  threads("replies", {
    id: "1",
    text: "t",
    username: "u",
    replied_to: { id: "2" },
    root_post: { id: "3", owner_id: "4" },
    timestamp: "2026-01-01T00:00:00+0000",
  }),
  { object: "permissions", entry: [{ uid: 5, time: 7, changes: [{ field: "email", value: { verb: "revoke", target_ids: [1, "2"] } }] }] },
];

/** Anything at all, in any place of a payload. */
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(
    "",
    " ",
    "%",
    ":",
    "/",
    "a:b/c%d",
    "\u0000",
    "\ud800",
    "__proto__",
    "constructor",
    -1,
    0,
    1e300,
    1e-7,
    2 ** 53,
    253402300800,
    "9".repeat(30),
  ),
);

function pathsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, part]) => pathsOf(part, [...path, name]))];
}

function put(value: unknown, [name, ...path]: readonly string[], part: unknown): unknown {
  if (name === undefined) return part;
  if (Array.isArray(value)) return value.map((one: unknown, index) => (String(index) === name ? put(one, path, part) : one));
  return { ...(value as object), [name]: put((value as Record<string, unknown>)[name], path, part) };
}

const mutated = fc
  .constantFrom(...payloads)
  .chain((payload) =>
    fc
      .array(fc.tuple(fc.constantFrom(...pathsOf(payload)), odd), { minLength: 1, maxLength: 4 })
      .map((changes) => changes.reduce((sum, [path, part]) => (has(sum, path) ? put(sum, path, part) : sum), payload)),
  );

function has(value: unknown, path: readonly string[]): boolean {
  const [name, ...rest] = path;
  if (name === undefined) return true;
  return typeof value === "object" && value !== null && Object.hasOwn(value, name) && has((value as Record<string, unknown>)[name], rest);
}

/** Plain JSON, fit for a store, and the same when it comes again. */
async function judge(payload: unknown, raw?: string): Promise<void> {
  const how = raw === undefined ? {} : { raw };
  const delivery = await deliver(payload, how);
  for (const change of delivery.changes) {
    expect(unfitChange(change)).toBeUndefined();
    expect(ChangeSchema.safeParse(change).error).toBeUndefined();
  }
  expect(throughJson(delivery)).toEqual(JSON.parse(JSON.stringify(await deliver(payload, how))));
}

describe("what Meta signed", () => {
  it("is read, whatever stands where", async () => {
    await fc.assert(
      fc.asyncProperty(mutated, async (payload) => judge(payload)),
      { numRuns: 600 },
    );
  });

  it("is read, whatever it is", async () => {
    await fc.assert(fc.asyncProperty(fc.json({ maxDepth: 4 }), async (raw) => judge(undefined, raw)));
    await fc.assert(fc.asyncProperty(fc.string(), async (raw) => judge(undefined, raw)));
  });

  it("is read, however deep it is", async () => {
    const deep = `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`;
    await judge(undefined, `{"object":"page","entry":[{"id":"1","time":1,"changes":[{"field":"x","value":${deep}}]}]}`);
    await judge(undefined, `{"object":"page","entry":${"[".repeat(20_000)}${"]".repeat(20_000)}}`);
  });
});
