/**
 * What a person could read of errors and logs, to look for what must not be in them.
 * @module
 */
import type { Bench } from "./bench.js";
import { expectThat } from "../assert.js";

const causes = (error: unknown): readonly unknown[] => {
  const chain: unknown[] = [];
  for (let at = error; at !== undefined && at !== null && chain.length < 10; at = (at as { readonly cause?: unknown }).cause)
    chain.push(at);
  return chain;
};

/** Everything that a person could read of an error: message, stack, fields and causes. */
export const legible = (error: unknown): string =>
  causes(error)
    .map((one) => {
      const own =
        typeof one === "object" && one !== null
          ? Object.getOwnPropertyNames(one).map((name) => (one as Record<string, unknown>)[name])
          : [one];
      return own.map((part) => (typeof part === "string" ? part : ((JSON.stringify(part) as string | undefined) ?? ""))).join("\n");
    })
    .join("\n");

/** Demands that neither a secret nor a word of a message is in what was logged or thrown. `what` is e.g. "the log". */
export function expectDiscreet(bench: Bench, what: string, ...shown: readonly unknown[]): void {
  const text = shown.map(legible).join("\n");
  for (const secret of bench.world.secrets()) expectThat(!text.includes(secret), `no password or token is in ${what}`);
  expectThat(!text.includes(bench.mark), `no word of a message is in ${what}`);
}
