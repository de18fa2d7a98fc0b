/** The long form of the chaos run: `npm run soak`. @module */
import { longRun, warmUp } from "./long.js";
import { postgresAnswers, storeNames, type StoreName } from "./stores.js";

const { CHAOS_SEED, CHAOS_STEPS = "200000", CHAOS_STORE, CHAOS_TOWN } = process.env;
const whole = (name: string, text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${name} must be a whole number from 1, not "${text}".`);
  return value;
};
const seed = CHAOS_SEED ?? String(Math.floor(Math.random() * 1e9));
const steps = whole("CHAOS_STEPS", CHAOS_STEPS);
const town = CHAOS_TOWN === undefined ? undefined : whole("CHAOS_TOWN", CHAOS_TOWN);
const stores = CHAOS_STORE === undefined ? storeNames : storeNames.filter((name) => CHAOS_STORE.split(",").includes(name));
if (stores.length === 0) throw new Error(`CHAOS_STORE must be some of ${storeNames.join(", ")}, not "${CHAOS_STORE ?? ""}".`);

/** Does one store. @returns true when nothing was wrong */
async function soak(store: StoreName): Promise<boolean> {
  if (store === "postgres" && !(await postgresAnswers())) {
    console.log("postgres: does not answer at POSTGRES_URL, and is left out.");
    return true;
  }
  const total = new Map<string, number>();
  const startedAt = performance.now();
  const seconds = (): string => `${Math.round((performance.now() - startedAt) / 1_000)} s`;
  const wrongs = await longRun({
    store,
    seed,
    steps,
    ...(town !== undefined && { town }),
    onTown: (number, { tally }) => {
      for (const [name, count] of Object.entries(tally)) total.set(name, (total.get(name) ?? 0) + count);
      if (number % 10 === 0) console.log(`${store}: ${total.get("steps") ?? 0} of ${steps} changes, ${seconds()}`);
    },
  });
  const counts = [...total].map(([name, count]) => `${name} ${count}`).join(", ");
  console.log(`${store}, seed ${seed}: ${wrongs.length === 0 ? "nothing is wrong" : "WRONG"} after ${seconds()}. ${counts}`);
  for (const wrong of wrongs) console.log(wrong);
  return wrongs.length === 0;
}

if (Number(process.versions.node.split(".", 1)[0]) < 22)
  throw new Error(`Node ${process.version} is older than the package takes; run it through npm, which brings its own.`);
// Each version of Node has an order of its own among promises, so a seed is only replayed by the one that drew it.
console.log(`Chaos: seed ${seed}, ${steps} changes on ${stores.join(", ")}, Node ${process.version}`);
await warmUp();
let good = true;
for (const store of stores) good = (await soak(store)) && good;
process.exit(good ? 0 : 1);
