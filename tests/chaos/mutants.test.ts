import { beforeAll, describe, expect, it } from "vitest";
import { longRun, warmUp } from "./long.js";
import { mutants } from "./mutants.js";

/** Those that are tried in every run of the tests; `CHAOS_MUTANTS=all` tries every one. */
const few = [
  "loses the last new item of a page",
  "settles a change when it is claimed, before it is handled",
  "writes conversations without who waits",
];
const chosen = mutants.filter(({ name }) => process.env["CHAOS_MUTANTS"] === "all" || few.includes(name));

describe("chaos", () => {
  describe("defects", () => {
    beforeAll(warmUp);

    it.each(chosen)(
      "finds an inbox that $name",
      async ({ spoil, steps = 60, calmSteps = steps > 60 ? 60 : 25 }) => {
        expect(await longRun({ store: "memory", seed: "20261120", steps, calmSteps, spoil })).not.toEqual([]);
      },
      600_000,
    );
  });
});
