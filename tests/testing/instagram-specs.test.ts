/** Holds the fields of the fake against Meta's own lists (v25.0). @module */
import { describe, expect, it } from "vitest";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { refusalOf, second, shopWith } from "./instagram-network.js";
import type { Shop } from "./instagram-network.js";
import { commentNode, mediaNode } from "../../src/testing/instagram/media-node.js";
import { threadNode } from "../../src/testing/instagram/direct-node.js";
import { userNode } from "../../src/testing/instagram/user-node.js";

const folder: string = join(process.env["CONTRACT_DATA"] ?? "/nowhere", "meta/codegen-specs");

interface Spec {
  readonly fields: readonly { readonly name: string }[];
}

const fieldsOf = (name: string): readonly string[] =>
  (JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as Spec).fields
    .map((field) => field.name)
    .filter((field) => field !== "id");

/** A thing of each kind, by its id. */
function things({ fake, shop, mira }: Shop): Readonly<Record<"media" | "comment" | "user" | "thread", string>> {
  const media = fake.state.share(shop, "Our boots");
  const comment = fake.state.comment(mira, media, "warm?");
  fake.state.write(mira, shop, "hello");
  return { media, comment, user: shop.id, thread: "" };
}

/** Fields with an id inside, which stand for a call of their own. */
const withArguments = new Set(["business_discovery", "mentioned_comment", "mentioned_media"]);

describe.skipIf(!existsSync(folder))("fake instagram, against the official lists of fields", () => {
  it.each([
    ["facebook", "media", "IGMedia"],
    ["instagram", "media", "IGMediaForIGOnlyAPI"],
    ["facebook", "comment", "IGComment"],
    ["instagram", "comment", "IGComment"],
    ["facebook", "user", "IGUser"],
    ["instagram", "user", "IGUserForIGOnlyAPI"],
    ["facebook", "thread", "UnifiedThread"],
    ["instagram", "thread", "UnifiedThread"],
  ] as const)("with the %s log-in, takes every field of a %s that %s has", async (login, kind, spec) => {
    const town = shopWith({ login });
    const ids = things(town);
    const { me, desk, clock } = town;
    const list = await me.get(`${desk}/conversations`, { platform: "instagram" });
    const id = kind === "thread" ? String((list.body?.data as unknown as readonly { id: string }[])[0]?.id) : ids[kind];
    for (const field of fieldsOf(spec).filter((name) => !withArguments.has(name))) {
      await clock.advance(second);
      // Comments of the new log-in have no old id.
      const isOld = login === "instagram" && field === "legacy_instagram_comment_id";
      expect(refusalOf(await me.get(id, { fields: field })), field).toEqual(isOld ? [100, undefined] : undefined);
    }
  });
  it("has no field that is in no list, but for edges and what is younger", () => {
    const beyond = (known: readonly string[], node: { readonly fields: Readonly<Record<string, unknown>> }): readonly string[] =>
      Object.keys(node.fields).filter((field) => !known.includes(field));
    expect(beyond(fieldsOf("IGMedia"), mediaNode)).toEqual(["is_ai_generated", "children", "comments"]);
    expect(beyond(fieldsOf("IGComment"), commentNode)).toEqual(["replies"]);
    expect(beyond([...fieldsOf("IGUser"), ...fieldsOf("IGUserForIGOnlyAPI")], userNode)).toEqual([
      "media",
      "stories",
      "live_media",
      "tags",
      "insights",
      "content_publishing_limit",
    ]);
    expect(beyond(fieldsOf("UnifiedThread"), threadNode)).toEqual(["messages"]);
  });
});
