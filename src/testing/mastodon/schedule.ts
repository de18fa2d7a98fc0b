/**
 * Statuses that wait for their time.
 * @see https://docs.joinmastodon.org/methods/scheduled_statuses/, read 2026-11
 * @module
 */
import { accountAt } from "./core.js";
import type { AccountData, Core, Saying, ScheduledData } from "./core.js";
import { checkSaying, say } from "./publish.js";
import type { Json } from "../json.js";
import { mediaView } from "./views.js";
import { unprocessable } from "./wire.js";
import { wordsOf } from "./words.js";

/** How far ahead a time has to be. Milliseconds. */
const leastAhead = 5 * 60_000;

/** Makes a status wait, after checking it as if it were said now. */
export function schedule(core: Core, by: AccountData, saying: Saying, at: number): ScheduledData {
  const words = wordsOf(core.server.language);
  checkSaying(core, by, saying);
  if (at <= core.clock.now() + leastAhead) throw unprocessable(words.invalid(words.tooSoon));
  const waiting: ScheduledData = {
    id: core.ids.row("scheduled"),
    owner: by.id,
    saying,
    at,
  };
  core.scheduled.set(waiting.id, waiting);
  return waiting;
}

/** Says everything whose time has come. What has become impossible meanwhile is dropped, as it is there. */
export function publishDue(core: Core): void {
  for (const { id, owner, saying, at } of [...core.scheduled.values()]) {
    if (at > core.clock.now()) continue;
    core.scheduled.delete(id);
    try {
      say(core, accountAt(core, owner), saying);
    } catch {
      // Nobody is told.
    }
  }
}

/** Writes a status that waits. */
export function scheduledView(core: Core, { id, saying, at }: ScheduledData): Json {
  const { media = [] } = saying;
  return {
    id,
    scheduled_at: new Date(at).toISOString(),
    params: {
      text: saying.text,
      visibility: saying.visibility ?? "public",
      spoiler_text: saying.spoiler ?? null,
      sensitive: saying.sensitive ?? null,
      language: saying.language ?? null,
      in_reply_to_id: saying.inReplyTo === undefined ? null : Number(saying.inReplyTo),
      media_ids: media.length === 0 ? null : media,
      scheduled_at: null,
      poll: null,
      idempotency: null,
      with_rate_limit: false,
      application_id: 1,
    },
    media_attachments: media.map((one) => core.media.get(one)).flatMap((one) => (one === undefined ? [] : [mediaView(core, one)])),
  };
}
