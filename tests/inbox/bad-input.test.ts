import { beforeEach, describe, expect, it } from "vitest";
import { createInbox, type Inbox } from "../../src/inbox/index.js";
import { isFolkmootError } from "../../src/errors.js";
import { memoryStore } from "../../src/store/index.js";
import { virtualClock } from "../../src/testing/clock.js";
import { at, plaza, type Plaza } from "./plaza.js";
import type { Store } from "../../src/store/store.js";

/** What a host without types may call. */
type Loose = { readonly [K in keyof Inbox]: (...input: readonly unknown[]) => PromiseLike<unknown> };

let net: Plaza;
let store: Store;
let inbox: Inbox;
let loose: Loose;

/** What a call is refused with, at once or when it is used. */
async function refusalOf(call: () => unknown): Promise<string> {
  try {
    await call();
  } catch (error) {
    if (isFolkmootError(error, "invalid-request")) return error.message;
    throw error;
  }
  return "nothing was refused";
}

beforeEach(async () => {
  net = plaza({ surfaces: [{ name: "mentions" }] });
  store = memoryStore();
  inbox = createInbox({ accounts: [net.adapter], store, clock: virtualClock({ start: at(100), auto: true }) });
  loose = inbox as unknown as Loose;
  await inbox.sync();
  net.say({ id: "a", minutes: 101 });
  await inbox.sync();
});

describe("inbox", () => {
  describe("bad input", () => {
    it("refuses a handler that cannot be called before it claims anything", async () => {
      for (const handler of [undefined, null, "x", {}])
        expect(await refusalOf(() => loose.handle(handler, { drain: true, maxAttempts: 1 }))).toBe("handle: `handler` must be a function.");
      expect((await inbox.failed()).items).toEqual([]);
      const seen: number[] = [];
      await inbox.handle((_, { attempt }) => void seen.push(attempt), { drain: true });
      expect(seen).toEqual([1]);
    });

    it("refuses unknown words in handle and stream, and says which there are", async () => {
      const handler = (): void => undefined;
      const bad: readonly (readonly [unknown, string])[] = [
        [{ types: ["nope"] }, '`types` has no "nope"; choose of message.created,'],
        [{ types: "message.created" }, "`types` must be a list"],
        [{ kinds: ["dm"] }, '`kinds` has no "dm"; choose of direct,'],
        [{ kinds: [undefined] }, "`kinds` has no undefined"],
        [{ consumer: 5 }, "`consumer` must be a string"],
        [{ signal: {} }, "`signal` must be an AbortSignal"],
        [{ type: "message.created" }, 'there is no option "type"; choose of consumer, types,'],
        [null, "the options must be an object"],
      ];
      for (const [options, words] of bad) {
        const drained = options === null ? null : { drain: true, ...(options as object) };
        expect(await refusalOf(() => loose.handle(handler, drained))).toContain(`handle: ${words}`);
        expect(await refusalOf(() => loose.stream(drained))).toContain(`stream: ${words}`);
      }
    });

    it("refuses listeners that cannot be called", async () => {
      expect(await refusalOf(() => loose.on("message"))).toBe("on: `listener` must be a function.");
      expect(await refusalOf(() => loose.on("nope", () => undefined))).toContain('on: `event` has no "nope"');
    });

    it("refuses questions to sync and listen that cannot be, and asks the network nothing", async () => {
      net.calls.length = 0;
      const bad: readonly (readonly [() => unknown, string])[] = [
        [() => loose.sync(null), "sync: the options must be an object"],
        [() => loose.sync({ signal: {} }), "sync: `signal` must be an AbortSignal"],
        [() => loose.sync({ surface: ["mentions"] }), 'sync: there is no option "surface"'],
        [() => loose.sync({ surfaces: "mentions" }), "sync: `surfaces` must be a list"],
        [() => loose.sync({ accounts: "plaza:1" }), "sync: `accounts` must be a list"],
        [() => loose.listen(), "listen: the options must be an object"],
        [() => loose.listen({}), "listen: `signal` is missing"],
        [() => loose.listen({ signal: undefined }), "listen: `signal` is missing"],
        [() => loose.listen({ signal: "now" }), "listen: `signal` must be an AbortSignal"],
      ];
      for (const [call, words] of bad) expect(await refusalOf(call)).toContain(words);
      expect(net.calls).toEqual([]);
    });

    it("refuses lists that cannot be", async () => {
      const bad: readonly (readonly [keyof Loose, unknown, string])[] = [
        ["items", null, "the options must be an object"],
        ["items", { kind: ["comment"] }, 'there is no option "kind"'],
        ["items", { kinds: "comment" }, "`kinds` must be a list"],
        ["items", { keywords: "boots" }, "`keywords` must be a list"],
        ["items", { keywords: [5] }, "`keywords` must hold strings only"],
        ["items", { hashtags: ["#"] }, "`hashtags` has a sign without a word"],
        ["items", { surfaces: "forum" }, "`surfaces` must be a list"],
        ["items", { can: ["replay"] }, '`can` has no "replay"'],
        ["items", { can: "reply" }, "`can` must be a list"],
        ["items", { by: "sandra" }, "`by` must say who asks"],
        ["items", { by: { type: "robot", id: "x" } }, "`by` must say who asks"],
        ["items", { assignee: 5 }, "`assignee` must be a string"],
        ["items", { signal: {} }, "`signal` must be an AbortSignal"],
        ["items", { after: 5 }, "`after` must be the `next` of an earlier page"],
        ["failed", { consumer: 5 }, "`consumer` must be a string"],
        ["failed", { consumers: ["x"] }, 'there is no option "consumers"'],
        ["outbox", { states: ["nope"] }, '`states` has no "nope"; choose of held,'],
        ["outbox", { states: "held" }, "`states` must be a list"],
        ["outbox", { accounts: [] }, "`accounts` is empty"],
      ];
      for (const [call, query, words] of bad) expect(await refusalOf(() => loose[call](query))).toContain(`${call}: ${words}`);
    });
  });
});
