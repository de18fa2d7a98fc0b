/**
 * Business hours of one span, beside asking `Intl` for each event, as ratios in one run.
 *
 * G18: at most 0.25 us, both changes of the clock included. The peer reads the clock on the wall at both ends with `formatToParts` and adds up
 * days between them; it keeps its format, and asks for more only where the ends have different offsets. Spans are drawn from two years,
 * up to three weeks long, so that most zones change their clocks in some of them. Missed goals are printed; nothing here fails but unequal
 * results.
 */
import { businessHours, type Schedule } from "../src/metrics/time/index.js";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const zones: readonly string[] = [
  "Europe/Copenhagen",
  "Europe/Warsaw",
  "Europe/Bucharest",
  "America/New_York",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Africa/Casablanca",
  "UTC",
];
const workdays = [["09:00", "12:00"] as const, ["13:00", "17:00"] as const];
const scheduleIn = (timeZone: string): Schedule => ({
  timeZone,
  week: { mon: workdays, tue: workdays, wed: workdays, thu: workdays, fri: [["09:00", "15:30"]], sun: [["01:30", "04:30"]] },
  holidays: ["2025-12-25", "2025-12-26", "2026-01-01", "2026-04-06"],
  overrides: { "2025-12-24": [["09:00", "12:00"]] },
});

/** The peer: the same hours, by the clock on the wall that `Intl` tells. */
function byIntl(schedule: Schedule): (from: number, to: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: schedule.timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const wallOf = (at: number): number => {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(at)) part[type] = Number(value);
    const { year = 0, month = 0, day: date = 0, hour: hours = 0, minute: minutes = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, date, hours, minutes, second);
  };
  const names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
  const ms = (time: string): number => Number(time.slice(0, 2)) * hour + Number(time.slice(3)) * minute;
  const hoursOf = (list: readonly (readonly [string, string])[] = []): readonly (readonly [number, number])[] =>
    list.map(([opens, closes]) => [ms(opens), ms(closes)]);
  const week = names.map((name) => hoursOf(schedule.week[name]));
  const days = new Map(Object.entries(schedule.overrides ?? {}).map(([date, list]) => [Date.parse(date), hoursOf(list)]));
  for (const date of schedule.holidays ?? []) days.set(Date.parse(date), []);
  /** The instant of a time on the wall: the offset of about then, asked again where the clock changes that day. */
  const instantOf = (wall: number, side: "start" | "end", early: number, late: number): number => {
    if (early === late) return wall - early;
    const candidates = [wall - early, wall - late].filter((at) => wallOf(at) === wall);
    if (candidates.length > 0) return side === "start" ? Math.min(...candidates) : Math.max(...candidates);
    let [low, high] = [wall - Math.max(early, late), wall - Math.min(early, late)];
    while (high - low > 1000) {
      const middle = low + Math.floor((high - low) / 2000) * 1000;
      if (wallOf(middle) < wall) low = middle;
      else high = middle;
    }
    return high;
  };
  return (from, to) => {
    const wallFrom = wallOf(from - (from % 1000));
    const wallTo = wallOf(to - (to % 1000));
    const first = Math.floor(wallFrom / day) - 1;
    const last = Math.floor(wallTo / day) + 1;
    const offsetAt = (midnight: number): number => wallOf(midnight) - midnight;
    // Nobody changes the clocks there and back within three weeks, so where the ends agree nothing else is asked.
    const offset = wallFrom - (from - (from % 1000));
    const constant = offset === wallTo - (to - (to % 1000)) ? offset : undefined;
    let sum = 0;
    for (let date = first; date <= last; date++) {
      const midnight = date * day;
      const early = constant ?? offsetAt(midnight - day);
      const late = constant ?? offsetAt(midnight + 2 * day);
      for (const [opens, closes] of days.get(midnight) ?? week[(((date + 3) % 7) + 7) % 7] ?? []) {
        const start = Math.max(from, instantOf(midnight + opens, "start", early, late));
        const end = Math.min(to, instantOf(midnight + closes, "end", early, late));
        if (end > start) sum += end - start;
      }
    }
    return sum;
  };
}

let seed = 20_260_101;
const random = (): number => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};
const begin = Date.parse("2025-01-01T00:00:00.000Z");
interface Span {
  readonly from: number;
  readonly to: number;
}
const spans: readonly Span[] = Array.from({ length: 4096 }, () => {
  const from = begin + Math.floor(random() * 2 * 365 * day);
  return { from, to: from + Math.floor(random() ** 3 * 21 * day) };
});
const texts = spans.map(({ from, to }) => ({ from: new Date(from).toISOString(), to: new Date(to).toISOString() }));
const decades: readonly Span[] = spans.map(({ from, to }) => ({ from: from - 40 * 365 * day, to: to + 40 * 365 * day }));

/** Microseconds for each of the spans: the median of rounds that take turns, so that a busy machine slows all of them alike. */
function compare(work: Readonly<Record<string, (span: number) => number>>): Readonly<Record<string, number>> {
  const times = new Map<string, number[]>(Object.keys(work).map((name) => [name, []]));
  for (let round = 0; round < 240; round++)
    for (const [name, run] of Object.entries(work)) {
      const first = (round * 64) % spans.length;
      const started = performance.now();
      for (let span = first; span < first + 64; span++) sink += run(span);
      // The first rounds warm up.
      if (round >= 40) times.get(name)?.push(((performance.now() - started) * 1e3) / 64);
    }
  return Object.fromEntries([...times].map(([name, all]) => [name, all.sort((a, b) => a - b)[all.length >> 1] ?? Number.NaN]));
}

function ask<At>(list: readonly { readonly from: At; readonly to: At }[], index: number, between: (from: At, to: At) => number): number {
  const span = list[index];
  return span === undefined ? Number.NaN : between(span.from, span.to);
}

let sink = 0;
console.log(`one span of business hours, ${spans.length} random spans up to three weeks in each zone, median; ratio to the peer\n`);
const worst = { span: 0 };
const utc = businessHours(scheduleIn("UTC"));
for (const zone of zones) {
  const schedule = scheduleIn(zone);
  const hours = businessHours(schedule);
  const peer = byIntl(schedule);
  let other = 0;
  for (const { from, to } of spans) {
    const [ours, theirs] = [hours.between(from, to), peer(from, to)];
    if (ours !== theirs)
      throw new Error(`${zone}: ${ours} and ${theirs} ms from ${new Date(from).toISOString()} to ${new Date(to).toISOString()}`);
    if (ours !== utc.between(from, to)) other++;
  }
  if (zone !== "UTC" && other === 0) throw new Error(`${zone}: no span tells it from UTC`);
  const times = compare({
    peer: (span) => ask(spans, span, peer),
    numbers: (span) => ask(spans, span, (from, to) => hours.between(from, to)),
    texts: (span) => ask(texts, span, (from, to) => hours.between(from, to)),
    decades: (span) => ask(decades, span, (from, to) => hours.between(from, to)),
    add: (span) => hours.add(spans[span]?.from ?? 0, 4 * hour) ?? 0,
  });
  const peers = times["peer"] ?? Number.NaN;
  const print = (name: string): string => {
    const time = times[name] ?? Number.NaN;
    return `${name} ${time.toFixed(3)} us (${(time / peers).toFixed(4)})`;
  };
  worst.span = Math.max(worst.span, times["numbers"] ?? Number.NaN);
  console.log(
    zone.padEnd(20),
    [`Intl ${peers.toFixed(2)} us`, print("numbers"), print("texts"), print("decades"), print("add")].join("   "),
  );
}

const started = performance.now();
businessHours(scheduleIn("Europe/Copenhagen")).between("1970-01-01T00:00:00.000Z", "2070-01-01T00:00:00.000Z");
console.log(
  `\nthe first question about a hundred years: ${(performance.now() - started).toFixed(1)} ms, and no more for any other in them`,
);
console.log(`G18  the slowest zone: ${worst.span.toFixed(3)} us  <= 0.25: ${worst.span <= 0.25 ? "met" : "MISSED"}`);
if (!Number.isFinite(sink)) throw new Error("no number");
