import { describe, expect, it } from "vitest";
import { FolkmootError } from "../../src/errors.js";
import { sharedCoordinator } from "../../src/limits/shared/shared-coordinator.js";
import type { LedgerBook } from "../../src/store/ledger-book.js";
import { virtualClock } from "../../src/testing/clock.js";
import { windowRule } from "./simulator.js";
import { silentMeter, world } from "./world.js";

/** A database that was never reached. */
function shut(error: Error): LedgerBook {
  const never = (): Promise<never> => Promise.reject(error);
  return { change: never, list: never, acquire: never, release: never, close: () => Promise.resolve() };
}

describe("limits", () => {
  describe("a database of budgets that was never reached", () => {
    const ours = new FolkmootError("misconfigured", "Redis refuses the password; check the user and the password of `url`.");
    for (const whenAway of ["fail-closed", "local-share"] as const)
      for (const mode of ["throw", "wait"] as const)
        it(`is named in the error of a call, with what to do, and no budget is blamed (${whenAway}, mode ${mode})`, async () => {
          const clock = virtualClock({ auto: true });
          const lines: unknown[] = [];
          const logger = { warn: (...line: unknown[]) => void lines.push(line) };
          const coordinator = sharedCoordinator(shut(ours), { whenAway, clock, logger });
          const { go, left } = world([windowRule()], silentMeter(), { clock, coordinator, options: { mode } });
          const error = await go("a", { until: clock.now() + 60_000 }).catch((reason: unknown) => reason);
          expect(error).toMatchObject({ code: "connection-failed", retryable: true });
          expect(String(error)).toContain("x:1");
          expect(String(error)).toContain("Redis refuses the password; check the user and the password of `url`.");
          expect(String(error)).not.toContain("used up");
          expect(left).toEqual([]);
          expect(lines).toEqual([[expect.stringContaining("cannot be reached"), { code: "misconfigured", message: ours.message }]]);
        });

    it("shows nothing of what a book of the host's own threw", async () => {
      const clock = virtualClock({ auto: true });
      const coordinator = sharedCoordinator(shut(new Error("secret-password")), { whenAway: "fail-closed", clock });
      const { go } = world([windowRule()], silentMeter(), { clock, coordinator, options: { mode: "throw" } });
      const error = await go("a").catch((reason: unknown) => reason);
      expect(String(error)).not.toContain("secret-password");
      expect(error).toMatchObject({ code: "connection-failed" });
    });
  });
});
