import { describe, expect, it } from "vitest";
import { containerState, publishInSteps, untilReady, type ContainerSteps } from "../../../src/networks/_graph/container.js";
import { graphError, now, rejection, scene, type Asked, type Given, type Scene } from "./support.js";

const instagram: ContainerSteps = {
  createPath: "/1001/media",
  publishPath: "/1001/media_publish",
  statusField: "status_code",
  reasonField: "status",
};
const threads: ContainerSteps = { ...instagram, statusField: "status", reasonField: "error_message", firstWaitMs: 30_000 };
const minute = 60_000;

/** A network whose container goes through these states. */
function network(states: readonly Record<string, string>[], more: (asked: Asked) => Given | undefined = () => undefined): Scene {
  let looked = 0;
  return scene({
    network: "instagram",
    answer: (asked) => {
      const other = more(asked);
      if (other !== undefined) return other;
      if (asked.path.endsWith("/media")) return { body: { id: "c1" } };
      if (asked.path.endsWith("/media_publish")) return { body: { id: "m1" } };
      return { body: { id: "c1", ...(states[looked++] ?? states.at(-1)) } };
    },
  });
}

describe("publishing in three steps", () => {
  it("prepares, waits, and publishes", async () => {
    const { asked, begin, clock } = network([{ status_code: "IN_PROGRESS" }, { status_code: "FINISHED" }]);
    expect(await publishInSteps(begin("publishPost"), instagram, { caption: "Hej" })).toEqual({ id: "m1", containerId: "c1" });
    expect(asked.map(({ method, path }) => `${method} ${path.replace("/v26.0", "")}`)).toEqual([
      "POST /1001/media",
      "GET /c1",
      "GET /c1",
      "POST /1001/media_publish",
    ]);
    expect(asked.at(-1)?.body).toEqual({ creation_id: "c1" });
    expect(asked[1]?.query).toEqual({ fields: "status_code,status" });
    expect(clock.now() - now).toBe(3_000 + minute);
  });

  it("waits five minutes at most, and then nothing is published", async () => {
    const { asked, begin, clock } = network([{ status: "IN_PROGRESS" }]);
    expect(await rejection(publishInSteps(begin("publishPost"), threads, {}))).toMatchObject({
      code: "timeout",
      retryable: true,
      refs: { containerId: "c1" },
    });
    expect(clock.now() - now).toBeLessThanOrEqual(5 * minute);
    expect(asked.filter(({ method }) => method === "POST")).toHaveLength(1);
  });

  it("says in our words why it failed", async () => {
    const fails = async (states: Record<string, string>, steps: ContainerSteps): Promise<string> => {
      const { begin } = network([states]);
      const { code, message } = await rejection(publishInSteps(begin("publishPost"), steps, {}));
      return `${code}: ${message}`;
    };
    expect(await fails({ status: "ERROR", error_message: "FAILED_DOWNLOADING_VIDEO" }, threads)).toContain("invalid-request: ");
    expect(await fails({ status: "ERROR", error_message: "FAILED_DOWNLOADING_VIDEO" }, threads)).toContain("could not be fetched");
    expect(await fails({ status_code: "ERROR", status: "Error: Media upload has failed with error code 2207026" }, instagram)).toContain(
      "video format",
    );
    expect(await fails({ status_code: "ERROR", status: "Freja says no" }, instagram)).not.toContain("Freja");
    expect(await fails({ status_code: "EXPIRED" }, instagram)).toContain("not-found: ");
  });

  it("sends a lost preparation again, and says that nothing is out when that fails too", async () => {
    const once = network([{ status_code: "FINISHED" }], ({ path }) =>
      path.endsWith("/media") && once.asked.length === 1 ? { lost: true } : undefined,
    );
    expect(await publishInSteps(once.begin("publishPost"), instagram, {})).toMatchObject({ id: "m1" });
    const never = network([], () => ({ lost: true }));
    expect(await rejection(publishInSteps(never.begin("publishPost"), instagram, {}))).toMatchObject({
      code: "connection-failed",
      retryable: true,
    });
  });

  it("sends the last step once, and says what was prepared when its answer is lost", async () => {
    const { asked, begin } = network([{ status_code: "FINISHED" }], ({ path }) =>
      path.endsWith("/media_publish") ? { lost: true } : undefined,
    );
    expect(await rejection(publishInSteps(begin("publishPost"), instagram, {}))).toMatchObject({
      code: "outcome-unknown",
      refs: { containerId: "c1" },
    });
    expect(asked.filter(({ path }) => path.endsWith("/media_publish"))).toHaveLength(1);
  });

  it("publishes again a minute later what is not ready after all", async () => {
    let tries = 0;
    const { asked, begin } = network([{ status_code: "FINISHED" }], ({ path }) =>
      path.endsWith("/media_publish") && ++tries === 1 ? graphError(9007, 2207027) : undefined,
    );
    expect(await publishInSteps(begin("publishPost"), instagram, {})).toMatchObject({ id: "m1" });
    expect(asked.filter(({ path }) => path.endsWith("/media_publish"))).toHaveLength(2);
  });

  it("knows what is out already, and takes a new word for being under way", async () => {
    const { begin } = network([{ status_code: "PUBLISHED" }]);
    expect(await untilReady(begin(), "c1", instagram)).toBe("published");
    expect(await containerState(network([{ status_code: "DREAMING" }]).begin(), "c1", instagram)).toEqual({ state: "in-progress" });
  });

  it("ends its waiting with the signal", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    const { begin } = network([]);
    await expect(untilReady(begin("publishPost", { signal }), "c1", instagram)).rejects.toThrow("enough");
  });
});
