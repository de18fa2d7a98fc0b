/** One of four processes: takes conversations, gives back numbers as JSON. In your app a queue hands them out. */
import type { Message } from "folkmoot";
import { rollup } from "folkmoot/metrics";
import { question } from "./month.ts";

const part = rollup(question);
process.on("message", (handed: readonly Message[] | "done") => {
  if (handed === "done") process.send?.(part, () => process.disconnect());
  else part.add({ messages: handed });
});
