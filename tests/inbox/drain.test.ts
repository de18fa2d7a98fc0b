import { describe, expect, it } from "vitest";
import { absorb } from "../../src/inbox/absorb.js";
import { handle } from "../../src/inbox/handle.js";
import { createBell } from "../../src/inbox/bell.js";
import { makeKey } from "../../src/model/keys.js";
import { memoryStore } from "../../src/store/memory/memory-store.js";
import { account, comment, setUp } from "./act-harness.js";
import type { Store } from "../../src/store/store.js";

const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe("handle, with drain", () => {
  it("looks again when a change ended while the store was looking: its neighbours in the conversation are free now", async () => {
    const inner = memoryStore();
    // As a database answers: what it saw when it was asked, after what others did meanwhile.
    const claim: Store["claim"] = async (request) => {
      const seen = await inner.claim(request);
      await later();
      return seen;
    };
    const { desk } = await setUp({ store: { ...inner, claim } });
    const context = { ...desk.context, bell: createBell(desk.context.runtime.clock) };
    const ids = ["c7", "c8", "c9"];
    for (const id of ids) await absorb(context, account, { messages: [{ ...comment, key: makeKey(account, "message", id), id }] });
    const handled: string[] = [];
    await handle(
      context,
      (change) => {
        if (change.type === "message.created") handled.push(change.message.id);
      },
      { drain: true, concurrency: 4 },
    );
    expect(handled).toEqual(ids);
  });
});
