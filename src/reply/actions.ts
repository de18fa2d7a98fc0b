/**
 * The side actions of a plan.
 * @module
 */
import { FolkmootError } from "../errors.js";
import type { CanAnswers } from "../model/can.js";
import type { LintWarning, PlanAction } from "../model/draft.js";
import type { Message } from "../model/message.js";
import type { FrameworkStep } from "./framework.js";

/** What is done beside the text. */
export interface Chosen {
  readonly actions: readonly PlanAction[];
  readonly warnings: readonly LintWarning[];
}

/**
 * Takes the actions of some steps, each once, without those that the network would refuse. Only a like and a hide are asked of the network.
 *
 * @throws FolkmootError `unsupported` when one that must not fail would be refused.
 */
export function chooseActions(steps: readonly FrameworkStep[], { can, to }: { readonly can?: CanAnswers; readonly to: Message }): Chosen {
  const actions: PlanAction[] = [];
  const warnings: LintWarning[] = [];
  const done = new Set<string>();
  for (const { id, actions: wanted = [] } of steps) {
    for (const { type, onUnsupported, value } of wanted) {
      const answer = type === "like" || type === "hide" ? can?.[type] : undefined;
      if (answer === undefined || answer.ok) {
        const which = JSON.stringify([type, value]);
        if (!done.has(which)) actions.push({ type, onUnsupported, ...(value !== undefined && { value }) });
        done.add(which);
        continue;
      }
      // We like it already: what the step wants is there.
      if (answer.reason === "already" || onUnsupported === "skip") continue;
      const what = `Step "${id}" wants to ${type} the message, which ${to.network} would refuse (${answer.reason})`;
      if (onUnsupported === "fail") throw new FolkmootError("unsupported", `${what}: ${answer.detail}`);
      warnings.push({ code: "action-left-out", severity: "warn", message: `${what}.`, suggestion: answer.detail });
    }
  }
  return { actions, warnings };
}
