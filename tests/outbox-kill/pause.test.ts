import { join } from "node:path";
import { describe, it } from "vitest";
import { answers, ownSchema, url } from "../store/postgres-world.js";
import { pauseWhileFourDrain } from "./drain.js";

const { schema } = ownSchema();

describe("pause, while four processes work off 500 writes", () => {
  it("lets none leave later than a second after over SQLite, and resuming sends none", async () => {
    await pauseWhileFourDrain((folder) => ({ file: join(folder, "drain.db") }));
  }, 300_000);

  it.runIf(answers)(
    "lets none leave later than a second after over PostgreSQL, and resuming sends none",
    async () => {
      await pauseWhileFourDrain(() => ({ connectionString: url, schema }));
    },
    300_000,
  );
});
