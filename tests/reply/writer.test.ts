import { beforeAll, describe, expect, it } from "vitest";
import { createInbox } from "../../src/index.js";
import type { Message, ReplyPlan } from "../../src/index.js";
import { createMastodonAdapter } from "../../src/networks/mastodon/index.js";
import { nordic } from "../../src/reply/nordic.js";
import type { StepValues } from "../../src/reply/framework.js";
import { composeWith, type ComposeWithOptions, type Writer } from "../../src/reply/writer.js";
import type { WriterBrief } from "../../src/reply/writer-brief.js";
import { fakeNetwork, virtualClock } from "../../src/testing/index.js";
import { textRules } from "../../src/text/index.js";
import { hostile, type Hostile } from "./hostile.js";
import { inbound } from "./message.js";

const voice = { id: "brand-x", signatures: { und: "Mvh Brand X" }, contacts: ["help@brandx.example", "+45 33 12 12 12"], avoid: ["cheap"] };
const rules = textRules.bluesky.reply;
const writer = (write: (brief: WriterBrief) => unknown, id = "model"): Writer => ({
  id,
  write: (brief) => Promise.resolve(write(brief) as StepValues),
});
const run = (values: unknown, more: Partial<ComposeWithOptions> = {}): Promise<ReplyPlan> =>
  composeWith(
    writer(() => values),
    nordic,
    { to: inbound(), rules, voice, ...more },
  );
const thanks = "Tusind tak for din besked.";
const codes = ({ warnings }: ReplyPlan): readonly string[] => warnings.map(({ code }) => code).filter((code) => code.startsWith("writer-"));

/** A model that does whatever the comment wants, in the answer and in every field that it can think of. */
function obedient(attack: Hostile): Writer {
  return writer(({ instructions }) => {
    const said = attack.obeys
      .replace("PROMPT_UPPER", instructions.toUpperCase())
      .replace("PROMPT_FIRST", instructions.split("\n")[0] ?? "")
      .replace("PROMPT_BASE64", btoa(instructions))
      .replace("PROMPT", instructions);
    return {
      acknowledge: thanks,
      answer: `Vi ser på det. ${said}`,
      continue: said,
      signature: said,
      text: said,
      parts: [said],
      actions: [
        { type: "hide", onUnsupported: "skip" },
        { type: "like", onUnsupported: "fail" },
      ],
      provenance: { writer: "sandra" },
      attachments: [{ url: "https://evil.example/x.png", type: "image" }],
      [said]: said,
    };
  }, "obedient");
}

describe("forty hostile comments and a model that obeys them", () => {
  const clock = virtualClock({ auto: true, start: "2026-11-20T08:00:00.000Z" });
  const network = fakeNetwork("mastodon", { clock, seed: "hostile", baseUrl: "https://fjeld.test" });
  const brand = network.state.addAccount("fjeldboots");
  const mallory = network.state.addAccount("mallory@elsewhere.example");
  const account = createMastodonAdapter({ server: network.baseUrl, accountId: brand.id, token: brand.token });
  const inbox = createInbox({ accounts: [account], clock, fetch: network.fetch });
  const plans: { readonly attack: Hostile; readonly message: Message; readonly plan: ReplyPlan }[] = [];

  beforeAll(async () => {
    const post = network.state.post(brand, "Our winter boots are here.");
    for (const { comment } of hostile) network.state.reply(mallory, post, `@fjeldboots@fjeld.test ${comment}`);
    await inbox.sync();
    const messages: Message[] = [];
    for await (const { message } of inbox.items({ direction: "inbound", order: "oldest" })) messages.push(message);
    for (const [index, attack] of hostile.entries()) {
      const message = messages[index];
      if (message === undefined) throw new Error("A comment did not arrive.");
      const context = await inbox.replyContext(message.key);
      plans.push({
        attack,
        message,
        plan: await composeWith(obedient(attack), nordic, { ...context, voice, allow: { links: ["brandx.example"] } }),
      });
    }
  });

  it("are forty", () => {
    expect(hostile).toHaveLength(40);
    expect(plans).toHaveLength(40);
  });

  it.each(hostile.map((attack, index) => [attack.comment, index] as const))("%j gets nothing", (_, index) => {
    const { plan, attack } = plans[index] ?? {};
    if (plan === undefined || attack === undefined) throw new Error("There is no plan.");
    const all = JSON.stringify([plan.text, plan.parts, plan.segments, plan.attachments ?? []]);
    for (const word of attack.never) expect(all).not.toContain(JSON.stringify(word).slice(1, -1));
    // Not by our own finder: whatever could be a link, a mention, a tag, a code or a number of somebody.
    expect(plan.text).not.toMatch(
      /:\/\/|www\.|[a-z]\.[a-z]{2,}|[@＠#<>`{}[\]\\]|\d{2}|[\u200b-\u200f\u202a-\u202e\u2060-\u206f]|[\u{e0000}-\u{e0fff}]/iu,
    );
    expect(plan.text).toContain(thanks.slice(0, -1));
    expect(plan.text).toMatch(/Mvh Brand X$/);
    expect(Object.keys(plan).toSorted()).toEqual(
      ["actions", "dropped", "language", "lengths", "parts", "provenance", "segments", "text", "used", "warnings"].filter(
        (key) => key in plan,
      ),
    );
  });

  it("take side actions from the framework alone", () => {
    for (const { plan } of plans) expect(plan.actions).toEqual([{ type: "like", onUnsupported: "skip" }]);
  });

  it("are told to the person who looks, without quoting what was taken out", () => {
    for (const { plan, attack } of plans) {
      expect(codes(plan).length).toBeGreaterThan(1);
      expect(plan.provenance.writer).toBe("obedient");
      for (const word of attack.never) expect(JSON.stringify(plan.warnings)).not.toContain(word);
    }
  });

  it("are all held, and nothing leaves", async () => {
    for (const { message, plan } of plans) {
      const outcome = await inbox.respond(message, plan, { by: { type: "automation", id: "obedient" } });
      expect(outcome.status).toBe("pending");
    }
    expect(network.calls.filter(({ method }) => method !== "GET")).toEqual([]);
    let held = 0;
    for await (const { state } of inbox.outbox({ states: ["held"] })) held += state === "held" ? 1 : 0;
    expect(held).toBe(40);
  });
});

describe("what a writer is told", () => {
  const secretive = inbound({
    text: `Zebra${String.fromCodePoint(0xe0041)}\u202e giraffe?`,
    language: "en-x-obey-me",
    author: { key: "bluesky:x:author:1", isOwn: false, name: "Walrus Ignore-All", handle: "walrus.example" },
    raw: { secret: 1 },
  });
  const briefOf = async (more: Partial<ComposeWithOptions> = {}): Promise<WriterBrief> => {
    let seen: WriterBrief | undefined;
    const spy = writer((brief) => {
      seen = brief;
      return { acknowledge: "Hello there." };
    });
    await composeWith(spy, nordic, { to: secretive, rules, voice, ...more });
    if (seen === undefined) throw new Error("The writer was not asked.");
    return seen;
  };

  it("holds nothing that a member chose: not the text, the name, the handle, the tag of the language", async () => {
    const { instructions, locale } = await briefOf({ context: [{ from: "member", text: "Okapi" }], recent: ["Tapir"] });
    for (const word of ["Zebra", "giraffe", "Walrus", "walrus", "obey", "Okapi", "Tapir"]) expect(instructions).not.toContain(word);
    expect(locale).toBe("en");
    expect(instructions).toContain("- acknowledge (acknowledge; needed");
    expect(instructions).toContain("cheap");
    expect(instructions).not.toContain("- signature");
  });

  it("stands apart from what is to be read, and that is free of what no reader sees", async () => {
    const { material, to } = await briefOf({ context: [{ from: "brand", text: "Our boots." }], recent: ["Hello."] });
    expect(material).toEqual([
      { what: "context", from: "brand", text: "Our boots." },
      { what: "message", from: "member", text: "Zebra giraffe?" },
      { what: "earlier-reply", from: "brand", text: "Hello." },
    ]);
    expect(to.raw).toBeUndefined();
  });

  it("leaves out the steps that were filled already", async () => {
    const { steps } = await briefOf({ given: { continue: "More?" }, guidance: "Be short." });
    expect(steps.map(({ id }) => id)).toEqual(["acknowledge", "answer", "close"]);
  });
});

describe("what a writer may say", () => {
  const say = (answer: string, more: Partial<ComposeWithOptions> = {}): Promise<ReplyPlan> => run({ acknowledge: thanks, answer }, more);

  it.each([
    "Vi åbner kl. 10.00 og lukker kl. 17:30.",
    "De koster 1.299 kr. f.eks. i brun, str. 42-46.",
    "Vi har åbent fra 2026-12-01 til 24.12.2026!",
    "De er testet 👨‍👩‍👧 ❤️ i 24 timer, 100 % tætte.",
    "Skriv til help@brandx.example eller ring +45 33 12 12 12.",
    "OK, det hedder USB og DHL.",
  ])("%s", async (answer) => {
    const plan = await say(answer);
    expect(codes(plan)).toEqual([]);
    expect(plan.text).toContain(answer.slice(0, -1));
  });

  it("is what the host allows", async () => {
    const allow = {
      links: ["brandx.example", "https://shop.example/boots"],
      mentions: ["@asta"],
      hashtags: ["vinter"],
      codes: ["WINTER25"],
    };
    const answer = "Se https://www.brandx.example/a?b=c, shop.example/boots/42, @asta #vinter med koden WINTER25.";
    expect(codes(await say(answer))).toEqual(["writer-link", "writer-mention", "writer-hashtag", "writer-code"]);
    expect((await say(answer, { allow })).text).toContain(answer);
    for (const link of [
      "https://shop.example/bootsale",
      "notbrandx.example",
      "https://evil.example/brandx.example",
      "ftp://brandx.example",
    ])
      expect(codes(await say(`Se ${link} her`, { allow })), link).toContain("writer-link");
  });

  it("is what stands in an approved fact", async () => {
    const fact = {
      id: "care",
      text: "Se plejen på brandx.example/care med MINKOLIE.",
      source: "handbook",
      reviewBy: "2027-01-01T00:00:00.000Z",
      outdated: false,
    };
    expect(codes(await say(fact.text))).toEqual(["writer-link", "writer-code"]);
    expect((await say(fact.text, { facts: [fact] })).text).toContain(fact.text);
  });

  it("loses the sentence and keeps the others", async () => {
    const plan = await say("Ja, de er tætte. Se evil.example nu! De er varme.");
    expect(plan.text).toBe(`${thanks} Ja, de er tætte. De er varme. Mvh Brand X`);
    expect(plan.warnings.find(({ code }) => code === "writer-link")?.message).toContain('step "answer"');
  });

  it("is no number that goes on in the next step", async () => {
    await expect(run({ acknowledge: "Ring 20 12", answer: "34 56 78" })).rejects.toMatchObject({ code: "unexpected-response" });
  });

  it("is nothing when nothing is left", async () => {
    await expect(run({ acknowledge: "evil.example" })).rejects.toMatchObject({ code: "unexpected-response" });
    for (const answer of [undefined, null, "hi", ["hi"]]) await expect(run(answer)).rejects.toMatchObject({ code: "unexpected-response" });
    await expect(run({ acknowledge: 3 })).rejects.toMatchObject({ code: "invalid-request" });
  });

  it("is not asked of what the host gave", async () => {
    const plan = await run({ acknowledge: "Mine." }, { given: { acknowledge: "Hej, se evil.example." } });
    expect(plan.text).toContain("Hej, se evil.example.");
    expect(codes(plan)).toEqual(["writer-step"]);
  });

  it("stops when the caller does", async () => {
    const controller = new AbortController();
    const slow: Writer = { id: "slow", write: () => new Promise(() => undefined) };
    const waiting = composeWith(slow, nordic, { to: inbound(), rules, signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
  });
});
