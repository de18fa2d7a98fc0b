import { describe, expect, it } from "vitest";
import { adapterContract } from "folkmoot/testing";
import { createLanternAdapter } from "../../examples/custom-network/lantern.js";
import { lanternWorld } from "../../examples/custom-network/world.js";

describe("a network of your own", () => {
  const contract = adapterContract({
    world: lanternWorld,
    create: (runtime, { fake, account }) =>
      createLanternAdapter({ server: fake.baseUrl, memberId: account.id, token: account.token, runtime }),
  });

  it("has something to keep", () => {
    expect(contract.length).toBeGreaterThan(30);
  });
  for (const { name, run } of contract) it(name, run);
});
