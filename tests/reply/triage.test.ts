import { describe, expect, it } from "vitest";
import type { Annotations } from "../../src/model/annotation.js";
import type { Message } from "../../src/model/message.js";
import { planModeration, runModeration, type ModerationRule } from "../../src/reply/moderation-rules.js";
import { airForce, communityRules, escalationTiers } from "../../src/reply/triage-presets.js";
import { triage, triageAnnotations, type TriageOptions } from "../../src/reply/triage.js";
import { inbound } from "./message.js";

const now = "2026-01-01T12:00:00.000Z";
const ada = { key: "bluesky:did%3Aplc%3Abrandx:author:ada", isOwn: false } as const;
const thought = (label: string, subject = "stance"): Annotations => ({
  [subject]: { label, score: 0.9, by: "mikkel", at: now },
});
const decide = (message: Partial<Message>, options: Partial<TriageOptions> = {}): ReturnType<typeof triage> =>
  triage(inbound({ language: "en", ...message }), { now, ...options });

describe("triage", () => {
  it.each([
    [{ text: "Are they waterproof?" }, "question", "respond"],
    [{ text: "My parcel never came." }, "unhappy-customer", "restore"],
    [{ text: "Where is my refund? Terrible service!" }, "unhappy-customer", "restore"],
    [{ text: "Thank you so much" }, "positive", "concur"],
    [{ text: "❤️❤️" }, "emoji-only", "like"],
    [{ text: "@anna look" }, "tag-a-friend", "let-stand"],
    [{ text: "Earn money daily, DM me https://t.me/abc" }, "spam", "moderate"],
    [{ text: "You always do this, clowns.", annotations: thought("troll") }, "troll", "monitor"],
    [{ text: "They are made of plastic!", annotations: thought("misguided") }, "misguided", "fix-facts"],
    [{ text: "Saw these today." }, "final", "let-stand"],
    [{ text: "Saw these today.", kind: "direct" as const }, "final", "respond"],
    [{ text: "Are they waterproof?", direction: "outbound" as const }, "final", "let-stand"],
    [{ text: "", deletedAt: now }, "final", "let-stand"],
  ])("%o: %s, %s", (message, rule, action) => {
    expect(decide(message)).toMatchObject({ rule, action });
  });

  it.each([
    [{ text: "Love these!" }, "positive", "concur"],
    [{ text: "Great boots, terrible delivery", annotations: thought("balanced") }, "unhappy-customer", "restore"],
    [{ text: "ha ha", annotations: thought("rager") }, "rager", "monitor"],
    [{ text: "Do you ship to Norway?" }, "final", "respond"],
    [{ text: "Saw these today." }, "final", "let-stand"],
  ])("by the Air Force's assessment: %o: %s, %s", (message, rule, action) => {
    expect(decide(message, { rules: airForce })).toMatchObject({ rule, action });
  });

  it("says what it rests on", () => {
    const found = decide({ text: "Are they waterproof?" });
    expect(found.passed).toEqual(["spam", "troll", "rager", "misguided", "unhappy-customer"]);
    expect(found.signals).toEqual({
      question: [
        { code: "question-mark", weight: 0.9, range: [19, 20] },
        { code: "question-word", weight: 0.6, range: [0, 8] },
      ],
    });
    expect(found).toMatchObject({ needsReply: true, needsReplyWhy: ["question"], because: "Something is asked." });
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });

  it("takes a tag of us alone for a word to us, and a name without an @ for a friend", () => {
    expect(decide({ text: "@brandx hello", mentionsUs: true })).toMatchObject({ needsReply: true, needsReplyWhy: ["mention"] });
    const entities = [{ type: "mention", start: 0, end: 13, value: "anna" }] as const;
    expect(decide({ text: "Anna Sørensen look", entities }).rule).toBe("tag-a-friend");
  });

  it("believes who thought about it over words that look like it", () => {
    expect(decide({ text: "Terrible, I love it", annotations: thought("praise", "intent") }).rule).toBe("positive");
  });

  it("takes rules of the host, data or functions, the first that holds", () => {
    const rules = [
      {
        id: "wait",
        when: { labels: ["question"], kinds: ["comment"] as const },
        action: "wait-for-community" as const,
        because: "Members know.",
      },
      {
        id: "old",
        when: ({ ageMinutes }: { ageMinutes: number }) => ageMinutes > 60,
        action: "escalate" as const,
        because: "It is old.",
        notify: ["night"],
      },
      ...communityRules,
    ];
    expect(decide({ text: "Are they waterproof?" }, { rules }).action).toBe("wait-for-community");
    expect(decide({ text: "Hi" }, { rules })).toMatchObject({ action: "escalate", notify: ["night"], passed: ["wait"] });
    expect(() => decide({}, { rules: [...rules, ...rules] })).toThrow('"wait" is there twice');
    expect(() => triage(inbound(), { now: "later" })).toThrow(/ISO 8601/);
  });
});

describe("priority", () => {
  it("shows its terms, and leaves out what nobody knows", () => {
    const { priority } = decide({ text: "Are they waterproof?", createdAt: "2026-01-01T10:00:00.000Z" });
    expect(priority.terms).toEqual([
      { term: "needs-reply", value: 1, weight: 3 },
      { term: "waiting", value: 0.5, weight: 3 },
      { term: "negativity", value: 0, weight: 3 },
    ]);
    expect(priority.unknown).toEqual(["reach", "likes", "superfan"]);
    expect(priority.score).toBe(0.5);
  });

  it("counts reach, likes, sentiment and faith where they are known", () => {
    const base = { text: "My parcel never came.", author: { ...ada, followers: 1_000_000 }, counts: { likes: 0 } };
    const { priority } = decide(
      { ...base, annotations: { sentiment: { label: "negative", score: 1, value: -0.5, by: "x", at: now } } },
      { superfan: true, weights: { waiting: 0 } },
    );
    expect(Object.fromEntries(priority.terms.map(({ term, value }) => [term, value]))).toEqual({
      "needs-reply": 1,
      reach: 1,
      negativity: 0.5,
      superfan: 1,
      likes: 0,
    });
  });
});

describe("escalation", () => {
  const tier = (message: Partial<Message>, options: Partial<TriageOptions> = {}): string | undefined =>
    decide(message, options).escalation?.id;
  it("takes the highest tier that holds", () => {
    const text = "My parcel never came.";
    expect(tier({ text })).toBe("team");
    expect(tier({ text, counts: { likes: 5 } })).toBe("liked-complaint");
    expect(tier({ text }, { complaintsBefore: 1 })).toBe("repeated-complaint");
    expect(tier({ text, author: { ...ada, followers: 10_000 } })).toBe("reach");
    expect(tier({ text, author: { ...ada, followers: 100_000 } })).toBe("great-reach");
    expect(tier({ text, annotations: thought("crisis") })).toBe("crisis");
    expect(tier({ text: "❤️", author: { ...ada, followers: 100_000 } })).toBeUndefined();
  });
  it("has no condition in what it tells", () => {
    expect(decide({ text: "Are they waterproof?" }).escalation).toEqual({
      id: "team",
      tier: 1,
      because: "Somebody waits for an answer.",
      respondWithinMinutes: 240,
      notify: ["team"],
    });
    expect(escalationTiers.every(({ because, notify }) => because !== "" && notify.length > 0)).toBe(true);
  });
  it("becomes annotations", () => {
    expect(triageAnnotations(decide({ text: "Are they waterproof?" }), now)).toEqual({
      triage: { label: "respond", score: 0.96, by: "triage:question", at: now },
      priority: { label: "tier-1", score: 1, value: 0.5, by: "triage:team", at: now },
    });
  });
});

describe("moderation", () => {
  const rules: readonly ModerationRule[] = [
    { id: "spam", when: { labels: ["spam"] }, operation: "hide", because: "It looks like spam." },
    { id: "troll", when: { labels: ["troll"] }, operation: "ban", because: "It bashes others." },
  ];
  const spam = (id: string, more: Partial<Message> = {}): Message =>
    inbound({ key: `bluesky:brandx:message:${id}`, id, text: "Earn money daily, DM me https://t.me/abc", author: ada, ...more });

  it("decides, and touches nothing of ours, nothing spared, nothing done already", () => {
    const messages = [
      spam("1"),
      spam("2", { direction: "outbound" }),
      spam("3", { visibility: "hidden" }),
      spam("4"),
      inbound({ text: "You clowns.", author: ada, annotations: thought("troll") }),
      inbound({ text: "Nice boots" }),
    ];
    const decisions = planModeration(messages, rules, { now, spare: ({ id }) => id === "4" });
    expect(decisions.map(({ rule, operation, target }) => [rule, operation, target.key])).toEqual([
      ["spam", "hide", "bluesky:brandx:message:1"],
      ["troll", "ban", ada.key],
    ]);
    expect(JSON.parse(JSON.stringify(decisions))).toEqual(decisions);
  });

  it("does nothing unless it is told to", async () => {
    const done: string[] = [];
    const act = ({ message }: { readonly message: string }): Promise<string> => Promise.resolve(String(done.push(message)));
    const decisions = planModeration([spam("1"), spam("2")], rules, { now });
    expect((await runModeration(decisions, act)).map(({ status }) => status)).toEqual(["would", "would"]);
    expect(done).toEqual([]);
    expect((await runModeration(decisions, act, { dryRun: false })).map(({ status }) => status)).toEqual(["done", "done"]);
    expect(done).toHaveLength(2);
  });

  it("does nothing at all when it would do too much", async () => {
    const decisions = planModeration(
      Array.from({ length: 21 }, (_, index) => spam(String(index))),
      rules,
      { now },
    );
    const act = (): Promise<never> => Promise.reject(new Error("must not be called"));
    await expect(runModeration(decisions, act, { dryRun: false })).rejects.toThrow(/21 messages/);
  });

  it("goes on after one that fails, and does not try what would be refused", async () => {
    const refused = { ok: false, reason: "unsupported", detail: "Hiding is not there." } as const;
    const decisions = planModeration([spam("1"), spam("2"), spam("3")], rules, {
      now,
      can: ({ id }) => (id === "2" ? { hide: refused } : {}),
    });
    const act = ({ message }: { readonly message: string }): Promise<string> =>
      message.endsWith("1") ? Promise.reject(new Error("Ada said so")) : Promise.resolve("ok");
    const results = await runModeration(decisions, act, { dryRun: false });
    expect(results.map(({ status }) => status)).toEqual(["failed", "refused", "done"]);
    expect(JSON.stringify(results)).not.toContain("Ada said");
  });
});
