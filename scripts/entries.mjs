// Every subpath of the package and the file that it is built from. tsup builds these; a repository test holds
// the exports map, typedoc and the documentation against them.
export const networks = ["bluesky", "discord", "facebook", "instagram", "mastodon", "threads"];

export const entries = {
  index: "src/index.ts",
  adapter: "src/adapter/index.ts",
  limits: "src/limits/index.ts",
  metrics: "src/metrics/index.ts",
  "metrics/advanced": "src/metrics/advanced/index.ts",
  "metrics/catalog": "src/metrics/catalog/index.ts",
  "metrics/export": "src/metrics/export/index.ts",
  reply: "src/reply/index.ts",
  schema: "src/schema/index.ts",
  store: "src/store/index.ts",
  "store/postgres": "src/store/postgres/index.ts",
  "store/redis": "src/store/redis/index.ts",
  "store/sqlite": "src/store/sqlite/index.ts",
  testing: "src/testing/index.ts",
  "testing/msw": "src/testing/msw.ts",
  text: "src/text/index.ts",
  catalog: "src/networks/catalog.ts",
  ...Object.fromEntries(networks.map((network) => [network, `src/networks/${network}/index.ts`])),
  "discord/gateway": "src/networks/discord/gateway-node.ts",
};

/** Entries for Node alone: they listen on ports, write files, or hold sockets open. Every other entry runs in a browser too. */
export const ofNode = ["store", "store/postgres", "store/redis", "store/sqlite", "testing", "testing/msw", "discord/gateway"];

/** Packages that an entry cannot be imported without; who uses the entry installs them. */
export const peers = { "testing/msw": "msw" };
