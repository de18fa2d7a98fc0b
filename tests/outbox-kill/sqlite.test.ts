import { join } from "node:path";
import { describe, it } from "vitest";
import { killEverywhere, seed } from "./matrix.js";

describe("outbox", () => {
  describe("over SQLite", () => {
    it(`says each part once, or says that nobody knows, wherever its process is killed (seed ${seed})`, async () => {
      await killEverywhere((folder) => ({ file: join(folder, "outbox.db") }));
    }, 600_000);
  });
});
