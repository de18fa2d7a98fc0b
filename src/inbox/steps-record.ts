/**
 * Writes down a part that is out.
 * @module
 */
import { pieceOf } from "./outbox-pieces.js";
import { entryWrite, findEntry, textIsOut, textSteps, wantsLike, without } from "./outbox.js";
import type { Desk } from "./outbox-desk.js";
import type { OutboxEntry } from "../store/collections.js";
import type { OutboxRow } from "./outbox.js";
import type { OutcomeStep } from "../model/outcome.js";
import type { Write } from "../store/store.js";

/** How often a batch is tried again because somebody changed a message or conversation that belongs to it. */
const patience = 8;

/** The steps whose text is out. */
export const sentSteps = (entry: OutboxEntry): readonly OutcomeStep[] => textSteps(entry).filter(({ status }) => status === "sent");

/** What an entry is that nobody has in hand. One whose like lacks stays where `recover` finds it: its worker may die before giving it. */
function stateOf(entry: OutboxEntry): OutboxEntry["state"] {
  if (!textIsOut(entry)) return "queued";
  return wantsLike(entry) ? "sending" : "sent";
}

/**
 * Writes down a part that is out, with what belongs to it. The network's word wins over everything in the store: also when the entry was taken
 * from us meanwhile, the part is marked as sent where it stands, so that nobody sends it again.
 * @param more - makes what belongs into the same batch; asked again after each race
 * @param goesOn - says whether the worker keeps the entry; otherwise it ends as `sent`, is `queued` for the parts that are left,
 * or waits for the like as `sending` without a lease
 * @returns the entry as it is now; `undefined` = it is no longer ours to go on with
 */
export async function recordSent(
  desk: Desk,
  row: OutboxRow,
  step: OutcomeStep,
  more: (next: OutboxEntry) => Promise<readonly Write[]>,
  goesOn: (whole: OutboxEntry) => boolean = () => false,
): Promise<OutboxRow | undefined> {
  const { context } = desk;
  let current = row;
  let ours = true;
  const { at } = pieceOf(row.value, step);
  for (let attempt = 0; ; attempt++) {
    const whole: OutboxEntry = {
      ...current.value,
      steps: [...sentSteps(current.value).filter((one) => pieceOf(current.value, one).at < at), step],
    };
    const next: OutboxEntry =
      ours && goesOn(whole) ? whole : { ...without(whole, "lease", "error", "checkAt", "hold"), state: stateOf(whole) };
    // After several races only what matters is written: the neighbours are read again by the next sync.
    const batch = [entryWrite(context, next, current.version), ...(attempt < patience ? await more(next) : [])];
    const written = await context.store.write(batch);
    if (written.ok) return ours ? { value: next, version: current.version + 1 } : undefined;
    if (!written.conflicts.some(({ index }) => index === 0)) continue;
    const found = await findEntry(context, row.value.id);
    if (found === undefined) return undefined;
    const known = found.value.steps.find((one) => one.step === step.step && one.index === step.index);
    if (known?.status === "sent") return undefined;
    current = found;
    ours = false;
  }
}
