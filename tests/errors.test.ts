import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { ConflictError, errorInfo, errorName, FolkmootError, isConflictError, isFolkmootError } from "../src/errors.js";

const retryAt = "2026-11-22T10:00:00.000Z";

describe("errors", () => {
  it("carry what happened and when to try again", () => {
    const error = new FolkmootError("rate-limited", "acme like failed for acme:7: wait.", {
      retryable: true,
      retryAt,
      refs: { container: "9" },
    });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: "FolkmootError", code: "rate-limited", retryable: true, retryAt, refs: { container: "9" } });
    expect(String(error)).toBe("FolkmootError: acme like failed for acme:7: wait.");
  });
  it("leave out what nobody knows", () => {
    const error = new FolkmootError("forbidden", "no");
    expect("retryAt" in error || "refs" in error || "cause" in error).toBe(false);
    expect(error.retryable).toBe(false);
  });
  it("become plain data without stack and cause", () => {
    const error = new FolkmootError("timeout", "slow", { retryable: true, retryAt, cause: new Error("Sandra"), refs: { id: "1" } });
    const info = { code: "timeout", message: "slow", retryable: true, retryAt };
    expect(JSON.parse(JSON.stringify(error))).toEqual(info);
    expect(errorInfo(error)).toEqual(info);
    expect(JSON.parse(JSON.stringify(errorInfo(error)))).toEqual(info);
    expect(errorInfo(new ConflictError("again"))).toEqual({ code: "conflict", message: "again", retryable: false });
  });
  it("say why somebody has to log in again, where the network told it", () => {
    const error = new FolkmootError("unauthenticated", "Log in again.", { reauthorize: "expired" });
    expect(errorInfo(error)).toEqual({ code: "unauthenticated", message: "Log in again.", retryable: false, reauthorize: "expired" });
    expect("reauthorize" in new FolkmootError("unauthenticated", "no")).toBe(false);
  });
  it("know each other by code", () => {
    const conflict: unknown = new ConflictError("version 3 has passed");
    expect(isFolkmootError(conflict)).toBe(true);
    expect(isFolkmootError(conflict, "conflict")).toBe(true);
    expect(isFolkmootError(conflict, "timeout")).toBe(false);
    expect(isConflictError(conflict)).toBe(true);
    expect(isConflictError(new FolkmootError("timeout", "slow"))).toBe(false);
    expect(conflict).toMatchObject({ name: "ConflictError", code: "conflict" });
  });
  it("know each other across two copies of the package", async () => {
    vi.resetModules();
    const other = await import("../src/errors.js");
    expect(other.FolkmootError).not.toBe(FolkmootError);
    const theirs: unknown = new other.ConflictError("theirs");
    expect(theirs instanceof FolkmootError).toBe(false);
    expect(isConflictError(theirs)).toBe(true);
    expect(isFolkmootError(theirs, "conflict")).toBe(true);
    expect(other.isFolkmootError(new FolkmootError("timeout", "ours"), "timeout")).toBe(true);
    expect(errorInfo(theirs)).toEqual({ code: "conflict", message: "theirs", retryable: false });
  });
  it("are not mistaken for anything else", () => {
    for (const other of [
      undefined,
      null,
      "timeout",
      7,
      {},
      new Error("x"),
      { code: "timeout", message: "x", retryable: false, name: "FolkmootError" },
    ])
      expect(isFolkmootError(other)).toBe(false);
    fc.assert(fc.property(fc.anything(), (value) => !isFolkmootError(value) && !isConflictError(value)));
  });
  it("keep nothing of a stranger's words", () => {
    class VaultError extends Error {
      override readonly name = "VaultError";
    }
    expect(errorInfo(new VaultError("hunter2"))).toEqual({
      code: "unexpected-error",
      message: "Code outside the package threw (VaultError); its message is not kept, look in that code's own log.",
      retryable: false,
    });
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const info = errorInfo(value);
        expect(info.code).toBe("unexpected-error");
        expect(info.message.length).toBeLessThan(150);
      }),
    );
  });
  it("name a stranger by its class only", () => {
    expect(errorName(new TypeError("x"))).toBe("TypeError");
    expect(errorName("hunter2")).toBe("string");
    expect(errorName(Object.assign(new Error("x"), { name: "hunter2 is the password" }))).toBe("Error");
  });
});
