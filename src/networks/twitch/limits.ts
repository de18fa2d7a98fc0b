/**
 * Rate limits of Twitch. Data only.
 * @module
 */
import { day, minute, rolling, second } from "../../limits/rules.js";
import type { LimitRule, LimitUnit, Partition } from "../../model/limit.js";

const chat = "Twitch documentation, chat, rate limits; read 2026-02";
const whispers = "Twitch documentation, Helix reference, send whisper; read 2026-02";

function rule(id: string, partition: readonly Partition[], unit: LimitUnit, capacity: number, windowMs: number, source: string): LimitRule {
  return { id, partition, unit, capacity, refill: rolling(windowMs), source };
}

/** The limits of Helix and of chatting through it. What is too much in chat is dropped without an error, so it is counted here. */
export const twitchLimits: readonly LimitRule[] = [
  // An app's token has one bucket, a user's one for each user: the meter names the app itself as account where the token is the app's.
  {
    id: "tw.helix",
    partition: ["app", "account"],
    unit: "points",
    capacity: 800,
    refill: { kind: "bucket", perMs: minute },
    told: true,
    source: "Twitch documentation, API guide, rate limits; read 2026-02",
  },
  rule("tw.chat", ["account"], "messages", 20, 30 * second, `${chat} (a verified bot has 7500)`),
  rule("tw.chat.moderator", ["account"], "messages", 100, 30 * second, `${chat} (for those who moderate or own the channel)`),
  rule(
    "tw.chat.channel",
    ["account", "resource"],
    "messages",
    1,
    second,
    "Twitch, channels where one is neither moderator nor VIP (?); 2026-11",
  ),
  rule(
    "tw.announce",
    ["resource"],
    "requests",
    1,
    2 * second,
    "Twitch documentation, Helix reference, send chat announcement; read 2026-02",
  ),
  rule("tw.whisper", ["account"], "messages", 3, second, whispers),
  rule("tw.whisper.minute", ["account"], "messages", 100, minute, whispers),
  rule("tw.whisper.recipients", ["account"], "recipients", 40, day, `${whispers} (people not whispered to before)`),
];
