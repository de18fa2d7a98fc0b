import { object, string } from "zod/mini";
import { describe, expect, it } from "vitest";
import { answerSchema, itemCheck, once } from "../../src/adapter/compiled.js";
import { readItems, Unreadable } from "../../src/adapter/read-items.js";

interface Wire {
  readonly id: string;
  readonly author: { readonly name: string };
}

let made = 0;
const check = itemCheck<Wire>(() => {
  made++;
  return object({ id: string(), author: object({ name: string() }) });
});
const good = (id: string): unknown => ({ id, author: { name: "Freja" }, more: 1 });
const read = (items: readonly unknown[], to: (wire: Wire) => string | undefined): ReturnType<typeof readItems<Wire, string>> =>
  readItems("items", items, check, to);

describe("adapter", () => {
  describe("items of a page", () => {
    it("are given in order, each as it came, but those that are none of ours", () => {
      const raw = [good("a"), good("b"), good("c")];
      const seen: unknown[] = [];
      const page = read(raw, (wire) => {
        seen.push(wire);
        return wire.id === "b" ? undefined : wire.id;
      });
      expect(page).toEqual({ items: ["a", "c"], quarantined: [] });
      expect(seen.every((wire, index) => wire === raw[index])).toBe(true);
    });
    it("are set aside when they are not as documented, by path and without content", () => {
      const bad = { id: "b", author: { name: ["secret"] } };
      const { items, quarantined } = read([good("a"), bad, null, good("c")], ({ id }) => id);
      expect(items).toEqual(["a", "c"]);
      expect(quarantined).toEqual([
        { reason: "author.name: invalid type", path: "items[1]", raw: bad },
        { reason: "item: invalid type", path: "items[2]", raw: null },
      ]);
    });
    it("are set aside when reading them throws, with our own reason only", () => {
      const { items, quarantined } = read([good("a"), good("b"), good("c")], ({ id }) => {
        if (id === "a") throw new Unreadable("at: not a time");
        if (id === "b") throw new Error("secret");
        return id;
      });
      expect(items).toEqual(["c"]);
      expect(quarantined.map(({ reason }) => reason)).toEqual(["at: not a time", "unreadable"]);
    });
    it("compile their schema once, at the first item", () => {
      let compiled = 0;
      const later = itemCheck(() => {
        compiled++;
        return object({});
      });
      expect(compiled).toBe(0);
      later.accepts({});
      later.accepts(7);
      expect(compiled).toBe(1);
      expect(made).toBe(1);
    });
  });

  describe("answers", () => {
    const schema = answerSchema<{ readonly id: string }>(() => object({ id: string() }));
    it("come as they are, with fields that nobody knows", () => {
      const body = { id: "a", new: true };
      expect(schema.parse(body)).toBe(body);
    });
    it("are refused by path, without content", () => {
      expect(() => schema.parse({ id: { secret: 1 } })).toThrow(/^not as documented \(id: invalid type\)$/);
    });
  });

  it("makes a value once, even when it is undefined", () => {
    let times = 0;
    const nothing = once(() => {
      times++;
    });
    nothing();
    nothing();
    expect(times).toBe(1);
  });
});
