/**
 * Asks lists again of which a network only said that something is new there.
 * @module
 */
import { backoffMs } from "./handle-options.js";
import { errorName } from "../errors.js";
import { sync } from "./sync.js";
import type { InboxContext } from "./context.js";
import type { Pull } from "../adapter/app.js";
import type { SurfaceReport } from "./intake.js";

/** Rounds of a list that fails: with the waits between them about eleven minutes. What is left then, the next sync finds. */
const mostTries = 6;

/** A list that is being asked, and those who wait for a round that began after they came. */
interface Turn {
  waiting: (() => void)[];
  /** When the latest of the news came. Milliseconds since 1970. */
  newsAt: number;
}

/** By inbox, account and list. */
const desks = new WeakMap<InboxContext, Map<string, Turn>>();

/**
 * Asks a list once more, and goes on with it in the background where it fails or another process has it. One at a time for each list:
 * who comes while it is asked gets a round of its own afterwards, because the page may have been read before the news.
 * @param newsAt - when the news came: what another tenant has read since will do. Milliseconds since 1970
 * @returns when one round has been tried since; never rejects
 */
export function askAgain(context: InboxContext, pull: Pull, newsAt: number): Promise<void> {
  const desk = desks.get(context) ?? new Map<string, Turn>();
  desks.set(context, desk);
  const name = `${pull.account} ${pull.surface}`;
  const busy = desk.get(name);
  const turn = busy ?? { waiting: [], newsAt };
  turn.newsAt = Math.max(turn.newsAt, newsAt);
  desk.set(name, turn);
  const asked = new Promise<void>((resolve) => {
    turn.waiting.push(resolve);
  });
  if (busy === undefined)
    void context.track(
      rounds(context, pull, turn).finally(() => {
        desk.delete(name);
        tell(turn);
      }),
    );
  return asked;
}

function tell(turn: Turn): void {
  for (const resolve of turn.waiting.splice(0)) resolve();
}

async function rounds(context: InboxContext, pull: Pull, turn: Turn): Promise<void> {
  const { clock, logger, random } = context.runtime;
  for (let attempt = 1; attempt <= mostTries && !context.closing.aborted; attempt++) {
    const waited = turn.waiting.splice(0);
    const line = await ask(context, pull, turn.newsAt);
    for (const resolve of waited) resolve();
    if (turn.waiting.length > 0) {
      attempt = 0;
      continue;
    }
    if (line === undefined || isDone(line)) return;
    const { error, retryAt } = line;
    if (error?.retryable === false) {
      logger.warn?.("A list that a webhook points at cannot be read.", { ...pull, code: error.code, message: error.message });
      return;
    }
    const named = retryAt === undefined ? 0 : Date.parse(retryAt) - clock.now();
    await clock.sleep(Math.max(backoffMs(attempt, random), named), { signal: context.closing }).catch(() => undefined);
  }
}

const isDone = ({ error, stoppedBy }: SurfaceReport): boolean => error === undefined && stoppedBy !== "busy" && stoppedBy !== "budget";

/** Reads the list as every sync does; `undefined` when it cannot be asked at all. */
async function ask(context: InboxContext, { account, surface }: Pull, newsAt: number): Promise<SurfaceReport | undefined> {
  try {
    const { surfaces } = await sync(context, { accounts: [account], surfaces: [surface] }, newsAt);
    return surfaces.find((line) => line.surface === surface) ?? surfaces[0];
  } catch (error) {
    context.runtime.logger.error?.("A list that a webhook points at could not be asked.", { account, surface, error: errorName(error) });
    return undefined;
  }
}
