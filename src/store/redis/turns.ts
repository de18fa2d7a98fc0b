/**
 * One after the other, so that a process is never in its own way.
 * @module
 */

/** Runs tasks of one name one after the other. */
export interface Turns {
  /** Waits for the tasks before it. When one of those finds that nothing works, this one fails with it, unstarted. */
  run<T>(name: string, task: () => Promise<T>): Promise<T>;
}

interface Line {
  last: Promise<unknown>;
  size: number;
  failures: number;
  error: unknown;
}

/** Makes empty lines. `nothingWorks` says of an error that all who wait now would meet it as well. */
export function turns(nothingWorks: (error: unknown) => boolean): Turns {
  const lines = new Map<string, Line>();
  return {
    run: async <T>(name: string, task: () => Promise<T>): Promise<T> => {
      const line: Line = lines.get(name) ?? { last: Promise.resolve(), size: 0, failures: 0, error: undefined };
      lines.set(name, line);
      line.size++;
      const { failures } = line;
      const mine = line.last.then(async () => {
        // The database does not answer: waiting a second more for each would keep the last one waiting for minutes.
        if (line.failures !== failures) throw line.error;
        try {
          return await task();
        } catch (error) {
          if (nothingWorks(error)) {
            line.failures++;
            line.error = error;
          }
          throw error;
        }
      });
      line.last = mine.catch(() => undefined);
      try {
        return await mine;
      } finally {
        if (--line.size === 0) lines.delete(name);
      }
    },
  };
}
