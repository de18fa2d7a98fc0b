/**
 * Behaviours: what a contract suite consists of, whatever runs the tests.
 * @module
 */

/**
 * One thing that has to hold. A contract suite gives a list of them; the host hands each to its own test runner.
 *
 * @example
 * for (const { name, run } of storeContract({ create })) it(name, run);
 */
export interface Behaviour {
  /** What holds, as a sentence in the present tense. Unique in its suite. */
  readonly name: string;
  /** Checks it on something new. Rejects with an error that says what was expected. */
  readonly run: () => Promise<void>;
}
