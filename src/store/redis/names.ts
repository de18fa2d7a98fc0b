/**
 * How keys in Redis are called.
 * @module
 */

/** The keys that belong to the ledgers of one app on one network. */
export interface AppKeys {
  /** `network:app`: what stands between the braces. */
  readonly app: string;
  /** Since when Redis knows what it knows. */
  readonly life: string;
  /** Which ledgers there are: a sorted set by when they may be forgotten. */
  readonly index: string;
  /** Where one ledger is kept. */
  ledger(name: string): string;
}

/** Names keys. */
export interface Names {
  /** The keys of the app that a ledger belongs to. */
  of(ledger: string): AppKeys;
  /** Which apps there are: a sorted set by when they may be forgotten. */
  readonly apps: string;
  /** Where a lease is kept. */
  lease(name: string): string;
}

/** How many apps are remembered before starting anew. */
const remembered = 1_000;

/** Takes `network:app` from a ledger's name or a prefix of names; `undefined` where it is too short to tell. */
export function appOf(name: string): string | undefined {
  const end = name.indexOf(":", name.indexOf(":") + 1);
  return end > 0 && name.indexOf(":") < end ? name.slice(0, end) : undefined;
}

/**
 * Makes the names below a prefix. What stands between braces is what a Redis Cluster looks at: the ledgers of one app are in one slot,
 * so that a call that touches several of them is decided in one step.
 */
export function namesBelow(prefix: string): Names {
  const known = new Map<string, AppKeys>();
  return {
    of: (ledger) => {
      // The limiter's names all tell their app; others are kept together.
      const app = appOf(ledger) ?? "";
      const found = known.get(app);
      if (found !== undefined) return found;
      // A brace of the app's own would end the part that the cluster looks at.
      const tag = `${prefix}:{${(app || "-").replaceAll("{", "%7B").replaceAll("}", "%7D")}}`;
      const keys: AppKeys = { app, life: `${tag}:life`, index: `${tag}:index`, ledger: (name) => `${tag}:ledger:${name}` };
      if (known.size >= remembered) known.clear();
      known.set(app, keys);
      return keys;
    },
    apps: `${prefix}:apps`,
    lease: (name) => `${prefix}:lease:${name}`,
  };
}
