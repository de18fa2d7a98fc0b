/**
 * Gives every property test the same numbers in every run, so that what fails here fails everywhere.
 * `FC_SEED=random` explores, `FC_SEED=<whole number>` repeats a run; `FC_RUNS` says how often a property is tried (default 100).
 */
import fc from "fast-check";

const { FC_SEED: wanted = "20260301", FC_RUNS: runs } = process.env;
const whole = (name: string, text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value))
    throw new Error(`${name} must be a whole number${name === "FC_SEED" ? ' or "random"' : ""}, not "${text}".`);
  return value;
};

fc.configureGlobal({
  ...(wanted === "random" ? {} : { seed: whole("FC_SEED", wanted) }),
  ...(runs === undefined ? {} : { numRuns: whole("FC_RUNS", runs) }),
});
