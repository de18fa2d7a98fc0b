import { describe, expect, it } from "vitest";
import { adapterContract } from "../../src/testing/adapter-contract.js";
import { broken, soundAdapter, without, world, type Mutants } from "./mutants.js";
import { failingMutants } from "./mutants-failing.js";
import { readingMutants } from "./mutants-reading.js";
import { writingMutants } from "./mutants-writing.js";

const mutants: Mutants = { ...readingMutants, ...writingMutants, ...failingMutants };
const sentenceOf = (name: string): string => name.slice(name.indexOf(": ") + 2);

describe("testing", () => {
  describe("adapter contract", () => {
    describe("notices an adapter that", () => {
      for (const [name, mutant] of Object.entries(mutants))
        it(name, async () => {
          const contract = adapterContract({ world, create: broken(mutant) });
          for (const sentence of mutant.breaks) {
            const behaviour = contract.find((one) => sentenceOf(one.name) === sentence);
            expect(behaviour, sentence).toBeDefined();
            await expect(behaviour?.run(), sentence).rejects.toThrow();
          }
        });
    });
    it("has a mutant for every behaviour", () => {
      const sentences = adapterContract({ world, create: soundAdapter }).map(({ name }) => sentenceOf(name));
      const noticed = new Set(Object.values(mutants).flatMap(({ breaks }) => breaks));
      expect(sentences.filter((sentence) => !noticed.has(sentence))).toEqual([]);
    });
    it("leaves out what an adapter or a world cannot do", () => {
      const all = adapterContract({ world, create: soundAdapter }).map(({ name }) => name);
      const plain = adapterContract({
        world: () => {
          return { ...without(world(), "inject", "calls"), pageSize: 100 };
        },
        create: (runtime, here) => ({ ...soundAdapter(runtime, { ...world(), ...here }), operations: new Set(["listMentions"] as const) }),
      }).map(({ name }) => name);
      expect(all.some((name) => name.startsWith("faults: "))).toBe(true);
      expect(plain.some((name) => name.startsWith("faults: ") || name.startsWith("writes: "))).toBe(false);
      expect(plain).toContain("reads: stops at the limit and says so");
      expect(plain).not.toContain("reads: goes on after a cursor where the page before it stopped");
    });
    it("gives every behaviour a name of its own", () => {
      const names = adapterContract({ world, create: soundAdapter }).map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    });
  });
});
