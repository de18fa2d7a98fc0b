/**
 * News for this process: listeners are not awaited, and what they throw goes to the logger.
 * @module
 */
import { EventEmitter } from "eventemitter3";
import { checkFunction, checkWords } from "./check.js";
import { errorName } from "../errors.js";
import { eventNames } from "./words.js";
import type { InboxEvents } from "./work.js";
import type { Logger } from "../logger.js";

/** Tells and listens. */
export interface Events {
  /** Tells listeners. Never throws. */
  readonly emit: <E extends keyof InboxEvents>(event: E, news: InboxEvents[E]) => void;
  /** Listens; gives the function that ends it. */
  readonly on: <E extends keyof InboxEvents>(event: E, listener: (news: InboxEvents[E]) => void) => () => void;
}

/** Makes the place where news is told. */
export function createEvents(logger: Logger): Events {
  const emitter = new EventEmitter<Record<string, (news: unknown) => void>>();
  return {
    emit: (event, news) => {
      emitter.emit(event, news);
    },
    on: (event, listener) => {
      checkWords("on", "event", [event], eventNames());
      checkFunction("on", "listener", listener);
      const fails = (error: unknown): void => {
        // The name only: what a listener throws may quote a message.
        logger.error?.("A listener threw; catch errors inside it.", { event, error: errorName(error) });
      };
      const guarded = (news: unknown): void => {
        try {
          // A listener may be async without saying so.
          const ended = (listener as (news: unknown) => unknown)(news);
          if (ended instanceof Promise) ended.catch(fails);
        } catch (error) {
          fails(error);
        }
      };
      emitter.on(event, guarded);
      return () => {
        emitter.off(event, guarded);
      };
    },
  };
}
