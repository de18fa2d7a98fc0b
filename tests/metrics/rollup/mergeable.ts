/** What every mergeable state has to hold, checked by cutting what was added into parts and joining them in another way. */
import fc from "fast-check";
import { expect } from "vitest";

/** A state that takes things in and can be joined with another. */
export interface Mergeable<S> {
  merge(other: S): unknown;
  toJSON(): unknown;
}

/** How things are dealt out to parts, and in which order the parts are joined. */
export interface Deal {
  /** The part of each thing, taken in turns. */
  readonly parts: readonly number[];
  /** Which two of the parts that are left are joined next. */
  readonly joins: readonly (readonly [number, number])[];
}

/** Draws deals among at most five parts. */
export const deals: fc.Arbitrary<Deal> = fc.record({
  parts: fc.array(fc.nat(4), { minLength: 1, maxLength: 40 }),
  joins: fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 4, maxLength: 4 }),
});

/** Deals things out to five states and joins those, in the order of the deal. */
export function dealOut<T, S extends Mergeable<S>>(things: readonly T[], deal: Deal, make: () => S, add: (state: S, thing: T) => void): S {
  const states = Array.from({ length: 5 }, make);
  things.forEach((thing, index) => {
    add(states[deal.parts[index % deal.parts.length] ?? 0]!, thing);
  });
  for (const [one, other] of deal.joins) {
    const [a] = states.splice(one % states.length, 1);
    const b = states[other % states.length]!;
    b.merge(a!);
  }
  return states[0]!;
}

/** JSON, as another process would read it. */
export const wired = (state: { toJSON(): unknown }): unknown => JSON.parse(JSON.stringify(state)) as unknown;

/** Expects that a whole says the same however it was cut, ordered, joined, written down and read back in between. */
export function expectMergeable<T, S extends Mergeable<S>>(given: {
  readonly things: fc.Arbitrary<readonly T[]>;
  readonly make: () => S;
  readonly add: (state: S, thing: T) => void;
  readonly read: (json: unknown) => S;
}): void {
  const { things, make, add, read } = given;
  fc.assert(
    fc.property(
      things.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray([...list], { minLength: list.length }))),
      deals,
      deals,
      ([list, shuffled], one, other) => {
        const whole = make();
        for (const thing of list) add(whole, thing);
        const json = JSON.stringify(whole);
        expect(JSON.stringify(dealOut(list, one, make, add))).toBe(json);
        expect(JSON.stringify(dealOut(shuffled, other, make, add))).toBe(json);
        expect(JSON.stringify(read(wired(whole)))).toBe(json);
        // Read back, it goes on as if nothing had happened.
        const half = Math.floor(list.length / 2);
        const first = make();
        for (const thing of list.slice(0, half)) add(first, thing);
        const rest = read(wired(first));
        for (const thing of list.slice(half)) add(rest, thing);
        expect(JSON.stringify(rest)).toBe(json);
        // Asking changes nothing, and what was joined in still stands for itself.
        const part = make();
        for (const thing of list) add(part, thing);
        const sum = make();
        sum.merge(part);
        expect(JSON.stringify(part)).toBe(json);
        expect(JSON.stringify(sum)).toBe(json);
      },
    ),
  );
}

/** Expects that JSON in which one thing was spoilt is refused, naming a field. */
export function expectRefused(read: (json: unknown) => unknown, json: unknown, named: string): void {
  const refused: unknown = expect.objectContaining({
    name: "FolkmootError",
    code: "invalid-request",
    message: expect.stringContaining(named) as string,
  });
  expect(() => read(json), named).toThrow(refused);
}
