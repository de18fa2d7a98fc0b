import { describe, expect, it } from "vitest";
import { resolveRuntime } from "../../src/adapter/defaults.js";
import { taskMaker } from "../../src/adapter/task.js";
import { virtualClock } from "../../src/testing/clock.js";
import type { RequestFunction, RequestOptions } from "../../src/http/request.js";

const schema = { parse: (value: unknown): unknown => value };

function world(): { readonly begin: ReturnType<typeof taskMaker>; readonly sent: [string, string, RequestOptions<unknown>][] } {
  const sent: [string, string, RequestOptions<unknown>][] = [];
  const request: RequestFunction = async (method, path, options) => {
    sent.push([method, path, options]);
    return options.schema.parse("answer");
  };
  return { sent, begin: taskMaker("acme", "acme:7", request, resolveRuntime({ clock: virtualClock() })) };
}

describe("adapter", () => {
  describe("tasks", () => {
    it("send under their operation's name, with its signal and lane and nothing else of the query", async () => {
      const { begin, sent } = world();
      const { signal } = new AbortController();
      const query = { signal, lane: "moderation" as const, limit: 7, since: "2025-01-01T00:00:00.000Z" };
      expect(await begin("listPosts", query).request("GET", "/posts", { schema, query: { a: 1 } })).toBe("answer");
      expect(sent).toEqual([["GET", "/posts", { schema, query: { a: 1 }, signal, lane: "moderation", operation: "listPosts" }]]);
      await begin("like").request("POST", "/like", { schema });
      expect(sent[1]?.[2]).toEqual({ schema, operation: "like" });
    });
    it("refuse with network, operation and account in front", () => {
      expect(() => world().begin("like").refuse("forbidden", "no.")).toThrow(/^acme like failed for acme:7: no\.$/);
    });
    it("check targets against their own account", () => {
      const task = world().begin("like");
      expect(task.target({ key: "acme:7:post:a%2Fb" }, ["message", "post"])).toMatchObject({ id: "a/b", kind: "post" });
      expect(() => task.target({ key: "acme:8:post:1" }, ["post"])).toThrow(/belongs to acme:8/);
      expect(() => task.target({ key: "acme:7:author:1" }, ["post"])).toThrow(/kind author/);
    });
    it("tell the time as the model writes it", () => {
      expect(world().begin("like").now()).toBe("2026-01-01T00:00:00.000Z");
    });
    it("make lists that are cut by time, and refused by name when they cannot be met", async () => {
      const task = world().begin("listPosts");
      const items = ["2025-12-31T00:00:00.000Z", "2025-01-01T00:00:00.000Z"];
      const list = task.list(
        async () => ({ items, next: "more" }),
        { since: "2025-06-01T00:00:00.000Z" },
        (at) => at,
      );
      expect(await list).toMatchObject({ items: [items[0]], stoppedBy: "since" });
      const future = task.list(async () => ({ items }), { since: "2027-01-01T00:00:00.000Z" });
      await expect(Promise.resolve(future)).rejects.toThrow(/^acme listPosts of acme:7: `since` lies in the future/);
    });
    it("end lists with the operation's signal where the list has no query of its own", async () => {
      const stop = new AbortController();
      const list = world()
        .begin("getMessages", { signal: stop.signal })
        .list(async () => ({ items: [1] }));
      stop.abort(new Error("enough"));
      await expect(Promise.resolve(list)).rejects.toThrow("enough");
    });
  });
});
