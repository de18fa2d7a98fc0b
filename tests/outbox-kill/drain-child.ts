// One of four processes that work off one outbox. Bundled and started by the test.
import { createInbox } from "../../src/index.js";
import { adapterOf, openStore, type Place, type Wire } from "./setup.js";

/** What a process is told first. */
export interface DrainSetup {
  readonly place: Place;
  readonly wire: Wire;
}

/** What a process tells when its outbox is worked off. */
export interface Drained {
  /** When each of its writes left. Milliseconds since 1970, by the machine's clock. */
  readonly left: readonly number[];
  readonly outcomes: number;
  readonly failure?: string;
}

const left: number[] = [];
let recover: (() => Promise<readonly unknown[]>) | undefined;

async function work(): Promise<Drained> {
  const before = left.length;
  try {
    const outcomes = (await recover?.()) ?? [];
    return { left: left.slice(before), outcomes: outcomes.length };
  } catch (error) {
    return { left: left.slice(before), outcomes: 0, failure: String(error) };
  }
}

// When the test is gone, so are its processes.
process.on("disconnect", () => process.exit(1));
process.on("message", (message: DrainSetup | "drain") => {
  if (message === "drain") {
    void work().then((drained) => process.send?.(drained));
    return;
  }
  const { place, wire } = message;
  const inbox = createInbox({
    accounts: [adapterOf("bluesky", wire)],
    store: openStore(place),
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const url = new URL(request.url);
      if (url.pathname.endsWith("repo.putRecord")) left.push(Date.now());
      const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
      return fetch(new URL(`${url.pathname}${url.search}`, wire.hosts[url.host]), {
        method: request.method,
        headers: request.headers,
        signal: request.signal,
        ...(body !== undefined && { body }),
      });
    },
  });
  recover = async () => inbox.recover();
});
process.send?.("started");
