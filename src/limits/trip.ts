/**
 * What short windows gain from knowing how long calls are under way.
 *
 * Without it, a call counts from its answer on, and a window is over only once every doubt is: that costs about one trip a window, which
 * is nothing for minutes and a tenth of a second. So for windows of seconds a ledger learns its trips, and believes that calls arrive
 * about in the middle of them. A refusal shows when that was too bold: then it becomes more careful, at once by a lot, and dares again
 * little by little.
 *
 * Where answers tell when calls were counted (`countedAt`), only the next call's way there is unknown. Whoever waits until even the
 * shortest way is long enough is never refused, and loses on each place what the way there is longer than that: of 50 a second 3 % where
 * trips take 80 to 160 ms, 10 % from 20 to 400 ms, 8 % from 250 to 400 ms. With one fixed `lead` and exact knowledge of everything else, half
 * a refusal in a hundred calls buys 97.3, 92.7 and 94.2 % where the limit holds for any second, and 99.9, 97.6 and 99.1 % where it begins
 * anew with each second (simulated for 300 s). `lead` looks for that by itself. Who sends in bunches may do better; nobody tried.
 *
 * Somebody else who takes a fifth at random leaves about 93 % (86 % of any second) at half a refusal in a hundred, if our own share is
 * one fixed number.
 * @module
 */
import type { LimitRule } from "../model/limit.js";
import { capacityOf, isRolling, periodOf } from "./ledger-state.js";
import type { Ledger } from "./ledger-state.js";

/** What a ledger knows of the calls that it counted. */
export interface Trips {
  /** How many answers came, up to {@link enough}. */
  seen: number;
  /** About the shortest trip of late. Milliseconds. */
  short: number;
  /** About the usual trip of late. Milliseconds. */
  usual: number;
  /** How much longer than the shortest the way there usually is, where answers tell when calls were counted. Milliseconds. */
  way?: number;
  /** How much sooner than by what is known a rolling window lets go; below zero: how much later. Milliseconds. */
  lead: number;
  /** True once a refusal came: from then on `lead` grows slowly. */
  refused?: boolean;
  /** What is left to somebody else who uses the same budget, as far as refusals show. In the rule's unit. */
  others?: number;
  /** What left a rolling window within the last trip: a refusal that comes in now speaks of when it was still there. */
  gone?: [at: number, amount: number][];
  /** The last time that all was used up, while its calls come in that were under way. */
  full?: Full;
  /** What refusals say about when a window begins anew for everybody at once. */
  beat?: Beat;
}

/** A budget that was used up, as a refusal told. Instants are milliseconds since 1970. */
interface Full {
  /** When the refusal came in. */
  readonly at: number;
  /** What was counted from here on filled it. */
  readonly from: number;
  /** When it has room again. */
  readonly until: number;
  /** When the refused call arrived, about. */
  readonly arrived: number;
  /** How much of it was ours, in the rule's unit. */
  ours: number;
  /** How much was ours in the window that ended when the refused call arrived: that which was full, where any window counts. */
  before: number;
}

/** When windows begin that begin anew for everybody at once. Instants are milliseconds since 1970, and in terms of when to leave. */
interface Beat {
  /** One of them begins here at the earliest, */
  from: number;
  /** and here at the latest. */
  to: number;
  /** How likely so many refusals agree by chance. */
  chance: number;
  /** How many refusals came although it was believed; too many end the belief for good. */
  wrong: number;
}

/** Of a longer window a tenth of a second, which is all that can be gained, is less than 2 %. Milliseconds. */
const longest = 5_000;

/** So many answers must have come: of so many, the shortest trip is on average within the shortest seventeenth of all. */
const enough = 16;

/** In a smaller budget the doubt about one or two calls ({@link unsureCalls}) is more than a twentieth of it: nobody could be blamed. */
const smallest = 40;

/** After so many usual trips no call is under way that left before, but for one in a hundred that takes seconds: between 20 and 400 ms, two are the longest. */
const mostTrips = 2.5;

/** Most of a budget that is left to others as soon as they show: one refusal may also have been answers that came late. */
const firstShare = 0.4;

/** How much more than they took when that was seen first, in steps of {@link unitOf}: a fifth at random is half as much again now and then. */
const firstMore = 6;

/** How much more with each time from then on that all was used up, in steps of {@link unitOf}: as much as nobody can tell from chance. */
const moreShare = 3;

/** So much less than all of it, in the same steps, may be ours all the same where calls are believed to have counted when they did not. */
const unsureCalls = 3;
/**
 * The same where no answer tells when calls were counted: half a trip of doubt is about an eighth of a second, in which an eighth of a
 * budget of a second is spent, and a little more.
 */
const unsureWhere = 8;

/** How much less is left to them with each call that is accepted: being refused once in 2000 calls, a tenth of what may be refused, leaves it as it is. */
const fading = moreShare / 2_000;

/** So much of a budget stays ours, whoever else uses it: whose calls are never accepted cannot learn that the others have gone. */
const leastOurs = 1 / 5;

/** Sums of fractions are not exact. */
const epsilon = 1e-6;

/** Refusals that agree by chance once in so many times are believed to show when windows begin: three, where one tells it to a tenth of a window. */
const certain = 1 / 300;

/** So many refusals that it cannot explain end a belief: one comes from a slow call now and then, four within one life of a ledger do not. */
const mistakes = 4;

/** A beat that is known less exactly says nothing: waiting for its latest begin would cost as much as waiting for each call's own second. In windows. */
const vague = 0.4;

/** Clocks drift apart by half a millisecond a second at most, while one of them is being set right. */
const drift = 0.0005;

/** Either way takes at least so much of the shortest trip there and back: nobody can measure one of them alone, and half each would be the most. */
const oneWay = 0.3;

/** How much of a new length is believed at once: the shortest trip may be over within fifty calls, the usual within ten, the way there within twenty. */
const [forgetShort, forgetUsual, forgetWay] = [0.02, 0.1, 0.05];

/** Where `lead` begins, in usual differences between ways there. */
const firstLead = 0.1;

/**
 * How fast `lead` grows with each accepted call, before any refusal and after the first, and how far one refusal throws it back, in parts of
 * {@link scaleOf}: it settles where one call in 417 is refused, half of what the goal allows.
 */
const [growsFirst, grows, shrinks] = [1 / 1_000, 1 / 10_000, 1 / 24];

/** How far `lead` goes either way, in the same parts: by more than a whole way nobody is late or early. */
const farthest = 1 / 2;

/** Says whether a rule gains from it. */
export const isShort: (rule: LimitRule) => boolean = (rule: LimitRule): boolean =>
  rule.refill.kind === "window" && rule.refill.windowMs <= longest;

/** Learns from an answer. Changes the ledger. */
export function learnTrip(ledger: Ledger, rule: LimitRule, sentAt: number, now: number, countedAt?: number): void {
  const ms = now - sentAt;
  if (!(ms > 0) || ms > periodOf(rule)) return;
  const trips = (ledger.trips ??= { seen: 0, short: ms, usual: ms, lead: 0 });
  trips.seen = Math.min(enough, trips.seen + 1);
  trips.short += (ms - trips.short) * (ms < trips.short ? 1 : forgetShort);
  trips.usual += (ms - trips.usual) * forgetUsual;
  if (countedAt === undefined) return;
  const way = Math.min(ms, Math.max(0, countedAt - sentAt));
  if (trips.way === undefined) {
    // From here on `lead` begins at the shortest way there, which what was believed before had in it.
    trips.way = way;
    trips.lead = Math.min(0, trips.lead);
  } else trips.way += (way - trips.way) * forgetWay;
}

/** Remembers for a trip what leaves a rolling window. Changes the ledger. */
export function remember(ledger: Ledger, rule: LimitRule, gone: readonly [at: number, amount: number][], now: number): void {
  const { trips } = ledger;
  if (trips === undefined || !isShort(rule)) return;
  const oldest = now - periodOf(rule) - 2 * trips.usual;
  trips.gone = [...(trips.gone ?? []), ...gone].filter(([at]) => at > oldest);
}

/** When a call counts that was answered now: at its answer, or sooner where that is believed. */
export function countedBy(ledger: Ledger, rule: LimitRule, sentAt: number, now: number, countedAt?: number): number {
  const { trips } = ledger;
  if (trips === undefined || !trusts(ledger, rule) || now <= sentAt) return now;
  if (trips.way !== undefined) return Math.min(now, countedAt ?? sentAt + trips.way);
  return now - Math.min(now - sentAt, 2 * trips.usual) / 2;
}

/** How long after leaving the next call arrives at the soonest, as far as is believed; beyond the shortest way there, where that is known. Milliseconds. */
export function leadOf(ledger: Ledger, rule: LimitRule): number {
  if (!trusts(ledger, rule)) return 0;
  // Who knows when all of it comes back need not guess.
  return beganAt(ledger, rule, ledger.at) === undefined ? (ledger.trips?.lead ?? 0) : 0;
}

/** What `lead` is measured by: what it gains at most, there and back. Milliseconds. */
const scaleOf = ({ way, usual }: Trips): number => (way === undefined ? usual : 2 * way);

/** A call that the network counted: so much, when it left, and when it counts. */
export interface Counted {
  /** In the rule's unit. */
  readonly cost: number;
  /** When it left. Milliseconds since 1970. */
  readonly sentAt: number;
  /** See {@link countedBy}. */
  readonly at: number;
}

/** Dares a little more after a call that was not refused, and believes in others a little less. Changes the ledger. */
export function dare(ledger: Ledger, rule: LimitRule, counted: Counted): void {
  const { trips } = ledger;
  if (trips === undefined) return;
  if (trips.others !== undefined) {
    // The less is left to us, the fewer of our calls can show that the others have gone.
    const whole = capacityOf(ledger, rule) ?? 0;
    trips.others -= (fading * unitOf(ledger, rule) * whole) / Math.max(whole * leastOurs, whole - trips.others);
    if (trips.others <= 0) delete trips.others;
  }
  if (trips.full !== undefined) {
    if (counted.sentAt >= trips.full.until && ledger.at >= trips.full.at + mostTrips * trips.usual) blame(ledger, rule, trips, trips.full);
    else {
      if (counted.at > trips.full.from && counted.at <= trips.full.until) trips.full.ours += counted.cost;
      if (counted.at > trips.full.arrived - periodOf(rule) && counted.at <= trips.full.arrived) trips.full.before += counted.cost;
    }
  }
  if (!trusts(ledger, rule)) return;
  const scale = scaleOf(trips);
  if (trips.lead === 0 && trips.refused !== true) trips.lead = trips.way === undefined ? oneWay * trips.short : firstLead * trips.way;
  trips.lead = Math.min(scale * farthest, trips.lead + scale * (trips.refused === true ? grows : growsFirst));
}

/**
 * Says who used a budget up, once the calls are in that were under way: what is missing of the whole was taken by others. So a refusal of
 * a call that was too bold is told from one for which nobody here is to blame. Changes the ledger.
 */
function blame(ledger: Ledger, rule: LimitRule, trips: Trips, { ours, before }: Full): void {
  delete trips.full;
  const capacity = capacityOf(ledger, rule) ?? 0;
  const unit = unitOf(ledger, rule);
  const taken = capacity - Math.max(ours, before);
  // Where instants are believed and not known, a call or two may be taken for one of another window.
  const unsure = trips.way === undefined ? unsureWhere : unsureCalls;
  if (taken < (trusts(ledger, rule) ? unsure * unit : epsilon)) return;
  const { others } = trips;
  if (others === undefined) trips.others = Math.min(capacity * firstShare, taken + firstMore * unit);
  else trips.others = Math.max(others, Math.min(taken, others + moreShare * unit));
}

/**
 * Learns from a refusal when windows begin that begin anew for everybody: all of their ends lie whole windows apart, where those of a
 * limit on any second lie anywhere. Changes the ledger.
 */
function learnBeat(trips: Trips, rule: LimitRule, sentAt: number, now: number, until: number): void {
  const period = periodOf(rule);
  // Rounded to whole seconds it says nothing.
  if (trips.way === undefined || (until - now) % 1_000 === 0) return;
  const told = { from: sentAt + until - now - 1, to: until - 2 * oneWay * trips.short + 1 };
  const width = told.to - told.from;
  if (!(width > 0 && width < vague * period)) return;
  const { beat } = trips;
  if (beat === undefined) {
    trips.beat = { ...told, chance: 1, wrong: 0 };
    return;
  }
  const loose = Math.max(0, told.to - beat.to) * drift;
  const shift = Math.round((told.from + told.to - beat.from - beat.to) / 2 / period) * period;
  const from = Math.max(told.from, beat.from + shift - loose);
  const to = Math.min(told.to, beat.to + shift + loose);
  if (from > to) {
    trips.beat = { ...told, chance: 1, wrong: beat.wrong };
    return;
  }
  // Refusals of the same moment say the same.
  const chance = shift === 0 ? 1 : Math.min(1, (width + beat.to - beat.from + 2 * loose) / period);
  trips.beat = { from, to, chance: beat.chance * chance, wrong: beat.wrong };
}

/** When the present window began, for whoever leaves now, at the earliest and at the latest; `undefined` where nobody knows that one did for everybody. */
export function beganAt(ledger: Ledger, rule: LimitRule, now: number): { readonly from: number; readonly to: number } | undefined {
  const beat = ledger.trips?.beat;
  if (beat === undefined || beat.chance > certain || beat.wrong >= mistakes) return undefined;
  const period = periodOf(rule);
  const loose = Math.max(0, now - beat.to) * drift;
  const [first, last] = [beat.from - loose, beat.to + loose];
  if (last - first > vague * period) return undefined;
  const to = last + Math.floor((now - last) / period) * period;
  return { from: to - (last - first), to };
}

/** Dares less after a refusal, learns when windows begin, and looks who used all of it. Changes the ledger. */
export function shrink(ledger: Ledger, rule: LimitRule, sentAt: number, now: number, until: number): void {
  const { trips } = ledger;
  if (trips === undefined) return;
  // Who rounds up is never too early by a second: this one rounds otherwise.
  if (ledger.after === true) ledger.lateMs = 1_000;
  if (ledger.blockedUntil !== undefined) return;
  if (trips.others !== undefined)
    trips.others = Math.min((1 - leastOurs) * (capacityOf(ledger, rule) ?? 0), trips.others + moreShare * unitOf(ledger, rule));
  if (isRolling(rule) && rule.capacity !== undefined && rule.penaltyMs === undefined) {
    const from = sentAt + until - now - periodOf(rule);
    const arrived = sentAt + Math.min(now - sentAt, 2 * trips.usual) / 2;
    let [ours, before] = [0, 0];
    for (const entries of [trips.gone ?? [], ledger.log ?? []])
      for (const [at, amount] of entries) {
        if (at > from) ours += amount;
        if (at > arrived - periodOf(rule) && at <= arrived) before += amount;
      }
    // Answers that are still under way would be missed in what was ours: the one before is looked at first.
    if (trips.full !== undefined && now >= Math.max(trips.full.until, trips.full.at + mostTrips * trips.usual))
      blame(ledger, rule, trips, trips.full);
    trips.full ??= { at: now, arrived, from, until, ours, before };
  }
  if (!trusts(ledger, rule)) return;
  const believed = beganAt(ledger, rule, now) !== undefined;
  learnBeat(trips, rule, sentAt, now, until);
  if (believed && trips.beat !== undefined && trips.others === undefined) trips.beat.wrong += 1;
  const scale = scaleOf(trips);
  trips.refused = true;
  if (!believed) trips.lead = Math.max(-scale * farthest, trips.lead - scale * shrinks);
}

/** What is left to others grows and shrinks in steps of a fiftieth of the budget. */
const unitOf = (ledger: Ledger, rule: LimitRule): number => (capacityOf(ledger, rule) ?? 0) / 50;

/** What others seem to take of a budget that only we count, in the rule's unit. */
export function othersOf(ledger: Ledger): number {
  return ledger.trips?.others ?? 0;
}

function trusts(ledger: Ledger, rule: LimitRule): boolean {
  // A breach that locks out costs more than daring can ever bring.
  if (rule.penaltyMs !== undefined) return false;
  return isRolling(rule) && isShort(rule) && (ledger.trips?.seen ?? 0) >= enough && (capacityOf(ledger, rule) ?? 0) >= smallest;
}

/**
 * How much sooner than told a short window is over for who leaves now, where answers told how long it still lasts: that was counted from
 * when the answer came in, after its way back, and the next call has its way there before it. Milliseconds.
 */
export function earlyBy(ledger: Ledger, rule: LimitRule): number {
  return ledger.delta === true && isShort(rule) && (ledger.trips?.seen ?? 0) >= enough ? 2 * oneWay * (ledger.trips?.short ?? 0) : 0;
}
