import { describe, expect, it } from "vitest";
import { shareAmongFour } from "./four-processes.js";
import { answers, ownSchema, url } from "./postgres-world.js";

const { schema, admin } = ownSchema();

describe.skipIf(!answers)("postgres", () => {
  it("lets four processes share: no window is exceeded, though two are killed and all connections are cut", async () => {
    await shareAmongFour({ connectionString: url, schema }, async () => {
      // Processes that wait for the next window may have let their connections go: cut as soon as there are some.
      let cut = 0;
      for (const until = Date.now() + 10_000; cut === 0 && Date.now() < until;) {
        const { rowCount } = await admin.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'folkmoot' AND query LIKE '%' || $1 || '%' AND pid <> pg_backend_pid()",
          [schema],
        );
        cut = rowCount ?? 0;
        if (cut === 0) await new Promise((done) => setTimeout(done, 10));
      }
      expect(cut).toBeGreaterThan(0);
    });
  });
});
