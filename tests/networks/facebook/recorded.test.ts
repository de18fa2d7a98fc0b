import { describe, expect, it } from "vitest";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fieldsOf, listOf } from "../../../src/adapter/fields.js";
import { join, relative } from "node:path";
import { MessageSchema, PostSchema, ConversationSchema } from "../../../src/schema/index.js";
import { readItems, type ItemCheck, type ReadItems } from "../../../src/adapter/read-items.js";
import { toComment, toMention, toPost, toReview } from "../../../src/networks/facebook/normalize.js";
import { toDirect, directUs } from "../../../src/networks/facebook/direct.js";
import { toDirectConversation } from "../../../src/networks/_graph/direct.js";
import { us, now } from "./support.js";
import { wireComment, wirePost, wireRating } from "../../../src/networks/facebook/wire.js";
import { wireDirectConversation, wireDirectMessage } from "../../../src/networks/_graph/direct-normalize.js";
import type { ZodMiniType } from "zod/mini";

const data = process.env["CONTRACT_DATA"];
const root = data === undefined ? undefined : join(data, "meta");
const folders = ["restfb", "python-facebook/facebook"];

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return entry.name.endsWith(".json") ? [path] : [];
  });
}

/** Everything in a payload that could be an item: objects at any depth. */
function objectsIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (typeof value !== "object" || value === null) return [];
  return [fieldsOf(value), ...Object.values(value).flatMap(objectsIn)];
}

type Reader = (items: readonly unknown[]) => ReadItems<unknown>;
const reader =
  <W>(check: ItemCheck<W>, read: (wire: W) => unknown): Reader =>
  (items) =>
    readItems("data", items, check, read);

const readers: readonly (readonly [name: string, schema: ZodMiniType, read: Reader])[] = [
  ["posts", PostSchema, reader(wirePost, (wire) => toPost(us, wire))],
  ["mentions", MessageSchema, reader(wirePost, (wire) => toMention(us, wire, { tagged: true }))],
  ["comments", MessageSchema, reader(wireComment, (wire) => toComment(us, wire))],
  ["reviews", MessageSchema, reader(wireRating, (wire) => toReview(us, wire))],
  ["messages", MessageSchema, reader(wireDirectMessage, (wire) => toDirect(us, wire, {}))],
  ["conversations", ConversationSchema, reader(wireDirectConversation, (wire) => toDirectConversation(directUs(us, true), wire, now))],
];

// The recorded files hold people's words and stay outside of the repository.
describe.skipIf(root === undefined || !existsSync(root))("recorded answers of Facebook (CONTRACT_DATA/meta)", () => {
  const files = root === undefined || !existsSync(root) ? [] : folders.flatMap((folder) => filesIn(join(root, folder)));
  it("are there", () => {
    expect(files.length).toBeGreaterThan(100);
  });
  it.each(files.map((file) => [relative(root ?? "", file), file]))("are read or reported: %s", (_, file) => {
    let payload: unknown;
    try {
      payload = JSON.parse(readFileSync(file, "utf8"));
    } catch {
      return; // Some are broken on purpose.
    }
    for (const [name, schema, read] of readers) {
      const objects = objectsIn(payload);
      const { items, quarantined } = read([payload, ...objects]);
      expect(items.length + quarantined.length).toBeLessThanOrEqual(objects.length + 1);
      for (const item of items) {
        const result = schema.safeParse(item);
        expect(result.success, `${name}: ${result.error?.issues[0]?.path.join(".") ?? ""} ${result.error?.issues[0]?.message ?? ""}`).toBe(
          true,
        );
      }
      for (const { reason } of quarantined) expect(reason).not.toBe("");
    }
  });
  it("gives posts, comments and messages where they are such", () => {
    const of = (path: string, read: Reader): ReadItems<unknown> => {
      const payload = JSON.parse(readFileSync(join(root ?? "", path), "utf8")) as unknown;
      return read(listOf(fieldsOf(payload)["data"]).length > 0 ? listOf(fieldsOf(payload)["data"]) : [payload]);
    };
    const [posts, , , reviews] = readers.map(([, , read]) => read);
    if (posts === undefined || reviews === undefined) throw new Error("no readers");
    expect(of("python-facebook/facebook/apidata/posts/feed_fields_p1.json", posts).items.length).toBeGreaterThan(0);
    expect(of("restfb/v3_1/opengraphrating-real-recommendation.json", reviews).items.length).toBeGreaterThan(0);
  });
});
