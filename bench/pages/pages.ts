/** Pages that the bench reads. */
export interface Pages {
  /** Network and mix. */
  readonly name: string;
  /** A page of 100 as the network writes it; `start` makes each another. */
  readonly page: (start: number) => string;
  /** Reads a page from text to model; gives how many objects it made, 0 when one could not be read. */
  readonly read: (text: string) => number;
}

/** What people say. */
export const texts: readonly string[] = [
  "Hej, kan jeg bruge dem i regnvejr? 👢",
  "Har haft mine i to år nu, og de er stadig som nye. Tak for god service!",
  "Does the small size fit a 36? I am between two sizes and the shop is far away.",
];
