/**
 * Holding back: a reason for aborting that keeps in what has not left, and lets end what has; and the question that is asked at the last moment.
 * @module
 */

/**
 * Reason of a signal that only holds back. A call that still waits for budget, or to be sent again, ends with it; one whose bytes have left
 * goes on to its answer, so that nobody has to find out later what became of it.
 */
export class HoldBack extends Error {
  override readonly name: string = "HoldBack";
  constructor() {
    super("What had not left yet was held back.");
  }
}

/** Tells whether a signal was aborted only to hold back. */
export const isHoldBack = (reason: unknown): boolean => reason instanceof HoldBack;

const questions: WeakMap<AbortSignal, () => Promise<void>> = new WeakMap();

/**
 * Has something asked each time when a request with this signal is about to leave, budget and slot in hand. It holds the request back by
 * aborting the signal, and must not throw.
 */
export function beforeLeaving(signal: AbortSignal, ask: () => Promise<void>): void {
  questions.set(signal, ask);
}

/** Asks what was to be asked before a request leaves. */
export async function askBeforeLeaving(signal: AbortSignal | undefined): Promise<void> {
  if (signal !== undefined) await questions.get(signal)?.();
}
