/** One write or recovery, whose every step outward is told, and that stops at one of them. Runs in a process that is going to be killed. @module */
import { createInbox } from "../../src/index.js";
import { adapterOf, plansOf } from "./setup.js";
import { lent } from "./one-store.js";
import type { Clock } from "../../src/clock.js";
import type { Inbox } from "../../src/inbox/inbox.js";
import type { Job, Task, Told, Wire } from "./setup.js";
import type { Outcome } from "../../src/model/outcome.js";
import type { Store, Write } from "../../src/store/store.js";

const by = { type: "human", id: "sandra" } as const;

/** What a batch changes, in words for whoever reads a failure. */
function wordsOf(batch: readonly Write[]): string {
  const words = batch.map((write) => {
    if (write.collection !== "outbox" || write.value === null) return write.collection;
    const { state, steps } = write.value;
    return `outbox ${state} ${steps.map(({ step, index, status }) => `${step}${index}:${status}`).join(" ")}`.trim();
  });
  return words.join(", ");
}

/** The store, asking before and after everything that it changes. */
function steppingStore(store: Store, step: (name: string) => Promise<void>): Store {
  return {
    ...lent(store),
    write: async (batch) => {
      const words = wordsOf(batch);
      await step(`before write: ${words}`);
      const written = await store.write(batch);
      await step(`after write: ${words}`);
      return written;
    },
    settle: async (settlements, writes) => {
      await step("before settle");
      const settled = await store.settle(settlements, writes);
      await step("after settle");
      return settled;
    },
  };
}

/** Reaches the networks where they listen, asking before and after everything that changes them. */
function steppingFetch({ hosts }: Wire, step: (name: string) => Promise<void>): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const listening = hosts[url.host];
    if (listening === undefined) throw new TypeError("fetch failed");
    const to = new URL(`${url.pathname}${url.search}`, listening);
    const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
    const changes = request.method !== "GET" && !url.pathname.includes("com.atproto.server.");
    const name = `${request.method} ${url.pathname.replaceAll(/\d{6,}/g, "_")}`;
    if (changes) await step(`before ${name}`);
    const answer = await fetch(to, {
      method: request.method,
      headers: request.headers,
      signal: request.signal,
      ...(body !== undefined && { body }),
    });
    // The whole answer has come before it counts as one.
    const bytes = await answer.arrayBuffer();
    if (changes) await step(`after ${name}`);
    const empty = answer.status === 204 || answer.status === 304;
    const headers = new Headers(answer.headers);
    // A server names itself as it was asked.
    const link = headers.get("link");
    if (link !== null) headers.set("link", link.replaceAll(new URL(listening).origin, url.origin));
    return new Response(empty ? null : bytes, { status: answer.status, headers });
  };
}

async function send(inbox: Inbox, job: Job): Promise<Outcome> {
  const { plan, publicPlan, privatePlan } = plansOf(job);
  const target = { key: job.message };
  const options = { by, idempotencyKey: job.id };
  switch (job.kind) {
    case "reply":
      return inbox.respond(target, plan, options);
    case "escalate":
      return inbox.escalate(target, { publicPlan, privatePlan }, options);
    case "message": {
      for await (const { message } of inbox.items({ accounts: [job.message.split(":").slice(0, 2).join(":") as never] }))
        if (message.key === job.message) return inbox.act("sendMessage", { key: message.conversation }, plan, options);
      throw new Error("the message is not in the store");
    }
  }
}

/** Does a task, and tells once how far it came. */
export async function doTask(task: Task, { store, wire, clock }: { store: Store; wire: Wire; clock: Clock }): Promise<Told> {
  const { job } = task;
  /** Steps, and in brackets what the library logged between them. */
  const steps: string[] = [];
  let count = 0;
  let stand: (told: Told) => void = () => undefined;
  const standing = new Promise<Told>((resolve) => (stand = resolve));
  const step = async (name: string): Promise<void> => {
    steps.push(name);
    count += 1;
    if (count !== task.stallAt) return;
    stand({ id: job.id, steps: [...steps], stalled: true });
    await new Promise<never>(() => undefined);
  };
  const note = (words: string, facts?: object): void => void steps.push(`(${words} ${JSON.stringify(facts)})`);
  const inbox = createInbox({
    accounts: [adapterOf(job.network, wire)],
    store: steppingStore(store, step),
    tenant: job.id,
    fetch: steppingFetch(wire, step),
    // A clock of its own: so it shares no budgets with its neighbours in this process, each of which stands for another one.
    clock: { ...clock },
    logger: { warn: note, error: note },
  });
  const work = async (): Promise<Told> => {
    const outcomes = task.does === "send" ? [await send(inbox, job)] : await inbox.recover();
    return { id: job.id, steps, stalled: false, outcomes };
  };
  return Promise.race([
    standing,
    work().catch((error: unknown) => ({
      id: job.id,
      steps,
      stalled: false,
      failure: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })),
  ]);
}
