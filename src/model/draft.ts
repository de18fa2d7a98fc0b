/**
 * Text and attachments not yet sent. Plain JSON: bytes never enter it.
 * @module
 */
import type { Attachment } from "./attachment.js";
import type { Length } from "./text-rules.js";
import type { MessageKey } from "./keys.js";

/** Media to send. `url` is read with the runtime's `fetch` when the draft leaves (`https:`, `data:`). */
export interface DraftAttachment extends Pick<Attachment, "type" | "alt" | "mimeType"> {
  /** Where the media is: `https:`, or the bytes themselves as `data:`. */
  readonly url: string;
}

/** A reply or post not yet sent. The fields below `attachments` are for networks that have them. */
export interface Draft {
  /** Plain text, NFC. May be empty where a network takes attachments alone. */
  readonly text: string;
  /** BCP 47. */
  readonly language?: string;
  /** Media beside the text, in order. */
  readonly attachments?: readonly DraftAttachment[];
  /** Of a post. */
  readonly title?: string;
  /** Of a message. */
  readonly subject?: string;
  /** Who may read it, in the network's words (Mastodon `unlisted`). @defaultValue that of the target */
  readonly audience?: string;
  /** True when attachments are shown only on request. */
  readonly sensitive?: boolean;
  /** Text shown instead of the content until it is opened. */
  readonly contentWarning?: string;
}

/**
 * A side action of a plan. It follows the text and never changes the outcome's status. The inbox gives the like itself; the others are for the
 * host, which finds them in the plan: `act("hide", ...)`, `label`, `assign`, and whatever it notifies people with.
 */
export interface PlanAction {
  /**
   * What is done to the message that is answered, or to its conversation: `like` likes the message, `hide` hides it; `tag` labels the
   * conversation, `assign` gives it to somebody, `notify` tells somebody.
   */
  readonly type: "like" | "tag" | "notify" | "assign" | "hide";
  /** The label of `tag`; who is told by `notify`, or gets it by `assign`: an actor id, or a word of yours such as `quality`. */
  readonly value?: string;
  /** What becomes of a plan whose action the network refuses: leave the action out, leave it out and warn, or refuse the plan. */
  readonly onUnsupported: "skip" | "warn" | "fail";
}

/** One thing that an editor would point at. It quotes nothing of the text. */
export interface LintWarning {
  /** What was found, as a word of ours: `shortened`, `too-long`. */
  readonly code: string;
  /** `error`: the network would refuse it, or it must not be said. */
  readonly severity: "info" | "warn" | "error";
  /** UTF-16 offsets in `text`, end exclusive. */
  readonly range?: readonly [start: number, end: number];
  /** What was found and where, for a person. */
  readonly message: string;
  /** What to do. */
  readonly suggestion?: string;
}

/** The framework that laid a plan out. */
export interface FrameworkStamp {
  /** Its name. */
  readonly id: string;
  /** Its version then. */
  readonly version: number;
}

/** The message that a plan answers, as it was read. */
export interface TargetStamp {
  /** Its key. */
  readonly key: MessageKey;
  /** What `messageHash` gave. */
  readonly hash: string;
}

/** Where a plan comes from. Empty for a plan that was made of a string or draft. */
export interface Provenance {
  /** The framework that laid it out. */
  readonly framework?: FrameworkStamp;
  /** The writer's id, when one wrote the values. */
  readonly writer?: string;
  /** What it answers, and a hash of that message as it was read: another hash at send time holds the plan as `stale`. */
  readonly target?: TargetStamp;
  /** What `draftHash` gave for the plan when lint read it. Absent = nobody did; another hash = it was changed since, and `warnings` speak of what it was. */
  readonly linted?: string;
}

/** What one step of a framework says in a plan. */
export interface PlanSegment {
  /** The step's id. */
  readonly step: string;
  /** What it says, as it stands in the text. */
  readonly text: string;
}

/** A draft made by the composer. Wherever a draft is taken a plan is taken too. */
export interface ReplyPlan extends Draft {
  /** What is sent, in order; one entry unless the text was split. */
  readonly parts: readonly string[];
  /** Which step said what, in order. */
  readonly segments: readonly PlanSegment[];
  /** What is done beside the text, in order. */
  readonly actions: readonly PlanAction[];
  /** Step ids that are in the text, in order. */
  readonly used: readonly string[];
  /** Step ids that had a value and gave way, in order of the framework. */
  readonly dropped: readonly string[];
  /** Of the longest part, one for each limit. */
  readonly lengths: readonly Length[];
  /** What an editor would point at. */
  readonly warnings: readonly LintWarning[];
  /** Where the plan comes from. */
  readonly provenance: Provenance;
}

/** What may be said: a string becomes a draft, a draft becomes a plan of one part. */
export type Sayable = string | Draft | ReplyPlan;
