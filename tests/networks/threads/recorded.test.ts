import { describe, expect, it } from "vitest";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createdId } from "../../../src/networks/_graph/task.js";
import { fieldsOf, listOf } from "../../../src/adapter/fields.js";
import { graphFailure } from "../../../src/networks/_graph/errors.js";
import { placeIn, wireMedia } from "../../../src/networks/threads/wire.js";
import { quotasIn } from "../../../src/networks/threads/quotas.js";
import { readItems } from "../../../src/adapter/read-items.js";
import { readMetric } from "../../../src/networks/_graph/metrics.js";
import { toAccount, toMessage, toPost } from "../../../src/networks/threads/normalize.js";
import { usOf } from "../../../src/networks/threads/ids.js";
import { AccountSchema, MessageSchema, PostSchema } from "../../../src/schema/index.js";

// Real answers, kept outside of the repository: only the fields that they share are looked at here.
const data = process.env["CONTRACT_DATA"] ?? "";
const folder = data === "" ? "" : join(data, "meta");
const viewer = { us: usOf("17841400000000901"), handle: "nordlys" };

const jsonIn = (part: string): readonly (readonly [string, unknown])[] =>
  existsSync(join(folder, part))
    ? readdirSync(join(folder, part))
        .filter((name) => name.endsWith(".json"))
        .map((name) => [name, JSON.parse(readFileSync(join(folder, part, name), "utf8"))])
    : [];

/** The example answers of the official collection; placeholders without quotation marks are filled in. */
function examples(value: unknown, path = ""): readonly (readonly [string, unknown])[] {
  const { name, item, response } = fieldsOf(value);
  const here = `${path}/${typeof name === "string" ? name : ""}`;
  const own = listOf(response).flatMap((one): (readonly [string, unknown])[] => {
    const body = fieldsOf(one)["body"];
    if (typeof body !== "string" || body.trim() === "") return [];
    const json = body.replace(/:\s*<[^>]*>/g, ': "1"').replace(/,\s*\.\.\.\s*/g, "");
    try {
      return [[here, JSON.parse(json) as unknown]];
    } catch {
      return [[here, undefined]];
    }
  });
  return [...own, ...listOf(item).flatMap((one) => examples(one, here))];
}

/** Puts an answer through everything that may read it. Nothing may throw. */
function readAll(body: unknown): void {
  const fields = fieldsOf(body);
  quotasIn(fields["data"]);
  readMetric(body);
  for (const one of listOf(fields["data"])) readMetric(one);
  graphFailure("threads", () => 0)(
    { operation: "getPost", method: "GET", route: "/1", subject: {} },
    { status: 400, headers: new Headers(), body },
  );
  expect(AccountSchema.safeParse(toAccount(viewer.us, fields, undefined)).success).toBe(true);
  const items = listOf(fields["data"]).length > 0 ? listOf(fields["data"]) : [body];
  const posts = readItems("data", items, wireMedia, (wire) => toPost(viewer, wire));
  const messages = readItems("data", items, wireMedia, (wire) => {
    const { root = "1", parent } = placeIn(wire);
    return toMessage(viewer, wire, { rootId: root, ownRoot: true, ...(parent !== undefined && { parentId: parent }) });
  });
  for (const one of posts.items) expect(PostSchema.safeParse(one).success).toBe(true);
  for (const one of messages.items) expect(MessageSchema.safeParse(one).success).toBe(true);
  expect(posts.items.length + posts.quarantined.length).toBe(items.length);
}

describe("threads recorded payloads", () => {
  const recorded = jsonIn("restfb/threads");
  const collection = join(folder, "threads-postman", "threads-api.postman_collection.json");
  const official = folder !== "" && existsSync(collection) ? examples(JSON.parse(readFileSync(collection, "utf8"))) : [];

  it.skipIf(folder !== "")("are not read: CONTRACT_DATA is not set", () => undefined);

  it.each(recorded)("reads %s", (_name, body) => {
    readAll(body);
  });

  it.each(official)("reads the example of %s", (_name, body) => {
    expect(body).toBeDefined();
    readAll(body);
  });

  it.skipIf(folder === "")("finds posts, replies, mentions and finds in the examples", () => {
    const lists = official.filter(([, body]) => Array.isArray(fieldsOf(body)["data"]));
    const read = lists.flatMap(
      ([, body]) => readItems("data", listOf(fieldsOf(body)["data"]), wireMedia, (wire) => toPost(viewer, wire)).items,
    );
    expect(read.length).toBeGreaterThanOrEqual(6);
    expect(
      official
        .filter(([name]) => /Container|Publish Threads Post|Respond/.test(name))
        .every(([, body]) => createdId.accepts(body) || fieldsOf(body)["status"] !== undefined),
    ).toBe(true);
  });

  it.each(jsonIn("derived").filter(([name]) => name.startsWith("threads-wh")))("reads what %s tells of", (_name, body) => {
    const { values } = fieldsOf(body);
    for (const change of Array.isArray(values) ? listOf(values) : [values]) readAll(fieldsOf(change)["value"]);
  });
});
