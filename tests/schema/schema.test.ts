import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Account, Conversation, Insights, Message, Outcome, ReplyPlan } from "../../src/model/index.js";
import * as schemas from "../../src/schema/index.js";
import { changes, needs, post } from "./samples.js";

const { ChangeSchema, DraftSchema, MessageSchema, OutcomeSchema, PostSchema } = schemas;
const overJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const plain: Message = needs.tiktok;

const account: Account = { key: "x:1", network: "x", id: "1", actors: ["1", "2"], followers: 0, scopes: ["read"] };
const conversation: Conversation = {
  key: "x:1:conversation:9",
  network: "x",
  accountId: "1",
  id: "9",
  kind: "direct",
  participants: [],
  state: "request",
  replyWindow: { closesAt: "2026-01-01T00:00:00.000Z", mode: "human", remaining: 0 },
};
const insights: Insights = { reach: 0, impressions: 9, likes: 1, asOf: "2026-01-01T00:00:00.000Z", bucketTimeZone: "Europe/Copenhagen" };
const plan: ReplyPlan = {
  text: "Tak!",
  attachments: [{ type: "image", url: "data:image/png;base64,AA==", alt: "a boot" }],
  parts: ["Tak!"],
  segments: [{ step: "acknowledge", text: "Tak!" }],
  actions: [{ type: "like", onUnsupported: "skip" }],
  used: ["acknowledge"],
  dropped: [],
  lengths: [{ unit: "graphemes", value: 4, max: 300 }],
  warnings: [{ code: "shortened", severity: "info", range: [0, 2], message: "It was shortened." }],
  provenance: { framework: { id: "nordic", version: 1 }, target: { key: plain.key, hash: "h" } },
};
const error = { code: "outcome-unknown", message: "No answer came.", retryable: false, reauthorize: "expired" } as const;
const outcomes: readonly Outcome[] = [
  {
    status: "sent",
    id: "1",
    steps: [
      { step: "part", index: 0, status: "sent", message: plain },
      { step: "like", index: 0, status: "rejected", error },
    ],
  },
  { status: "rejected", id: "1", steps: [], error: { ...error, code: "window-closed" } },
  { status: "unknown", id: "1", steps: [], error, checkAt: "2026-01-01T00:00:00.000Z" },
  { status: "pending", id: "1", steps: [], waitsFor: "approval", reason: "stale" },
];

describe("schema", () => {
  describe("round trip", () => {
    for (const [network, message] of Object.entries(needs))
      it(`keeps everything that a message of ${network} needs over JSON`, () => {
        expect(MessageSchema.parse(overJson(message))).toStrictEqual(message);
      });

    for (const [type, change] of Object.entries(changes))
      it(`keeps a change of type ${type}`, () => {
        expect(ChangeSchema.parse(overJson(change))).toStrictEqual(change);
      });

    it("keeps accounts, posts, conversations, insights, plans and outcomes", () => {
      expect(schemas.AccountSchema.parse(overJson(account))).toStrictEqual(account);
      expect(PostSchema.parse(overJson(post))).toStrictEqual(post);
      expect(schemas.ConversationSchema.parse(overJson(conversation))).toStrictEqual(conversation);
      expect(schemas.InsightsSchema.parse(overJson(insights))).toStrictEqual(insights);
      expect(schemas.ReplyPlanSchema.parse(overJson(plan))).toStrictEqual(plan);
      for (const outcome of outcomes) expect(OutcomeSchema.parse(overJson(outcome))).toStrictEqual(outcome);
    });

    it("keeps a message with any text, refs and raw", () => {
      const raw = fc.jsonValue().map(overJson);
      // `__proto__` is no name that a network gives; the schema leaves it out, which is safer than keeping it.
      const name = fc.stringMatching(/^\w+$/).filter((one) => one !== "__proto__");
      fc.assert(
        fc.property(fc.string({ unit: "binary" }), fc.dictionary(name, fc.string()), raw, (text, refs, own) => {
          const message: Message = { ...plain, text, refs, raw: own };
          expect(MessageSchema.parse(overJson(message))).toEqual(message);
        }),
      );
    });
  });

  it("leaves absent what is absent", () => {
    const parsed = MessageSchema.parse(overJson(needs.threads));
    expect(parsed).not.toHaveProperty("raw");
    expect(parsed).not.toHaveProperty("rating");
    expect(parsed.counts).toStrictEqual({});
  });

  it("leaves out fields that the model does not know, and passes raw on", () => {
    const parsed = MessageSchema.parse({ ...plain, brandNew: 1, raw: { brandNew: 1 }, counts: { likes: 1, sparkles: 2 } });
    expect(parsed).not.toHaveProperty("brandNew");
    expect(parsed.counts).toStrictEqual({ likes: 1 });
    expect(parsed.raw).toStrictEqual({ brandNew: 1 });
  });

  describe("refusals", () => {
    const wrong: readonly [string, object][] = [
      ["an undefined field", { rating: undefined }],
      ["a null count", { counts: { likes: null } }],
      ["a count that is no number", { counts: { likes: "3" } }],
      ["a count that is not finite", { counts: { likes: Number.NaN } }],
      ["a word that is none of ours", { kind: "tweet" }],
      ["an id that is a number", { id: 7300000000000 }],
      ["a key of another kind", { key: post.key }],
      ["a conversation that is a message", { conversation: plain.key }],
      ["a key that is not escaped", { key: "bluesky:did:plc:abc:message:at://x" }],
      ["a local time", { createdAt: "2026-01-01T00:00:00+01:00" }],
      ["a time without milliseconds", { createdAt: "2026-01-01T00:00:00Z" }],
      ["a time in seconds", { createdAt: 1767225600 }],
    ];
    it.each(wrong)("refuses a message with %s", (_, over) => {
      expect(MessageSchema.safeParse(plain).success).toBe(true);
      expect(MessageSchema.safeParse({ ...plain, ...over }).success).toBe(false);
    });

    it("names the field", () => {
      const { error: found } = MessageSchema.safeParse({ ...plain, author: { key: plain.key, isOwn: false } });
      expect(found?.issues[0]?.path).toEqual(["author", "key"]);
      expect(found?.issues[0]?.message).toContain("author");
    });

    it("refuses a change of a type that is not known, and one without an id", () => {
      expect(ChangeSchema.safeParse({ ...changes["message.deleted"], type: "message.teleported" }).success).toBe(false);
      expect(ChangeSchema.safeParse({ ...changes["message.deleted"], id: undefined }).success).toBe(false);
    });

    it("refuses a draft without a text, and bytes beside it", () => {
      expect(DraftSchema.safeParse({}).success).toBe(false);
      expect(DraftSchema.safeParse({ text: "Tak!", attachments: [{ type: "image", url: new Uint8Array(1) }] }).success).toBe(false);
      expect(DraftSchema.safeParse({ text: "" }).success).toBe(true);
    });
  });
});
