import { describe, expect, it } from "vitest";
import { givenToken, type TokenOwner, type TokenSession } from "../../src/adapter/token-session.js";

const owner: TokenOwner = { account: "acme:7", baseUrl: "https://acme.example", isToken: (text) => text.startsWith("t-") };
const sent = async ({ credentials }: TokenSession): Promise<string | undefined> =>
  (await credentials.authorize({})).headers["authorization"];

describe("adapter", () => {
  describe("tokens that the host gives", () => {
    it("are sent as they are, to the server of the account", async () => {
      const given = givenToken(owner, "t-1");
      expect(given.current()).toBeUndefined();
      expect(await given.credentials.authorize({})).toEqual({ headers: { authorization: "Bearer t-1" }, baseUrl: owner.baseUrl });
      expect(given.current()).toEqual({ accessToken: "t-1" });
    });
    it("are asked for before each use, and are newer or not", async () => {
      const answers = ["t-1", "t-2", "t-2"];
      const { credentials } = givenToken(owner, async () => answers.shift() ?? "");
      const first = await credentials.authorize({});
      expect(await credentials.renew?.(first, {})).toBe(true);
      expect(await credentials.renew?.({ headers: { authorization: "Bearer t-2" } }, {})).toBe(false);
    });
    it("are never sent when they have another form, and never repeated in errors", async () => {
      const error = await sent(givenToken(owner, async () => "hunter2")).catch((thrown: unknown) => thrown as Error);
      expect(error).toMatchObject({ code: "misconfigured" });
      expect((error as Error).message).not.toContain("hunter2");
    });
  });
});
