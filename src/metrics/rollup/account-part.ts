/**
 * What a rollup keeps of one account.
 * @module
 */
import type { AccountKey } from "../../model/keys.js";
import type { EngagementBase } from "../engagement/counts.js";
import type { Question, Readings } from "../engagement/readings.js";
import { reasonOf } from "../responsiveness/standing.js";
import { Distinct, type DistinctJson } from "./distinct.js";
import { fail, readFields, readList, readText, readWhole } from "./foreign.js";
import { tones, writers } from "./gather.js";
import { Promises, type PromisesJson } from "./promises.js";
import { Rates, type RatesJson } from "./rates.js";
import { Waits, type Wait, type WaitsJson } from "./waits.js";
import { Words } from "./words.js";

/** How things are kept, the same for all accounts of a rollup. */
export interface Frame {
  /** Within how many milliseconds a reply is asked for, smallest first. */
  readonly limits: readonly number[];
  /** Whether waits are kept in working time as well. */
  readonly hasSchedule: boolean;
  /** Whether replies are promised within a time. */
  readonly hasPromises: boolean;
  /** The engagement rates that are kept, by what they are divided by. */
  readonly questions: ReadonlyMap<EngagementBase, Question>;
  /** Says whether a bucket may begin at an instant. */
  readonly isStart: (at: number) => boolean;
}

const counters = ["inbound", "outbound", "own", "inboundNotes", "outboundNotes"] as const;

/** What is kept of one bucket. */
export class Cell {
  /** What others said to us. */
  inbound = 0;
  /** What we said. */
  outbound = 0;
  /** What came in, but from one of us. */
  own = 0;
  /** Notes among what came in. */
  inboundNotes = 0;
  /** Notes among what went out. */
  outboundNotes = 0;
  /** The members who wrote. */
  authors: Distinct = new Distinct(12);

  /** Adds what another holds. */
  merge(other: Cell): void {
    for (const name of counters) this[name] += other[name];
    this.authors.merge(other.authors);
  }
}

/** What `toJSON` gives of one bucket. */
export interface CellJson {
  readonly start: string;
  readonly said: readonly number[];
  readonly authors: DistinctJson;
}

/** What `toJSON` gives of one account. */
export interface AccountJson {
  readonly account: AccountKey;
  readonly buckets: readonly CellJson[];
  readonly waits: WaitsJson;
  readonly firstWaits: WaitsJson;
  readonly promises?: PromisesJson;
  readonly noWaits: Readonly<Record<string, number>>;
  readonly writers: Readonly<Record<string, number>>;
  readonly tones: Readonly<Record<string, number>>;
  readonly rates: Readonly<Partial<Record<EngagementBase, RatesJson>>>;
}

const wordsOf = { noWaits: Object.values(reasonOf), writers: writers.slice(1), tones: tones.slice(1) } as const;

/** Everything of one account, or of several that were added up. */
export class AccountPart {
  /** By the instant at which a bucket begins. */
  readonly cells: Map<number, Cell> = new Map();
  /** All waits. */
  readonly waits: Waits;
  /** The waits of first messages. */
  readonly firstWaits: Waits;
  /** What became of promises, where any are made. */
  readonly promises: Promises | undefined;
  /** How many messages took no part in waits, by reason. */
  readonly noWaits: Words = new Words();
  /** Who wrote how many of the messages, by kind of person. */
  readonly writers: Words = new Words();
  /** How messages sound, or why that does not count. */
  readonly tones: Words = new Words();
  /** Engagement by base. */
  readonly rates: Map<EngagementBase, Rates> = new Map();
  readonly #frame: Frame;

  constructor(frame: Frame) {
    this.#frame = frame;
    this.waits = Waits.empty(frame.limits, frame.hasSchedule);
    this.firstWaits = Waits.empty(frame.limits, frame.hasSchedule);
    if (frame.hasPromises) this.promises = new Promises(frame.hasSchedule);
  }

  /** The bucket that begins at an instant. */
  cellAt(start: number): Cell {
    let cell = this.cells.get(start);
    if (cell === undefined) {
      cell = new Cell();
      this.cells.set(start, cell);
    }
    return cell;
  }

  /** Adds a wait. */
  addWait(wait: Wait): void {
    this.waits.add(wait);
    if (wait.isFirst) this.firstWaits.add(wait);
    this.promises?.add(wait);
  }

  /** Adds waits that ended because the members deleted all that waited. */
  addWithdrawn(count: number, isFirst: boolean): void {
    this.waits.withdrawn += count;
    if (isFirst) this.firstWaits.withdrawn += count;
  }

  /** Adds posts. */
  addPosts(base: EngagementBase, readings: Readings, question: Question): void {
    this.#ratesBy(base, question).add(readings, question);
  }

  /** Adds what another of the same frame has added. */
  merge(other: AccountPart): void {
    for (const [start, cell] of other.cells) this.cellAt(start).merge(cell);
    this.waits.merge(other.waits);
    this.firstWaits.merge(other.firstWaits);
    if (other.promises !== undefined) this.promises?.merge(other.promises);
    this.noWaits.merge(other.noWaits);
    this.writers.merge(other.writers);
    this.tones.merge(other.tones);
    for (const [base, question] of this.#frame.questions) {
      const theirs = other.rates.get(base);
      if (theirs !== undefined) this.#ratesBy(base, question).merge(theirs);
    }
  }

  /** Writes it down. */
  toJSON(account: AccountKey): AccountJson {
    const cells = [...this.cells].sort(([a], [b]) => a - b);
    return {
      account,
      buckets: cells.map(([start, cell]) => ({
        start: new Date(start).toISOString(),
        said: counters.map((name) => cell[name]),
        authors: cell.authors.toJSON(),
      })),
      waits: this.waits.toJSON(),
      firstWaits: this.firstWaits.toJSON(),
      ...(this.promises !== undefined && { promises: this.promises.toJSON() }),
      noWaits: this.noWaits.toJSON(),
      writers: this.writers.toJSON(),
      tones: this.tones.toJSON(),
      rates: Object.fromEntries([...this.rates].sort(([a], [b]) => (a < b ? -1 : 1)).map(([base, rates]) => [base, rates.toJSON()])),
    };
  }

  /** Reads the part of an account back. */
  static fromJSON(json: unknown, path: string, frame: Frame): readonly [AccountKey, AccountPart] {
    const names = ["account", "buckets", "waits", "firstWaits", "noWaits", "writers", "tones", "rates"];
    const { limits, hasSchedule, hasPromises, questions, isStart } = frame;
    const fields = readFields(json, path, hasPromises ? [...names, "promises"] : names);
    const read = new AccountPart(frame);
    let last = Number.NEGATIVE_INFINITY;
    for (const [index, bucket] of readList(fields["buckets"], `${path}.buckets`).entries()) {
      const at = `${path}.buckets[${index}]`;
      const cell = readFields(bucket, at, ["start", "said", "authors"]);
      const text = readText(cell["start"], `${at}.start`);
      const start = Date.parse(text);
      if (Number.isNaN(start) || new Date(start).toISOString() !== text || start <= last || !isStart(start))
        fail(`${at}.start`, "where a bucket begins");
      last = start;
      const ours = read.cellAt(start);
      const said = readList(cell["said"], `${at}.said`);
      if (said.length !== counters.length) fail(`${at}.said`, "as long as it should be");
      for (const [place, name] of counters.entries()) ours[name] = readWhole(said[place], `${at}.said[${place}]`);
      ours.authors = Distinct.fromJSON(cell["authors"], `${at}.authors`, 12);
    }
    read.waits.merge(Waits.fromJSON(fields["waits"], `${path}.waits`, limits, hasSchedule));
    read.firstWaits.merge(Waits.fromJSON(fields["firstWaits"], `${path}.firstWaits`, limits, hasSchedule));
    if (
      read.firstWaits.elapsed.answered.n > read.waits.elapsed.answered.n ||
      read.firstWaits.unanswered > read.waits.unanswered ||
      read.firstWaits.withdrawn > read.waits.withdrawn
    )
      fail(`${path}.firstWaits`, "a part of the waits");
    const waits = read.waits.elapsed.answered.n + read.waits.unanswered;
    if (hasPromises) read.promises?.merge(Promises.fromJSON(fields["promises"], `${path}.promises`, hasSchedule, waits));
    for (const [name, words] of Object.entries(wordsOf) as [keyof typeof wordsOf, readonly string[]][])
      read[name].merge(Words.fromJSON(fields[name], `${path}.${name}`, words));
    const rates = readFields(
      fields["rates"],
      `${path}.rates`,
      [...questions.keys()].map((base) => `${base}?`),
    );
    for (const [base, question] of questions)
      if (rates[base] !== undefined) read.rates.set(base, Rates.fromJSON(rates[base], `${path}.rates.${base}`, question.kinds.length));
    return [readText(fields["account"], `${path}.account`), read];
  }

  #ratesBy(base: EngagementBase, question: Question): Rates {
    let rates = this.rates.get(base);
    if (rates === undefined) {
      rates = new Rates(question.kinds.length);
      this.rates.set(base, rates);
    }
    return rates;
  }
}
