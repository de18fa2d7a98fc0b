import { adapterContract } from "../../../src/testing/adapter-contract.js";
import { createGraphApp, createInstagramAdapter } from "../../../src/networks/instagram/index.js";
import { describe, it } from "vitest";
import { instagramScopes } from "../../../src/networks/instagram/scopes.js";
import { instagramWorld, type InstagramWorld } from "../../../src/testing/instagram/contract-world.js";
import type { AnyAdapter } from "../../../src/adapter/adapter.js";
import type { InstagramLogin } from "../../../src/networks/instagram/fields.js";
import type { Runtime } from "../../../src/adapter/runtime.js";

const everything = (login: InstagramLogin): readonly string[] => [
  ...new Set([...Object.values(instagramScopes(login)).flat(), ...(login === "facebook" ? ["instagram_manage_contents"] : [])]),
];

/** Enough to read and no more. */
const reading: Readonly<Record<InstagramLogin, readonly string[]>> = {
  facebook: ["instagram_basic", "instagram_manage_comments"],
  instagram: ["instagram_business_basic", "instagram_business_manage_comments"],
};

function make(runtime: Runtime, { account, fake }: InstagramWorld, token: string, scopes: readonly string[]): AnyAdapter {
  const { id, secret, verifyToken } = fake.app;
  const app = createGraphApp({ id, secrets: [secret], verifyToken });
  const common = { accountId: account.id, token, scopes, app, runtime };
  return fake.login === "facebook"
    ? createInstagramAdapter({ ...common, login: "facebook", pageId: account.pageId })
    : createInstagramAdapter({ ...common, login: "instagram" });
}

describe.each(["facebook", "instagram"] as const)("instagram, with the %s log-in", (login) => {
  describe("adapter contract", () => {
    const contract = adapterContract({
      world: () =>
        instagramWorld({ login, createApp: ({ id, secret, verifyToken }) => createGraphApp({ id, secrets: [secret], verifyToken }) }),
      create: (runtime, world) => make(runtime, world, world.account.token, everything(login)),
      createLimited: (runtime, world) => make(runtime, world, world.fake.state.addToken(world.account, reading[login]), reading[login]),
    });
    for (const { name, run } of contract) it(name, run);
  });
});
