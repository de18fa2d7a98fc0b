import { describe, expect, it } from "vitest";
import { dump, rowsOf, sandra, town, type Place } from "./forget-town.js";
import { responseTimes } from "../../src/metrics/index.js";

const places: readonly Place[] = ["bluesky", "mastodon", "discord"];

/** Lines of a dump that hold a word that must not be there. */
const leaks = (text: string, secrets: readonly string[]): readonly string[] =>
  text.split("\n").flatMap((line) => secrets.filter((word) => line.includes(word)).map((word) => `${word} in ${line}`));

describe("forget", () => {
  describe.each(places)("a person, on %s", (place) => {
    it("leaves nothing of them anywhere, and the next syncs do not bring them back", async () => {
      const { inbox, store, author, secrets, read, messages, clock } = await town(place);
      const before = await dump(store);
      // The test would be worth nothing if the words had never been there.
      for (const word of secrets.filter((one) => one !== "secret-story")) expect(before).toContain(word);
      const now = new Date(clock.now()).toISOString();
      // On Discord a team speaks through its bot.
      const timesOf = async () => {
        const { episodes } = responseTimes(await messages(), { now, isAutomatic: () => false });
        return episodes.map(({ openedAt, closedAt, waitedMs }) => [openedAt, closedAt, waitedMs]).sort();
      };
      const times = await timesOf();
      expect(times.length).toBeGreaterThan(1);
      expect(await inbox.forget({ author }, { by: sandra })).toBeGreaterThan(5);
      expect(leaks(await dump(store), secrets)).toEqual([]);
      expect(await timesOf()).toEqual(times);
      await read(3);
      expect(leaks(await dump(store), secrets)).toEqual([]);
      expect(await timesOf()).toEqual(times);
      expect((await rowsOf(store, "audit")).filter(({ action }) => action === "forget")).toHaveLength(1);
      await inbox.close();
    });
  });
});
