import { createServer } from "node:http";
import { header } from "./setup.js";

/** One window as the server counted it. */
export interface CountedWindow {
  readonly begins: number;
  readonly ends: number;
  /** Calls that arrived, refused ones included. */
  count: number;
}

/** One call as the server saw it. */
export interface Arrival {
  readonly at: number;
  readonly process: number;
  readonly refused: boolean;
}

/** A real HTTP server with a limit, on its own clock. */
export interface LimitedServer {
  readonly url: string;
  readonly windows: readonly CountedWindow[];
  readonly arrivals: readonly Arrival[];
  close(): Promise<void>;
}

/**
 * Counts calls in windows.
 *
 * With headers as X does: windows begin on whole seconds, one after the other, and every answer tells what is left and when it ends.
 * Without: a window opens with the first call after the one before, and no answer tells anything but a refusal.
 */
export async function limitedServer(options: {
  readonly capacity: number;
  readonly windowMs: number;
  readonly headers: boolean;
  readonly random: () => number;
}): Promise<LimitedServer> {
  const { capacity, windowMs, headers, random } = options;
  const windows: CountedWindow[] = [];
  const arrivals: Arrival[] = [];
  const windowAt = (now: number): CountedWindow => {
    const last = windows.at(-1);
    if (last !== undefined && now < last.ends) return last;
    const begins = headers ? Math.floor(now / windowMs) * windowMs : now;
    const window = { begins, ends: begins + windowMs, count: 0 };
    windows.push(window);
    return window;
  };
  const server = createServer((request, response) => {
    // Half of the way there takes time as well.
    setTimeout(() => {
      const now = Date.now();
      const window = windowAt(now);
      window.count++;
      const refused = window.count > capacity;
      arrivals.push({ at: now, process: Number(request.headers["x-process"]), refused });
      // It tells whole seconds, so a process that has just started knows the server's clock to a second: nothing in windows of a quarter
      // of an hour, and a third of one of ours.
      response.sendDate = false;
      if (headers) {
        response.setHeader(header("limit"), capacity);
        response.setHeader(header("remaining"), Math.max(0, capacity - window.count));
        response.setHeader(header("reset"), Math.floor(window.ends / 1000));
      }
      response.statusCode = refused ? 429 : 200;
      setTimeout(() => response.end(), random() * 10);
    }, random() * 10);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    url: `http://127.0.0.1:${address.port}/posts`,
    windows,
    arrivals,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
