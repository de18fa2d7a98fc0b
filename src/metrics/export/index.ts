/** What was read and measured, as files. @module */
export {};
