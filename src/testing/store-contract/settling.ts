/**
 * Settling: fences, retries, the dead, and the writes that go along.
 * @module
 */
import type { Write } from "../../store/store.js";
import { expectSame } from "../assert.js";
import type { Behaviours } from "./behaviours.js";
import {
  at,
  changeKey,
  changesIn,
  claim,
  end,
  finish,
  home,
  keysOf,
  message,
  messageWrite,
  one,
  outboxKey,
  outboxWrite,
  outgoing,
  put,
} from "./samples.js";

const grave: Write = {
  collection: "dead",
  key: `${home}:dead:crm:1`,
  value: {
    id: "created-1",
    type: "message.created",
    account: home,
    consumer: "crm",
    attempts: 1,
    error: { code: "server-error", message: "The handler failed.", retryable: true },
    at: at(1),
  },
};

/** What settling has to keep. */
export const settling: Behaviours = {
  "never hands out again what is done": async (store) => {
    await put(store, ...changesIn(["boots"]));
    await finish(store, await claim(store, "change"));
    expectSame(keysOf(await claim(store, "change", { now: 10 ** 12 })), [], "claims for ever after");
  },
  "changes and writes nothing under an old fence": async (store) => {
    await put(store, ...changesIn(["boots", "boots"]));
    const [slow] = await claim(store, "change", { now: 0, leaseMs: 1000 });
    const [fast] = await claim(store, "change", { now: 1000 });
    if (slow === undefined || fast === undefined) throw new Error("Expected that an entry is claimed again after its lease.");
    expectSame(await store.settle([end(slow)], [messageWrite(message(7))]), [false], "the answer to the slow worker");
    expectSame(await one(store, "message", message(7).key), undefined, "what the slow worker wrote");
    expectSame(keysOf(await claim(store, "change", { now: 1001 })), [], "claims while the fast one works");
    expectSame(await store.settle([end(fast)], [messageWrite(message(7))]), [true], "the answer to the fast worker");
    expectSame((await one(store, "message", message(7).key))?.version, 1, "the version of what the fast worker wrote");
  },
  "takes a claim whose lease ran out, as long as nobody else has the entry": async (store) => {
    await put(store, ...changesIn(["boots", "boots"]));
    const [slow] = await claim(store, "change", { now: 0, leaseMs: 1 });
    if (slow) expectSame(await store.settle([end(slow)]), [true], "the answer");
    expectSame(keysOf(await claim(store, "change", { now: 99 })), [changeKey(2)], "the next claim");
  },
  "settles once": async (store) => {
    await put(store, ...changesIn(["boots"]));
    const [first] = await claim(store, "change");
    if (first === undefined) throw new Error("Expected a claim.");
    expectSame(await store.settle([end(first)]), [true], "the first answer");
    expectSame(await store.settle([end(first, "change", { as: "retry" })], [messageWrite(message(7))]), [false], "the second answer");
    expectSame(await one(store, "message", message(7).key), undefined, "what the second one wrote");
    expectSame(keysOf(await claim(store, "change", { now: 10 ** 12 })), [], "claims after that");
  },
  "settles nothing that was never claimed": async (store) => {
    await put(store, ...changesIn(["boots"]));
    const stranger = { from: "change", consumer: "crm", key: changeKey(1), fence: 1, as: "done" } as const;
    expectSame(await store.settle([stranger], [messageWrite(message(7))]), [false], "the answer");
    expectSame(await one(store, "message", message(7).key), undefined, "what was written");
    expectSame(keysOf(await claim(store, "change")), [changeKey(1)], "the claims");
  },
  "settles nothing for another consumer": async (store) => {
    await put(store, ...changesIn(["boots", "boots"]));
    const [mine] = await claim(store, "change");
    await claim(store, "change", { consumer: "search" });
    if (mine) await store.settle([end(mine)]);
    expectSame(keysOf(await claim(store, "change", { consumer: "search", now: 1 })), [], "claims of the other consumer");
  },
  "settles all or nothing": async (store) => {
    await put(store, ...changesIn(["a", "b"]));
    const [first, second] = await claim(store, "change");
    if (first === undefined || second === undefined) throw new Error("Expected two claims.");
    const broken = [end(first), end(second, "change", { fence: second.fence + 1000 })];
    expectSame(await store.settle(broken, [messageWrite(message(7))]), [false, false], "the answers, as one fence is not ours");
    expectSame(await one(store, "message", message(7).key), undefined, "what was written");
    expectSame(await store.settle([end(first), end(second)]), [true, true], "the answers, as both are");
  },
  "settles nothing when one of the writes conflicts": async (store) => {
    await put(store, ...changesIn(["boots"]), messageWrite(message(7)));
    const [first] = await claim(store, "change", { leaseMs: 1000 });
    if (first === undefined) throw new Error("Expected a claim.");
    const answers = await store.settle([end(first)], [messageWrite(message(8)), messageWrite(message(7), "absent")]);
    expectSame(answers, [false], "the answer");
    expectSame(await one(store, "message", message(8).key), undefined, "the write without a conflict");
    expectSame((await claim(store, "change", { now: 1000 }))[0]?.attempt, 2, "the attempt after the lease");
  },
  "commits the writes of a settlement with it": async (store) => {
    await put(store, outboxWrite(outgoing(1)));
    const [first] = await claim(store, "outbox");
    if (first === undefined) throw new Error("Expected a claim.");
    const sent = await store.settle(
      [end(first, "outbox")],
      [outboxWrite(outgoing(1, { state: "sent" })), messageWrite(message(7), "absent")],
    );
    expectSame(sent, [true], "the answer");
    expectSame((await one(store, "outbox", outboxKey(1)))?.value.state, "sent", "the state");
    expectSame((await one(store, "message", message(7).key))?.version, 1, "the version of the message");
  },
  "writes without a settlement as a plain batch": async (store) => {
    expectSame(await store.settle([], [messageWrite(message(7))]), [], "the answer");
    expectSame((await one(store, "message", message(7).key))?.version, 1, "the version");
  },
  "waits until `retryAt`, and keeps the neighbours behind waiting": async (store) => {
    await put(store, ...changesIn(["boots", "boots", "socks"]));
    const first = await claim(store, "change", { now: 0 });
    const ends = first.map((of) => end(of, "change", of.key === changeKey(1) ? { as: "retry", retryAt: 5000 } : {}));
    expectSame(await store.settle(ends), [true, true], "the answers");
    expectSame(keysOf(await claim(store, "change", { now: 4999 })), [], "claims before");
    const again = await claim(store, "change", { now: 5000 });
    expectSame([keysOf(again), again[0]?.attempt], [[changeKey(1)], 2], "claim and attempt at that instant");
  },
  "hands out at once what is to be tried again without a time": async (store) => {
    await put(store, ...changesIn(["boots"]));
    const [first] = await claim(store, "change", { now: 100 });
    if (first) await store.settle([end(first, "change", { as: "retry" })]);
    expectSame((await claim(store, "change", { now: 100 }))[0]?.attempt, 2, "the attempt");
  },
  "gives more time to a worker that asks for it, and lets it settle afterwards": async (store) => {
    await put(store, ...changesIn(["boots"]));
    const [first] = await claim(store, "change", { now: 0, leaseMs: 1000 });
    if (first === undefined) throw new Error("Expected a claim.");
    expectSame(await store.settle([end(first, "change", { as: "retry", retryAt: 5000 })]), [true], "the answer to who asks for time");
    expectSame(keysOf(await claim(store, "change", { now: 4999 })), [], "claims of others meanwhile");
    expectSame(await store.settle([end(first)]), [true], "the answer at the end");
    expectSame(keysOf(await claim(store, "change", { now: 10 ** 12 })), [], "claims after that");
  },
  "never hands out again what is dead, and goes on with its neighbours": async (store) => {
    await put(store, ...changesIn(["boots", "boots"]));
    const [first] = await claim(store, "change");
    if (first === undefined) throw new Error("Expected a claim.");
    expectSame(await store.settle([end(first, "change", { as: "dead" })], [grave]), [true], "the answer");
    expectSame((await one(store, "dead", grave.key))?.version, 1, "the version of the row in `dead`");
    expectSame(keysOf(await claim(store, "change")), [changeKey(2)], "the claims after that");
    expectSame((await one(store, "change", changeKey(1)))?.version, 1, "the change itself, which stays");
  },
  "forgets the progress of a row that was deleted": async (store) => {
    await put(store, ...changesIn(["boots"]));
    const [first] = await claim(store, "change");
    if (first) await finish(store, [first]);
    await put(store, { collection: "change", key: changeKey(1), value: null });
    await put(store, ...changesIn(["boots"]));
    expectSame((await claim(store, "change"))[0]?.attempt, 1, "the attempt of the new row");
    if (first) expectSame(await store.settle([end(first)]), [false], "the answer to a worker of the old row");
  },
};
