/** What every book of ledgers has to do, whatever database it is in. @module */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { BookEntry, LedgerBook } from "../../src/store/ledger-book.js";

/** Makes a book on the same place as all others of one test, so that several stand for several processes. */
export type MakeBook = () => LedgerBook;

/** Adds 1 to each ledger, and gives the new numbers. */
export const addOne = async (book: LedgerBook, ledgers: readonly string[]): Promise<readonly number[]> =>
  book.change(ledgers, (entries) => {
    const next = entries.map(({ text }) => Number(text ?? 0) + 1);
    return {
      changes: ledgers.map((ledger, index) => ({
        ledger,
        text: String(next[index]),
        revision: (entries[index]?.revision ?? 0) + 1,
        keepMs: 60_000,
      })),
      result: next,
    };
  });

/** Reads without changing anything. */
export const readAll = async (book: LedgerBook, ledgers: readonly string[]): Promise<readonly BookEntry[]> =>
  book.change(ledgers, (entries) => ({ changes: [], result: entries }));

/** Runs the behaviours. `make` is called several times in a test; whoever gives it closes what it gave. */
export function bookBehaviours(make: MakeBook): void {
  it("gives ledgers in the order asked, and says revision 0 where nothing is kept", async () => {
    const book = make();
    expect(await readAll(book, ["x:a:new:1", "x:a:new:2"])).toEqual([{ revision: 0 }, { revision: 0 }]);
    await addOne(book, ["x:a:new:2"]);
    expect(await readAll(make(), ["x:a:new:2", "x:a:new:1"])).toEqual([{ text: "1", revision: 1 }, { revision: 0 }]);
    expect(await readAll(book, [])).toEqual([]);
  });

  it("tells the time", async () => {
    const now = await make().change([], (_entries, moment) => ({ changes: [], result: moment.now }));
    expect(Math.abs(now - Date.now())).toBeLessThan(10_000);
    expect(Number.isInteger(now)).toBe(true);
  });

  it("loses no change of four that write the same ledgers in different orders", async () => {
    const books = [make(), make(), make(), make()];
    const orders = [
      ["x:a:race:1", "x:a:race:2", "x:a:race:3"],
      ["x:a:race:3", "x:a:race:2", "x:a:race:1"],
      ["x:a:race:2", "x:a:race:1"],
      ["x:a:race:3"],
    ];
    await Promise.all(
      books.map(async (book, index) => {
        for (let time = 0; time < 25; time++) await addOne(book, orders[index] ?? []);
      }),
    );
    const entries = await readAll(make(), ["x:a:race:1", "x:a:race:2", "x:a:race:3"]);
    expect(entries.map(({ text }) => Number(text))).toEqual([75, 75, 75]);
  });

  it("keeps changes of one process apart as well", async () => {
    const book = make();
    await Promise.all(Array.from({ length: 20 }, async () => addOne(book, ["x:a:alone:1"])));
    expect(await readAll(book, ["x:a:alone:1"])).toEqual([{ text: "20", revision: 20 }]);
  });

  it("changes nothing when a decision throws, and goes on", async () => {
    const book = make();
    await addOne(book, ["x:a:thrown:1"]);
    const thrown = book.change(["x:a:thrown:1"], () => {
      throw new RangeError("a mistake in the mathematics");
    });
    await expect(thrown).rejects.toThrow("a mistake in the mathematics");
    expect(await addOne(book, ["x:a:thrown:1"])).toEqual([2]);
  });

  it("takes any name and any text, and lists by prefix what begins with it and nothing else", async () => {
    const book = make();
    const sharp = fc.string({
      unit: fc.constantFrom(...Array.from("%_'\"\\$;E:é -abc"), "\u{1f600}", "\u{10ffff}", "\uffff", "\ud7ff", "\ue000"),
      maxLength: 6,
    });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(sharp, { minLength: 1, maxLength: 6 }), sharp, fc.string(), async (names, prefix, body) => {
        const text = JSON.stringify(body);
        const root = `x:b:${++round}:`;
        const ledgers = names.map((name) => root + name);
        await book.change(ledgers, () => ({
          changes: ledgers.map((ledger) => ({ ledger, text, revision: 7, keepMs: 1_000 })),
          result: undefined,
        }));
        expect(await readAll(book, ledgers)).toEqual(ledgers.map(() => ({ text, revision: 7 })));
        const { entries } = await book.list(root + prefix);
        const listed = entries.map(({ ledger }) => ledger);
        expect([...listed].sort()).toEqual(ledgers.filter((ledger) => ledger.startsWith(root + prefix)).sort());
      }),
      { numRuns: 40 },
    );
  });

  it("lists everything below an empty prefix, with the time", async () => {
    const book = make();
    await addOne(book, ["x:c:list:1"]);
    const { now, entries } = await book.list("");
    expect(Math.abs(now - Date.now())).toBeLessThan(10_000);
    expect(entries).toContainEqual({ ledger: "x:c:list:1", text: "1", revision: 1 });
  });

  it("gives a lease to one of four, renews it under the same fence, and counts up for the next owner", async () => {
    const books = [make(), make(), make(), make()];
    const leases = await Promise.all(books.map(async (book, index) => book.acquire("poll:1", `worker-${index}`, 30_000)));
    const owner = leases.findIndex((lease) => lease !== undefined);
    const first = leases[owner]!;
    expect(leases.filter((lease) => lease !== undefined)).toHaveLength(1);
    const renewed = await books[owner]!.acquire("poll:1", `worker-${owner}`, 60_000);
    expect(renewed?.fence).toBe(first.fence);
    expect(renewed?.expiresAt).toBeGreaterThan(first.expiresAt);
    await books[0]!.release("poll:1", "somebody else");
    expect(await books[0]!.acquire("poll:1", "somebody else", 1_000)).toBeUndefined();
    await books[owner]!.release("poll:1", `worker-${owner}`);
    const next = await books[0]!.acquire("poll:1", "somebody else", 1_000);
    expect(next?.fence).toBeGreaterThan(first.fence);
    expect(Number.isSafeInteger(next?.fence)).toBe(true);
  });

  it("gives a lease on when it has run out, under a greater fence", async () => {
    const book = make();
    const first = await book.acquire("poll:2", "worker-1", 1);
    let second = await book.acquire("poll:2", "worker-2", 1_000);
    while (second === undefined) second = await book.acquire("poll:2", "worker-2", 1_000);
    expect(second.fence).toBeGreaterThan(first!.fence);
  });

  it("rejects once it is closed, and says so", async () => {
    const book = make();
    await addOne(book, ["x:a:closed:1"]);
    await book.close();
    await book.close();
    await expect(book.list("")).rejects.toMatchObject({ code: "misconfigured" });
    await expect(addOne(book, ["x:a:closed:1"])).rejects.toThrow(/was closed/);
  });
}
