/**
 * What the network holds: accounts, repositories, and the index that the application view has made of them.
 * @module
 */
import { bytesFrom } from "../seed.js";
import { cidOf } from "./cid.js";
import { didFrom, partsOf, tidAt, uriOf } from "./ids.js";
import type { Clock } from "../../clock.js";
import type { Json } from "../json.js";

/** Who may begin a direct conversation with an account. */
export type ChatAllowance = "all" | "following" | "none";

/** One account of the network. */
export interface AccountData {
  /** Stable id. */
  readonly did: string;
  /** Name that may change. */
  handle: string;
  /** The main password. */
  readonly password: string;
  /** App passwords; `privileged` ones reach direct messages. */
  readonly appPasswords: { readonly name: string; readonly password: string; readonly privileged: boolean }[];
  /** Who may begin a direct conversation. */
  allowsChat: ChatAllowance;
  /** When it was made. Milliseconds since 1970. */
  readonly createdAt: number;
  /** DIDs that it muted. */
  readonly mutes: Set<string>;
  /** Root URIs of threads that it muted. */
  readonly threadMutes: Set<string>;
  /** Until when it has seen its notifications. Milliseconds since 1970. */
  seenAt?: number;
}

/** A record in a repository. */
export interface StoredRecord {
  /** AT-URI. */
  readonly uri: string;
  /** DID of the repository. */
  readonly did: string;
  /** NSID of the type. */
  readonly collection: string;
  /** Record key. */
  readonly rkey: string;
  /** Content id. */
  readonly cid: string;
  /** The record. */
  readonly value: Json;
}

/** A record as the application view knows it. */
export interface IndexedRecord extends StoredRecord {
  /** The time it is sorted by: `createdAt`, but never later than its arrival. Milliseconds since 1970. */
  readonly sortAt: number;
  /** Order of arrival; settles equal times. */
  readonly order: number;
}

/** One commit's name. */
export interface CommitMeta {
  /** Content id of the commit. */
  readonly cid: string;
  /** Revision, a TID. */
  readonly rev: string;
}

/** Options of the core. */
export interface CoreOptions {
  /** Makes ids. */
  readonly seed: string | number;
  /** The network's time. */
  readonly clock: Clock;
  /** When the application view learns of commits. */
  readonly indexing: "at-once" | "on-settle";
}

/** What the network holds, and the two ways of changing it. */
export interface Core {
  /** The network's time. */
  readonly clock: Clock;
  /** Makes ids. */
  readonly seed: string | number;
  /** Accounts by DID. */
  readonly accounts: Map<string, AccountData>;
  /** Repositories: every record by AT-URI. */
  readonly repo: Map<string, StoredRecord>;
  /** What the application view has indexed, by AT-URI. */
  readonly index: Map<string, IndexedRecord>;
  /** Uploaded bytes by content id. */
  readonly blobs: Map<string, { readonly mimeType: string; readonly size: number; readonly did: string }>;
  /** Adds an account. */
  addAccount(data: Pick<AccountData, "handle" | "password" | "appPasswords" | "allowsChat">): AccountData;
  /** Finds an account by DID or handle. */
  find(didOrHandle: string): AccountData | undefined;
  /** Makes a TID that is later than every one before. */
  tid(): string;
  /** Writes a record into a repository. */
  put(did: string, collection: string, rkey: string, value: Json): { readonly record: StoredRecord; readonly commit: CommitMeta };
  /** Removes a record from a repository. */
  remove(uri: string): CommitMeta | undefined;
  /** Lets the application view catch up with every commit. */
  settle(): void;
  /** Indexed records of one type, newest first. */
  indexed(collection: string): readonly IndexedRecord[];
  /** Gives what is read off the index, made once for each state of it. `name` says what it is: one name, one `make`. */
  derived<T>(name: string, make: () => T): T;
}

/** Says which of two indexed records is newer, for sorting newest first. */
export const newestFirst = (a: Pick<IndexedRecord, "sortAt" | "order">, b: Pick<IndexedRecord, "sortAt" | "order">): number =>
  b.sortAt - a.sortAt || b.order - a.order;

/** Puts things that have the same key together, in their order. */
export function groupBy<K, T>(all: Iterable<T>, keyOf: (one: T) => K): ReadonlyMap<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}

/** Makes an empty network. */
export function makeCore({ seed, clock, indexing }: CoreOptions): Core {
  const accounts = new Map<string, AccountData>();
  const repo = new Map<string, StoredRecord>();
  const index = new Map<string, IndexedRecord>();
  const derivations = new Map<string, unknown>();
  const waiting: { readonly uri: string; readonly record?: StoredRecord }[] = [];
  const [high = 0, low = 0] = bytesFrom(seed, "clock-id");
  const clockId = ((high << 8) | low) & 1023;
  let lastMicros = 0;
  let order = 0;

  const tid = (): string => {
    lastMicros = Math.max(lastMicros + 1, Math.ceil(clock.now() * 1000));
    return tidAt(lastMicros, clockId);
  };
  const derived = <T>(name: string, make: () => T): T => {
    const found = derivations.get(name) as { readonly value: T } | undefined;
    const kept = found ?? { value: make() };
    derivations.set(name, kept);
    return kept.value;
  };
  const settle = (): void => {
    if (waiting.length > 0) derivations.clear();
    for (const { uri, record } of waiting.splice(0)) {
      if (record === undefined) index.delete(uri);
      // An edited post stays as it was first seen: the application view does not index it again.
      else if (record.collection !== "app.bsky.feed.post" || !index.has(uri)) {
        const created = typeof record.value.createdAt === "string" ? Date.parse(record.value.createdAt) : Number.NaN;
        const known = index.get(uri);
        const sortAt = known?.sortAt ?? (Number.isNaN(created) ? clock.now() : Math.min(created, clock.now()));
        index.set(uri, { ...record, sortAt, order: known?.order ?? (order += 1) });
      }
    }
  };
  const commit = (did: string, change: { readonly uri: string; readonly record?: StoredRecord }): CommitMeta => {
    const rev = tid();
    waiting.push(change);
    if (indexing === "at-once") settle();
    return { cid: cidOf({ did, rev, version: 3, change: change.uri }), rev };
  };
  return {
    clock,
    seed,
    accounts,
    repo,
    index,
    blobs: new Map(),
    addAccount: (data) => {
      const did = didFrom(seed, accounts.size);
      const account: AccountData = { ...data, did, createdAt: clock.now(), mutes: new Set(), threadMutes: new Set() };
      accounts.set(did, account);
      return account;
    },
    find: (name) => {
      const known = accounts.get(name);
      if (known !== undefined) return known;
      const wanted = name.toLowerCase();
      for (const account of accounts.values()) if (account.handle === wanted) return account;
      return undefined;
    },
    tid,
    put: (did, collection, rkey, value) => {
      const uri = uriOf(did, collection, rkey);
      const record: StoredRecord = { uri, did, collection, rkey, cid: cidOf(value), value };
      repo.set(uri, record);
      return { record, commit: commit(did, { uri, record }) };
    },
    remove: (uri) => {
      const record = repo.get(uri);
      if (record === undefined) return undefined;
      repo.delete(uri);
      return commit(record.did, { uri });
    },
    settle,
    indexed: (collection) =>
      derived("types", () => {
        const types = groupBy(index.values(), (record) => record.collection);
        for (const records of types.values()) records.sort(newestFirst);
        return types;
      }).get(collection) ?? [],
    derived,
  };
}

/** Gives the AT-URI with its handle replaced by the DID, as the network stores it. */
export function canonicalUri(core: Core, uri: string): string {
  const parts = partsOf(uri);
  const account = parts === undefined ? undefined : core.find(parts.repo);
  return parts === undefined || account === undefined ? uri : uriOf(account.did, parts.collection, parts.rkey);
}
