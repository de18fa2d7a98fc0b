import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hasLexicons, lexiconJudge, officialJudge } from "./lexicon.js";
import { cidOf } from "../../src/testing/bluesky/cid.js";
import type { Exchange } from "../../src/testing/exchange.js";
import { text, type Loose } from "./network.js";

const judge = lexiconJudge([
  {
    id: "test.shop.getBoots",
    defs: {
      main: {
        type: "query",
        parameters: { type: "params", required: ["size"], properties: { size: { type: "integer", minimum: 1, maximum: 60 } } },
        output: {
          encoding: "application/json",
          schema: { type: "object", required: ["boots"], properties: { boots: { type: "array", items: { type: "ref", ref: "#boot" } } } },
        },
        errors: [{ name: "NoBoots" }],
      },
      boot: {
        type: "object",
        required: ["name"],
        properties: {
          name: { type: "string", maxGraphemes: 3, maxLength: 30 },
          sole: { type: "union", refs: ["#rubber"] },
          lace: { type: "union", refs: ["#rubber"], closed: true },
          colour: { type: "string" },
          madeAt: { type: "string", format: "datetime" },
        },
      },
      rubber: { type: "object", required: ["mm"], properties: { mm: { type: "integer" } } },
    },
  },
]);

const asked = (more: Partial<Exchange>): Exchange => ({
  at: "2026-01-01T00:00:00.000Z",
  method: "GET",
  operation: "test.shop.getBoots",
  effect: "read",
  params: { size: "40" },
  url: "https://shop.test/xrpc/test.shop.getBoots?size=40",
  inputBytes: new Uint8Array(),
  status: 200,
  faults: [],
  output: { boots: [] },
  ...more,
});
const boot = (more: object): string | undefined => judge.value("test.shop.getBoots#boot", { name: "ok", ...more });

describe("testing", () => {
  describe("lexicon judge", () => {
    it("passes what a lexicon describes, and fields that nobody knows yet", () => {
      expect(judge.exchange(asked({ output: { boots: [{ name: "abc", future: { x: 1 } }] } }))).toBeUndefined();
    });
    it("refuses a missing field, a wrong type, and a number out of bounds", () => {
      expect(judge.exchange(asked({ output: { boots: [{}] } }))).toContain('"name" is missing');
      expect(judge.exchange(asked({ output: { boots: [{ name: 3 }] } }))).toContain("not a string");
      expect(judge.exchange(asked({ params: { size: "61" } }))).toContain("above 60");
    });
    it("refuses a parameter that a method does not have", () => {
      expect(judge.exchange(asked({ params: { size: "40", sort: "up" } }))).toContain('"sort"');
    });
    it("counts graphemes and bytes", () => {
      expect(boot({ name: "👩‍👩‍👧x" })).toBeUndefined();
      expect(boot({ name: "abcd" })).toContain("4 graphemes");
      expect(boot({ name: "👩‍👩‍👧👩‍👩‍👧" })).toContain("36 bytes");
    });
    it("reads unions by $type, open ones with any variant and closed ones with theirs", () => {
      expect(boot({ sole: { $type: "test.shop.getBoots#rubber", mm: "3" } })).toContain("not an integer");
      expect(boot({ sole: { $type: "test.shop.getBoots#cork" } })).toBeUndefined();
      expect(boot({ sole: { mm: 3 } })).toContain("$type");
      expect(boot({ lace: { $type: "test.shop.getBoots#cork" } })).toContain("closed union");
    });
    it("refuses formats that do not fit", () => {
      expect(boot({ madeAt: "yesterday" })).toContain("datetime");
      expect(boot({ madeAt: "2026-01-01T00:00:00Z" })).toBeUndefined();
    });
    it("refuses an error that a method does not name", () => {
      expect(judge.exchange(asked({ status: 400, output: { error: "NoBoots" } }))).toBeUndefined();
      expect(judge.exchange(asked({ status: 400, output: { error: "Whatever" } }))).toContain("Whatever");
    });

    if (hasLexicons) {
      const folder = join(process.env.CONTRACT_DATA!, "bluesky");
      const recorded = (part: string): readonly { readonly name: string; readonly call: Loose }[] =>
        readdirSync(join(folder, part))
          .filter((name) => name.endsWith(".json"))
          .map((name) => ({ name, call: JSON.parse(readFileSync(join(folder, part, name), "utf8")) as Loose }));

      it("knows the official lexicons", () => {
        expect(officialJudge().size).toBeGreaterThan(50);
      });
      it("passes what the real network answered", () => {
        const answers = recorded("local-network").filter(({ call }) => call.request !== undefined && Number(call.status) === 200);
        expect(answers.length).toBeGreaterThan(8);
        for (const { name, call } of answers) {
          const fault = officialJudge().exchange(asked({ operation: text(call.request?.nsid), params: {}, output: call.body }));
          // The request was recorded as an object, not as a query string: only the answer is judged.
          expect([name, fault?.includes("request:") === true ? undefined : fault]).toEqual([name, undefined]);
        }
      });
      it("computes the content ids that the real network computed", () => {
        const records: { readonly cid: string; readonly value: Loose }[] = [];
        const collect = (value: Loose | undefined): void => {
          if (typeof value !== "object") return;
          const record = value.record ?? value.value;
          if (text(value.cid) !== "" && text(record?.$type) !== "" && record !== undefined)
            records.push({ cid: text(value.cid), value: record });
          for (const part of Object.values(value)) collect(part);
        };
        for (const { call } of [...recorded("local-network"), ...recorded("local-pds")]) collect(call.body);
        expect(records.length).toBeGreaterThan(10);
        for (const { cid, value } of records) expect(cidOf(value)).toBe(cid);
      });
    } else {
      it("judges nothing without the official documents (CONTRACT_DATA is not set)", () => {
        expect(officialJudge().size).toBe(0);
      });
    }
  });
});
