import type { CollectionName, OutboxEntry, Settlement, StoreQuery, Write } from "../../src/store/index.js";
import type { ClaimRequest } from "../../src/store/index.js";
import type { Change } from "../../src/model/index.js";
import { isBelow } from "../../src/store/below.js";

interface Row {
  value: object;
  version: number;
  seq: number;
}

interface Progress {
  attempt: number;
  until: number;
  finished: boolean;
}

/** What a store says, by the plainest means: everything is gone through each time. Fences are left to the store. */
export function plainStore() {
  const tables = new Map<CollectionName, Map<string, Row>>();
  const progress = new Map<string, Progress>();
  let seq = 0;
  const table = (name: CollectionName): Map<string, Row> => {
    const found = tables.get(name) ?? new Map<string, Row>();
    tables.set(name, found);
    return found;
  };
  const progressOf = (consumer: string, key: string): Progress =>
    progress.get(`${consumer} ${key}`) ?? { attempt: 0, until: 0, finished: false };
  const forget = (key: string): void => {
    for (const id of [...progress.keys()]) if (id.endsWith(` ${key}`)) progress.delete(id);
  };
  const time = (value: object): string => ("createdAt" in value ? String(value.createdAt) : "at" in value ? String(value.at) : "");

  return {
    write: ({ collection, key, value }: Write): void => {
      const rows = table(collection);
      const old = rows.get(key);
      if (value !== null) rows.set(key, { value, version: (old?.version ?? 0) + 1, seq: old?.seq ?? ++seq });
      else if (rows.delete(key)) forget(key);
    },
    query: (collection: CollectionName, { below, where = {}, order, since, until }: StoreQuery): readonly unknown[] => {
      const found = [...table(collection)]
        .filter(([key]) => below?.some((prefix) => isBelow(key, prefix)) ?? true)
        .filter(([, { value }]) =>
          Object.entries({ ...where }).every(([field, allowed]) => allowed.includes(String((value as Record<string, unknown>)[field]))),
        )
        .filter(([, { value }]) => (since === undefined || time(value) >= since) && (until === undefined || time(value) < until))
        .map(([key, { value, version }]) => ({ place: `${time(value)} ${key}`, row: { value, version } }))
        .sort((a, b) => (a.place < b.place ? -1 : 1))
        .map(({ row }) => row);
      return order === "newest" ? found.reverse() : found;
    },
    claim: ({ from, consumer, below, match = {}, limit, leaseMs, now }: ClaimRequest): readonly { key: string; attempt: number }[] => {
      const claims: { key: string; attempt: number }[] = [];
      const busy = new Set<string>();
      for (const [key, { value }] of [...table(from)].sort((a, b) => a[1].seq - b[1].seq)) {
        const state = progressOf(consumer, key);
        const wanted =
          from === "outbox"
            ? ["queued", "sending"].includes((value as OutboxEntry).state)
            : (match.origins?.includes((value as Change).origin) ?? true);
        if (state.finished || !wanted || !(below?.some((prefix) => isBelow(key, prefix)) ?? true)) continue;
        const unit = from === "outbox" ? (value as OutboxEntry).account : ((value as Change).conversation ?? (value as Change).account);
        if (busy.has(unit)) continue;
        busy.add(unit);
        if (state.until > now || claims.length >= limit) continue;
        progress.set(`${consumer} ${key}`, { attempt: state.attempt + 1, until: now + leaseMs, finished: false });
        claims.push({ key, attempt: state.attempt + 1 });
      }
      return claims;
    },
    settle: ({ consumer, key, as, retryAt }: Settlement): void => {
      progress.set(`${consumer} ${key}`, { ...progressOf(consumer, key), finished: as !== "retry", until: retryAt ?? 0 });
    },
    erase: (below: string): number => {
      let erased = 0;
      for (const rows of tables.values())
        for (const key of [...rows.keys()])
          if (isBelow(key, below) && rows.delete(key)) {
            forget(key);
            erased += 1;
          }
      return erased;
    },
  };
}
