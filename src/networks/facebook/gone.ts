/**
 * Asking for what may be gone.
 * @module
 */
import { isFolkmootError } from "../../errors.js";

/** Gives `undefined` for what is not there, or not for the Page to see. Every other failure is passed on. */
export async function orNone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isFolkmootError(error, "not-found")) return undefined;
    throw error;
  }
}
