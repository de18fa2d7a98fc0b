/** Text rules: how long a text is for a network, and how to make it fit. Pure. @module */
export type { Length, LengthUnit, TextCeilings, TextLimit, TextRules } from "../model/text-rules.js";
export { fit } from "./fit.js";
export { measure } from "./measure.js";
export { textRules, type KnownTextRules } from "./rules.js";
