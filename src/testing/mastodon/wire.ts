/**
 * Answers and refusals on the wire.
 * @see https://docs.joinmastodon.org/entities/Error/, read 2026-11
 * @module
 */
import type { FakeAnswer } from "../exchange.js";

/** A refusal in the network's own words: `{ error, error_description? }` with a status. */
export class MastodonError extends Error {
  override readonly name: string = "MastodonError";
  /** HTTP status. */
  readonly status: number;
  /** Longer words, where the server has some. */
  readonly description: string | undefined;
  constructor(status: number, error: string, description?: string) {
    super(error);
    this.status = status;
    this.description = description;
  }
}

/** Makes the refusal of what is not there, or may not be seen. */
export const notFound = (): MastodonError => new MastodonError(404, "Record not found");

/** Makes the refusal of what somebody may not do. */
export const notAllowed = (): MastodonError => new MastodonError(403, "This action is not allowed");

/** Makes the refusal of what is not as it should be. */
export const unprocessable = (error: string): MastodonError => new MastodonError(422, error);

/** Makes an answer with a JSON body. Without one the body is empty. */
export const answerOf = (status: number, body?: unknown, headers: Readonly<Record<string, string>> = {}): FakeAnswer => ({
  status,
  headers: { ...(body !== undefined && { "content-type": "application/json; charset=utf-8" }), ...headers },
  ...(body !== undefined && { body }),
});

/** Makes the answer to a refusal. */
export const refusal = ({ status, message, description }: MastodonError, headers: Readonly<Record<string, string>> = {}): FakeAnswer =>
  answerOf(
    status,
    { error: message, ...(description !== undefined && { error_description: description }) },
    { ...(status === 401 && { "www-authenticate": `Bearer realm="Doorkeeper", error="invalid_token"` }), ...headers },
  );
