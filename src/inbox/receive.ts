/**
 * Receives webhooks: from networks, and from receivers at the edge.
 * @module
 */
import { answerWebhook, isPushed } from "../webhooks/answer.js";
import { askAgain } from "./ingest-pull.js";
import { askNamed } from "./ingest-messages.js";
import { checkEnvelope } from "../webhooks/check-envelope.js";
import { checkName, checkNames } from "./check.js";
import { deliver, type Arrivals } from "./deliver.js";
import { FolkmootError } from "../errors.js";
import type { App } from "../adapter/app.js";
import type { Envelope } from "../webhooks/envelope.js";
import type { ReceiveOptions } from "../webhooks/receiver.js";

/**
 * How long an answer may wait for messages that are asked for by themselves. Milliseconds. Our choice: Meta names five seconds for Messenger,
 * and what is not there by then is delivered again.
 */
const answerWithinMs = 4_000;

const names = { app: true } as const satisfies Readonly<Record<keyof ReceiveOptions, true>>;

/**
 * Answers challenges, verifies, journals, answers. Lists that have to be asked are asked after the answer, messages that no list has before
 * it: nothing else would find them after a crash, and what could not be read is delivered again.
 */
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
        const pulls = await deliver(arrivals, id, delivery);
        for (const pull of pulls) if (pull.messages === undefined) void askAgain(context, pull, newsAt);
        await askNamed(context, pulls, { withinMs: answerWithinMs });
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
  const lists = pulls.filter(({ messages }) => messages === undefined);
  await Promise.all([...lists.map((pull) => askAgain(arrivals.context, pull, newsAt)), askNamed(arrivals.context, pulls)]);
}
