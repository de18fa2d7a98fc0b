/**
 * What calls for a Page cost, and what answers say about its limits.
 * @module
 */
import { graphMeter } from "../_graph/meter.js";
import type { CallShape, Meter } from "../../limits/meter.js";
import type { CostsOf } from "../../adapter/adapter.js";

/** Messenger has a budget of its own (`messenger` in the headers), beside that of the Page. */
const isMessenger = ({ route }: CallShape): boolean => /\/(?:messages|conversations)$/.test(route);

const useCaseOf = (call: CallShape): string => (isMessenger(call) ? "fb.messenger" : "fb.pages");

/** Reads the usage headers. How much of a percentage a call takes is told by nobody, so calls are named in their rules and cost nothing. */
export const facebookMeter: Meter = graphMeter({
  network: "facebook",
  platform: "graph.app",
  useCases: { pages: "fb.pages", messenger: "fb.messenger" },
  useCaseOf,
  cost: (call) => ({ "graph.app": 0, [useCaseOf(call)]: 0 }),
});

/** Prices operations for `can`: everything is told in percent, and nobody knows what one call takes. */
export const facebookCosts: CostsOf = () => ({});
