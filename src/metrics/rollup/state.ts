/**
 * All that a rollup holds, and adding to it.
 * @module
 */
import type { AccountKey } from "../../model/keys.js";
import type { EngagementBase } from "../engagement/counts.js";
import type { AnyOptions } from "../engagement/options.js";
import { engagementBy } from "../engagement/engagement-by.js";
import type { Question } from "../engagement/readings.js";
import { isObject, refuse } from "../measure.js";
import { readEpisodeOptions, type EpisodeRules, type WorkingTime } from "../responsiveness/episode-options.js";
import type { WaitingEpisode } from "../responsiveness/episodes.js";
import { readTargets, type PriorityChange } from "../responsiveness/sla.js";
import { codeOf, reasonOf, standings } from "../responsiveness/standing.js";
import { waitStates } from "../responsiveness/waits.js";
import { businessHours } from "../time/business-hours.js";
import { calendarOf } from "../time/calendar.js";
import { AccountPart, Cell, type AccountJson, type Frame } from "./account-part.js";
import { Authors, type AuthorsJson } from "./authors.js";
import { Buckets } from "./buckets.js";
import { differenceOf } from "./canonical.js";
import { fail, readFields, readList } from "./foreign.js";
import { gatherMessages, tones, volumes, writers, type Gathered, type RollupMessage } from "./gather.js";
import { HandedIn, handedInRank, type HandedInJson } from "./handed-in.js";
import { checkInput, gatherEpisodes, gatherPosts, gatherWithdrawn, type RollupInput } from "./input.js";
import { Rates } from "./rates.js";
import { readOptions, readWritten, type RollupOptions, type RollupRules, type WrittenOptions } from "./options.js";

/** What `toJSON` gives. */
export interface StateJson {
  readonly version: 1;
  readonly options: WrittenOptions;
  readonly accounts: readonly AccountJson[];
  readonly authors: AuthorsJson;
  readonly handedIn: HandedInJson;
}

const version = 1;
const member = writers.indexOf("member");
const [inbound, outbound] = [volumes.indexOf("inbound"), volumes.indexOf("outbound")];
const unusual = {
  [volumes.indexOf("own")]: "own",
  [volumes.indexOf("inboundNotes")]: "inboundNotes",
  [volumes.indexOf("outboundNotes")]: "outboundNotes",
} as const;

/** All that a rollup holds. */
export class State {
  /** What has to agree between rollups. */
  readonly written: WrittenOptions;
  /** Who wrote how much. */
  readonly authors: Authors;
  /** What came twice. */
  readonly handedIn: HandedIn = new HandedIn();
  /** The parts of the accounts, by key. `""` = posts without a key. */
  readonly parts: Map<AccountKey, AccountPart> = new Map();
  /** The stretches of the calendar. */
  readonly buckets: Buckets;
  /** What each rate asks of a post. */
  readonly questions: ReadonlyMap<EngagementBase, Question>;
  readonly #options: RollupOptions;
  readonly #missing: readonly string[];
  readonly #hours: Pick<WorkingTime, "between"> | undefined;
  readonly #posts: AnyOptions;
  readonly #frame: Frame;

  constructor(written: WrittenOptions, rules: RollupRules) {
    this.written = written;
    this.#options = readOptions(written, rules);
    this.#missing = written.functions.filter((name) => !(name in this.#options));
    const { timeZone, every, schedule, knownAuthors, withinMs, sla } = written;
    const { weekStartsOn, whenSeveral } = this.#options;
    this.authors = new Authors(knownAuthors);
    this.buckets = new Buckets(calendarOf(timeZone, "timeZone", weekStartsOn === undefined ? {} : { weekStartsOn }), every);
    this.#hours = schedule === undefined ? undefined : businessHours(schedule, whenSeveral === undefined ? {} : { whenSeveral });
    const { kinds, countedBy, ads, replyCounts, bases } = written.engagement;
    this.#posts = { countedBy, ads, ...(kinds !== undefined && { kinds }), ...(replyCounts !== undefined && { replyCounts }) };
    this.questions = new Map(bases.map((base) => [base, engagementBy(base, this.#posts)]));
    this.#frame = {
      limits: withinMs,
      hasSchedule: this.#hours !== undefined,
      hasPromises: sla !== undefined,
      questions: this.questions,
      isStart: (at) => this.buckets.isStart(at),
    };
  }

  /** Takes something in. What is refused is refused before anything is added. */
  add(input: RollupInput): void {
    checkInput(input);
    if (this.#missing.length > 0)
      refuse(`${this.#missing.join(", ")} of the rules ${this.written.rules ?? ""} did not travel with the JSON`, "hand them to fromJSON");
    const { acknowledgements, handOffs, priorities, messages, episodes, withdrawn } = input;
    const rules = readEpisodeOptions({
      ...this.#options,
      ...(this.written.countLikesAsResponse && { acknowledgements: acknowledgements ?? [] }),
      ...(handOffs !== undefined && { handOffs }),
    });
    const targetOf = this.#targets(messages ?? [], priorities ?? []);
    const gathered = messages === undefined ? undefined : gatherMessages(messages, rules, this.#options, this.handedIn);
    const posts = gatherPosts(input, this.questions, this.#posts);
    const found = gatherEpisodes(episodes ?? [], { now: rules.now, hours: this.#hours, targetOf });
    const taken = gatherWithdrawn(withdrawn ?? {});
    // From here on nothing can fail.
    if (gathered !== undefined) {
      this.#addMessages(gathered, rules);
      this.#addWaits(gathered, rules, targetOf);
      this.handedIn.add(gathered.wanted);
    }
    for (const { account, base, readings } of posts.found) this.#addPosts(account, base, readings);
    this.handedIn.add([...posts.keys].filter((key) => this.handedIn.wants(handedInRank(key))));
    for (const { account, wait } of found) this.partOf(account).addWait(wait);
    for (const [account, count] of taken) this.partOf(account).addWithdrawn(count, false);
  }

  /** Adds what another holds, which stays as it is. */
  merge(other: State): void {
    if (other === this) refuse("A rollup is merged with itself", "merge it with the rollup of another part");
    const difference = differenceOf(this.written, other.written);
    if (difference !== undefined) refuse(`The rollups differ in ${difference}`, "merge only what was made with the same options");
    for (const [account, part] of other.parts) this.partOf(account).merge(part);
    this.authors.merge(other.authors);
    this.handedIn.merge(other.handedIn);
  }

  /** The part of an account, made where it is not there. */
  partOf(account: AccountKey): AccountPart {
    let part = this.parts.get(account);
    if (part === undefined) {
      part = new AccountPart(this.#frame);
      this.parts.set(account, part);
    }
    return part;
  }

  /** The parts of some accounts, or of all, added up. */
  sumOf(accounts: ReadonlySet<AccountKey> | undefined): AccountPart {
    const sum = new AccountPart(this.#frame);
    for (const [account, part] of this.parts) if (accounts?.has(account) !== false) sum.merge(part);
    return sum;
  }

  /** The engagement of some accounts by a base, or of all, added up. */
  ratesOf(base: EngagementBase, question: Question, accounts: ReadonlySet<AccountKey> | undefined): Rates {
    const sum = new Rates(question.kinds.length);
    for (const [account, part] of this.parts) {
      const rates = part.rates.get(base);
      if (rates !== undefined && accounts?.has(account) !== false) sum.merge(rates);
    }
    return sum;
  }

  toJSON(): StateJson {
    return {
      version,
      options: this.written,
      accounts: [...this.parts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([account, part]) => part.toJSON(account)),
      authors: this.authors.toJSON(),
      handedIn: this.handedIn.toJSON(),
    };
  }

  /** Reads back what `toJSON` gave, in this process or another. */
  static fromJSON(json: unknown, rules: RollupRules): State {
    if (isObject(json) && "version" in json && json.version !== version)
      refuse(
        `The rollup is of version ${String(json.version)}, and this is version ${version}`,
        "use the same version of folkmoot in all workers",
      );
    const fields = readFields(json, "JSON", ["version", "options", "accounts", "authors", "handedIn"]);
    const written = readWritten(fields["options"]);
    const state = new State(written, rules);
    let last: AccountKey | undefined;
    for (const [index, part] of readList(fields["accounts"], "accounts").entries()) {
      const [account, read] = AccountPart.fromJSON(part, `accounts[${index}]`, state.#frame);
      if ((last !== undefined && account <= last) || !/^(?:[a-z][a-z0-9-]*:[^:/]+)?$/u.test(account))
        fail(`accounts[${index}].account`, "in order");
      last = account;
      state.parts.set(account, read);
    }
    state.authors.merge(Authors.fromJSON(fields["authors"], "authors", written.knownAuthors));
    state.handedIn.merge(HandedIn.fromJSON(fields["handedIn"], "handedIn"));
    return state;
  }

  /** Finds the promise of a wait. */
  #targets(messages: readonly RollupMessage[], priorities: readonly PriorityChange[]): TargetOf {
    const { sla, now } = this.written;
    if (sla === undefined) return () => undefined;
    return readTargets(messages, { now, ...sla, ...(sla.targets !== undefined && { priorities }) });
  }

  #addPosts(account: AccountKey, base: EngagementBase, readings: Parameters<AccountPart["addPosts"]>[1]): void {
    const question = this.questions.get(base);
    if (question !== undefined) this.partOf(account).addPosts(base, readings, question);
  }

  #addMessages(gathered: Gathered, rules: EpisodeRules): void {
    const { messages, timeline, accounts, accountOf, volume, writer, tone, lower, upper } = gathered;
    const { at: times, standing, thread } = timeline;
    const parts = accounts.map((key) => this.partOf(key));
    const saying = new Tallies(parts.length);
    const { from, to, now, autoRepliesClose } = rules;
    // Of each account the bucket of its last message: the next is mostly of the same.
    const starts = new Float64Array(parts.length).fill(Number.NaN);
    const cells = parts.map(() => new Cell());
    let [start, end] = [0, 0];
    for (let index = 0; index < messages.length; index++) {
      const at = times[index] ?? 0;
      const code = standing[index] ?? 0;
      if (code === codeOf.none || at < from || at >= to || at > now) continue;
      const of = accountOf[thread[index] ?? 0] ?? 0;
      const where = volume[index] ?? 0;
      const isMember = writer[index] === member;
      saying.count(of, code, writer[index] ?? 0, tone[index] ?? 0);
      if (where === 0 && !isMember) continue;
      if (!(at >= start && at < end)) {
        start = this.buckets.startOf(at);
        end = this.buckets.endOf(start);
      }
      if (starts[of] !== start) {
        starts[of] = start;
        cells[of] = parts[of]?.cellAt(start) ?? new Cell();
      }
      const cell = cells[of];
      if (cell === undefined) continue;
      if (where === inbound) cell.inbound++;
      else if (where === outbound) cell.outbound++;
      else if (where !== 0) cell[unusual[where] ?? "own"]++;
      if (!isMember) continue;
      this.authors.add(lower[index] ?? 0, upper[index] ?? 0, at, messages[index]?.author?.key ?? "");
      cell.authors.add(lower[index] ?? 0, upper[index] ?? 0);
    }
    for (const [of, part] of parts.entries()) saying.tell(of, part, autoRepliesClose);
  }

  #addWaits({ messages, timeline, waits, accounts, accountOf }: Gathered, rules: EpisodeRules, targetOf: TargetOf): void {
    const { from, to, now, byReply } = rules;
    const { targetMs, targets } = this.written.sla ?? {};
    const { head, state, since, answeredAt, first: isFirst, count } = waits;
    const parts = accounts.map((key) => this.partOf(key));
    const hours = this.#hours;
    for (let wait = 0; wait < count; wait++) {
      const opened = head[wait] ?? 0;
      const isAnswered = state[wait] === waitStates.answered;
      const when = (byReply && isAnswered ? answeredAt[wait] : timeline.at[opened]) ?? 0;
      const part = parts[accountOf[timeline.thread[opened] ?? 0] ?? 0];
      if (!(when >= from && when < to) || part === undefined) continue;
      if (state[wait] === waitStates.withdrawn) {
        part.addWithdrawn(1, isFirst[wait] === 1);
        continue;
      }
      const begin = since[wait] ?? 0;
      const end = isAnswered ? (answeredAt[wait] ?? 0) : now;
      const first = messages[opened];
      part.addWait({
        elapsedMs: end - begin,
        workingMs: hours?.between(begin, end),
        isAnswered,
        isFirst: isFirst[wait] === 1,
        targetMs: targets === undefined || first === undefined ? targetMs : targetOf(waitingIn(first, begin, end)),
      });
    }
  }
}

/** Counts what messages are, for each of some accounts. */
class Tallies {
  readonly #standing: Float64Array;
  readonly #writers: Float64Array;
  readonly #tones: Float64Array;

  constructor(accounts: number) {
    this.#standing = new Float64Array(accounts * standings.length);
    this.#writers = new Float64Array(accounts * writers.length);
    this.#tones = new Float64Array(accounts * tones.length);
  }

  count(account: number, standing: number, writer: number, tone: number): void {
    const [a, b, c] = [account * standings.length + standing, account * writers.length + writer, account * tones.length + tone];
    this.#standing[a] = (this.#standing[a] ?? 0) + 1;
    this.#writers[b] = (this.#writers[b] ?? 0) + 1;
    this.#tones[c] = (this.#tones[c] ?? 0) + 1;
  }

  /** Tells an account's part. The first word of each list stands for nothing. */
  tell(account: number, part: AccountPart, autoRepliesClose: boolean): void {
    for (let code = 1; code < writers.length; code++) part.writers.add(writers[code] ?? "", this.#writers[account * writers.length + code]);
    for (let code = 1; code < tones.length; code++) part.tones.add(tones[code] ?? "", this.#tones[account * tones.length + code]);
    for (let code = 1; code < standings.length; code++) {
      const reason = reasonOf[standings[code] ?? "none"];
      if (reason !== undefined && !(code === codeOf.automatic && autoRepliesClose))
        part.noWaits.add(reason, this.#standing[account * standings.length + code]);
    }
  }
}

type TargetOf = (episode: WaitingEpisode) => number | undefined;

/** A wait as promises are found for it. */
function waitingIn({ key, conversation, createdAt }: RollupMessage, begin: number, end: number): WaitingEpisode {
  const since = new Date(begin).toISOString();
  return { conversation, opened: key, openedAt: createdAt, since, waitedMs: end - begin, isFirst: false };
}
