// npm run test:bluesky: installs and starts the real network, runs the contract and the story on it, stops it.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../..");
const run = (command, args, options) => {
  const { status } = spawnSync(command, args, { stdio: "inherit", ...options });
  if (status !== 0) process.exit(status ?? 1);
};

run("bash", [join(here, "../services.sh")]);
if (!existsSync(join(here, "node_modules/@atproto/dev-env"))) {
  console.log("Installing the Bluesky network (500 MB, about a minute) ...");
  // Nothing in it has to be built: the one native module ships its binaries.
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  // Exactly as locked; a mirror that lacks other platforms' binaries refuses the lock, and takes what it has without writing it down.
  if (spawnSync("npm", ["ci", ...quiet], { stdio: "inherit", cwd: here }).status !== 0)
    run("npm", ["install", "--no-package-lock", ...quiet], { cwd: here });
}

console.log("Starting the Bluesky network ...");
const network = spawn(process.execPath, ["--no-deprecation", join(here, "network.mjs")], {
  cwd: here,
  stdio: ["ignore", "pipe", "inherit"],
});
const gone = new Promise((_resolve, reject) => network.once("exit", (code) => reject(new Error(`The network ended with code ${code}.`))));
gone.catch(() => {});
const ready = (async () => {
  for await (const line of createInterface({ input: network.stdout })) if (line.includes('"ready":true')) return JSON.parse(line);
  throw new Error("The network never said that it is ready.");
})();

let status = 1;
try {
  const { pds, settle, chatProxy } = await Promise.race([ready, gone]);
  network.stdout.resume();
  console.log(`The network answers at ${pds}.`);
  const vitest = spawn(
    join(root, "node_modules/.bin/vitest"),
    ["run", "--config", join(here, "vitest.config.ts"), ...process.argv.slice(2)],
    {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, BLUESKY_PDS: pds, BLUESKY_SETTLE: settle, BLUESKY_CHAT_PROXY: chatProxy },
    },
  );
  status = await new Promise((resolve) => vitest.once("exit", (code) => resolve(code ?? 1)));
} finally {
  const ended = new Promise((resolve) => network.once("exit", resolve));
  network.kill("SIGTERM");
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 20_000).unref())]);
  network.kill("SIGKILL");
}
process.exit(status);
