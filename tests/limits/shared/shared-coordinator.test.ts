import { describe, expect, it } from "vitest";
import { sharedCoordinator } from "../../../src/limits/shared/shared-coordinator.js";
import { virtualClock } from "../../../src/testing/clock.js";
import { windowRule } from "../simulator.js";
import { memoryBook } from "./memory-book.js";

const rule = windowRule();
const demand = (ledger: string, cost = 1, keep = 0) => ({ ledger, rule, cost, keep });

describe("limits", () => {
  describe("shared coordinator", () => {
    it("takes from all ledgers or from none, for all processes together", async () => {
      const clock = virtualClock();
      const book = memoryBook({ clock });
      const one = sharedCoordinator(book.connect(), { clock });
      const other = sharedCoordinator(book.connect(), { clock });
      expect(await one.reserve([demand("x:a:r:1", 8), demand("x:a:r:2")], clock.now())).toMatchObject({
        ok: true,
        granted: { "x:a:r:1": 8, "x:a:r:2": 1 },
      });
      expect(await other.reserve([demand("x:a:r:2"), demand("x:a:r:1", 5)], clock.now())).toMatchObject({ ok: false, ledger: "x:a:r:1" });
      expect(await other.ledgers("x:a:")).toEqual([
        expect.objectContaining({ ledger: "x:a:r:1", remaining: 2, limit: 10 }),
        expect.objectContaining({ ledger: "x:a:r:2", remaining: 9, limit: 10 }),
      ]);
      await Promise.all([one.close(), other.close()]);
    });
  });
});
