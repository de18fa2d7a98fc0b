/** What takes a statistician to read: apart, so that nobody has to. @module */
export { cohensH } from "./cohens-h.js";
