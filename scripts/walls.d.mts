/** Which rooms a room may enter. */
export declare const mayEnter: Readonly<Record<string, readonly string[]>>;
/** Every room. */
export declare const rooms: readonly string[];
/** The room of a file of src. */
export declare const roomOf: (path: string) => string;
/** The lint rules made of them. */
export declare const walls: readonly {
  readonly room: string;
  readonly files: readonly string[];
  readonly ignores?: readonly string[];
  readonly forbid: string;
}[];
