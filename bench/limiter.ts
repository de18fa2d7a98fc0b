/**
 * Limiters beside each other, against the same simulated servers in virtual time: what share of a budget they use, how often they are
 * refused, how long they keep calls waiting, and how long a reply waits behind a backfill. `docs/benchmarks.md` explains the tables.
 *
 * Run with `npm run bench limiter`. `-- --seeds 21,22,23` draws other servers, `--only discord` looks at one kind, `--fast` leaves the long
 * parts out, `--trace` prints each refusal of ours. Missed goals are printed; nothing here fails.
 */
// Virtual time begins with the import of the one, and must not begin in the other.
if (process.argv[2] === "worker") await import("./limiter/worker.js");
else if (process.argv[2] === "processes") await (await import("./limiter/processes.js")).processes(process.argv.slice(3));
else await import("./limiter/main.js");

export {};
