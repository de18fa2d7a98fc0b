/** The same numbers over any number of workers. @module */
export {};
