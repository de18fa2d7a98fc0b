/**
 * Checking a framework when it is made, not when the first reply fails.
 * @module
 */
import { FolkmootError } from "../errors.js";
import type { FrameworkStep, ReplyFramework } from "./framework.js";

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
  return freeze(structuredClone(framework));
}

/** Refuses a framework that cannot be composed with, however it came in: of a vault's JSON the types know nothing. */
export function checkFramework(framework: ReplyFramework): void {
  const given: unknown = framework;
  if (!isObject(given)) fail("There is no framework", "give nordic, or one of your own from defineFramework");
  const { id, version, joiner, steps }: Loose<ReplyFramework> = given;
  if (!isName(id)) fail("The framework has no id", "give it a name, such as nordic");
  const which = `Framework "${String(id)}"`;
  if (!Number.isInteger(version) || Number(version) < 1) fail(`${which} has no version`, "give it a whole number from 1");
  if (!isOneOf(joiner, [" ", "\n", "\n\n"])) fail(`${which} has a joiner that is no space and no line break`, 'use " ", "\\n" or "\\n\\n"');
  if (!Array.isArray(steps) || steps.length === 0) fail(`${which} has no steps`, "give it at least one");
  const seen = new Set<unknown>();
  for (const [index, step] of (steps as readonly (Loose<FrameworkStep> | null | undefined)[]).entries()) {
    if (!isObject(step) || !isName(step.id)) fail(`${which}: step ${index + 1} has no id`, "give it a name, such as answer");
    checkStep(step, `${which}: step "${String(step.id)}"`);
    if (seen.has(step.id)) fail(`${which}: step "${String(step.id)}" is there twice`, "give each step an id of its own");
    seen.add(step.id);
  }
}

type Loose<T> = { readonly [K in keyof T]?: unknown };

function checkStep({ kind, required, group, dropRank, actions }: Loose<FrameworkStep>, which: string): void {
  if (!isName(kind)) fail(`${which} has no kind`, "say what it does, such as answer");
  if (!isOneOf(required, ["always", "when-applicable", "optional"]))
    fail(`${which} does not say whether it is required`, "use always, when-applicable or optional");
  if (group !== undefined && !isName(group)) fail(`${which} has a group without a name`, "name the group or leave it out");
  if (dropRank !== undefined && !(Number.isInteger(dropRank) && Number(dropRank) >= 0))
    fail(`${which} has a dropRank that is no whole number from 0`, "use 0 for never, and more for what goes earlier");
  if (actions === undefined) return;
  if (!Array.isArray(actions)) fail(`${which} has actions that are no list`, "give a list of actions");
  for (const action of actions as readonly unknown[]) {
    const { type, onUnsupported }: { readonly type?: unknown; readonly onUnsupported?: unknown } = isObject(action) ? action : {};
    if (type !== "like") fail(`${which} has an action of an unknown type`, "use like");
    if (!isOneOf(onUnsupported, ["skip", "warn", "fail"]))
      fail(`${which} does not say what becomes of an action that the network refuses`, "set onUnsupported to skip, warn or fail");
  }
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
const isName = (value: unknown): boolean => typeof value === "string" && value.trim() !== "";
const isOneOf = (value: unknown, allowed: readonly string[]): boolean => allowed.some((one) => one === value);

function fail(what: string, remedy: string): never {
  throw new FolkmootError("misconfigured", `${what}: ${remedy}.`);
}

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const part of Object.values(value)) freeze(part);
    Object.freeze(value);
  }
  return value;
}
