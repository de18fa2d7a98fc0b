/**
 * Asks a server what it is: software, limits, where it pushes, what it lacks.
 * @module
 */
import { errorName, isFolkmootError } from "../../errors.js";
import { fieldsOf, listOf, present, textOf, wholeOf } from "../../adapter/fields.js";
import { instanceAnswer } from "./wire.js";
import { mastodonScopes } from "./scopes.js";
import type { MastodonOperation } from "./adapter.js";
import type { MastodonServer } from "./server.js";
import type { MastodonTask, Setup } from "./task.js";

type Fields = Readonly<Record<string, unknown>>;

/** After a server did not tell what it is, nobody asks for this long. */
const quietMs = 60_000;

/**
 * Tells what the server is, asked once. A server that does not say it is written to by the defaults of the software.
 * @returns `undefined` where it does not tell
 */
export async function knowServer(task: MastodonTask): Promise<MastodonServer | undefined> {
  const { memory, runtime } = task;
  if (memory.server !== undefined || runtime.clock.now() < memory.quietUntil) return memory.server;
  try {
    return await askServer(task);
  } catch (error) {
    task.options.signal?.throwIfAborted();
    // A token that is refused here is refused everywhere, and the operation itself says it better.
    memory.quietUntil = runtime.clock.now() + quietMs;
    runtime.logger.warn?.("The server did not say what it is; the defaults of Mastodon are used.", {
      account: task.account,
      error: errorName(error),
    });
    return undefined;
  }
}

/** Asks the server, and remembers the answer. Throws what the requests throw. */
export async function askServer(task: MastodonTask): Promise<MastodonServer> {
  const server = toServer(task, await instanceOf(task));
  task.memory.server = server;
  return server;
}

/** From 4.0 on there is a second version of the description; older and other software has the first only. */
async function instanceOf(task: MastodonTask): Promise<Fields> {
  try {
    return await task.get("/api/v2/instance", instanceAnswer);
  } catch (error) {
    if (!isFolkmootError(error, "not-found") && !isFolkmootError(error, "unsupported")) throw error;
    return task.get("/api/v1/instance", instanceAnswer);
  }
}

/** Servers name their software in brackets behind the version of Mastodon that they stand for, or bring a version that Mastodon never had. */
function softwareOf(version: string, instance: Fields): { readonly software: string; readonly version: string } {
  const compatible = /\(compatible; ([\w-]+) ([\w.+-]+)/i.exec(version);
  if (compatible !== null) return { software: (compatible[1] ?? "").toLowerCase(), version: compatible[2] ?? version };
  const source = (textOf(instance["source_url"]) ?? "").toLowerCase();
  const named = ["gotosocial", "akkoma", "pleroma", "hollo", "sharkey", "firefish", "iceshrimp", "pixelfed", "friendica"].find((one) =>
    source.includes(one),
  );
  // GoToSocial can be told to put a version of Mastodon in front of its own: `3.5.3+0.18.1`.
  if (named !== undefined) return { software: named, version: version.replace(/^[\d.]+\+(?=\d)/, "") };
  // GoToSocial and Hollo count from 0, Mastodon passed that in 2017; only Hollo has no field of GoToSocial's.
  if (/^0\.\d+\.\d+/.test(version))
    return { software: "account_domain" in instance || "max_toot_chars" in instance ? "gotosocial" : "hollo", version };
  return { software: "mastodon", version };
}

/** What a software is known to lack (fact sheet of the forks, 2026-11). An operation that is merely poorer stays. */
function lacks(software: string, version: string): readonly MastodonOperation[] {
  const [major = 0, minor = 0] = version.split(/[.+-]/).map(Number);
  if (software === "gotosocial" && major === 0 && minor < 18) return ["edit"];
  return software === "mastodon" && (major < 3 || (major === 3 && minor < 5)) ? ["edit"] : [];
}

function streamingUrlOf(task: Setup, software: string, urls: Fields): string | undefined {
  const told = textOf(urls["streaming"]) ?? textOf(urls["streaming_api"]);
  // The address comes from the account's own server; the token goes there only over TLS, or as insecurely as to the server itself.
  const insecure = task.us.origin.startsWith("http:");
  if (told !== undefined && URL.canParse(told)) {
    const { protocol, host } = new URL(told);
    const safe = protocol === "wss:" || protocol === "https:" || insecure;
    return safe ? `${protocol === "wss:" || protocol === "https:" ? "wss" : "ws"}://${host}` : undefined;
  }
  return software === "mastodon" ? `${insecure ? "ws" : "wss"}://${task.us.host}` : undefined;
}

function toServer(task: Setup, instance: Fields): MastodonServer {
  const { software, version } = softwareOf(textOf(instance["version"]) ?? "", instance);
  const configuration = fieldsOf(instance["configuration"]);
  const statuses = fieldsOf(configuration["statuses"]);
  const media = fieldsOf(configuration["media_attachments"]);
  const missing = lacks(software, version);
  const mimeTypes = listOf(media["supported_mime_types"]).filter((one) => typeof one === "string");
  return present({
    software,
    version,
    apiVersion: wholeOf(fieldsOf(instance["api_versions"])["mastodon"]),
    maxCharacters: positive(statuses["max_characters"]) ?? positive(instance["max_toot_chars"]),
    urlWeight: positive(statuses["characters_reserved_per_url"]),
    maxAttachments: positive(statuses["max_media_attachments"]) ?? positive(instance["max_media_attachments"]),
    maxAltCharacters: positive(media["description_limit"]) ?? positive(instance["description_limit"]),
    maxImageBytes: positive(media["image_size_limit"]),
    maxVideoBytes: positive(media["video_size_limit"]),
    mimeTypes: mimeTypes.length > 0 ? mimeTypes : undefined,
    streamingUrl: streamingUrlOf(task, software, { ...fieldsOf(instance["urls"]), ...fieldsOf(configuration["urls"]) }),
    operations: (Object.keys(mastodonScopes) as MastodonOperation[]).filter((one) => !missing.includes(one)),
  });
}

/** 0 is what some software writes for "no limit". */
function positive(value: unknown): number | undefined {
  const whole = wholeOf(value);
  return whole === 0 ? undefined : whole;
}
