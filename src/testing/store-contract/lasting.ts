/**
 * Lasting: what is there after the process has ended and begun again. Only for stores that outlive one.
 * @module
 */
import { expectSame } from "../assert.js";
import type { Behaviours } from "./behaviours.js";
import {
  changeKey,
  changesIn,
  claim,
  end,
  finish,
  keysOf,
  listed,
  message,
  messageWrite,
  one,
  outboxWrite,
  outgoing,
  put,
} from "./samples.js";

/** What lasts. */
export const lasting: Behaviours = {
  "still has rows and versions after it was opened again": async (store, reopen) => {
    await put(store, messageWrite(message(1)), messageWrite(message(2)));
    await put(store, messageWrite(message(1, { text: "Edited" }), 1));
    const again = await reopen(store);
    const row = await one(again, "message", message(1).key);
    expectSame([row?.version, row?.value.text], [2, "Edited"], "version and text");
    expectSame((await listed(again, "message")).length, 2, "how many messages are listed");
  },
  "goes on where each consumer was after it was opened again": async (store, reopen) => {
    await put(store, ...changesIn(["boots", "boots", "socks"]));
    const [first, third] = await claim(store, "change", { leaseMs: 1000 });
    if (first) await finish(store, [first]);
    const again = await reopen(store);
    expectSame(keysOf(await claim(again, "change", { now: 1 })), [changeKey(2)], "the claims during the lease of another worker");
    const late = await claim(again, "change", { now: 1000, limit: 1 });
    expectSame([keysOf(late), late[0]?.attempt], [[changeKey(3)], 2], "claim and attempt after it");
    if (third) expectSame(await again.settle([end(third)]), [false], "the answer to the worker from before");
  },
  "hands out a write that was being sent when the process died": async (store, reopen) => {
    await put(store, outboxWrite(outgoing(1)));
    await claim(store, "outbox", { leaseMs: 1000 });
    await put(store, outboxWrite(outgoing(1, { state: "sending" })));
    const again = await reopen(store);
    const [found] = await claim(again, "outbox", { now: 1000 });
    expectSame([found?.value.state, found?.attempt], ["sending", 2], "state and attempt");
  },
};
