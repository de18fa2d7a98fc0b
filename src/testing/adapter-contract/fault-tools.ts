/**
 * What behaviours about faults share.
 * @module
 */
import { all } from "./bench.js";
import type { Bench } from "./bench.js";
import { expectThat, expectThere } from "../assert.js";
import type { Fault, PushFault } from "../faults.js";
import { isFolkmootError } from "../../errors.js";
import type { PushedEvent, ReceivedCall } from "../exchange.js";

/** A fault, with the places in the lists of calls and of pushes from where it may hit. */
interface Injected {
  readonly fault: Fault;
  readonly from: number;
  readonly pushedFrom: number;
}

/** Faults of each bench. */
const injected = new WeakMap<Bench, Injected[]>();

/** Faults of what the network tells by itself. */
const ofPushes: ReadonlySet<string> = new Set<PushFault["type"]>(["redelivery", "reordering", "dead-socket"]);

/**
 * Faults that may find nothing to hit. Not every list has a place that can repeat (a search goes by numbers), answers to writes may be empty,
 * and then there is no field to add one to.
 */
const mayMiss = ({ on, do: { type } }: Fault): boolean => type === "repeat-cursor" || (type === "unknown-fields" && on?.effect === "write");

/** Makes something go wrong. */
export function inject(bench: Bench, fault: Fault): void {
  const pushedFrom = bench.world.pushes?.().length ?? 0;
  injected.set(bench, [...(injected.get(bench) ?? []), { fault, from: calls(bench).length, pushedFrom }]);
  expectThere(bench.world.inject, "faults")(fault);
}

/** Demands that every fault has hit a call or an event: a behaviour whose fault hits nothing says nothing. */
export function expectHits(bench: Bench): void {
  for (const { fault, from, pushedFrom } of injected.get(bench) ?? []) {
    const { type } = fault.do;
    const isOfPushes = ofPushes.has(type);
    const met: readonly (ReceivedCall | PushedEvent)[] = isOfPushes ? pushes(bench).slice(pushedFrom) : calls(bench).slice(from);
    const isHit = met.some(({ faults }) => faults.some((one) => one === type));
    expectThat(
      isHit || mayMiss(fault),
      `the fault ${type} hits ${isOfPushes ? "an event that the network pushes" : "a call that the adapter makes"}`,
    );
  }
}

/** Gives everything that the network told by itself. */
function pushes(bench: Bench): readonly PushedEvent[] {
  return expectThere(bench.world.pushes, "the list of pushes")();
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

/** Lets a member say something that can be answered, and the answer be read. Resolves to its id. */
export async function answerable(bench: Bench): Promise<string> {
  const { world } = bench;
  const by = await bench.member(0);
  const id =
    world.answersAnybody === false
      ? await world.reply(by, await bench.ownPost(), bench.words("hello"))
      : await world.mention(by, world.brand, bench.words("hello"));
  await world.settle();
  return id;
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
