/**
 * What a rollup computes, and what of it travels with its numbers.
 * @module
 */
import type { Author } from "../../model/author.js";
import type { Timestamp } from "../../model/ref.js";
import type { Sentiment, SentimentSource } from "../audience/sentiment-of.js";
import { allKinds, checkKinds, defaultKinds, type EngagementBase } from "../engagement/counts.js";
import { checkOptions, type AdChoice, type EngagementKindOptions, type OwnReplyOptions } from "../engagement/options.js";
import { isObject, refuse } from "../measure.js";
import { readTime } from "../read-time.js";
import { readEpisodeOptions, type EpisodeOptions } from "../responsiveness/episode-options.js";
import { readTargets } from "../responsiveness/sla.js";
import type { TimedMessage } from "../responsiveness/standing.js";
import { businessHours, type BusinessHoursOptions } from "../time/business-hours.js";
import { calendarOf, type CalendarOptions, type Every } from "../time/calendar.js";
import type { Schedule, ScheduleInForce } from "../time/schedule.js";
import { differenceOf, inOrder } from "./canonical.js";
import { fail, readFields, readList } from "./foreign.js";

/** Rules of the host that are code. They do not travel: whoever reads a rollup back hands them in anew. */
export interface RollupRules {
  /** Tells which inbound messages ask for a reply, in the place of the rule of the house. */
  readonly needsReply?: (message: TimedMessage) => boolean;
  /** Tells which outbound messages wrote themselves; they answer nobody. */
  readonly isAutomatic?: (message: TimedMessage) => boolean;
  /** Tells which authors are bots, beside those that the network marks. */
  readonly isBot?: (author: Author) => boolean;
  /** Tells how a message sounds, nothing where nobody knows. @defaultValue the label of its `sentiment` annotation */
  readonly sentimentOf?: (message: SentimentSource) => Sentiment | undefined;
}

/** What engagement counts. */
export interface RollupEngagementOptions extends Pick<EngagementKindOptions, "kinds" | "countedBy">, Pick<OwnReplyOptions, "replyCounts"> {
  /** The rates that are kept. @defaultValue all four */
  readonly bases?: readonly EngagementBase[];
  /** What becomes of posts that are paid for. @defaultValue "exclude" */
  readonly ads?: AdChoice;
}

/** What was promised. One of `targetMs` and `targets`. */
export interface RollupSlaOptions {
  /** Within how many milliseconds a reply is due, for all. */
  readonly targetMs?: number;
  /** The same by priority, for which `priorities` is handed in with messages. A priority that is not in it promises nothing. */
  readonly targets?: Readonly<Record<string, number>>;
}

/** What a rollup computes. All but `RollupRules` is plain JSON, travels with the numbers, and has to agree where rollups are merged. */
export interface RollupOptions
  extends
    RollupRules,
    CalendarOptions,
    Pick<BusinessHoursOptions, "whenSeveral">,
    Pick<EpisodeOptions, "gapHours" | "attribution" | "baseline" | "autoRepliesClose" | "countLikesAsResponse"> {
  /** The instant of the question. What came later is left out; who is not answered waits until then. */
  readonly now: Timestamp;
  /** What came before is left out. An episode belongs where it opened, or where `attribution` says. */
  readonly from?: Timestamp;
  /** What came at this instant or later is left out. */
  readonly to?: Timestamp;
  /** The zone in which buckets begin. IANA: `Europe/Copenhagen`. */
  readonly timeZone: string;
  /** How long a bucket is. @defaultValue "day" */
  readonly every?: Every;
  /** The limits that `responseRate` can be asked about, in milliseconds. At most 16. @defaultValue none */
  readonly withinMs?: readonly number[];
  /** Business hours, so that waits are kept in working time as well. */
  readonly schedule?: Schedule | readonly ScheduleInForce[];
  /** What was promised, for `slaAttainment`. @defaultValue nothing */
  readonly sla?: RollupSlaOptions;
  /** What engagement counts. */
  readonly engagement?: RollupEngagementOptions;
  /**
   * Up to so many authors everything about them is exact. Beyond, the memory stays what it is: see `topAuthors`. From 16 to 4,194,304; 128 bytes
   * each and their keys. @defaultValue 65_536
   */
  readonly knownAuthors?: number;
  /** The name and version of the rules of the host, needed as soon as one is given: two rollups are one only if they follow the same ones. */
  readonly rules?: string;
}

/** Options as they travel: checked, with their defaults, and without code. An alias, so that it is a record as well. */
export type WrittenOptions = {
  readonly now: Timestamp;
  readonly from?: Timestamp;
  readonly to?: Timestamp;
  readonly timeZone: string;
  readonly every: Every;
  readonly weekStartsOn: number;
  readonly gapHours: number | "never";
  readonly attribution: string;
  readonly baseline: string;
  readonly autoRepliesClose: boolean;
  readonly countLikesAsResponse: boolean;
  readonly withinMs: readonly number[];
  readonly schedule?: Schedule | readonly ScheduleInForce[];
  readonly whenSeveral: string;
  readonly sla?: RollupSlaOptions;
  readonly engagement: Required<Pick<RollupEngagementOptions, "bases" | "countedBy" | "ads">> &
    Pick<RollupEngagementOptions, "kinds" | "replyCounts">;
  readonly knownAuthors: number;
  readonly rules?: string;
  readonly functions: readonly string[];
};

const functionNames = ["needsReply", "isAutomatic", "isBot", "sentimentOf"] as const satisfies readonly (keyof RollupRules)[];
const allBases: readonly EngagementBase[] = ["reach", "impressions", "followers", "views"];
const mostLimits = 16;
const knownAuthorsDefault = 65_536;

/** Checks options and writes them down. */
export function writeOptions(options: RollupOptions): WrittenOptions {
  if (!isObject(options) || Array.isArray(options)) refuse("`options` is missing", "give at least `now` and `timeZone`");
  const {
    every = "day",
    weekStartsOn = 1,
    gapHours = 24,
    attribution = "inbound",
    baseline = "created",
    whenSeveral = "in-force",
  } = options;
  const { timeZone, schedule, rules, autoRepliesClose = false, countLikesAsResponse = false } = options;
  // What others check is checked by them, so that a rollup refuses what the exact functions refuse.
  readEpisodeOptions({ ...options, ...(countLikesAsResponse && { acknowledgements: [] }) });
  if (!["hour", "day", "week", "month"].includes(every)) refuse("every is none that we know", "use hour, day, week or month");
  calendarOf(timeZone, "timeZone", { weekStartsOn });
  if (schedule !== undefined) businessHours(schedule, { whenSeveral });
  const { sentimentOf } = options;
  if (sentimentOf !== undefined && typeof sentimentOf !== "function") refuse("sentimentOf is no function", "give one, or leave it out");
  const functions = functionNames.filter((name) => options[name] !== undefined);
  if (rules !== undefined && (typeof rules !== "string" || rules === "")) refuse("rules is no name", "give a text, such as shop-1");
  if (functions.length > 0 && rules === undefined)
    refuse(`rules is missing, but ${functions.join(", ")} is given`, "name your rules and their version, such as shop-1");
  return {
    now: instant(options.now, "now"),
    ...(options.from !== undefined && { from: instant(options.from, "from") }),
    ...(options.to !== undefined && { to: instant(options.to, "to") }),
    timeZone,
    every,
    weekStartsOn,
    gapHours: gapHours === Number.POSITIVE_INFINITY ? "never" : gapHours,
    attribution,
    baseline,
    autoRepliesClose,
    countLikesAsResponse,
    withinMs: readLimits(options.withinMs ?? []),
    ...(schedule !== undefined && { schedule: inOrder(schedule) as Schedule | readonly ScheduleInForce[] }),
    whenSeveral,
    ...(options.sla !== undefined && { sla: writeSla(options.sla, options.now) }),
    engagement: writeEngagement(options.engagement ?? {}),
    knownAuthors: readKnownAuthors(options.knownAuthors ?? knownAuthorsDefault),
    ...(rules !== undefined && { rules }),
    functions,
  };
}

/** Gives options as they were before they travelled, with the rules that did not. */
export function readOptions(written: WrittenOptions, rules: RollupRules): RollupOptions {
  const { functions, gapHours, attribution, baseline, weekStartsOn, whenSeveral, ...rest } = written;
  const given = functions.flatMap((name) => functionNames.filter((known) => known === name && rules[known] !== undefined));
  return {
    ...rest,
    gapHours: gapHours === "never" ? Number.POSITIVE_INFINITY : gapHours,
    ...({ attribution, baseline, weekStartsOn, whenSeveral } as Pick<
      RollupOptions,
      "attribution" | "baseline" | "weekStartsOn" | "whenSeveral"
    >),
    ...Object.fromEntries(given.map((name) => [name, rules[name]])),
  };
}

/** Reads options that another process wrote down, and refuses what `writeOptions` would not have written. */
export function readWritten(json: unknown): WrittenOptions {
  const fields = readFields(json, "options", [...written, "from?", "to?", "schedule?", "sla?", "rules?"]) as WrittenOptions;
  const functions = readList(fields.functions, "options.functions");
  // Whether they are there is checked when something is added.
  const stand = Object.fromEntries(functions.map((name) => [String(name), () => false]));
  const again = writeOptions(readOptions(fields, stand));
  const difference = differenceOf(again, fields);
  return difference === undefined ? again : fail(`options.${difference}`, "as it is written");
}

const written: readonly (keyof WrittenOptions)[] = [
  "now",
  "timeZone",
  "every",
  "weekStartsOn",
  "gapHours",
  "attribution",
  "baseline",
  "autoRepliesClose",
  "countLikesAsResponse",
  "withinMs",
  "whenSeveral",
  "engagement",
  "knownAuthors",
  "functions",
];

function writeEngagement(options: RollupEngagementOptions): WrittenOptions["engagement"] {
  if (!isObject(options)) refuse("engagement is no object", "give kinds, bases and ads by name, or leave it out");
  const { kinds, countedBy = "kinds", ads = "exclude", replyCounts, bases } = options;
  checkOptions({ countedBy, ads, ...(kinds !== undefined && { kinds }), ...(replyCounts !== undefined && { replyCounts }) });
  return {
    bases: bases === undefined ? allBases : checkKinds(bases, allBases, "bases"),
    ...(countedBy === "kinds" && { kinds: checkKinds(kinds ?? defaultKinds, allKinds) }),
    countedBy,
    ads,
    ...(replyCounts !== undefined && { replyCounts }),
  };
}

function writeSla(sla: RollupSlaOptions, now: Timestamp): RollupSlaOptions {
  if (!isObject(sla) || Array.isArray(sla)) refuse("sla is no object", "give `{ targetMs }` or `{ targets }`");
  const { targetMs, targets } = sla;
  if (typeof targetMs === "function")
    refuse("sla.targetMs is a function, which does not travel", "give milliseconds, or `targets` by priority");
  readTargets([], { now, ...(targetMs !== undefined && { targetMs }), ...(targets !== undefined && { targets, priorities: [] }) });
  return { ...(targetMs !== undefined && { targetMs }), ...(targets !== undefined && { targets: { ...targets } }) };
}

function readLimits(limits: readonly number[]): readonly number[] {
  const given: unknown = limits;
  if (!Array.isArray(given) || given.length > mostLimits) refuse("withinMs is no list of limits", `give at most ${mostLimits} in one`);
  for (const limit of limits)
    if (!(typeof limit === "number" && limit > 0 && Number.isFinite(limit)))
      refuse("withinMs holds no number above 0", "give milliseconds");
  return [...new Set(limits)].sort((a, b) => a - b);
}

function readKnownAuthors(count: number): number {
  return Number.isInteger(count) && count >= 16 && count <= 2 ** 22
    ? count
    : refuse("knownAuthors is no whole number from 16 to 4,194,304", "give how many authors are to be counted exactly");
}

const instant = (value: Timestamp, name: string): Timestamp => new Date(readTime(value, name)).toISOString();
