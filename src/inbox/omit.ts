/**
 * Leaves fields out: an absent field is not the same as an undefined one.
 * @module
 */

/** Gives an object without some of its fields. */
export function omit<T extends object, K extends keyof T>(object: T, ...names: readonly K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !(names as readonly string[]).includes(name))) as Omit<T, K>;
}
