/**
 * How far a network's clock is ahead of ours, learnt from the `Date` of its answers.
 *
 * An answer was made between our sending and our receiving it, and its `Date` is cut to the second. So the offset lies between
 * `date - received` and `date + 1 s - sent`; what many answers agree on is narrower than a second.
 * @module
 */

/** What is believed about one clock. */
interface Belief {
  /** The offset is at least this. Milliseconds. */
  from: number;
  /** And at most this. */
  to: number;
  /** When it was last confirmed: since then both clocks may have drifted. Milliseconds since 1970. */
  at: number;
  /** How many answers in a row agree, up to {@link most}. */
  votes: number;
}

interface Server {
  known: Belief;
  /** What answers say that disagree with `known`: a clock that was set, or a stray one. */
  rival: Belief | undefined;
}

/** The clock of a server that tells to the millisecond when it counts calls. */
export interface ExactSkew {
  /** How far it is ahead of ours at least. Milliseconds. */
  readonly from: number;
  /**
   * How far it is ahead of ours, and the shortest way there: who leaves at an instant arrives so much later by that clock, or later still.
   * Absent until enough calls have gone the way. Milliseconds.
   */
  readonly arrives?: number;
}

/** The clocks of the servers that one limiter talks to. */
export interface Skew {
  /** Learns from an answer. Without a `Date` that can be believed nothing changes. Instants in milliseconds since 1970, our time. */
  learn(server: string, headers: Headers, sentAt: number, receivedAt: number): void;
  /** How far the server's clock is ahead of ours, in milliseconds; the least that fits, so that no window is over too early. `undefined` when nobody knows. */
  of(server: string): number | undefined;
  /**
   * Learns from an answer that tells to the millisecond when its call was counted. That may be another clock than the one of `Date`, which
   * whatever stands in front of a server may write. Instants in milliseconds since 1970, `sentAt` and `receivedAt` in our time.
   */
  learnExactly(server: string, countedAt: number, sentAt: number, receivedAt: number): void;
  /** What is known of the clock that counts; `undefined` when nobody knows. */
  exactly(server: string): ExactSkew | undefined;
}

/** So many answers that agree outvote what was believed before. */
const enough = 3;

/** So many calls must have gone the way there before the shortest of them is taken for the shortest there is. */
const ways = 16;

/** More votes than this are not counted. */
const most: number = ways;

/** Clocks drift apart by half a millisecond a second at most, while one of them is being set right. */
const drift = 0.0005;

/** More than 36 hours is no clock that is wrong: the `Date` means something else. Milliseconds. */
const widest = 36 * 3_600_000;

/** So many servers are remembered before starting anew. */
const remembered = 1_000;

const dated = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** The last that was read: answers of one second have the same. */
let last = { text: "", at: Number.NaN };

/**
 * Reads the `Date` of an answer. `undefined` when there is none, when it is none, and when a cache answered (`Age`): then it is old.
 * @returns milliseconds since 1970
 */
export function dateOf(headers: Headers): number | undefined {
  const text = headers.get("date");
  if (text === null) return undefined;
  const age = headers.get("age");
  if (age !== null && age.trim() !== "0") return undefined;
  if (text !== last.text) last = { text, at: dated.test(text) ? Date.parse(text) : Number.NaN };
  return Number.isNaN(last.at) ? undefined : last.at;
}

/** What both beliefs leave possible; `undefined` when they disagree. */
function meet(old: Belief, fresh: Belief): Belief | undefined {
  const loose = Math.max(0, fresh.at - old.at) * drift;
  const from = Math.max(old.from - loose, fresh.from);
  const to = Math.min(old.to + loose, fresh.to);
  return from > to ? undefined : { from, to, at: fresh.at, votes: Math.min(most, old.votes + 1) };
}

/** Hears what one answer says. Changes the memory. */
function vote(servers: Map<string, Server>, name: string, told: Belief): void {
  // Our own clock was set back while the call was under way, or this is no clock at all.
  if (told.from > told.to || told.from > widest || told.to < -widest) return;
  const server = servers.get(name);
  if (server === undefined) {
    if (servers.size >= remembered) servers.clear();
    servers.set(name, { known: told, rival: undefined });
    return;
  }
  const agreed = meet(server.known, told);
  if (agreed !== undefined) {
    server.known = agreed;
    server.rival = undefined;
    return;
  }
  const rival = (server.rival && meet(server.rival, told)) ?? told;
  // One stray answer changes nothing that several agreed on.
  if (rival.votes >= enough || rival.votes > server.known.votes) servers.set(name, { known: rival, rival: undefined });
  else server.rival = rival;
}

/** Makes an empty memory of clocks. */
export function clockSkew(): Skew {
  const dated = new Map<string, Server>();
  const exact = new Map<string, Server>();
  return {
    learn: (name, headers, sentAt, receivedAt) => {
      const date = dateOf(headers);
      if (date !== undefined) vote(dated, name, { from: date - receivedAt, to: date + 1_000 - sentAt, at: receivedAt, votes: 1 });
    },
    of: (name) => {
      const belief = dated.get(name)?.known;
      return belief === undefined ? undefined : Math.round(belief.from);
    },
    learnExactly: (name, countedAt, sentAt, receivedAt) => {
      // Two instants that were rounded to the millisecond each: their difference may be off by one.
      vote(exact, name, { from: countedAt - 1 - receivedAt, to: countedAt + 1 - sentAt, at: receivedAt, votes: 1 });
    },
    exactly: (name) => {
      const belief = exact.get(name)?.known;
      if (belief === undefined) return undefined;
      return { from: Math.round(belief.from), ...(belief.votes >= ways && { arrives: Math.floor(belief.to) - 1 }) };
    },
  };
}
