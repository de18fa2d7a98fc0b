/**
 * The policies that come with the package.
 * @module
 */
import { altProblem } from "../text/alt-text.js";
import type { Policy } from "./policy.js";
import type { ReplyPlan } from "../model/draft.js";
import type { WriteName } from "../model/write.js";

/** Holds every write of an automation until a human has approved it. What humans and the host's own system write passes. The default. */
export function holdAutomation(): Policy {
  return ({ by }) =>
    by.type === "automation" ? { do: "hold", reason: "An automation wrote it; a person approves it first." } : { do: "send" };
}

/** Holds every write, whoever made it, until a human has approved it. */
export function holdAll(): Policy {
  return () => ({ do: "hold", reason: "Everything is approved by a person first." });
}

/** Holds every write until a human other than the one who wrote it has approved it. */
export function fourEyes(): Policy {
  return ({ by }) => ({ do: "hold", reason: "Somebody else than the writer approves it first.", notBy: [by.id] });
}

/** Writes that only the member can read. */
const inPrivate: ReadonlySet<string> = new Set<WriteName>(["sendMessage", "replyPrivately"]);

/** What becomes of texts that lint has not read. */
export interface LintGateOptions {
  /**
   * `hold`: strings, drafts, and plans that were changed after they were read wait for a human. `send`: they pass, and only warnings hold.
   * @defaultValue "hold"
   */
  readonly unread?: "hold" | "send";
}

/** Says whether lint has read a plan as it is, for whoever will see it. Hashes are loaded when somebody asks: most hosts never do. */
async function isRead(plan: ReplyPlan, secret: boolean): Promise<boolean> {
  const { draftHash } = await import("../model/hash.js");
  const { linted } = plan.provenance;
  return linted === draftHash(plan, "public") || (secret && linted === draftHash(plan, "private"));
}

/**
 * Holds plans whose lint warnings have one of these codes; a human may approve them all the same. `compose` lints what it makes, `proofread`
 * any other draft. What neither has read is held too: a string, a draft, a plan whose text, pictures or descriptions were changed
 * afterwards, one that was read for a private message and goes out in public. Writes without a text (likes, hiding) pass.
 *
 * @example
 * createInbox({ accounts, policies: [holdAutomation(), lintGate(["banned-phrase", "duplicate-reply"])] });
 */
export function lintGate(codes: readonly string[], { unread = "hold" }: LintGateOptions = {}): Policy {
  return async ({ operation, plan, publicPlan }, { message }) => {
    const plans = [publicPlan, plan].filter((one) => one !== undefined);
    const found = [...new Set(plans.flatMap(({ warnings }) => warnings.map(({ code }) => code)))].filter((code) => codes.includes(code));
    if (found.length > 0) return { do: "hold", reason: `The text was flagged: ${found.join(", ")}.` };
    if (unread === "send" || plans.length === 0) return { do: "send" };
    const hidden = inPrivate.has(operation) || message?.kind === "direct" || message?.visibility === "private";
    return (publicPlan === undefined || (await isRead(publicPlan, false))) && (plan === undefined || (await isRead(plan, hidden)))
      ? { do: "send" }
      : { do: "hold", reason: "Lint has not read the text as it is; compose or proofread it, or approve it." };
  };
}

/**
 * Rejects images, videos and gifs without a description (`alt`), because an approval cannot add one. One that says nothing (a file name, "image",
 * fewer than five letters) waits for a human, who may find that it is enough.
 */
export function requireAlt(): Policy {
  return ({ plan, publicPlan }) => {
    const problems = [...(publicPlan?.attachments ?? []), ...(plan?.attachments ?? [])].map(altProblem);
    const count = (what: string): number => problems.filter((problem) => problem === what).length;
    if (count("missing") > 0) return { do: "reject", reason: `${count("missing")} attachment(s) have no description; fill in \`alt\`.` };
    if (count("poor") === 0) return { do: "send" };
    return {
      do: "hold",
      reason: `The description of ${count("poor")} attachment(s) says nothing of what they show; write a better \`alt\`.`,
    };
  };
}
