/** Subpath to source file. */
export declare const entries: Readonly<Record<string, string>>;
/** The networks that are built. */
export declare const networks: readonly string[];
/** The entries for Node alone. */
export declare const ofNode: readonly string[];
/** The package that an entry cannot be imported without. */
export declare const peers: Readonly<Record<string, string>>;
