/**
 * What behaviours about faults share.
 * @module
 */
import { all } from "./bench.js";
import type { Bench } from "./bench.js";
import { expectThat, expectThere } from "../assert.js";
import type { Fault } from "../faults.js";
import { isFolkmootError } from "../../errors.js";
import type { ReceivedCall } from "../exchange.js";

/** Faults of each bench, with the place in the list of calls from where they may hit. */
const injected = new WeakMap<Bench, { readonly fault: Fault; readonly from: number }[]>();

/** Faults that need something in an answer that not every network's has; those of events are in no list of calls. */
const needless: ReadonlySet<Fault["do"]["type"]> = new Set([
  "repeat-cursor",
  "empty-page",
  "redelivery",
  "reordering",
  "dead-socket",
] as const);

/** Answers to writes may be empty, and then there is no field to add one to. */
const mayMiss = ({ on, do: { type } }: Fault): boolean => needless.has(type) || (type === "unknown-fields" && on?.effect === "write");

/** Makes something go wrong. */
export function inject(bench: Bench, fault: Fault): void {
  injected.set(bench, [...(injected.get(bench) ?? []), { fault, from: calls(bench).length }]);
  expectThere(bench.world.inject, "faults")(fault);
}

/** Demands that every fault has hit a call: a behaviour whose fault hits nothing says nothing. */
export function expectHits(bench: Bench): void {
  for (const { fault, from } of injected.get(bench) ?? []) {
    const { type } = fault.do;
    const isHit = calls(bench)
      .slice(from)
      .some(({ faults }) => faults.includes(type));
    expectThat(isHit || mayMiss(fault), `the fault ${type} hits a call that the adapter makes`);
  }
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
