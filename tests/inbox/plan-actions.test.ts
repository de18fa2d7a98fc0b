import { describe, expect, it } from "vitest";
import { compose, defineFramework } from "../../src/reply/index.js";
import { ReplyPlanSchema } from "../../src/schema/index.js";
import { textRules } from "../../src/text/index.js";
import type { PlanAction, ReplyPlan } from "../../src/model/draft.js";
import { comment, put, sandra, setUp } from "./act-harness.js";

const tag: PlanAction = { type: "tag", value: "quality", onUnsupported: "skip" };
const like: PlanAction = { type: "like", onUnsupported: "skip" };
const acting = (...actions: readonly PlanAction[]): ReplyPlan =>
  compose(
    defineFramework({ id: "mine", version: 1, joiner: " ", steps: [{ id: "thanks", kind: "acknowledge", required: "always", actions }] }),
    { to: comment, rules: textRules.bluesky.reply, values: { thanks: "Thank you for asking, yes they are." } },
  );

describe("side actions of a plan", () => {
  it("are plain data that the schema takes", () => {
    const plan = acting(tag, { type: "hide", onUnsupported: "warn" });
    expect(ReplyPlanSchema.parse(plan)).toEqual(plan);
  });

  it("like the message when they say so, and leave the rest to the host", async () => {
    const { desk, store, network } = await setUp();
    await put(store, "message", comment);
    const tagged = await desk.respond(comment, acting(tag), { by: sandra });
    expect(tagged).toMatchObject({ status: "sent", steps: [{ step: "part" }] });
    const liked = await desk.respond(comment, acting(tag, like), { by: sandra, idempotencyKey: "again" });
    expect(liked.steps.map(({ step }) => step)).toEqual(["part", "like"]);
    expect(network.told.map(({ operation }) => operation)).toEqual(["reply", "reply", "like"]);
  });

  it("are refused where nobody knows them", async () => {
    const { desk, store } = await setUp();
    await put(store, "message", comment);
    const wrong = { ...acting(like), actions: [{ type: "wave", onUnsupported: "skip" }] };
    await expect(desk.respond(comment, wrong as never, { by: sandra })).rejects.toMatchObject({ code: "invalid-request" });
  });
});
