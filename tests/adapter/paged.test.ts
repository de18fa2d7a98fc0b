import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkListQuery, onePage, paged, type ReadPage } from "../../src/adapter/index.js";
import type { ListQuery } from "../../src/adapter/operations.js";
import type { Page, Paged } from "../../src/model/page.js";

interface Thing {
  readonly id: number;
  readonly at?: string;
}

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const timeOf = (thing: Thing): string | undefined => thing.at;

/** A network with numbered pages; cursors are page numbers. */
function network(pages: readonly (readonly Thing[])[]): { read: ReadPage<Thing>; asked: [string | undefined, number | undefined][] } {
  const asked: [string | undefined, number | undefined][] = [];
  return {
    asked,
    read: async (cursor, size) => {
      asked.push([cursor, size]);
      const index = Number(cursor ?? 0);
      return { items: pages[index] ?? [], ...(index + 1 < pages.length && { next: String(index + 1) }) };
    },
  };
}

async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of list) found.push(one);
  return found;
}
const ids = async (list: Paged<Thing>): Promise<number[]> => (await all(list)).map(({ id }) => id);
const things = (...numbers: number[]): Thing[] => numbers.map((id) => ({ id }));
/** Newest first: thing n happened in minute n. */
const timed = (...numbers: number[]): Thing[] => numbers.map((id) => ({ id, at: at(id) }));

describe("adapter", () => {
  describe("paged", () => {
    it("asks nothing until it is used", async () => {
      const { read, asked } = network([things(1)]);
      const list = paged(read);
      list.pages();
      await Promise.resolve();
      expect(asked).toEqual([]);
    });
    it("gives its first page to await, its items to for await, and its pages to pages()", async () => {
      const { read, asked } = network([things(1, 2), things(3)]);
      const list = paged(read);
      expect(await list).toEqual({ items: things(1, 2), next: "1", stoppedBy: "more", quarantined: [] });
      expect(asked).toHaveLength(1);
      expect(await ids(list)).toEqual([1, 2, 3]);
      expect(await all(list.pages())).toEqual([
        { items: things(1, 2), next: "1", stoppedBy: "more", quarantined: [] },
        { items: things(3), stoppedBy: "end", quarantined: [] },
      ]);
      expect(asked).toHaveLength(5);
    });
    it("stops asking when the loop is left", async () => {
      const { read, asked } = network([things(1, 2), things(3)]);
      for await (const { id } of paged(read)) if (id === 2) break;
      expect(asked).toHaveLength(1);
    });
    it("rejects when reading fails, and can be used again", async () => {
      let times = 0;
      const list = paged<Thing>(async () => {
        times += 1;
        if (times === 1) throw new Error("gone");
        return { items: things(1) };
      });
      await expect(Promise.resolve(list)).rejects.toThrow("gone");
      expect(await ids(list)).toEqual([1]);
    });
    it("goes on after an empty page with a cursor", async () => {
      expect(await ids(paged(network([[], things(1), [], [], things(2), []]).read))).toEqual([1, 2]);
    });
    it("takes an empty cursor for the end", async () => {
      const list = paged<Thing>(async () => ({ items: things(1), next: "" }));
      expect(await list).toEqual({ items: things(1), stoppedBy: "end", quarantined: [] });
    });
    it("passes on what was quarantined", async () => {
      const bad = { reason: "no id", path: "posts.3" };
      expect((await paged<Thing>(async () => ({ items: [], quarantined: [bad] }))).quarantined).toEqual([bad]);
    });
    it.each([
      ["at once", ["a", "a"]],
      ["later", ["a", "b", "c", "a"]],
    ])("fails when the network repeats a cursor %s", async (_what, cursors) => {
      let asked = 0;
      const list = paged<Thing>(async () => ({ items: things(asked), next: cursors[asked++]! }), {}, { name: "acme listPosts" });
      const found: Thing[] = [];
      await expect(
        (async () => {
          for await (const one of list) found.push(one);
        })(),
      ).rejects.toMatchObject({ code: "unexpected-response", message: expect.stringContaining("acme listPosts") as string });
      expect(found).toHaveLength(cursors.length - 1);
      expect(asked).toBe(cursors.length);
    });
    it("fails when the network gives back the cursor that the host came with", async () => {
      const list = paged<Thing>(async () => ({ items: [], next: "here" }), { after: "here" });
      await expect(Promise.resolve(list)).rejects.toMatchObject({ code: "unexpected-response" });
    });
    it("continues after a cursor", async () => {
      const { read, asked } = network([things(1), things(2), things(3)]);
      expect(await ids(paged(read, { after: "1" }))).toEqual([2, 3]);
      expect(asked[0]).toEqual(["1", undefined]);
    });
    it("ends with the signal's reason between pages", async () => {
      const stop = new AbortController();
      const { read, asked } = network([things(1), things(2)]);
      const found: number[] = [];
      await expect(
        (async () => {
          for await (const { id } of paged(read, { signal: stop.signal })) {
            found.push(id);
            stop.abort(new Error("enough"));
          }
        })(),
      ).rejects.toThrow("enough");
      expect(found).toEqual([1]);
      expect(asked).toHaveLength(1);
    });

    describe("limit", () => {
      it("counts over all pages, and tells each page how much is wanted still", async () => {
        const { read, asked } = network([things(1, 2), things(3, 4), things(5)]);
        expect(await ids(paged(read, { limit: 3 }))).toEqual([1, 2, 3]);
        expect(asked).toEqual([
          [undefined, 3],
          ["1", 1],
        ]);
      });
      it("asks for no page more once it is reached, and keeps the cursor that continues there", async () => {
        const { read, asked } = network([things(1, 2), things(3)]);
        expect(await paged(read, { limit: 2 })).toEqual({ items: things(1, 2), next: "1", stoppedBy: "limit", quarantined: [] });
        expect(asked).toHaveLength(1);
      });
      it("gives no cursor where it cuts a page, because none points there", async () => {
        expect(await paged(network([things(1, 2), things(3)]).read, { limit: 1 })).toEqual({
          items: things(1),
          stoppedBy: "limit",
          quarantined: [],
        });
      });
      it("ends at the end when that comes first, or together", async () => {
        expect((await paged(network([things(1, 2)]).read, { limit: 2 })).stoppedBy).toBe("end");
        expect((await paged(network([things(1, 2)]).read, { limit: 9 })).stoppedBy).toBe("end");
      });
    });

    describe("since and until", () => {
      it("stop a newest-first list at what is older", async () => {
        const { read, asked } = network([timed(9, 8), timed(7, 6), timed(5)]);
        const pages = await all(paged(read, { since: at(7) }, { timeOf }).pages());
        expect(pages.map(({ items, stoppedBy }) => [items.map(({ id }) => id), stoppedBy])).toEqual([
          [[9, 8], "more"],
          [[7], "since"],
        ]);
        expect(pages.at(-1)).not.toHaveProperty("next");
        expect(asked).toHaveLength(2);
      });
      it("take since as inside and until as outside", async () => {
        expect(await ids(paged(network([timed(9, 8, 7, 6)]).read, { since: at(7), until: at(9) }, { timeOf }))).toEqual([8, 7]);
      });
      it("are not fooled by something old that is pinned to the top", async () => {
        const list = paged(network([timed(1, 9, 8), timed(7, 2)]).read, { since: at(5) }, { timeOf });
        expect(await ids(list)).toEqual([9, 8, 7]);
      });
      it("keep what has no time", async () => {
        expect(await ids(paged(network([[{ id: 1 }, ...timed(9)]]).read, { since: at(5) }, { timeOf }))).toEqual([1, 9]);
      });
      it("read over pages that are too new", async () => {
        expect(await ids(paged(network([timed(9), timed(8), timed(7)]).read, { until: at(8) }, { timeOf }))).toEqual([7]);
      });
      it("stop an oldest-first list at what is too new", async () => {
        const { read, asked } = network([timed(1, 2), timed(3, 4), timed(5)]);
        const pages = await all(paged(read, { since: at(2), until: at(4) }, { timeOf, order: "oldest" }).pages());
        expect(pages.flatMap(({ items }) => items.map(({ id }) => id))).toEqual([2, 3]);
        expect(pages.at(-1)?.stoppedBy).toBe("end");
        expect(asked).toHaveLength(2);
      });
      it("are left to the network where items tell no time", async () => {
        expect(await ids(paged(network([timed(1)]).read, { since: at(5) }))).toEqual([1]);
      });
    });

    it("gives every item once and in order, however the pages are cut", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(fc.nat(), { maxLength: 4 }), { maxLength: 8 }),
          fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
          async (cut, limit) => {
            let id = 0;
            const pages = cut.map((page) => page.map(() => ({ id: id++ })));
            const query: ListQuery = limit === undefined ? {} : { limit };
            const list = paged(network(pages).read, query);
            const wanted = pages.flat().slice(0, limit);
            expect(await all(list)).toEqual(wanted);
            const read: Page<Thing>[] = await all(list.pages());
            expect(read.flatMap(({ items }) => items)).toEqual(wanted);
            for (const page of read.slice(0, -1)) expect(page).toMatchObject({ stoppedBy: "more", next: expect.any(String) as string });
            const last = read.at(-1)!;
            expect(last.stoppedBy === "end").toBe(!("next" in last) && wanted.length === pages.flat().length);
            // What a stored cursor continues with is exactly the rest.
            if (last.next !== undefined)
              expect(await all(paged(network(pages).read, { after: last.next }))).toEqual(pages.flat().slice(wanted.length));
          },
        ),
      );
    });
  });

  describe("one page", () => {
    it("holds the query against items at hand", async () => {
      expect(await onePage(timed(3, 2, 1), { limit: 2 })).toEqual({ items: timed(3, 2), stoppedBy: "limit", quarantined: [] });
      expect(await ids(onePage(timed(3, 2, 1), { since: at(2) }, { timeOf }))).toEqual([3, 2]);
      expect(await onePage<Thing>([])).toEqual({ items: [], stoppedBy: "end", quarantined: [] });
    });
    it("makes its call only when it is used", async () => {
      let calls = 0;
      const list = onePage(async () => (calls++, { items: things(1), next: "no such thing", quarantined: [{ reason: "odd" }] }));
      expect(calls).toBe(0);
      expect(await list).toEqual({ items: things(1), stoppedBy: "end", quarantined: [{ reason: "odd" }] });
      expect(await onePage(async () => things(2))).toMatchObject({ items: things(2) });
    });
  });

  describe("list queries", () => {
    const now = Date.parse(at(10));
    it("pass when they can be met", () => {
      expect(() => checkListQuery({}, now)).not.toThrow();
      expect(() => checkListQuery({ limit: 1, since: at(10), until: at(11), after: "x" }, now)).not.toThrow();
      expect(() => checkListQuery({ since: at(99) })).not.toThrow();
    });
    it.each([
      [{ limit: 0 }, "`limit`"],
      [{ limit: -1 }, "`limit`"],
      [{ limit: 1.5 }, "`limit`"],
      [{ limit: Number.NaN }, "`limit`"],
      [{ limit: Number.POSITIVE_INFINITY }, "`limit`"],
      [{ since: "yesterday" }, "`since`"],
      [{ since: "2026-11-22" }, "`since`"],
      [{ since: "2026-11-22T10:00:00+01:00" }, "`since`"],
      [{ until: "2026-13-01T00:00:00Z" }, "`until`"],
      [{ since: at(11) }, "`since` lies in the future"],
      [{ since: at(5), until: at(5) }, "`until`"],
      [{ since: at(5), until: at(4) }, "`until`"],
      [{ after: "" }, "`after`"],
    ] as [ListQuery, string][])("are refused by field: %o", async (query, field) => {
      expect(() => checkListQuery(query, now, "acme listPosts")).toThrow(
        expect.objectContaining({
          code: "invalid-request",
          message: expect.stringMatching(new RegExp(`^acme listPosts: ${field}`)) as string,
        }),
      );
    });
    it("are refused before anything is read", async () => {
      const { read, asked } = network([things(1)]);
      await expect(Promise.resolve(paged(read, { limit: 0 }))).rejects.toMatchObject({ code: "invalid-request" });
      await expect(ids(paged(read, { since: "soon" }))).rejects.toMatchObject({ code: "invalid-request" });
      expect(asked).toEqual([]);
    });
  });
});
