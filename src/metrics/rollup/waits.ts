/**
 * How long members waited.
 * @module
 */
import { fail, readFields, readList, readWhole } from "./foreign.js";
import { Quantiles, type QuantilesJson } from "./quantiles.js";

/** Which time counts: what passed, or what of it lay in business hours. */
export type WaitClock = "elapsed" | "working";

/** One wait. */
export interface Wait {
  /** How long it took, or until now. Milliseconds. */
  readonly elapsedMs: number;
  /** The same in working time, where there is a schedule. */
  readonly workingMs: number | undefined;
  /** Whether we replied. */
  readonly isAnswered: boolean;
  /** Whether it is the first of its conversation, or the first after a silence. */
  readonly isFirst: boolean;
  /** Within how many milliseconds a reply was promised, where one was. */
  readonly targetMs: number | undefined;
}

/** What `toJSON` gives of one clock: the answered, and of each limit how many met it, and how many could have. */
export interface ClockJson {
  readonly answered: QuantilesJson;
  readonly within: readonly (readonly [met: number, due: number])[];
}

/** What `toJSON` gives of all waits, or of the first ones. */
export interface WaitsJson {
  readonly unanswered: number;
  readonly withdrawn: number;
  readonly elapsed: ClockJson;
  readonly working?: ClockJson;
}

/** Waits by one clock. */
export class Clocked {
  /** The waits that were answered. */
  readonly answered: Quantiles;
  readonly #limits: readonly number[];
  readonly #met: number[];
  readonly #due: number[];

  /** `limits` = within how many milliseconds a reply is asked for, smallest first. */
  constructor(limits: readonly number[], answered: Quantiles = new Quantiles(), within: readonly (readonly [number, number])[] = []) {
    this.#limits = limits;
    this.answered = answered;
    this.#met = limits.map((_, at) => within[at]?.[0] ?? 0);
    this.#due = limits.map((_, at) => within[at]?.[1] ?? 0);
  }

  /** Adds a wait. */
  add(ms: number, isAnswered: boolean): void {
    if (isAnswered) this.answered.add(ms);
    for (let at = 0; at < this.#limits.length; at++) {
      const isWithin = ms <= (this.#limits[at] ?? 0);
      if (isAnswered && isWithin) this.#met[at] = (this.#met[at] ?? 0) + 1;
      // Who waits and still has time is not due.
      if (isAnswered || !isWithin) this.#due[at] = (this.#due[at] ?? 0) + 1;
    }
  }

  /** Adds what another of the same limits has added. */
  merge(other: Clocked): void {
    this.answered.merge(other.answered);
    for (const at of this.#limits.keys()) {
      this.#met[at] = (this.#met[at] ?? 0) + (other.#met[at] ?? 0);
      this.#due[at] = (this.#due[at] ?? 0) + (other.#due[at] ?? 0);
    }
  }

  /** How many were answered within a limit, and how many could have been: not who waits and still has time. Nothing where it is none of the limits. */
  within(limit: number): { readonly met: number; readonly due: number } | undefined {
    const at = this.#limits.indexOf(limit);
    return at < 0 ? undefined : { met: this.#met[at] ?? 0, due: this.#due[at] ?? 0 };
  }

  toJSON(): ClockJson {
    return { answered: this.answered.toJSON(), within: this.#limits.map((_, at) => [this.#met[at] ?? 0, this.#due[at] ?? 0] as const) };
  }

  /** Reads waits back. `unanswered` = how many were not answered. */
  static fromJSON(json: unknown, path: string, limits: readonly number[], unanswered: number): Clocked {
    const fields = readFields(json, path, ["answered", "within"]);
    const answered = Quantiles.fromJSON(fields["answered"], `${path}.answered`);
    const within = readList(fields["within"], `${path}.within`).map((pair, at): readonly [number, number] => {
      const [met, due, ...more] = readList(pair, `${path}.within[${at}]`).map((count) => readWhole(count, `${path}.within[${at}]`));
      if (met === undefined || due === undefined || more.length > 0) return fail(`${path}.within[${at}]`, "two numbers");
      if (met > answered.n || due < answered.n || due > answered.n + unanswered) fail(`${path}.within[${at}]`, "a part of the waits");
      return [met, due];
    });
    if (within.length !== limits.length) fail(`${path}.within`, "one entry a limit");
    return new Clocked(limits, answered, within);
  }
}

/** All waits, or the first ones: by elapsed time and, where there is a schedule, by working time. */
export class Waits {
  /** By elapsed time. */
  readonly elapsed: Clocked;
  /** By working time. */
  readonly working: Clocked | undefined;
  /** How many ended because the members deleted all that waited. */
  withdrawn = 0;
  #unanswered = 0;

  constructor(elapsed: Clocked, working: Clocked | undefined) {
    this.elapsed = elapsed;
    this.working = working;
  }

  /** Begins with nothing. */
  static empty(limits: readonly number[], hasSchedule: boolean): Waits {
    return new Waits(new Clocked(limits), hasSchedule ? new Clocked(limits) : undefined);
  }

  /** How many are not answered. */
  get unanswered(): number {
    return this.#unanswered;
  }

  /** Adds a wait. */
  add({ elapsedMs, workingMs, isAnswered }: Wait): void {
    if (!isAnswered) this.#unanswered++;
    this.elapsed.add(elapsedMs, isAnswered);
    if (workingMs !== undefined) this.working?.add(workingMs, isAnswered);
  }

  /** Adds what another of the same kind has added. */
  merge(other: Waits): void {
    this.#unanswered += other.#unanswered;
    this.withdrawn += other.withdrawn;
    this.elapsed.merge(other.elapsed);
    if (other.working !== undefined) this.working?.merge(other.working);
  }

  toJSON(): WaitsJson {
    return {
      unanswered: this.#unanswered,
      withdrawn: this.withdrawn,
      elapsed: this.elapsed.toJSON(),
      ...(this.working !== undefined && { working: this.working.toJSON() }),
    };
  }

  /** Reads waits back. */
  static fromJSON(json: unknown, path: string, limits: readonly number[], hasSchedule: boolean): Waits {
    const fields = readFields(json, path, ["unanswered", "withdrawn", "elapsed", ...(hasSchedule ? ["working"] : [])]);
    const unanswered = readWhole(fields["unanswered"], `${path}.unanswered`);
    const elapsed = Clocked.fromJSON(fields["elapsed"], `${path}.elapsed`, limits, unanswered);
    const working = hasSchedule ? Clocked.fromJSON(fields["working"], `${path}.working`, limits, unanswered) : undefined;
    if (working !== undefined && working.answered.n !== elapsed.answered.n) fail(`${path}.working`, "as many as by elapsed time");
    const read = new Waits(elapsed, working);
    read.#unanswered = unanswered;
    read.withdrawn = readWhole(fields["withdrawn"], `${path}.withdrawn`);
    return read;
  }
}
