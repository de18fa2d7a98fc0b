// One of four processes that share a budget in a database; it may be killed at any moment. Bundled and started by the test.
import { systemClock } from "../../src/clock.js";
import { createLimiter } from "../../src/limits/limiter.js";
import { postgresCoordinator } from "../../src/store/postgres/index.js";
import { sqliteCoordinator } from "../../src/store/sqlite/index.js";
import { callOnce, meterOf } from "../limits/kill/setup.js";
import type { FourSetup } from "./four-processes.js";

const { place, rule, serverUrl, leaseMs, process: index } = JSON.parse(process.argv[2] ?? "") as FourSetup;
const coordinator = "file" in place ? sqliteCoordinator({ ...place, leaseMs }) : postgresCoordinator({ ...place, leaseMs });
const limiter = createLimiter({
  network: "forum",
  app: "four",
  rules: [rule],
  coordinator,
  clock: systemClock,
  concurrency: 8,
  meter: meterOf(rule.id),
});

let stopping = false;
const worker = async (): Promise<void> => {
  while (!stopping)
    await limiter.run(
      { operation: "getPost", method: "GET", route: "/posts", subject: {} },
      { lane: "interactive", account: "forum:1", until: systemClock.now() + 60_000 },
      () => callOnce(serverUrl, index),
    );
};

// When the test is gone, so are its processes.
process.on("disconnect", () => process.exit(1));
process.on("message", () => {
  stopping = true;
  void systemClock.sleep(300).then(async () => {
    await coordinator.close();
    process.exit(0);
  });
});
for (let number = 0; number < 8; number++)
  worker().catch((error: unknown) => {
    if (!stopping) process.stderr.write(`${String(error)}\n`);
  });
process.send?.("started");
