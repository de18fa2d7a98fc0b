/** The calm after the storm: nothing goes wrong any more, and the inbox gets the time to come to rest. @module */
import { act } from "./people.js";
import type { Process } from "./process.js";
import type { Run } from "./run.js";

const minute = 60_000;

/** Rounds of reading until nothing is open; more would hide a list that never comes to rest. */
const mostRounds = 30;

/** What did not come to rest. */
export class Restless extends Error {
  override readonly name = "Restless";
}

/** Brings everything to rest. */
export async function settle(run: Run): Promise<void> {
  const { clock, town } = run;
  const { calmSteps = 60 } = run.options;
  // What was on its way arrives, and the leases of the dead run out.
  await clock.sleep(10 * minute);
  for (const fake of [town.bluesky, town.mastodon, town.discord]) fake.deliverLate();
  const process = run.start();
  await must(process, "recover", () => process.inbox.recover());
  await rest(run, process);

  // Now with open lines: everything that happens is told, deletions too.
  const stop = new AbortController();
  const listening = process.inbox.listen({ signal: stop.signal });
  await clock.sleep(3 * minute);
  for (let done = 0; done < calmSteps;) {
    if (act({ town, chance: run.chance, calm: true, words: run.words })) done += 1;
    await clock.sleep(run.chance.whole(200, 3_000));
  }
  await clock.sleep(2 * minute);
  stop.abort();
  await listening;

  for (let round = 0; round < 2; round += 1) {
    await clock.sleep(11 * minute);
    await rest(run, process);
    await must(process, "recover", () => process.inbox.recover());
  }
  for (const consumer of ["recorder", "clumsy"] as const)
    for (const origin of ["live", "backfill"] as const) {
      const ended = await run.consumers.drain(process, consumer, origin);
      if (ended?.error !== undefined) throw thrown(ended.error);
    }
}

/** Reads until no list has anything open. */
async function rest(run: Run, process: Process): Promise<void> {
  let open: readonly string[] = [];
  for (let round = 0; round < mostRounds; round += 1) {
    const { surfaces } = await must(process, "sync", () => process.inbox.sync());
    open = surfaces
      .filter(({ error, stoppedBy }) => error !== undefined || (stoppedBy !== "end" && stoppedBy !== "since"))
      .map(({ account, surface, error, stoppedBy }) => `${account} ${surface}: ${error?.message ?? stoppedBy ?? "nothing told"}`);
    if (open.length === 0) return;
    await run.clock.sleep(2 * minute);
  }
  throw new Restless(`After ${mostRounds} readings without any fault there is still something open: ${open.join("; ")}`);
}

async function must<T>(process: Process, what: string, work: () => Promise<T>): Promise<T> {
  const ended = await process.attempt(work);
  if (ended?.value === undefined) throw ended?.error === undefined ? new Restless(`${what} did not end`) : thrown(ended.error);
  return ended.value;
}

/** What was thrown, as an error. */
const thrown = (error: unknown): Error => (error instanceof Error ? error : new Restless(String(error)));
