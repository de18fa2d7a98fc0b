/**
 * How many promises were kept.
 * @module
 */
import { fail, readFields, readWhole } from "./foreign.js";
import { Words } from "./words.js";
import type { Wait, WaitClock } from "./waits.js";

/** Where promises stand, by clock, and for how many waits there was none. */
export interface PromisesJson {
  readonly none: number;
  readonly elapsed: Readonly<Record<string, number>>;
  readonly working?: Readonly<Record<string, number>>;
}

const states = ["met", "breached", "open", "overdue"] as const;

/** Counts where promises stand. */
export class Promises {
  readonly #elapsed = new Words();
  readonly #working: Words | undefined;
  #none = 0;

  constructor(hasSchedule: boolean) {
    this.#working = hasSchedule ? new Words() : undefined;
  }

  /** For how many waits nothing was promised. */
  get none(): number {
    return this.#none;
  }

  /** Adds a wait. */
  add({ elapsedMs, workingMs, isAnswered, targetMs }: Wait): void {
    if (targetMs === undefined) {
      this.#none++;
      return;
    }
    const stateOf = (ms: number): string => states[(isAnswered ? 0 : 2) + (ms <= targetMs ? 0 : 1)] ?? "";
    this.#elapsed.add(stateOf(elapsedMs));
    if (workingMs !== undefined) this.#working?.add(stateOf(workingMs));
  }

  /** Adds what another has added. */
  merge(other: Promises): void {
    this.#none += other.#none;
    this.#elapsed.merge(other.#elapsed);
    if (other.#working !== undefined) this.#working?.merge(other.#working);
  }

  /** Where promises stand: `met` and `breached` are answered, `open` and `overdue` are not. Nothing where that clock is not kept. */
  by(clock: WaitClock): Words | undefined {
    return clock === "working" ? this.#working : this.#elapsed;
  }

  toJSON(): PromisesJson {
    return {
      none: this.#none,
      elapsed: this.#elapsed.toJSON(),
      ...(this.#working !== undefined && { working: this.#working.toJSON() }),
    };
  }

  /** Reads promises back. `waits` = how many waits there were. */
  static fromJSON(json: unknown, path: string, hasSchedule: boolean, waits: number): Promises {
    const fields = readFields(json, path, ["none", "elapsed", ...(hasSchedule ? ["working"] : [])]);
    const read = new Promises(hasSchedule);
    read.#none = readWhole(fields["none"], `${path}.none`);
    for (const clock of ["elapsed", ...(hasSchedule ? (["working"] as const) : [])] as const) {
      const words = Words.fromJSON(fields[clock], `${path}.${clock}`, states);
      if (states.reduce((sum, state) => sum + words.of(state), read.#none) !== waits) fail(`${path}.${clock}`, "one a wait");
      read.by(clock)?.merge(words);
    }
    return read;
  }
}
