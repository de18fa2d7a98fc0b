/** Every recorded webhook goes through: what is ours is a change of the model, the rest is reported, nothing throws. @module */
import { describe, expect, it } from "vitest";
import { ChangeSchema } from "../../../src/schema/index.js";
import { deliver, makeApp, read } from "./push-support.js";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fieldsOf } from "../../../src/adapter/fields.js";
import { join, sep } from "node:path";
import { throughJson } from "../../../src/testing/adapter-contract/bench.js";
import type { Change } from "../../../src/model/change.js";
import type { Delivery } from "../../../src/adapter/app.js";

const folder = process.env["CONTRACT_DATA"] === undefined ? undefined : join(process.env["CONTRACT_DATA"], "meta");
const root = folder !== undefined && existsSync(folder) ? folder : undefined;

/** True for what arrives over HTTP; most of what was recorded are answers. */
function isWebhook(raw: string): boolean {
  try {
    const { object, entry, topic, values } = fieldsOf(JSON.parse(raw));
    return (typeof object === "string" && Array.isArray(entry)) || (typeof topic === "string" && values !== undefined);
  } catch {
    return false;
  }
}

const files: readonly (readonly [name: string, raw: string])[] =
  root === undefined
    ? []
    : readdirSync(root, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".json"))
        .map((name) => [name.split(sep).join("/"), readFileSync(join(root, name), "utf8")] as const)
        .filter(([, raw]) => isWebhook(raw))
        .sort(([one], [other]) => (one < other ? -1 : 1));

/** What a delivery says, in a few words: `message.created comment inbound`, `network.event delivery`, `pull mentions`. */
function told({ changes, pull = [] }: Delivery): readonly string[] {
  const word = (change: Change): string => {
    if (change.type === "message.created" || change.type === "message.updated") {
      const { kind, direction, visibility, surface } = change.message;
      return [change.type, kind, direction, visibility === "hidden" ? "hidden" : undefined, surface].filter(Boolean).join(" ");
    }
    return change.type === "network.event" ? `${change.type} ${change.name}` : change.type;
  };
  return [...changes.map(word), ...pull.map(({ surface, messages }) => `pull ${messages === undefined ? "list" : "messages"} ${surface}`)];
}

/** Which files say what: the first pattern that fits a name counts, and each has to fit as many files as it says. */
const expected: readonly (readonly [pattern: RegExp, files: number, says: readonly string[]])[] = [
  [/^derived\/fb-wh-comment-(add|reply-add)/, 2, ["message.created comment inbound"]],
  [/^derived\/fb-wh-comment-edited/, 1, ["message.updated comment inbound"]],
  [/^derived\/fb-wh-comment-hide/, 1, ["message.updated comment inbound hidden"]],
  [/^derived\/fb-wh-comment-remove/, 1, ["message.deleted"]],
  [/^derived\/ig-(fblogin-wh-comment-changes|login-wh-comment-flat)/, 2, ["message.created comment inbound"]],
  [/^derived\/ig-wh-dm-edit/, 1, ["message.updated direct inbound"]],
  [/^derived\/ig-wh-dm-reaction/, 1, ["reaction.added"]],
  [/^derived\/ig-wh-dm-referral/, 1, ["network.event referral"]],
  [/^derived\/ig-wh-dm-story-reply/, 1, ["message.created direct inbound story-reply"]],
  [/^derived\/ig-wh-mention-/, 2, ["pull messages mentions"]],
  [/^derived\/threads-wh-delete/, 1, ["message.deleted", "post.deleted"]],
  [/^derived\/threads-wh-mentions/, 1, ["message.created mention inbound"]],
  [/^derived\/threads-wh-publish/, 1, ["network.event publish", "pull list posts"]],
  // The documentation's root post belongs to another profile than the one that is told: an answer to us in somebody else's thread.
  [/^derived\/threads-wh-replies/, 2, ["message.created mention inbound"]],
  [/instagram\/wh-comments/, 1, ["message.created comment inbound"]],
  [/instagram\/wh-mentions/, 1, ["pull messages mentions"]],
  [/instagram\/wh-story_insights/, 1, ["network.event story_insights"]],
  [/instagram\/messaging-seen/, 1, ["conversation.read"]],
  [/instagram\/messaging-attachment/, 1, ["message.created direct inbound"]],
  // In these the Page itself is who wrote.
  [/feed-comment-add/, 3, ["message.created comment outbound"]],
  [/feed-comment-(edited|unhide)/, 4, ["message.updated comment outbound"]],
  [/feed-comment-hide/, 1, ["message.updated comment outbound hidden"]],
  [/feed-comment-remove/, 1, ["message.deleted"]],
  [/feed-like-add-page/, 1, ["network.event feed.like"]],
  [/feed-like-remove/, 1, ["reaction.removed"]],
  [/feed-reaction-/, 3, ["reaction.added"]],
  [/feed-(photo|share|video)-add/, 4, ["post.created"]],
  [/feed-status-edited/, 2, ["post.updated"]],
  [/feed-post-add/, 1, ["message.created mention inbound visitor-post"]],
  [/feed-post-unhide/, 1, ["message.updated mention inbound visitor-post"]],
  [/feed-status-hide/, 1, ["message.updated mention inbound hidden visitor-post"]],
  // Somebody's post on a timeline that is not the Page's.
  [/feed-status-unhide/, 1, ["message.updated mention inbound"]],
  [/feed-two-entries/, 1, ["network.event parking", "network.event payment_options"]],
  // Under a post of the Page's own, so it is a comment first.
  [/mention-comment-add/, 1, ["message.created comment inbound"]],
  [/(messaging|standby)-message-basic-echo/, 2, ["message.created direct outbound"]],
  [/messaging-message-edits/, 1, ["message.updated direct inbound"]],
  [/messaging-message-isdeleted/, 1, ["message.deleted"]],
  [/messaging-message-reply-2/, 1, ["message.created direct inbound story-reply"]],
  [/messaging-message-/, 8, ["message.created direct inbound"]],
  [/messaging-reaction/, 1, ["reaction.removed"]],
  [/messaging-read/, 1, ["conversation.read"]],
  // Old forms without an id of their own, and one of a guest without an id.
  [/messaging-postback/, 3, ["network.event postback"]],
  [/messaging-delivery/, 1, ["network.event delivery"]],
  [/messaging-optin/, 1, ["network.event optin"]],
  [/messaging-referral/, 1, ["network.event referral"]],
  [/messaging-request-thread-control/, 1, ["network.event request_thread_control"]],
  [/messaging-take-thread-control/, 1, ["network.event take_thread_control"]],
  [/permission-granted/, 1, ["network.event permissions.connected"]],
  [/ratings-comment-add/, 1, ["message.created comment inbound"]],
  [/ratings-comment-edited/, 1, ["message.updated comment outbound"]],
  [/ratings-(like|reaction)-remove/, 2, ["reaction.removed"]],
  [/ratings-(like|reaction)-/, 3, ["reaction.added"]],
  [/ratings-rating-add/, 2, ["message.created review inbound"]],
  [/unknown-change-value/, 1, ["network.event foo"]],
];

const rowOf = (name: string) => expected.find(([pattern]) => pattern.test(name));

describe.skipIf(root === undefined)("webhooks of Meta's that were recorded (CONTRACT_DATA/meta)", () => {
  it("are all expected, and as many as the list says", () => {
    expect(files.filter(([name]) => rowOf(name) === undefined).map(([name]) => name)).toEqual([]);
    for (const row of expected) expect([row[0], files.filter(([name]) => rowOf(name) === row).length]).toEqual([row[0], row[1]]);
  });

  it.each(files)("%s", async (name, raw) => {
    const delivery = await deliver(undefined, { raw });
    expect(told(delivery)).toEqual(rowOf(name)?.[2]);
    for (const change of delivery.changes) {
      expect(ChangeSchema.parse(change)).toEqual(change);
      expect(throughJson(change)).toEqual(change);
      // No id was rounded on its way: whatever is digits in a key stands in what was sent.
      for (const id of JSON.stringify({ ...change, raw: undefined }).match(/\d{16,}/g) ?? []) expect(raw).toContain(id);
    }
    expect(await deliver(undefined, { raw })).toEqual(delivery);
  });

  it("verify with the recorded signature, over the bytes as they were sent and no others", async () => {
    const vectors = fieldsOf(JSON.parse(readFileSync(join(root ?? "", "derived", "signature-vectors.json"), "utf8")));
    const {
      app_secret: secret,
      raw_body_ascii: body,
      x_hub_signature_256: right,
      wrong_if_reserialized_256: wrong,
      x_hub_signature_sha1: legacy,
    } = vectors;
    const { app } = makeApp({ secrets: [String(secret)] });
    const signed = (headers: Record<string, string>, text = String(body)): Request =>
      new Request("https://host.test/meta", { method: "POST", headers, body: text });
    const answer = await read(signed({ "x-hub-signature-256": String(right) }), app);
    expect(answer.type === "delivery" && told(answer.delivery)).toEqual(["network.event feed.comment"]);
    const refused = [
      signed({ "x-hub-signature-256": String(wrong) }),
      signed({ "x-hub-signature-256": String(right) }, JSON.stringify(JSON.parse(String(body)))),
      signed({ "x-hub-signature": String(legacy) }),
    ];
    for (const request of refused) await expect(read(request, app)).rejects.toMatchObject({ code: "bad-signature" });
  });
});
