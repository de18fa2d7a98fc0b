import { expect } from "vitest";

/** The refusal of an input that a host gave, with a part of its message. */
export const refused = (text: string): unknown =>
  expect.objectContaining({ name: "FolkmootError", code: "invalid-request", message: expect.stringContaining(text) as string });
