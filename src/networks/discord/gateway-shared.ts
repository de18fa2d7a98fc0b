/**
 * One line to the gateway for all who follow it: opened for the first, closed after the last.
 * @module
 */
import { FolkmootError } from "../../errors.js";
import type { DiscordGateway, FollowOptions, GatewayEvent } from "./gateway.js";

/** Who hears what a line brings. */
export interface LineListener {
  /** An event came. */
  event(event: GatewayEvent): void;
  /** The line has ended and does not come back by itself. */
  ended(error: unknown): void;
}

/** Opens a line, which keeps itself alive until it is closed by calling what this returns. Has to return at once. */
export type OpenLine = (intents: number, listener: LineListener) => () => void;

/** Most events that wait for a follower. Beyond that it is cut off: memory is finite, and polls find what it misses. */
const mostWaiting = 10_000;

interface Line {
  readonly intents: number;
  readonly followers: Set<Follower>;
  close: () => void;
}

/** Shares lines that `open` opens: one at a time, whatever the number of followers. */
export function sharedGateway(open: OpenLine): DiscordGateway {
  let current: Line | undefined;

  const openLine = (intents: number): Line => {
    const line: Line = { intents, followers: new Set(), close: () => undefined };
    const forget = (): void => {
      if (current === line) current = undefined;
    };
    const close = open(intents, {
      event: (event) => {
        for (const follower of line.followers) follower.push(event);
      },
      ended: (error) => {
        forget();
        for (const follower of line.followers) follower.end(error);
      },
    });
    line.close = () => {
      forget();
      close();
    };
    return line;
  };

  async function* follow({ signal, intents }: FollowOptions): AsyncGenerator<GatewayEvent> {
    if (signal.aborted) return;
    if (current !== undefined && (intents & ~current.intents) !== 0)
      throw new FolkmootError(
        "misconfigured",
        "discord: one gateway serves accounts that want different intents; give all of them the same `messageContent`, or a gateway each.",
      );
    const line = (current ??= openLine(intents));
    const follower = new Follower();
    line.followers.add(follower);
    const leave = (): void => {
      follower.end();
    };
    signal.addEventListener("abort", leave, { once: true });
    try {
      yield* follower.events();
    } finally {
      signal.removeEventListener("abort", leave);
      line.followers.delete(follower);
      if (line.followers.size === 0) line.close();
    }
  }
  return { follow };
}

/** What waits for one follower. */
class Follower {
  readonly #waiting: GatewayEvent[] = [];
  #wake: (() => void) | undefined;
  #over: { readonly error?: unknown } | undefined;

  push(event: GatewayEvent): void {
    if (this.#over !== undefined) return;
    if (this.#waiting.length >= mostWaiting) {
      this.#waiting.length = 0;
      this.end(
        new FolkmootError(
          "connection-failed",
          `discord: ${mostWaiting} gateway events waited to be taken and were dropped; follow again, and let polls find what was missed.`,
          { retryable: true },
        ),
      );
      return;
    }
    this.#waiting.push(event);
    this.#wake?.();
  }

  /** Ends following: without an error when the follower left, else with why. */
  end(error?: unknown): void {
    this.#over ??= error === undefined ? {} : { error };
    this.#wake?.();
  }

  async *events(): AsyncGenerator<GatewayEvent> {
    for (;;) {
      const over = this.#over;
      if (over !== undefined && !("error" in over)) return;
      const next = this.#waiting.shift();
      if (next !== undefined) yield next;
      else if (over !== undefined) throw over.error;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
