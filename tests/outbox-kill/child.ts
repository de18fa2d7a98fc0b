// One of the processes that send and recover; it is killed wherever the test wants. Bundled and started by the test.
import { doTask } from "./do-task.js";
import { openStore, type ChildSetup } from "./setup.js";
import { clockAhead } from "./ahead.js";

// When the test is gone, so are its processes.
process.on("disconnect", () => process.exit(1));
process.on("message", (setup: ChildSetup) => {
  const { place, wire, aheadMs, frozenAt, tasks } = setup;
  const store = openStore(place);
  const clock = clockAhead(() => aheadMs);
  const seen = frozenAt === undefined ? clock : { ...clock, now: () => frozenAt };
  const left = [...tasks];
  // A few at once: each has come to its step before its lease would be renewed.
  const worker = async (): Promise<void> => {
    for (let task = left.shift(); task !== undefined; task = left.shift()) process.send?.(await doTask(task, { store, wire, clock: seen }));
  };
  for (let number = 0; number < 6; number++) void worker();
});
process.send?.("started");
