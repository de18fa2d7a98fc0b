import { describe, it } from "vitest";
import { answers, ownSchema, url } from "../store/postgres-world.js";
import { killEverywhere, seed } from "./matrix.js";

const { schema } = ownSchema();

describe("outbox", () => {
  describe.runIf(answers)("over PostgreSQL", () => {
    it(`says each part once, or says that nobody knows, wherever its process is killed (seed ${seed})`, async () => {
      await killEverywhere(() => ({ connectionString: url, schema }));
    }, 600_000);
  });
});
