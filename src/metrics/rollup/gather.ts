/**
 * Reading messages: everything that can be refused is refused here, before anything is added.
 * @module
 */
import type { Message } from "../../model/message.js";
import { accountKey, type AccountKey } from "../../model/keys.js";
import { sentimentReader } from "../audience/sentiment-of.js";
import { whyNot } from "../audience/speakers.js";
import { isSeen, speakers } from "../health/people.js";
import { isObject, refuse } from "../measure.js";
import type { EpisodeRules } from "../responsiveness/episode-options.js";
import { keysOf } from "../responsiveness/episodes.js";
import type { TimedMessage } from "../responsiveness/standing.js";
import { readTimeline, type Timeline } from "../responsiveness/timeline.js";
import { walk, type Waits } from "../responsiveness/waits.js";
import { handedInRank, type HandedIn } from "./handed-in.js";
import { readHash } from "./hash.js";
import type { RollupRules } from "./options.js";

/** What a rollup reads of a message. A shell is enough. */
export type RollupMessage = Pick<Message, "key" | "network" | "accountId" | "conversation" | "direction" | "createdAt"> &
  Partial<
    Pick<
      Message,
      "kind" | "root" | "parent" | "post" | "author" | "visibility" | "deletedAt" | "editedAt" | "annotations" | "mentionsUs" | "shell"
    >
  >;

/** What a message is to the volume. */
export const volumes = ["none", "inbound", "outbound", "own", "inboundNotes", "outboundNotes"] as const;
/** Who wrote a message, as far as it counts. */
export const writers = ["none", "member", "own", "bot", "hidden", "author"] as const;
/** How a message sounds, or why that does not count. */
export const tones = ["none", "positive", "negative", "neutral", "unclassified", "other-label", "internal", "own", "bot"] as const;

/** Messages as columns, by their position in the list. */
export interface Gathered {
  /** The list. */
  readonly messages: readonly RollupMessage[];
  /** When, and in which thread. */
  readonly timeline: Timeline;
  /** Who waited. */
  readonly waits: Waits;
  /** The accounts of the list. */
  readonly accounts: readonly AccountKey[];
  /** Which of them each thread belongs to. */
  readonly accountOf: Int32Array;
  /** Position in `volumes`, also of what is not in the period. */
  readonly volume: Uint8Array;
  /** Position in `writers`. */
  readonly writer: Uint8Array;
  /** Position in `tones`. */
  readonly tone: Uint8Array;
  /** The lower bits of the hash of the key of who wrote it, where that is a member. */
  readonly lower: Int32Array;
  /** The upper bits. */
  readonly upper: Int32Array;
  /** The conversations that may be remembered. */
  readonly wanted: ReadonlySet<string>;
}

type HostRules = Pick<RollupRules, "isBot" | "sentimentOf">;

const none = 0;
const volumeCode: Readonly<Record<string, number>> = Object.fromEntries(volumes.map((volume, code) => [volume, code]));
const writerCode = { member: 1, own: 2, bot: 3, unknown: 5 } as const;
const hidden = 4;
const toneCode: Readonly<Record<string, number>> = Object.fromEntries(tones.map((tone, code) => [tone, code]));
const plain = {
  inbound: [volumeCode["inbound"] ?? none, writerCode.member, toneCode["unclassified"] ?? none],
  outbound: [volumeCode["outbound"] ?? none, writerCode.own, toneCode["own"] ?? none],
} as const;

/** Reads messages. */
export function gatherMessages(messages: readonly RollupMessage[], rules: EpisodeRules, host: HostRules, handedIn: HandedIn): Gathered {
  const size = Array.isArray(messages) ? messages.length : 0;
  const [volume, writer, tone] = [new Uint8Array(size), new Uint8Array(size), new Uint8Array(size)];
  const [lower, upper] = [new Int32Array(size), new Int32Array(size)];
  const look = lookOf(host);
  // While a message is at hand everything about it is read: a million of them are more than any cache holds.
  const timeline = readTimeline(messages, rules, keysOf(rules), (one, index) => {
    const message: Partial<RollupMessage> = one;
    const codes = isPlain(message, host) ? plain[one.direction] : look(one);
    volume[index] = codes[0];
    writer[index] = codes[1];
    tone[index] = codes[2];
    if (codes[1] !== writerCode.member || message.author === undefined) return;
    const hash = readHash(message.author.key);
    lower[index] = hash[0] ?? 0;
    upper[index] = hash[1] ?? 0;
  });
  const accounts = new Accounts();
  const accountOf = new Int32Array(timeline.threads).fill(-1);
  const wanted = new Set<string>();
  for (let index = 0; index < size; index++) {
    const thread = timeline.thread[index] ?? 0;
    const message = messages[index];
    // All of a thread is of one account and conversation, so one message of it tells.
    if (accountOf[thread] !== -1 || message === undefined) continue;
    accountOf[thread] = accounts.of(message);
    if (handedIn.wants(handedInRank(message.conversation))) wanted.add(message.conversation);
  }
  return {
    messages,
    timeline,
    waits: walk(timeline, rules),
    accounts: accounts.keys,
    accountOf,
    volume,
    writer,
    tone,
    lower,
    upper,
    wanted,
  };
}

/** Says whether a message is as most are, so that none of the longer questions need be asked. */
function isPlain({ author, visibility, annotations, shell, direction }: Partial<RollupMessage>, host: HostRules): boolean {
  return (
    shell === undefined &&
    annotations === undefined &&
    (visibility === "public" || visibility === "private") &&
    isObject(author) &&
    author.isBot !== true &&
    author.isOwn === (direction === "outbound") &&
    typeof author.key === "string" &&
    author.key !== "" &&
    host.isBot === undefined &&
    host.sentimentOf === undefined
  );
}

/** Makes the function that asks the exact functions what a message is to each of them. */
function lookOf(host: HostRules): (message: TimedMessage) => readonly [volume: number, writer: number, tone: number] {
  const isBot = host.isBot === undefined ? {} : { isBot: host.isBot };
  const speakerOf = speakers(isBot);
  const readTone = sentimentReader(host.sentimentOf === undefined ? undefined : { sentimentOf: host.sentimentOf });
  return (message) => {
    const speaker = speakerOf(message);
    const writer = (speaker === "member" || speaker === "unknown") && !isSeen(message) ? hidden : writerCode[speaker];
    const reading = whyNot(message, isBot) ?? readTone(message);
    return [volumeOf(message), writer, toneCode[typeof reading === "string" ? reading : reading.sentiment] ?? none];
  };
}

function volumeOf(message: TimedMessage): number {
  const { direction } = message;
  const why = whyNot(message, direction === "outbound" ? all : raw);
  return volumeCode[why === "internal" ? `${direction}Notes` : (why ?? direction)] ?? none;
}

// Bots are part of the volume, as they are in `mentionSeries`.
const raw = { includeBots: true } as const;
const all = { includeBots: true, includeOwn: true } as const;

/** Numbers for accounts, from 0 in the order in which they come. */
class Accounts {
  readonly keys: AccountKey[] = [];
  readonly #byNetwork = new Map<string, Map<string, number>>();

  of({ key, network, accountId }: RollupMessage): number {
    let byId = this.#byNetwork.get(network);
    let found = byId?.get(accountId);
    if (found === undefined) {
      found = this.keys.push(keyOf(key, network, accountId)) - 1;
      byId ??= new Map<string, number>();
      byId.set(accountId, found);
      this.#byNetwork.set(network, byId);
    }
    return found;
  }
}

function keyOf(message: string, network: string, accountId: string): AccountKey {
  try {
    return accountKey(network, accountId);
  } catch {
    return refuse(`network and accountId of ${message} name no account`, "give messages as they were read");
  }
}
