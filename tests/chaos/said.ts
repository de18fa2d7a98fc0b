/** What was said in a town: everything that people did, remembered from outside, because networks forget what is deleted. @module */

/** A network of the town. */
export type Net = "bluesky" | "mastodon" | "discord";

/** One thing that somebody said. */
export interface Said {
  readonly net: Net;
  /** The network's id. */
  readonly id: string;
  /** The network's id of who said it. */
  readonly author: string;
  /** Everything that it has ever said, the latest last. */
  readonly versions: string[];
  /** True for what only those see who are addressed. */
  readonly isPrivate: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** True from the calm end of the run, when nothing goes wrong any more. */
  readonly calm: boolean;
  /** True when it was changed in the calm. */
  editedInCalm?: boolean;
  /** When it was deleted. Milliseconds since 1970. */
  deletedAt?: number;
  /** True when it was deleted in the calm. */
  deletedInCalm?: boolean;
  /** Id of what it answered when it was said, on Mastodon: a network forgets that once the other is deleted. */
  readonly under?: string;
  /** Of Discord: its channel. */
  readonly channel?: string;
}

/** The log of a town. */
export interface SaidLog {
  readonly all: Map<string, Said>;
  add(one: Omit<Said, "versions"> & { readonly text: string }): Said;
  get(net: Net, id: string): Said | undefined;
  /** What still stands, oldest first. */
  standing(net: Net): readonly Said[];
  readonly size: number;
}

/** Makes an empty log. */
export function saidLog(): SaidLog {
  const all = new Map<string, Said>();
  const nets: Record<Net, Said[]> = { bluesky: [], mastodon: [], discord: [] };
  return {
    all,
    add: ({ text, ...one }) => {
      const said: Said = { ...one, versions: [text] };
      all.set(`${one.net} ${one.id}`, said);
      nets[one.net].push(said);
      return said;
    },
    get: (net, id) => all.get(`${net} ${id}`),
    standing: (net) => nets[net].filter(({ deletedAt }) => deletedAt === undefined),
    get size() {
      return all.size;
    },
  };
}
