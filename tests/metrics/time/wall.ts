/** The clock on the wall, by asking `Intl` for its parts each time: slow, and nothing of ours in it. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clock in a zone shows at an instant, as milliseconds since 1970 on that clock. */
export function wallAt(timeZone: string, at: number): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(timeZone, format);
  }
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? Number.NaN;
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
}

/** Reads `2026-03-29T02:30` as what a clock shows, not as an instant. */
export const wall = (text: string): number => Date.parse(`${text}Z`);

/** Writes an instant short: `2026-03-29T01:00`, with seconds only where there are some. */
export const short = (at: number): string => new Date(at).toISOString().replace(/(?::00)?\.000Z$/u, "");
