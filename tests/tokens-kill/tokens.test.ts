import { join } from "node:path";
import { describe, it } from "vitest";
import { answers, ownSchema, url } from "../store/postgres-world.js";
import { killWhoRenews, renewOnceAPeriod, renewSlowly } from "./four.js";
import type { Place } from "./place.js";

const { schema } = ownSchema();
const places: readonly { readonly name: string; readonly runs: boolean; readonly place: (folder: string) => Place }[] = [
  { name: "SQLite", runs: true, place: (folder) => ({ file: join(folder, "tokens.db") }) },
  { name: "PostgreSQL", runs: answers, place: () => ({ connectionString: url, schema }) },
];

describe.each(places)("one login of four processes, over $name", ({ runs, place }) => {
  it.runIf(runs)("is renewed once a period, and nobody is logged out", async () => {
    await renewOnceAPeriod(place);
  });

  it.runIf(runs)("is renewed once although the answer takes longer than others wait for a dead process", async () => {
    await renewSlowly(place);
  });

  it.runIf(runs)("goes on when who renews is killed before it asks", async () => {
    await killWhoRenews(place, "before the renewal");
  });

  it.runIf(runs)("is lost when who renews is killed before it writes, and everybody says so", async () => {
    await killWhoRenews(place, "after the renewal");
  });

  it.runIf(runs)("goes on at once when who renews is killed after it wrote", async () => {
    await killWhoRenews(place, "after it is written");
  });
});
