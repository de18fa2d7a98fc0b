/**
 * Publishing in three steps (Instagram, Threads): prepare a container, wait until its media is ready, publish it. Only the last step is seen
 * by anybody; what the first leaves behind ends by itself after 24 hours.
 * @module
 */
import { anyObject, createdId } from "./wire.js";
import { bySubcodeOnly } from "./error-table.js";
import { FolkmootError, isFolkmootError } from "../../errors.js";
import { textOf } from "../../adapter/fields.js";
import type { ErrorCode } from "../../model/error-info.js";
import type { GraphTask } from "./task.js";

/** How a network publishes. */
export interface ContainerSteps {
  /** Where containers are made, e.g. `/17841400000000001/media`. */
  readonly createPath: string;
  /** Where they are published, e.g. `/17841400000000001/media_publish`. */
  readonly publishPath: string;
  /** The field that tells how far a container is: `status_code` on Instagram, `status` on Threads. */
  readonly statusField: "status_code" | "status";
  /** The field that tells why it failed: `status` on Instagram, `error_message` on Threads. */
  readonly reasonField: "status" | "error_message";
  /** How long nobody asks whether it is ready. Milliseconds. @defaultValue 3,000 */
  readonly firstWaitMs?: number;
}

/** What was published. */
export interface Published {
  /** Id of the media or post. */
  readonly id: string;
  /** Id of its container. */
  readonly containerId: string;
}

/** How far a container is. */
export type ContainerState = "in-progress" | "finished" | "published" | "error" | "expired";

const states: Readonly<Record<string, ContainerState>> = {
  IN_PROGRESS: "in-progress",
  FINISHED: "finished",
  PUBLISHED: "published",
  ERROR: "error",
  EXPIRED: "expired",
};

const defaultFirstWaitMs = 3_000;
/** Once a minute, five minutes at most (content publishing of both; read 2026-09). */
const everyMs = 60_000;
const patienceMs = 5 * 60_000;

/** Words for a failed container (Threads, troubleshooting; read 2026-01), and what to do. */
const reasons: Readonly<Record<string, string>> = {
  FAILED_DOWNLOADING_VIDEO: "the video could not be fetched; its address has to be open to everybody",
  FAILED_PROCESSING_AUDIO: "the sound of the video could not be read",
  FAILED_PROCESSING_VIDEO: "the video could not be read",
  INVALID_ASPEC_RATIO: "the shape of the media is not taken",
  INVALID_ASPECT_RATIO: "the shape of the media is not taken",
  INVALID_BIT_RATE: "the bit rate of the video is not taken",
  INVALID_DURATION: "the video is too long or too short",
  INVALID_FRAME_RATE: "the frame rate of the video is not taken",
  INVALID_AUDIO_CHANNELS: "the sound of the video has channels that are not taken",
  INVALID_AUDIO_CHANNEL_LAYOUT: "the sound of the video has channels that are not taken",
};

function fail(task: GraphTask, code: ErrorCode, why: string, containerId: string | undefined, retryable = false): never {
  throw new FolkmootError(code, `${task.network} ${task.operation} failed for ${task.account}: ${why}`, {
    retryable,
    ...(containerId !== undefined && { refs: { containerId } }),
  });
}

/**
 * Prepares a container. A second one does no harm, so the call may be repeated; where its answer is lost for good, nothing is published.
 * @returns its id
 * @throws FolkmootError `connection-failed` where the answer was lost
 */
export async function createContainer(task: GraphTask, path: string, body: Readonly<Record<string, unknown>>): Promise<string> {
  try {
    return (await task.post(path, createdId, body, { safeToRepeat: true })).id;
  } catch (error) {
    if (!isFolkmootError(error, "outcome-unknown")) throw error;
    return fail(task, "connection-failed", "preparing it got no answer, and nothing was published; try again later.", undefined, true);
  }
}

/** Asks how far a container is. Unknown words count as in progress. */
export async function containerState(
  task: GraphTask,
  containerId: string,
  { statusField, reasonField }: Pick<ContainerSteps, "statusField" | "reasonField">,
): Promise<{ readonly state: ContainerState; readonly reason?: string }> {
  const answer = await task.get(`/${containerId}`, anyObject, { fields: `${statusField},${reasonField}` });
  const state = states[textOf(answer[statusField]) ?? ""] ?? "in-progress";
  const reason = reasonOf(textOf(answer[reasonField]));
  return reason === undefined ? { state } : { state, reason };
}

/** Says in our words why a container failed. */
function reasonOf(told: string | undefined): string | undefined {
  if (told === undefined) return undefined;
  const subcode = /\b(22070\d\d)\b/.exec(told)?.[1];
  if (subcode !== undefined) return bySubcodeOnly[Number(subcode)]?.[1];
  return reasons[told.toUpperCase()];
}

/**
 * Waits until a container is ready.
 * @returns `published` where the network did so by itself
 * @throws FolkmootError `invalid-request` when it failed, `not-found` when it has expired, `timeout` with `refs.containerId` after five minutes
 */
export async function untilReady(task: GraphTask, containerId: string, steps: ContainerSteps): Promise<"finished" | "published"> {
  const { clock } = task.runtime;
  const { signal } = task.options;
  const wait = (ms: number): Promise<void> => clock.sleep(ms, signal === undefined ? {} : { signal });
  const end = clock.now() + patienceMs;
  await wait(steps.firstWaitMs ?? defaultFirstWaitMs);
  for (;;) {
    const { state, reason } = await containerState(task, containerId, steps);
    if (state === "finished" || state === "published") return state;
    if (state === "error")
      fail(
        task,
        "invalid-request",
        `${reason ?? "the network could not process the media, and does not say why"}; nothing was published.`,
        containerId,
      );
    if (state === "expired")
      fail(task, "not-found", "what was prepared has expired, and nothing was published; publish it anew.", containerId);
    if (clock.now() + everyMs > end)
      fail(
        task,
        "timeout",
        `the network did not finish the media within ${patienceMs / 60_000} minutes, and nothing was published; try again later, or make it smaller.`,
        containerId,
        true,
      );
    await wait(everyMs);
  }
}

/**
 * Publishes a container. Sent once.
 * @throws FolkmootError `outcome-unknown` with `refs.containerId`
 */
export async function publishContainer(task: GraphTask, path: string, containerId: string): Promise<Published> {
  try {
    const { id } = await task.post(path, createdId, { creation_id: containerId });
    return { id, containerId };
  } catch (error) {
    if (!isFolkmootError(error, "outcome-unknown")) throw error;
    throw new FolkmootError("outcome-unknown", error.message, { cause: error, retryable: error.retryable, refs: { containerId } });
  }
}

/**
 * Publishes in three steps: prepares, waits, publishes.
 * @param body - of the container
 * @throws FolkmootError `outcome-unknown` with `refs.containerId` when nobody knows whether it is out
 */
export async function publishInSteps(task: GraphTask, steps: ContainerSteps, body: Readonly<Record<string, unknown>>): Promise<Published> {
  const containerId = await createContainer(task, steps.createPath, body);
  await untilReady(task, containerId, steps);
  return publishContainer(task, steps.publishPath, containerId);
}
