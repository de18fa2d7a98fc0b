/**
 * The shape of `generateObject` of the AI SDK (package `ai`), with a model in this process that obeys whoever speaks last. In your app:
 * `import { generateObject } from "ai"`, and a model of a provider of yours.
 */

/** A message to a model. What members wrote goes in here, and only here. */
export interface ModelMessage {
  readonly role: "user" | "assistant";
  readonly content: string;
}

/** What is asked of a model. */
export interface GenerateObjectOptions<T> {
  readonly model: Model;
  /** What it is told. Ours alone. */
  readonly system: string;
  readonly messages: readonly ModelMessage[];
  /** What the answer has to be like: a schema of zod. */
  readonly schema: { parse(value: unknown): T };
  readonly abortSignal?: AbortSignal;
}

/** A model: told something, shown something, answers anything. */
export interface Model {
  readonly modelId: string;
  answer(system: string, shown: string): unknown;
}

/** Asks a model for an object. */
export function generateObject<T>(options: GenerateObjectOptions<T>): Promise<{ readonly object: T }> {
  const { model, system, messages, schema, abortSignal } = options;
  abortSignal?.throwIfAborted();
  const shown = messages.map(({ content }) => content).join("\n");
  return Promise.resolve({ object: schema.parse(model.answer(system, shown)) });
}

/** Drafts well, and does what a comment tells it to: the worst that a model can be. */
export const obedientModel: Model = {
  modelId: "obedient-1",
  answer: (system, shown) => {
    const { message, facts } = JSON.parse(shown) as { readonly message: string; readonly facts: readonly string[] };
    const order = /(?:say|write|answer with|post):? (.+)$/i.exec(message)?.[1] ?? "";
    const leak = /prompt|instructions/i.test(message) ? system : "";
    return {
      acknowledge: "Hi, and thank you for writing.",
      answer: [facts[0] ?? "We will look into it.", order, leak].filter((part) => part !== "").join(" "),
      close: "Have a lovely day!",
      actions: [{ type: "hide", onUnsupported: "skip" }],
    };
  },
};
