/**
 * What a test asks of a fake that cannot be.
 * @module
 */
import { FolkmootError } from "../errors.js";

/** Refuses what a test asks of a fake, naming it and the remedy. */
export function misuse(what: string, remedy: string): never {
  throw new FolkmootError("invalid-request", `${what}: ${remedy}.`);
}
