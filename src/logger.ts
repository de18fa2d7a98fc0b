/**
 * Where the package reports what a person may want to read later.
 * @module
 */

/** Data never holds a secret, message text or a name. */
export interface Logger {
  /** What helps to follow a run. */
  debug?(message: string, data?: Readonly<Record<string, unknown>>): void;
  /** What went another way than planned, and was coped with. */
  warn?(message: string, data?: Readonly<Record<string, unknown>>): void;
  /** What somebody has to look at. */
  error?(message: string, data?: Readonly<Record<string, unknown>>): void;
}
