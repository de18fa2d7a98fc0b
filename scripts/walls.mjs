// The rooms of src/ and which of them each may enter. One list for the lint rule and for tests/repository.
const everywhere = ["model", "errors", "clock", "logger"];
const below = {
  limits: [...everywhere, "text", "store"],
  http: [...everywhere, "text", "store", "limits"],
};
export const mayEnter = {
  model: [],
  errors: ["model"],
  clock: [],
  logger: [],
  schema: everywhere,
  text: everywhere,
  store: everywhere,
  // src/store/redis, postgres and sqlite: they keep the ledgers of limits, so they stand above it; nobody stands on them.
  databases: [...everywhere, "text", "store", "limits"],
  limits: below.limits,
  http: below.http,
  // It takes in what the apps of networks read, so it knows what an app is; no adapter knows of it.
  webhooks: [...below.http, "http", "adapter"],
  adapter: [...below.http, "http"],
  networks: [...below.http, "http", "webhooks", "adapter"],
  inbox: [...everywhere, "text", "store", "limits", "webhooks", "adapter"],
  reply: [...everywhere, "text"],
  metrics: everywhere,
  community: [...everywhere, "metrics"],
  report: [...everywhere, "metrics", "community"],
  crm: [...everywhere, "http"],
  index: [...everywhere, "store", "webhooks", "adapter", "inbox"],
};
/** Every room, for the test that finds a new one. `testing` may enter all; none may enter it. */
export const rooms = [...Object.keys(mayEnter), "testing"];

/** The room of a file: the first segment below src, and one for the databases, which lie inside store/. */
export const roomOf = (path) =>
  /^src\/store\/(?:redis|postgres|sqlite)\//.test(path) ? "databases" : (path.split("/")[1] ?? "").replace(/\.ts$/, "");

// Inside networks/ the walls stand between the folders as well.
export const walls = Object.entries(mayEnter).map(([room, allowed]) => {
  const others = rooms.filter((other) => other !== room && !allowed.includes(other));
  const top = `(?:\\.\\./)+(?:${others.join("|")})(?:/|\\.js$)`;
  if (room === "networks") return { room, files: ["src/networks/*/**/*.ts"], forbid: `^(?:${top}|\\.\\./(?!\\.\\.|_|catalog))` };
  if (["errors", "clock", "logger", "index"].includes(room))
    return { room, files: [`src/${room}.ts`], forbid: `^\\./(?:${others.join("|")})(?:/|\\.js$)` };
  const databases = ["src/store/{redis,postgres,sqlite}/**/*.ts"];
  if (room === "databases") return { room, files: databases, forbid: `^${top}` };
  return { room, files: [`src/${room}/**/*.ts`], ...(room === "store" && { ignores: databases }), forbid: `^${top}` };
});
// The catalog beside the folders is data: it loads no network, only the limits of each, and those are data too.
const outside = rooms.filter((room) => room !== "networks" && !mayEnter.networks.includes(room));
const code = "\\./(?!\\w+/limits\\.js$|catalog-\\w+\\.js$)";
walls.push({ room: "networks", files: ["src/networks/*.ts"], forbid: `^(?:(?:\\.\\./)+(?:${outside.join("|")})(?:/|\\.js$)|${code})` });
const data = "^(?!\\.\\./(?:\\.\\./(?:model/|limits/rules\\.js$)|_graph/limits\\.js$))";
walls.push({ room: "networks", files: ["src/networks/*/limits.ts"], forbid: data });
