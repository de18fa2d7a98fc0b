import { describe, expect, it } from "vitest";
import { loadOperations } from "../../src/adapter/load-operations.js";
import { onePage, paged } from "../../src/adapter/index.js";
import { FolkmootError } from "../../src/errors.js";
import type { Change } from "../../src/model/change.js";
import type { Operations } from "../../src/adapter/operations.js";
import type { Post } from "../../src/model/post.js";

const names = ["listPosts", "like", "stream"] as const;
type Loaded = Pick<Operations, (typeof names)[number]>;

const post = (id: string): Post => ({ id }) as Post;
const target = { key: "acme:7:post:1" };

function world(more: Partial<Loaded> = {}): { readonly loads: () => number; readonly liked: unknown[]; readonly operations: Loaded } {
  let loads = 0;
  const liked: unknown[] = [];
  const operations = loadOperations(names, async () => {
    loads++;
    await Promise.resolve();
    return {
      listPosts: (query) =>
        paged(async (cursor) => (cursor === undefined ? { items: [post("1")], next: "b" } : { items: [post("2")] }), query),
      like: async (...input) => {
        liked.push(input);
        return { refs: { likeUri: "x" } };
      },
      stream: async function* () {
        yield { id: "c1" } as Change;
        yield { id: "c2" } as Change;
      },
      ...more,
    };
  });
  return { loads: () => loads, liked, operations };
}

describe("adapter", () => {
  describe("operations that load at their first use", () => {
    it("load nothing before that, and once for all", async () => {
      const { operations, loads } = world();
      const list = operations.listPosts();
      const stream = operations.stream();
      expect(Object.keys(operations)).toEqual([...names]);
      expect(loads()).toBe(0);
      await Promise.all([list, operations.like(target), stream[Symbol.asyncIterator]().next()]);
      expect(loads()).toBe(1);
    });
    it("hand on what they are given", async () => {
      const { operations, liked } = world();
      const options = { idempotencyKey: "k" };
      expect(await operations.like(target, options)).toEqual({ refs: { likeUri: "x" } });
      expect(liked).toEqual([[target, options]]);
    });
    it("give lists by first page, page by page, item by item, and anew each time", async () => {
      const list = world().operations.listPosts({ limit: 2 });
      expect(await list).toMatchObject({ items: [{ id: "1" }], next: "b", stoppedBy: "more" });
      for (let round = 0; round < 2; round++) {
        const pages: unknown[] = [];
        for await (const { items } of list.pages()) pages.push(items.map(({ id }) => id));
        expect(pages).toEqual([["1"], ["2"]]);
        const ids: string[] = [];
        for await (const { id } of list) ids.push(id);
        expect(ids).toEqual(["1", "2"]);
      }
    });
    it("give streams", async () => {
      const ids: string[] = [];
      for await (const { id } of world().operations.stream()) ids.push(id);
      expect(ids).toEqual(["c1", "c2"]);
    });
    it("refuse bad input when they are used: writes when called, lists in every way of reading", async () => {
      const refuse = (): never => {
        throw new FolkmootError("invalid-request", "no");
      };
      const { operations } = world({ like: refuse, listPosts: refuse });
      const refused = { code: "invalid-request" };
      await expect(operations.like(target)).rejects.toMatchObject(refused);
      const list = operations.listPosts();
      await expect(Promise.resolve(list)).rejects.toMatchObject(refused);
      await expect(list.pages()[Symbol.asyncIterator]().next()).rejects.toMatchObject(refused);
      await expect(list[Symbol.asyncIterator]().next()).rejects.toMatchObject(refused);
    });
    it("load again after a failure", async () => {
      let failing = true;
      const operations = loadOperations(["listPosts"], async () => {
        if (failing) throw new Error("disk");
        return { listPosts: () => onePage([post("1")]) };
      });
      await expect(Promise.resolve(operations.listPosts())).rejects.toThrow("disk");
      failing = false;
      expect((await operations.listPosts()).items).toHaveLength(1);
    });
    it("end what they read when the reader stops", async () => {
      let ended = false;
      const { operations } = world({
        stream: async function* () {
          try {
            for (;;) yield { id: "c" } as Change;
          } finally {
            ended = true;
          }
        },
      });
      for await (const change of operations.stream()) if (change.id === "c") break;
      expect(ended).toBe(true);
    });
  });
});
