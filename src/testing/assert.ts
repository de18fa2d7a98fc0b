/**
 * Assertions for contract suites: no test runner, and messages that tell a person what was expected.
 * @module
 */

/** Says that something which had to hold did not. */
export class ExpectationError extends Error {
  override readonly name: string = "ExpectationError";
}

/**
 * Demands that something holds.
 *
 * @param expected - What had to hold, as a sentence: `the second insert is refused`.
 * @throws ExpectationError when it does not.
 */
export function expectThat(holds: boolean, expected: string): asserts holds {
  if (!holds) throw new ExpectationError(`Expected that ${expected}.`);
}

/**
 * Demands that two plain JSON values are the same; the order of fields does not matter, an absent field is not `undefined`.
 *
 * @param expected - What the value stands for: `the order of the claims`.
 * @throws ExpectationError showing both.
 */
export function expectSame(actual: unknown, wanted: unknown, expected: string): void {
  if (!isSame(actual, wanted)) throw new ExpectationError(`Expected of ${expected}: ${show(wanted)}. Got: ${show(actual)}.`);
}

/**
 * Demands that something is there, and returns it.
 *
 * @throws ExpectationError when it is `undefined` or `null`.
 */
export function expectThere<T>(value: T, expected: string): NonNullable<T> {
  if (value === undefined || value === null) throw new ExpectationError(`Expected ${expected}, but there was nothing.`);
  return value;
}

/**
 * Demands that work fails, and returns what it failed with.
 *
 * @throws ExpectationError when it succeeds.
 */
export async function expectFailure(work: () => Promise<unknown>, expected: string): Promise<unknown> {
  let result: unknown;
  try {
    result = await work();
  } catch (error) {
    return error;
  }
  throw new ExpectationError(`Expected that ${expected}, but it succeeded with ${show(result)}.`);
}

function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  return left.length === right.size && left.every(([name, part]) => right.has(name) && isSame(part, right.get(name)));
}

function show(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return String(value);
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
}
