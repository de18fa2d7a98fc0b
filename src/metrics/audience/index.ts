/** Who follows, who speaks of us, and how. @module */
export {};
