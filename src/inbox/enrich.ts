/**
 * Lets the host think about messages after they are stored: in batches, one after the other, never in the way of intake.
 * @module
 */
import { errorName } from "../errors.js";
import type { Annotations } from "../model/annotation.js";
import type { Enrich } from "./inbox.js";
import type { Message } from "../model/message.js";
import type { ResolvedRuntime } from "../adapter/runtime.js";
import type { Store } from "../store/store.js";

/** What thinking needs. */
export interface EnrichContext {
  readonly store: Store;
  readonly runtime: ResolvedRuntime;
  readonly stored: (key: string) => string;
  readonly closing: AbortSignal;
  readonly track: <T>(work: Promise<T>) => Promise<T>;
}

/** Most messages of one call. */
const batchSize = 50;

/** Most tries to store an annotation against others who write the same message. */
const tries = 5;

/** Makes the function that hands messages to the host. Returns at once; failures go to the logger. */
export function createEnricher(context: EnrichContext, enrich: Enrich | undefined): (messages: readonly Message[]) => void {
  if (enrich === undefined) return () => undefined;
  let waiting: Message[] = [];
  let running = false;

  const work = async (): Promise<void> => {
    while (waiting.length > 0 && !context.closing.aborted) {
      const queued = waiting.slice(0, batchSize);
      waiting = waiting.slice(batchSize);
      let batch = queued;
      try {
        // What was forgotten, deleted or edited while it waited is not thought about.
        const rows = await context.store.read(
          "message",
          queued.map(({ key }) => context.stored(key)),
        );
        batch = queued.filter(({ text }, index) => rows[index]?.value.deletedAt === undefined && rows[index]?.value.text === text);
        if (batch.length === 0) continue;
        const answers = await enrich(batch, { signal: context.closing });
        for (const [index, message] of batch.entries()) {
          const annotations = answers[index];
          if (annotations !== undefined) await annotate(context, message.key, message.text, annotations);
        }
      } catch (error) {
        context.runtime.logger.error?.("enrich failed; the messages are stored without annotations.", {
          messages: batch.length,
          error: errorName(error),
        });
      }
    }
    running = false;
  };
  return (messages) => {
    waiting.push(...messages);
    if (running) return;
    running = true;
    void context.track(work());
  };
}

/** Stores annotations, unless the message says something else by now or is gone. */
async function annotate(context: EnrichContext, key: string, text: string, annotations: Annotations): Promise<void> {
  for (let attempt = 0; attempt < tries; attempt++) {
    const [row] = await context.store.read("message", [context.stored(key)]);
    if (row === undefined || row.value.deletedAt !== undefined || row.value.text !== text) return;
    const value: Message = { ...row.value, annotations: { ...row.value.annotations, ...annotations } };
    const { ok } = await context.store.write([{ collection: "message", key: context.stored(key), value, expect: row.version }]);
    if (ok) return;
  }
}
