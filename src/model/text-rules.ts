/**
 * Text rules and lengths, as data.
 * @module
 */

/**
 * What a length is counted in. `utf16`: units of a JavaScript string. `code-points`: Unicode code points. `graphemes`: what a reader sees
 * as characters. `utf8-bytes`: bytes when sent. `emoji-bytes`: code points, but every emoji as the UTF-8 bytes it has (Threads). `weighted`:
 * points of X, where most scripts weigh 1, the rest and every emoji 2, a link 23.
 */
export type LengthUnit = "utf16" | "code-points" | "graphemes" | "utf8-bytes" | "emoji-bytes" | "weighted";

/** How long a text is, in one unit. */
export interface Length {
  /** What is counted. */
  readonly unit: LengthUnit;
  /** How many there are. */
  readonly value: number;
  /** How many there may be. */
  readonly max?: number;
}

/** A ceiling on the length of a text. */
export interface TextLimit {
  /** What is counted. */
  readonly unit: LengthUnit;
  /** How many there may be. */
  readonly max: number;
  /** `error`: the network refuses a longer text. `warn`: it may refuse, or cut, or show less. */
  readonly severity: "error" | "warn";
}

/** Ceilings on how many of a kind one text may hold. Absent = no ceiling is known. */
export interface TextCeilings {
  /** Hashtags in one text. */
  readonly hashtags?: number;
  /** Different links in one text. */
  readonly links?: number;
  /** Mentions in one text. */
  readonly mentions?: number;
  /** Stock symbols (`$ABC`) in one text. */
  readonly cashtags?: number;
  /** Attachments beside one text. */
  readonly attachments?: number;
}

/** Several limits hold at once. Limits that the server told override ours. */
export interface TextRules {
  /** Every limit that holds, each in its own unit. */
  readonly limits: readonly TextLimit[];
  /** What a URL counts, however long it is. */
  readonly urlWeight?: number;
  /** What counts of a mention: its user name only, or nothing when it leads the text. @defaultValue "full" */
  readonly mentions?: "full" | "user" | "leading-free";
  /** Ceilings on how many of a kind a text may hold. */
  readonly most?: TextCeilings;
  /** Ceilings above which the network may refuse, or show less. */
  readonly advised?: TextCeilings;
  /** True when a text in capitals alone may be refused. @defaultValue false */
  readonly shoutingRefused?: boolean;
  /** Characters that the network refuses, one beside the other. @defaultValue none */
  readonly forbid?: string;
  /** How a text goes on that is too long for one: as answers to itself, or as further messages. @defaultValue it does not */
  readonly continues?: "thread" | "messages";
  /** False when a text must stay on one line. @defaultValue true */
  readonly newlines?: boolean;
  /** How the network reads what it is sent. `little`: LinkedIn's, with reserved characters. */
  readonly markup: "plain" | "discord" | "reddit" | "little" | "html";
}
