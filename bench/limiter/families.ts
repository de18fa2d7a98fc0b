/** The kinds of limits, the goals for each, and how servers of a kind differ. */
import { discordLimits } from "../../src/networks/discord/limits.js";
import { discordMeter } from "../../src/networks/discord/meter.js";
import { mastodonLimits } from "../../src/networks/mastodon/limits.js";
import { mastodonMeter } from "../../src/networks/mastodon/meter.js";
import { bucketServer, discordServer, percentServer, slidingServer, windowServer } from "../../tests/limits/servers/index.js";
import { graphMeter, graphRule, silentMeter, silentRule, twitchMeter, twitchRule, xMeter, xRule } from "./meters.js";
import type { Family, Variation } from "./types.js";

const minute = 60_000;
const near = { minMs: 80, maxMs: 160 };
const far = { minMs: 20, maxMs: 400, tail: 0.01 };

const usual: Variation = { name: "as in the book", ...near };

/** What may differ everywhere. */
const everywhere: readonly Variation[] = [
  usual,
  { name: "20 to 400 ms, 1 % up to 3 s", ...far },
  { name: "fast, 20 to 40 ms", minMs: 20, maxMs: 40 },
  { name: "slow, 250 to 400 ms", minMs: 250, maxMs: 400 },
  { name: "rounds up", ...near, rounding: "ceil" },
  { name: "rounds to the nearest", ...near, rounding: "round" },
  { name: "clock 2 s ahead", ...near, skewMs: 2_000 },
  { name: "clock 2 s behind", ...near, skewMs: -2_000 },
  { name: "2 s ahead, rounds up, 20 to 400 ms", ...far, skewMs: 2_000, rounding: "ceil" },
  { name: "2 s behind, rounds down, 20 to 400 ms", ...far, skewMs: -2_000, rounding: "floor" },
];
const third: Variation = { name: "a third of answers without headers", ...near, silent: 1 / 3 };
const foreign: Variation = { name: "somebody else uses a fifth", ...near, foreign: 0.2 };
const foreignAhead: Variation = {
  name: "somebody else uses a fifth, 2 s ahead, rounds up",
  ...near,
  foreign: 0.2,
  skewMs: 2_000,
  rounding: "ceil",
};
const foreignFar: Variation = { name: "somebody else uses a fifth, 20 to 400 ms", ...far, foreign: 0.2 };

const xWindow = 15 * minute;
/** X, and the same with other numbers. Some of the first window is gone, and was spent. */
export const windows: Family = {
  id: "window",
  title: "Fixed window: X, 900 in 15 minutes, half of the first window gone and 200 spent",
  goal: "G7",
  wanted: { atLeast: 0.99, atMost: 0 },
  beside: { atMost: 0 },
  usual: { ...usual, phase: 0.5, spent: 200 },
  variations: [
    ...[...everywhere, third, foreign, foreignFar, foreignAhead].map((one) => ({ ...one, phase: 0.5, spent: 200 })),
    { name: "first window almost gone", ...near, phase: 0.999, spent: 899 },
    { name: "fresh, opened by the first call", ...near, start: "first-call", phase: 0 },
    { name: "no headers at all, fresh", ...near, silent: 1, start: "first-call" },
    { name: "300 in 5 minutes", ...near, capacity: 300, windowMs: 5 * minute },
    { name: "60 in a minute", ...near, capacity: 60, windowMs: minute },
    { name: "60 in a minute, 2 s ahead, rounds up", ...near, capacity: 60, windowMs: minute, skewMs: 2_000, rounding: "ceil" },
    { name: "300 in 2 s, told to the millisecond", ...near, capacity: 300, windowMs: 2_000, precisionMs: 1 },
    { name: "300 in 2 s, told in whole seconds", ...near, capacity: 300, windowMs: 2_000 },
    { name: "no date, 2 s ahead", ...near, phase: 0.5, spent: 200, skewMs: 2_000, date: false },
    { name: "no date, 2 s behind", ...near, phase: 0.5, spent: 200, skewMs: -2_000, date: false },
  ],
  durationMs: ({ windowMs = xWindow }) => Math.max(2.25 * windowMs, minute),
  callers: 20,
  server: (variation, seed) => windowServer({ capacity: 900, windowMs: xWindow, ...variation, seed }),
  quota: ({ capacity = 900, windowMs = xWindow }) => ({ kind: "window", capacity, perMs: windowMs }),
  rules: ({ capacity = 900, windowMs = xWindow }) => [xRule(capacity, windowMs)],
  meter: xMeter,
};

export const buckets: Family = {
  id: "bucket",
  title: "Token bucket: Twitch, 800 a minute, ten minutes",
  goal: "G8",
  wanted: { atLeast: 0.99, atMost: 0 },
  beside: { atMost: 1 },
  usual,
  variations: [
    ...everywhere,
    third,
    { name: "no headers at all", ...near, silent: 1 },
    { name: "120 a minute", ...near, capacity: 120 },
    { name: "120 a minute, 20 to 400 ms", ...far, capacity: 120 },
    foreign,
    foreignFar,
    { name: "somebody else uses a fifth, a third without headers", ...near, foreign: 0.2, silent: 1 / 3 },
    { name: "somebody else uses a fifth of 120", ...near, foreign: 0.2, capacity: 120 },
  ],
  durationMs: () => 10 * minute,
  callers: 20,
  server: (variation, seed) => bucketServer({ capacity: 800, perMs: minute, ...variation, seed }),
  quota: ({ capacity = 800 }) => ({ kind: "bucket", capacity, perMs: minute }),
  rules: ({ capacity = 800 }) => [twitchRule(capacity, minute)],
  meter: twitchMeter,
};

const grids = [
  { start: "first-call", globalWindow: "second" },
  { start: "grid", globalWindow: "second" },
  { start: "first-call", globalWindow: "sliding" },
  { start: "grid", globalWindow: "sliding" },
] as const;

export const discord: Family = {
  id: "discord",
  title: "Discord: 20 routes of 5 in 2 s, 50 a second over all, 80 callers, a minute",
  goal: "G9",
  wanted: { atLeast: 0.98, atMost: 0.5 },
  beside: { atMost: 0.5 },
  usual: { ...usual, ...grids[0] },
  variations: [
    ...grids.map((grid) => ({ name: `routes ${grid.start}, all by ${grid.globalWindow}`, ...near, ...grid })),
    ...grids.map((grid) => ({ name: `routes ${grid.start}, all by ${grid.globalWindow}, 20 to 400 ms`, ...far, ...grid })),
    ...everywhere.slice(2).map((one) => ({ ...one, ...grids[0] })),
    { ...third, ...grids[0] },
    { name: "reset-after in whole seconds", ...near, ...grids[0], precisionMs: 1_000, rounding: "ceil" },
    ...grids.map((grid) => ({ ...foreign, ...grid, name: `${foreign.name}, routes ${grid.start}, all by ${grid.globalWindow}` })),
    { ...foreignFar, ...grids[0] },
  ],
  durationMs: () => minute,
  callers: 80,
  server: (variation, seed) => discordServer({ ...variation, seed }),
  quota: () => ({ kind: "routes", capacity: 5, perMs: 2_000, global: 50 }),
  rules: () => discordLimits,
  meter: discordMeter,
};

const hour = 60 * minute;
export const percents: Family = {
  id: "percent",
  title: "Rolling hour, told in whole percents, refused calls count: Graph, 1000 calls, three and a half hours",
  goal: "G10",
  wanted: { atLeast: 0.97, atMost: 0.5 },
  beside: { atLeast: 0.97, atMost: 0.5 },
  usual,
  variations: [
    ...everywhere,
    third,
    { name: "200 calls", ...near, capacity: 200 },
    { name: "400 calls", ...near, capacity: 400 },
    { name: "4800 calls", ...near, capacity: 4_800 },
    { name: "rolls by the minute", ...near, stepMs: minute },
    { name: "tells when it opens again", ...near, regain: true },
    foreign,
    foreignFar,
    { name: "somebody else uses a fifth, 400 calls", ...near, foreign: 0.2, capacity: 400 },
    { name: "somebody else uses a fifth, rounds up", ...near, foreign: 0.2, rounding: "ceil" },
  ],
  // Not whole hours: who knows the server gets a burst more in the last second of them.
  durationMs: () => 3.5 * hour,
  callers: 20,
  server: ({ capacity = 1_000, ...variation }, seed) => percentServer({ ...variation, quota: capacity, seed }),
  quota: ({ capacity = 1_000 }) => ({ kind: "rolling", capacity, perMs: hour }),
  rules: () => [graphRule],
  meter: graphMeter,
};

export const silents: Family = {
  id: "silent",
  title: "No word about limits: 600 a minute, counted by the client alone",
  goal: "none",
  // No goal names such a network: what no answer speaks of is at least not to be refused.
  wanted: { atMost: 0 },
  // Nobody can know of somebody else before the first refusal.
  beside: {},
  usual,
  variations: [
    usual,
    { name: "20 to 400 ms, 1 % up to 3 s", ...far },
    { name: "window on a grid", ...near, start: "grid", phase: 0 },
    { name: "window opened by the first call", ...near, start: "first-call" },
    { name: "10 a second, any second", ...near, capacity: 10, windowMs: 1_000 },
    foreign,
  ],
  durationMs: ({ windowMs = minute }) => Math.max(minute, 5 * windowMs),
  callers: 20,
  server: (variation, seed) => {
    const options = { capacity: 600, windowMs: minute, ...variation, seed };
    return variation.start === undefined ? slidingServer({ ...options, silent: 1 }) : windowServer({ ...options, headers: "none" });
  },
  quota: ({ capacity = 600, windowMs = minute }) => ({ kind: "rolling", capacity, perMs: windowMs }),
  rules: ({ capacity = 600, windowMs = minute }) => [silentRule(capacity, windowMs)],
  meter: silentMeter,
};

const aligned = 5 * minute;
export const alignments: Family = {
  id: "aligned",
  title: "Aligned windows: Mastodon, 300 in 5 minutes from multiples of them, 100 spent",
  goal: "G7",
  wanted: { atLeast: 0.99, atMost: 0 },
  beside: { atMost: 0 },
  usual: { ...usual, phase: 0.4, spent: 100 },
  variations: [
    ...[...everywhere, third].map((one) => ({ ...one, phase: 0.4, spent: 100 })),
    { name: "no headers at all, fresh", ...near, phase: 0.7, silent: 1 },
    { name: "no headers at all, fresh, 2 s ahead", ...near, phase: 0.7, silent: 1, skewMs: 2_000 },
    { name: "no headers at all, fresh, 2 s behind", ...near, phase: 0.7, silent: 1, skewMs: -2_000 },
    ...[foreign, foreignFar, foreignAhead].map((one) => ({ ...one, phase: 0.4, spent: 100 })),
  ],
  durationMs: () => 4.25 * aligned,
  callers: 20,
  server: (variation, seed) =>
    windowServer({ capacity: 300, windowMs: aligned, ...variation, seed, start: "aligned", headers: "mastodon" }),
  quota: () => ({ kind: "window", capacity: 300, perMs: aligned }),
  rules: () => mastodonLimits,
  meter: () => mastodonMeter,
};

export const families: readonly Family[] = [windows, alignments, buckets, discord, percents, silents];
