/** One of four processes: saturates a server that lives in the parent, which plays the way there and back. */
import type { ServerAnswer } from "../../tests/limits/servers/index.js";
import { windows } from "./families.js";
import { sharedClients } from "./shared-clients.js";
import { sleep } from "./sleep.js";

const [name = "", url = "", busy = "20", seed = "1"] = process.argv.slice(3);
const contender = sharedClients(url).find((one) => one.name === name);
const variation = { name: "300 in 2 s", minMs: 80, maxMs: 160, capacity: 300, windowMs: 2_000 };
const waiting = new Map<number, (answer: ServerAnswer) => void>();
let calls = 0;
let begin = (): void => undefined;
const begun = new Promise<void>((go) => (begin = go));
process.on("message", (message: { readonly id?: number; readonly answer: ServerAnswer }) => {
  if (message.id === undefined) {
    begin();
    return;
  }
  waiting.get(message.id)?.(message.answer);
  waiting.delete(message.id);
});
// The parent has ended, and so does this.
process.on("error", () => process.exit());
process.on("disconnect", () => process.exit());
const send = (): Promise<ServerAnswer> =>
  new Promise((resolve) => {
    const id = ++calls;
    waiting.set(id, resolve);
    process.send?.({ id }, undefined, undefined, () => undefined);
  });
const client = await contender?.make({
  family: windows,
  variation,
  quota: windows.quota(variation),
  routes: ["/"],
  slots: 20,
  seed: Number(seed),
});
if (client === undefined) throw new Error(`Nobody is called ${name}.`);
const work = async (pauseMs: number): Promise<void> => {
  for (;;) {
    await client.call({ route: "/", urgent: false, send });
    if (pauseMs > 0) await sleep(pauseMs);
  }
};
process.send?.({ ready: true });
await begun;
// 20 callers that never rest, or one that sends about ten a second.
await Promise.all(Array.from({ length: Number(busy) }, () => work(Number(busy) === 1 ? 100 : 0)));
