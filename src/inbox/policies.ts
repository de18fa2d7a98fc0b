/**
 * The policies that come with the package.
 * @module
 */
import type { Policy } from "./policy.js";

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

/**
 * Holds plans whose lint warnings have one of these codes; a human may approve them all the same.
 * `compose` gives `too-long`, `banned-phrase`, `duplicate-reply`, `action-left-out` and `shortened`. Strings and drafts carry no warnings: compose them first.
 *
 * @example
 * createInbox({ accounts, policies: [holdAutomation(), lintGate(["banned-phrase", "duplicate-reply"])] });
 */
export function lintGate(codes: readonly string[]): Policy {
  return ({ plan, publicPlan }) => {
    const warnings = [...(publicPlan?.warnings ?? []), ...(plan?.warnings ?? [])];
    const found = [...new Set(warnings.map(({ code }) => code))].filter((code) => codes.includes(code));
    return found.length === 0 ? { do: "send" } : { do: "hold", reason: `The text was flagged: ${found.join(", ")}.` };
  };
}

/** Rejects images, videos and gifs without a description (`alt`), because an approval cannot add one. */
export function requireAlt(): Policy {
  const seen: readonly string[] = ["image", "video", "gif"];
  return ({ plan, publicPlan }) => {
    const attachments = [...(publicPlan?.attachments ?? []), ...(plan?.attachments ?? [])];
    const bare = attachments.filter(({ type, alt }) => seen.includes(type) && (alt ?? "").trim() === "").length;
    return bare === 0 ? { do: "send" } : { do: "reject", reason: `${bare} attachment(s) have no description; fill in \`alt\`.` };
  };
}
