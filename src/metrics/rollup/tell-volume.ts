/**
 * How much was said, and by how many.
 * @module
 */
import type { AccountKey, Network } from "../../model/keys.js";
import type { Measure } from "../../model/measure.js";
import type { Timestamp } from "../../model/ref.js";
import { known, refuse } from "../measure.js";
import { readTime } from "../read-time.js";
import { Cell } from "./account-part.js";
import { excludedOf } from "./rates.js";
import { readScope, type RollupScope } from "./scope.js";
import type { State } from "./state.js";
import { Words } from "./words.js";

/** How volume is cut. */
export interface RollupVolumeOptions extends RollupScope {
  /** What each row is of. An empty list gives one row of everything. @defaultValue ["account", "bucket"] */
  readonly by?: readonly ("network" | "account" | "bucket")[];
}

/** The volume of one network, account and stretch of time, as far as it was cut by them. */
export interface RollupVolume {
  /** The network. Present where rows are of networks or accounts. */
  readonly network?: Network;
  /** The account. Present where rows are of accounts. */
  readonly account?: AccountKey;
  /** The first instant of the bucket. Present where rows are of buckets. */
  readonly start?: Timestamp;
  /** The first instant after it. */
  readonly end?: Timestamp;
  /** What others said to us: messages, also of bots, without notes. As `mentionSeries` counts. */
  readonly inbound: Measure;
  /** What we said, without notes. */
  readonly outbound: Measure;
  /** How many members said something: no bots, not us. Up to 512 in each account and bucket exactly, beyond with an `errorBound`. */
  readonly authors: Measure;
}

interface Row {
  readonly network: Network | undefined;
  readonly account: AccountKey | undefined;
  readonly start: number | undefined;
  readonly accounts: Set<AccountKey>;
  readonly sum: Cell;
}

/** Tells the volume. Rows in the order of their accounts or networks, then of time; where nothing was said there is none. */
export function tellVolume(state: State, options: RollupVolumeOptions): readonly RollupVolume[] {
  const accounts = readScope(options);
  const { by = ["account", "bucket"] } = options;
  const given: unknown = by;
  if (!Array.isArray(given) || !by.every((word) => ["network", "account", "bucket"].includes(word)))
    refuse("by holds what nothing can be cut by", "use some of network, account and bucket");
  const rows = new Map<string, Row>();
  for (const [account, part] of state.parts) {
    if (accounts?.has(account) === false) continue;
    const ofAccount = by.includes("account") ? account : undefined;
    const network = ofAccount !== undefined || by.includes("network") ? account.slice(0, Math.max(0, account.indexOf(":"))) : undefined;
    for (const [start, cell] of part.cells) {
      const row: Row = rowOf(rows, { network, account: ofAccount, start: by.includes("bucket") ? start : undefined });
      row.accounts.add(account);
      row.sum.merge(cell);
    }
  }
  const compare = (a = "", b = ""): number => (a < b ? -1 : Number(a > b));
  return [...rows.values()]
    .sort((a, b) => compare(a.network, b.network) || compare(a.account, b.account) || (a.start ?? 0) - (b.start ?? 0))
    .map((row) => describe(row, state));
}

function rowOf(rows: Map<string, Row>, { network, account, start }: Pick<Row, "network" | "account" | "start">): Row {
  const name = `${network ?? ""} ${account ?? ""} ${start ?? ""}`;
  let row = rows.get(name);
  if (row === undefined) {
    row = { network, account, start, accounts: new Set(), sum: new Cell() };
    rows.set(name, row);
  }
  return row;
}

function describe({ network, account, start, accounts, sum }: Row, { written, buckets }: State): RollupVolume {
  const { timeZone, from, to } = written;
  const count = (value: number, excluded: Words, more: object = {}): Measure =>
    known(value, "count", { n: value, timeZone, ...excludedOf(excluded), ...more });
  const { inbound, outbound, own, inboundNotes, outboundNotes } = sum;
  const { value, errorBound } = sum.authors.count();
  const words = (counts: Readonly<Record<string, number>>): Words =>
    new Words(new Map(Object.entries(counts).filter(([, many]) => many > 0)));
  return {
    ...(network !== undefined && { network }),
    ...(account !== undefined && { account }),
    ...(start !== undefined && {
      start: new Date(Math.max(start, from === undefined ? start : readTime(from, "from"))).toISOString(),
      end: new Date(Math.min(buckets.endOf(start), to === undefined ? Number.POSITIVE_INFINITY : readTime(to, "to"))).toISOString(),
    }),
    inbound: count(inbound, words({ own: own + outbound, internal: inboundNotes + outboundNotes })),
    outbound: count(outbound, words({ internal: outboundNotes })),
    // Keys of authors are those of an account: who wrote to two of them counts twice.
    authors: count(value, new Words(), { ...(errorBound > 0 && { errorBound }), ...(accounts.size > 1 && { gross: true }) }),
  };
}
