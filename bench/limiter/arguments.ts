/** What was asked for on the command line. */
import { parseArgs } from "node:util";

export interface Asked {
  /** Draw all servers. Ours is judged on each of them, the peers stand beside it on the first. */
  readonly seeds: readonly [number, ...number[]];
  /** Parts to run; empty: all. */
  readonly only: readonly string[];
  /** Leave out what takes long. */
  readonly fast: boolean;
  /** Print each refusal of ours. */
  readonly trace: boolean;
  /** Only variations whose name has this in it, without the peers. */
  readonly variation: string;
  /** Say on stderr what runs. */
  readonly progress: boolean;
  /** Ours alone. */
  readonly alone: boolean;
}

/** @throws Error when a seed is not a whole number, or an option is not known. */
export function readArguments(words: readonly string[]): Asked {
  const { values } = parseArgs({
    args: [...words],
    options: {
      seeds: { type: "string", default: "11,12" },
      only: { type: "string", multiple: true, default: [] },
      fast: { type: "boolean", default: false },
      variation: { type: "string", default: "" },
      progress: { type: "boolean", default: false },
      trace: { type: "boolean", default: false },
      alone: { type: "boolean", default: false },
    },
  });
  const [first, ...others] = values.seeds.split(",").map(Number);
  if (first === undefined || ![first, ...others].every(Number.isInteger))
    throw new Error(`--seeds takes whole numbers, e.g. 11,12, not "${values.seeds}".`);
  return { ...values, seeds: [first, ...others] };
}
