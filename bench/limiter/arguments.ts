/** What was asked for on the command line. */
import { parseArgs } from "node:util";

export interface Asked {
  /** Draws all servers. */
  readonly seed: number;
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

export function readArguments(words: readonly string[]): Asked {
  const { values } = parseArgs({
    args: [...words],
    options: {
      seed: { type: "string", default: "1" },
      only: { type: "string", multiple: true, default: [] },
      fast: { type: "boolean", default: false },
      variation: { type: "string", default: "" },
      progress: { type: "boolean", default: false },
      trace: { type: "boolean", default: false },
      alone: { type: "boolean", default: false },
    },
  });
  return { ...values, seed: Number(values.seed) };
}
