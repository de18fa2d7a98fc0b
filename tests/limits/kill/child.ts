// One of four processes that share a budget; it may be killed at any moment. Bundled and started by the test.
import { systemClock } from "../../../src/clock.js";
import { createLimiter } from "../../../src/limits/limiter.js";
import { redisCoordinator } from "../../../src/store/redis/index.js";
import { app, callOnce, meterOf, network } from "./setup.js";
import type { ChildMessage, ChildSetup } from "./setup.js";

const setup = JSON.parse(process.argv[2] ?? "") as ChildSetup;
const { rule, redisUrl, serverUrl, whenAway, leaseMs } = setup;
const say = (message: ChildMessage): void => void process.send?.(message);

const coordinator = redisCoordinator({ url: redisUrl, whenAway, leaseMs });
let heldUntil = 0;
const limiter = createLimiter({
  network,
  app,
  rules: [rule],
  coordinator: {
    ...coordinator,
    reserve: async (demands, now) => {
      const reservation = await coordinator.reserve(demands, now);
      const from = systemClock.now();
      if (!reservation.ok && reservation.retryAt > heldUntil) {
        heldUntil = reservation.retryAt;
        say({ type: "held", from, until: heldUntil });
      }
      return reservation;
    },
  },
  clock: systemClock,
  concurrency: 12,
  meter: meterOf(rule.id),
});

let stopping = false;
const worker = async (): Promise<void> => {
  while (!stopping) {
    await limiter.run(
      { operation: "getPost", method: "GET", route: "/posts", subject: {} },
      { lane: "interactive", account: `${network}:1`, until: systemClock.now() + 60_000 },
      () => callOnce(serverUrl, setup.process),
    );
  }
};

// When the test is gone, so are its processes.
process.on("disconnect", () => process.exit(1));
process.on("message", () => {
  stopping = true;
  const end = async (): Promise<void> => {
    await systemClock.sleep(300);
    await coordinator.close();
    process.exit(0);
  };
  void end();
});

for (let index = 0; index < 12; index++)
  worker().catch((error: unknown) => {
    if (!stopping) say({ type: "failed", error: String(error) });
  });
say({ type: "started" });
