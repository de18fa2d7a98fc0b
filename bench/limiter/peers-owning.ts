/** Clients that own the HTTP call and retry by themselves: each gets a transport that carries its calls to the simulated server. */
import type { ServerAnswer } from "../../tests/limits/servers/index.js";
import { untilAccepted } from "./retry.js";
import type { Contender, Job } from "./types.js";

/** Finds the job of a request again by a query parameter. */
function desk(): {
  readonly enter: (job: Job) => string;
  readonly leave: (id: string) => void;
  readonly send: (url: string) => Promise<ServerAnswer>;
} {
  const jobs = new Map<string, Job>();
  let count = 0;
  return {
    enter: (job) => {
      const id = `${++count}`;
      jobs.set(id, job);
      return id;
    },
    leave: (id) => void jobs.delete(id),
    send: (url) => {
      const job = jobs.get(new URL(url).searchParams.get("job") ?? "");
      if (job === undefined) throw new Error("A request without a job.");
      return job.send();
    },
  };
}

const responseOf = ({ status, headers, body }: ServerAnswer): Response =>
  new Response(JSON.stringify(body), { status, headers: { ...headers, "content-type": "application/json" } });

/** @discordjs/rest with its default options, through `makeRequest`. It waits for its buckets and retries 429 itself. */
export const discordRest: Contender = {
  name: "@discordjs/rest",
  make: async ({ quota }) => {
    if (quota.kind !== "routes") return undefined;
    const { REST } = await import("@discordjs/rest");
    const jobs = desk();
    const rest = new REST({
      // Nothing of it waits for the sweeps of hours.
      hashSweepInterval: 0,
      handlerSweepInterval: 0,
      makeRequest: async (url) => {
        const response = responseOf(await jobs.send(url));
        const { headers, ok, status, statusText } = response;
        return {
          // It reads bodies by `json` and `text`.
          body: null,
          bodyUsed: false,
          // Its types name the class of a package; Node's own is the same, built in, and only `get` is called.
          // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
          headers,
          ok,
          status,
          statusText,
          arrayBuffer: () => response.arrayBuffer(),
          json: () => response.json(),
          text: () => response.text(),
        };
      },
    }).setToken("bench");
    return {
      call: async (job) => {
        const id = jobs.enter(job);
        await rest.get(job.route as `/${string}`, { query: new URLSearchParams({ job: id }) });
        jobs.leave(id);
      },
    };
  },
};

let octokits = 0;

/**
 * @octokit/plugin-throttling, asked to retry as often as it takes. It reads GitHub's header names and knows no other limit than GitHub's,
 * so the answers of X and Twitch are told in GitHub's words. What it does not retry (an answer without headers) stands in p-retry.
 */
export const octokit: Contender = {
  name: "octokit throttling",
  make: async ({ quota }) => {
    if (quota.kind !== "window" && quota.kind !== "bucket") return undefined;
    const { Octokit } = await import("@octokit/core");
    const { throttling } = await import("@octokit/plugin-throttling");
    const jobs = desk();
    const told = (headers: Readonly<Record<string, string>>): Record<string, string> =>
      Object.fromEntries(
        Object.entries(headers).map(([name, value]) => {
          const github = name.replace(/^x-rate-limit-|^ratelimit-/, "x-ratelimit-");
          return [github, github === "x-ratelimit-reset" && value.includes("T") ? `${Date.parse(value) / 1000}` : value];
        }),
      );
    const Throttled = Octokit.plugin(throttling);
    const client = new Throttled({
      log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
      throttle: { id: `bench-${++octokits}`, onRateLimit: () => true, onSecondaryRateLimit: () => true },
      request: {
        fetch: async (url: string) => {
          const answer = await jobs.send(url);
          return responseOf({ ...answer, headers: told(answer.headers) });
        },
      },
    });
    return {
      call: async (job) => {
        const id = jobs.enter(job);
        await untilAccepted(async () => {
          try {
            await client.request("GET /bench{?job}", { job: id });
          } catch (error) {
            const status = typeof error === "object" && error !== null && "status" in error ? Number(error.status) : 0;
            if (status !== 429) throw error;
            return { status, headers: {}, body: undefined };
          }
          return { status: 200, headers: {}, body: undefined };
        });
        jobs.leave(id);
      },
    };
  },
};
