/** Defects for the chaos run to find: each is a store that lies to the inbox in one way, as a defect of the inbox would. @module */
import type { Collections } from "../../src/store/collections.js";
import type { Settlement, Store, Write } from "../../src/store/store.js";

/** A defect. */
export interface Mutant {
  /** What it does, in the present tense. */
  readonly name: string;
  /** How much has to happen until it shows. @defaultValue 60 */
  readonly steps?: number;
  /** How much happens in the calm. @defaultValue 25, after more than 60 steps 60 */
  readonly calmSteps?: number;
  /** Puts it into the store as processes see it. */
  readonly spoil: (store: Store) => Store;
}

/** Changes what is written, batch by batch. */
const writing =
  (change: (batch: readonly Write[]) => readonly Write[]) =>
  (store: Store): Store => ({ ...store, write: (batch) => store.write(change(batch)) });

const isPage = (batch: readonly Write[]): boolean =>
  batch.some(({ collection, value }) => collection === "cursor" && value !== null && "readUntil" in value);

/** The writes that take a message and its journal entry in. */
const keysOf = (batch: readonly Write[]): readonly string[] =>
  batch.filter(({ collection, expect }) => collection === "message" && expect === "absent").map(({ key }) => key);

/** The defects. */
export const mutants: readonly Mutant[] = [
  {
    name: "loses the last new item of a page",
    spoil: writing((batch) => {
      const last = isPage(batch) ? keysOf(batch).at(-1) : undefined;
      if (last === undefined) return batch;
      const id = last.slice(last.indexOf("/") + 1);
      return batch.filter(
        ({ key, value }) => key !== last && !(value !== null && "message" in value && JSON.stringify(value).includes(`"key":"${id}"`)),
      );
    }),
  },
  {
    name: "moves the cursor and forgets the page",
    spoil: writing((batch) => (isPage(batch) && batch.length > 1 ? batch.filter(({ collection }) => collection === "cursor") : batch)),
  },
  {
    name: "stores messages without a journal entry",
    spoil: writing((batch) =>
      batch.filter(({ collection, value }) => collection !== "change" || (value as Collections["change"]).type !== "message.created"),
    ),
  },
  {
    name: "settles a change when it is claimed, before it is handled",
    spoil: (store) => ({
      ...store,
      claim: async (request) => {
        const claims = await store.claim(request);
        const { from, consumer } = request;
        await store.settle(claims.map(({ key, fence }): Settlement => ({ from, consumer, key, fence, as: "done" })));
        return claims;
      },
    }),
  },
  {
    name: "says that a change is done and does not write it down",
    spoil: (store) => ({
      ...store,
      settle: async (settlements, writes) =>
        settlements.every(({ as }) => as === "done") ? settlements.map(() => true) : store.settle(settlements, writes),
    }),
  },
  {
    name: "ignores tombstones and shells, and keeps what is deleted",
    spoil: writing((batch) =>
      batch.filter(
        ({ collection, value }) =>
          collection !== "tombstone" && !(collection === "message" && (value as Collections["message"]).deletedAt !== undefined),
      ),
    ),
  },
  {
    name: "takes a write without an answer for one that was refused, so that the same key sends it again",
    // An answer has to be lost, and the same key asked for again.
    steps: 1_500,
    spoil: writing((batch) =>
      batch.map((write) => {
        if (write.collection !== "outbox" || write.value?.state !== "unknown") return write;
        const { checkAt, ...entry } = write.value;
        const steps = entry.steps.map((step) => (step.status === "unknown" ? { ...step, status: "rejected" as const } : step));
        return checkAt === undefined ? write : { ...write, value: { ...entry, state: "rejected" as const, steps } };
      }),
    ),
  },
  {
    name: "writes conversations without who waits",
    spoil: writing((batch) =>
      batch.map((write) => {
        if (write.collection !== "conversation" || write.value === null) return write;
        const { waitingSince, ...value } = write.value;
        return waitingSince === undefined ? write : { ...write, value };
      }),
    ),
  },
  {
    name: "keeps the first text of a message for good",
    // Only edits in the calm are sure to be told, and few of those are.
    calmSteps: 250,
    spoil: (store) => {
      const first = new Map<string, string>();
      return writing((batch) =>
        batch.map((write) => {
          if (write.collection !== "message" || write.value === null || write.value.deletedAt !== undefined) return write;
          const known = first.get(write.key) ?? write.value.text;
          first.set(write.key, known);
          return { ...write, value: { ...write.value, text: known } };
        }),
      )(store);
    },
  },
  {
    name: "leaves the words of the deleted in the journal",
    spoil: writing((batch) =>
      batch.filter(
        ({ collection, value }) =>
          !(
            collection === "change" &&
            value !== null &&
            "message" in value &&
            typeof value.message === "object" &&
            value.message.deletedAt !== undefined
          ),
      ),
    ),
  },
];
