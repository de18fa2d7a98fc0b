/**
 * Receives webhooks: from networks, and from receivers at the edge.
 * @module
 */
import { answerWebhook, isPushed } from "../webhooks/answer.js";
import { askAgain } from "./ingest-pull.js";
import { checkEnvelope } from "../webhooks/check-envelope.js";
import { checkName, checkNames } from "./check.js";
import { deliver, type Arrivals } from "./deliver.js";
import { FolkmootError } from "../errors.js";
import type { App } from "../adapter/app.js";
import type { Envelope } from "../webhooks/envelope.js";
import type { ReceiveOptions } from "../webhooks/receiver.js";

const names = { app: true } as const satisfies Readonly<Record<keyof ReceiveOptions, true>>;

/** Answers challenges, verifies, journals, answers. Lists that have to be asked are asked after the answer. */
export async function receive(arrivals: Arrivals, request: Request, options: ReceiveOptions = {}): Promise<Response> {
  checkNames("receive", options, names);
  checkName("receive", "app", options.app);
  const { context } = arrivals;
  return answerWebhook(
    {
      call: "receive",
      apps: appsOf(arrivals),
      logger: context.runtime.logger,
      takeIn: async ({ id }, delivery) => {
        const newsAt = context.runtime.clock.now();
        for (const pull of await deliver(arrivals, id, delivery)) void askAgain(context, pull, newsAt);
      },
    },
    request,
    options.app,
  );
}

function appsOf({ apps }: Arrivals): readonly App[] {
  if (apps === undefined)
    throw new FolkmootError(
      "misconfigured",
      "receive: createInbox got a function for its accounts, so it cannot know whose webhooks arrive; name the apps in `apps`.",
    );
  if (!apps.some(isPushed))
    throw new FolkmootError(
      "misconfigured",
      "receive: no app of this inbox is pushed to over HTTP; make one with what the network's developer portal shows (e.g. createDiscordApp), and hand it to its adapters or to createInbox as `apps`.",
    );
  return apps;
}

/** Takes in what a receiver verified, and asks the lists that it points at once. */
export async function ingest(arrivals: Arrivals, envelope: Envelope): Promise<void> {
  checkEnvelope("ingest", envelope);
  const pulls = await deliver(arrivals, envelope.app, envelope.delivery);
  const newsAt = Date.parse(envelope.receivedAt);
  await Promise.all(pulls.map((pull) => askAgain(arrivals.context, pull, newsAt)));
}
