/** Text rules: how long a text is for a network, and how to make it fit. Pure. @module */
export type { Length, LengthUnit, TextCeilings, TextLimit, TextRules } from "../model/text-rules.js";
export { fit } from "./fit.js";
export { hasForbidden } from "./forbidden.js";
export type { KnownTextRules } from "./known-rules.js";
export { escapeLittle, littleMention, unescapeLittle } from "./little.js";
export { measure } from "./measure.js";
export { overrideRules } from "./override-rules.js";
export { textRules } from "./rules.js";
export { split, type SplitOptions } from "./split.js";
export { tally, type Tallied, type Tally } from "./tally.js";
