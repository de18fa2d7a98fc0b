/**
 * Checking a framework when it is made, not when the first reply fails.
 * @module
 */
import { FolkmootError } from "../errors.js";
import { checkStep, isName, isObject, isOneOf, type Fail, type Loose } from "./check-step.js";
import type { FrameworkPolicies, FrameworkStep, ReplyFramework } from "./framework.js";

/**
 * Checks a framework of your own and gives back a frozen copy.
 *
 * @throws FolkmootError `misconfigured`, naming the step and what to change.
 *
 * @example
 * const short = defineFramework({
 *   id: "short",
 *   version: 1,
 *   joiner: " ",
 *   steps: [
 *     { id: "thanks", kind: "acknowledge", required: "always", actions: [{ type: "like", onUnsupported: "skip" }] },
 *     { id: "signature", kind: "sign", required: "optional", dropRank: 1 },
 *   ],
 * });
 */
export function defineFramework(framework: ReplyFramework): ReplyFramework {
  checkFramework(framework);
  const copy = freeze(structuredClone(framework));
  sound.add(copy);
  return copy;
}

/** Frameworks that were checked and cannot change any more. */
const sound = new WeakSet();

/** Refuses a framework that cannot be composed with, however it came in: of a vault's JSON the types know nothing. */
export function checkFramework(framework: ReplyFramework): void {
  const given: unknown = framework;
  if (!isObject(given)) fail("There is no framework", "give nordic, or one of your own from defineFramework");
  if (sound.has(given)) return;
  const { id, version, joiner, steps, punctuation, signature, policies }: Loose<ReplyFramework> = given;
  if (!isName(id)) fail("The framework has no id", "give it a name, such as nordic");
  const which = `Framework "${String(id)}"`;
  if (!Number.isInteger(version) || Number(version) < 1) fail(`${which} has no version`, "give it a whole number from 1");
  if (!isOneOf(joiner, [" ", "\n", "\n\n"])) fail(`${which} has a joiner that is no space and no line break`, 'use " ", "\\n" or "\\n\\n"');
  if (punctuation !== undefined && !isOneOf(punctuation, ["as-written", "calm"]))
    fail(`${which} has an unknown punctuation`, "use as-written or calm");
  if (signature !== undefined && !isOneOf(signature, ["brand", "initials", "none"]))
    fail(`${which} has an unknown signature`, "use brand, initials or none");
  checkPolicies(policies, which);
  if (!Array.isArray(steps) || steps.length === 0) fail(`${which} has no steps`, "give it at least one");
  const seen = new Set<unknown>();
  for (const [index, step] of (steps as readonly (Loose<FrameworkStep> | null | undefined)[]).entries()) {
    if (!isObject(step) || !isName(step.id)) fail(`${which}: step ${index + 1} has no id`, "give it a name, such as answer");
    const name = `${which}: step "${String(step.id)}"`;
    checkStep(step, (what, remedy) => fail(`${name} ${what}`, remedy));
    if (seen.has(step.id)) fail(`${name} is there twice`, "give each step an id of its own");
    seen.add(step.id);
  }
  if ((steps as readonly Loose<FrameworkStep>[]).every(({ internal }) => internal === true))
    fail(`${which} has no step that says something`, "leave internal away from one");
}

function checkPolicies(policies: unknown, which: string): void {
  if (policies === undefined) return;
  if (!isObject(policies)) fail(`${which} has policies that are no object`, "give an object or leave it out");
  const given: Loose<FrameworkPolicies> = policies;
  for (const name of ["maxPublicReplies", "switchChannelAfter"] as const) {
    const value = given[name];
    if (value !== undefined && !(Number.isInteger(value) && Number(value) >= 1))
      fail(`${which} has a policy ${name} that is no whole number from 1`, "count public replies of ours");
  }
  if (given.requireAlt !== undefined && typeof given.requireAlt !== "boolean")
    fail(`${which} has a policy requireAlt that is neither true nor false`, "use one of the two");
}

const fail: Fail = (what, remedy) => {
  throw new FolkmootError("misconfigured", `${what}: ${remedy}.`);
};

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const part of Object.values(value)) freeze(part);
    Object.freeze(value);
  }
  return value;
}
