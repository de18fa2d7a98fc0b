import { expect } from "vitest";

/** Expects a call to be refused in one sentence that holds a part: the field, and what to do about it. */
export function expectRefused(call: () => unknown, part: string): void {
  expect(call).toThrow(
    expect.objectContaining({
      name: "FolkmootError",
      code: "invalid-request",
      message: expect.stringMatching(/^[^\n]+: [^\n]+\.$/u) as string,
    }),
  );
  expect(call).toThrow(part);
}
