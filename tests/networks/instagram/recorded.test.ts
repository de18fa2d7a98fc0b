/** Every recorded answer of Instagram goes through the readers: what can be read is read, what cannot is set aside, nothing throws. @module */
import { AccountSchema, MessageSchema, PostSchema } from "../../../src/schema/index.js";
import { accountKey } from "../../../src/model/keys.js";
import { describe, expect, it } from "vitest";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fieldsOf, listOf } from "../../../src/adapter/fields.js";
import { join, sep } from "node:path";
import { readItems } from "../../../src/adapter/read-items.js";
import { readMetric } from "../../../src/networks/_graph/metrics.js";
import { toAccount, type Viewer } from "../../../src/networks/instagram/normalize-author.js";
import { toComment, toMentionedMedia, toPost } from "../../../src/networks/instagram/normalize.js";
import { toDirectMessage, type DirectUs } from "../../../src/networks/_graph/direct.js";
import { wireAccount, wireComment, wireMedia } from "../../../src/networks/instagram/wire.js";
import { wireDirectMessage } from "../../../src/networks/_graph/direct-normalize.js";

const data = process.env["CONTRACT_DATA"] === undefined ? undefined : join(process.env["CONTRACT_DATA"], "meta");
const root = data !== undefined && existsSync(data) ? data : undefined;

const folders = /^(?:python-facebook\/instagram\/|restfb\/(?:instagram\/|v10_0\/instagram-|v16_0\/ig-))/;
const isWebhook = (value: unknown): boolean => Array.isArray(fieldsOf(value)["entry"]);

const files: readonly (readonly [name: string, value: unknown])[] =
  root === undefined
    ? []
    : readdirSync(root, { recursive: true, encoding: "utf8" })
        .map((name) => name.split(sep).join("/"))
        .filter((name) => folders.test(name) && name.endsWith(".json"))
        .sort()
        .map((name) => [name, JSON.parse(readFileSync(join(root, name), "utf8")) as unknown] as const)
        .filter(([, value]) => !isWebhook(value));

const us = {
  network: "instagram",
  account: accountKey("instagram", "17841406338772941"),
  id: "17841406338772941",
  login: "facebook",
} as const;
const viewer: Viewer = { us, known: { handle: "ikroskun" } };
const direct: DirectUs = {
  ...{ network: us.network, account: us.account, id: us.id },
  ...{ inboxId: us.id, actors: [us.id], platform: "instagram", humanAgent: false },
};

/** The objects of an answer, however they are packed: alone, in a list, by id, below an edge of the account. */
function objectsIn(value: unknown): readonly unknown[] {
  const fields = fieldsOf(value);
  if (Array.isArray(fields["data"])) return listOf(fields["data"]);
  for (const edge of ["business_discovery", "mentioned_comment", "mentioned_media", "media"])
    if (typeof fields[edge] === "object" && fields["text"] === undefined) return [fields[edge], ...objectsIn(fields[edge])];
  return fields["id"] === undefined && fields["name"] === undefined ? Object.values(fields) : [value];
}

/** What a reader made of the objects: how many, and why not. */
function through<W, T>(read: (wire: W) => T | undefined, check: Parameters<typeof readItems<W, T>>[2], objects: readonly unknown[]) {
  const { items, quarantined } = readItems("recorded", objects, check, read);
  return { items, reasons: [...new Set(quarantined.map(({ reason }) => reason))] };
}

describe("instagram", () => {
  describe.skipIf(root === undefined)("recorded answers", () => {
    it("are there", () => {
      expect(files.length).toBeGreaterThan(40);
    });

    it.each(files)("%s goes through every reader without a throw", (_name, value) => {
      const objects = objectsIn(value);
      const posts = through((wire) => toPost(viewer, wire), wireMedia, objects);
      const tagged = through((wire) => toMentionedMedia(viewer, wire, "photo-tag"), wireMedia, objects);
      const comments = through((wire) => toComment(viewer, wire, { postId: "1" }), wireComment, objects);
      const accounts = through((wire) => toAccount(viewer, wire, undefined), wireAccount, objects);
      const directs = through((wire) => toDirectMessage(direct, wire, { person: "2" }), wireDirectMessage, objects);
      const reasons = [posts, tagged, comments, accounts, directs].flatMap((one) => one.reasons);
      for (const reason of reasons) expect(reason).toMatch(/^(?:id|timestamp|item|created_time|recorded|media\.id)\b.*: /);
      for (const post of posts.items) PostSchema.parse(post);
      for (const message of [...tagged.items, ...comments.items, ...directs.items]) MessageSchema.parse(message);
      for (const account of accounts.items) AccountSchema.parse(account);
      for (const one of objects) expect(readMetric(one)).toBeDefined();
    });

    /** What has to be read, not only survived. */
    const complete: readonly (readonly [file: RegExp, count: number, kind: "post" | "comment" | "tag" | "metric"])[] = [
      [/users\/stories\.json/, 2, "post"],
      [/users\/tagged_medias\.json/, 5, "tag"],
      [/medias\/medias_fields\.json/, 2, "post"],
      [/models\/ig_media\.json/, 1, "post"],
      [/medias\/comments_p1\.json/, 2, "comment"],
      [/comments\/comments_fields\.json/, 2, "comment"],
      [/models\/ig_comment\.json/, 1, "comment"],
      [/instagram\/comment\.json/, 1, "comment"],
      [/medias\/insights_new\.json/, 1, "metric"],
    ];
    it.each(complete)("%s is read as it is", (file, count, kind) => {
      const found = files.filter(([name]) => file.test(name)).flatMap(([, value]) => objectsIn(value));
      const read = {
        post: () => through((wire) => toPost(viewer, wire), wireMedia, found),
        tag: () => through((wire) => toMentionedMedia(viewer, wire, "photo-tag"), wireMedia, found),
        comment: () => through((wire) => toComment(viewer, wire, { postId: "1" }), wireComment, found),
        metric: () => ({ items: found.filter((one) => readMetric(one).total !== undefined), reasons: [] }),
      }[kind]();
      expect([read.items.length, read.reasons]).toEqual([count, []]);
    });
  });
});
