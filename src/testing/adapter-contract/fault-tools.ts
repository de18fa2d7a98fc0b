/**
 * What behaviours about faults share.
 * @module
 */
import { all } from "./bench.js";
import type { Bench } from "./bench.js";
import { expectThere } from "../assert.js";
import type { Fault } from "../faults.js";
import { isFolkmootError } from "../../errors.js";
import type { ReceivedCall } from "../exchange.js";

/** Makes something go wrong. */
export function inject(bench: Bench, fault: Fault): void {
  expectThere(bench.world.inject, "faults")(fault);
}

/** Gives everything that the network received. */
export function calls(bench: Bench): readonly ReceivedCall[] {
  return expectThere(bench.world.calls, "the list of calls")();
}

/** Gives what was received since, of one effect. */
export function callsSince(bench: Bench, before: number, effect: ReceivedCall["effect"]): readonly ReceivedCall[] {
  return calls(bench)
    .slice(before)
    .filter((call) => call.effect === effect);
}

/** Lets members mention the brand. Resolves to the ids, oldest first. */
export async function mentioned(bench: Bench, count = 1): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let at = 0; at < count; at += 1)
    ids.push(await bench.world.mention(await bench.member(at % 3), bench.world.brand, bench.words("hello")));
  await bench.world.settle();
  return ids;
}

/** Gives the ids of all mentions that the adapter lists. */
export async function idsIn(bench: Bench): Promise<readonly string[]> {
  return (await all(bench.op("listMentions")())).map(({ id }) => id);
}

/** How a write ended: `sent`, the code of its error, or `other` for what is no error of the package. */
export async function endOf(work: () => PromiseLike<unknown>): Promise<string> {
  try {
    await work();
    return "sent";
  } catch (error) {
    return isFolkmootError(error) ? error.code : "other";
  }
}
