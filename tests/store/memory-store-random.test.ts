import { describe, expect, it } from "vitest";
import { memoryStore, type Write } from "../../src/store/index.js";
import { saysTheSame, second } from "./random-store.js";

describe("store", () => {
  describe("memory store", () => {
    it("says the same as a store that goes through everything each time", async () => {
      await saysTheSame(memoryStore, 400);
    });

    it("claims in a moment, however long the finished journal is", async () => {
      const store = memoryStore();
      const entries = 20_000;
      for (let from = 0; from < entries; from += 1000)
        await store.write(
          Array.from({ length: 1000 }, (_, index): Write => {
            const id = from + index;
            const key = `x:1:conversation:${id % 500}`;
            return {
              collection: "change",
              key: `x:1:change:${id}`,
              value: {
                type: "conversation.read",
                id: String(id),
                origin: "live",
                at: second(id),
                account: "x:1",
                conversation: key,
                upTo: second(id),
              },
            };
          }),
        );
      const request = { from: "change", consumer: "crm", limit: 10, leaseMs: 1000, now: 0 } as const;
      const workOff = async (): Promise<number> => {
        const before = process.cpuUsage();
        for (let done = 0; done < entries / 4;) {
          const claims = await store.claim(request);
          expect(claims).toHaveLength(10);
          await store.settle(claims.map(({ key, fence }) => ({ from: "change", consumer: "crm", key, fence, as: "done" })));
          done += claims.length;
        }
        const { user, system } = process.cpuUsage(before);
        return user + system;
      };
      const first = await workOff();
      await workOff();
      await workOff();
      const last = await workOff();
      expect(await store.claim(request)).toEqual([]);
      // A claim that goes through what is finished takes about seven times as long at the end as at the beginning, and seconds in all.
      expect(last).toBeLessThan(first * 4 + 100_000);
      expect(last).toBeLessThan(2_000_000);
    });
  });
});
