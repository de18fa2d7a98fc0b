/** Subpath to source file. */
export declare const entries: Readonly<Record<string, string>>;
/** The networks that are built. */
export declare const networks: readonly string[];
