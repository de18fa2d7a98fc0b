/**
 * Options of the Meta app, checked before anything is asked or delivered, and kept beside the app: an app shows no secret.
 * @module
 */
import { FolkmootError } from "../../errors.js";
import type { App, AppOptions } from "../../adapter/app.js";
import type { Secret } from "../../store/tokens.js";

/** The networks that one Meta app speaks for. */
export type GraphNetwork = "facebook" | "instagram" | "threads";

/** What `createGraphApp` takes. */
export interface GraphAppOptions extends AppOptions {
  /** App id, from the app dashboard. */
  readonly id: string;
  /** App secrets, newest first; several while one is exchanged. They sign what is delivered, and prove tokens. */
  readonly secrets: readonly Secret[];
  /**
   * Secrets of products that sign with one of their own (Instagram app secret, Threads app secret), newest first; `secrets` serves the rest.
   * @defaultValue none
   */
  readonly products?: Readonly<Partial<Record<GraphNetwork, readonly Secret[]>>>;
  /** Version of the Graph API, e.g. `v26.0`. Threads counts versions of its own and is not asked by it. @defaultValue "v26.0" */
  readonly version?: string;
  /**
   * Where a person sees what became of a request to delete their data; gets the confirmation code. Wanted by Meta's data-deletion callback,
   * which is answered without an address where this is missing.
   */
  readonly deletionStatusUrl?: (code: string) => string;
}

/** What is known of an app, with every default filled in. */
export interface GraphSettings extends Pick<GraphAppOptions, "id" | "secrets" | "verifyToken" | "deletionStatusUrl"> {
  /** Secrets of single products. */
  readonly products: Readonly<Partial<Record<GraphNetwork, readonly Secret[]>>>;
  /** Version of the Graph API. */
  readonly version: string;
}

/** Newest version (changelog of the Graph API, 2026-07-29; read 2026-11). It is served until 2028. */
export const defaultVersion = "v26.0";

const networks: readonly GraphNetwork[] = ["facebook", "instagram", "threads"];

function refuse(option: string, why: string): never {
  throw new FolkmootError("misconfigured", `createGraphApp: \`${option}\` ${why}`);
}

const isSecret = (value: unknown): boolean => typeof value === "function" || (typeof value === "string" && value.trim() !== "");

function checkSecrets(option: string, secrets: unknown): void {
  if (!Array.isArray(secrets) || secrets.length === 0 || !secrets.every(isSecret))
    refuse(option, "must be a list of secrets or functions that give them, newest first; copy the app secret from the app dashboard.");
}

/**
 * Checks the options and fills in the defaults.
 * @throws FolkmootError `misconfigured`, naming the option and the remedy; never what was given.
 */
export function checkGraphApp(options: GraphAppOptions): GraphSettings {
  const { id, secrets, products = {}, version = defaultVersion, verifyToken, deletionStatusUrl } = options;
  if (typeof id !== "string" || id.trim() === "") return refuse("id", "is missing; give the app id of the app dashboard.");
  checkSecrets("secrets", secrets);
  const given: unknown = products;
  if (typeof given !== "object" || given === null) return refuse("products", "must be an object with a list of secrets for each product.");
  for (const [name, own] of Object.entries(products)) {
    if (!networks.some((network) => network === name)) refuse("products", `knows ${networks.join(", ")} and nothing else.`);
    checkSecrets(`products.${name}`, own);
  }
  if (typeof version !== "string" || !/^v\d{1,3}\.\d{1,2}$/.test(version)) return refuse("version", "must be a version like v26.0.");
  if (verifyToken !== undefined && !isSecret(verifyToken))
    return refuse("verifyToken", "must be the word that the app dashboard has as verify token, or a function that gives it.");
  if (deletionStatusUrl !== undefined && typeof deletionStatusUrl !== "function")
    return refuse("deletionStatusUrl", "must be a function that makes an address of a confirmation code.");
  return {
    id,
    secrets,
    products,
    version,
    ...(verifyToken !== undefined && { verifyToken }),
    ...(deletionStatusUrl !== undefined && { deletionStatusUrl }),
  };
}

// Kept beside the app and not in it: an app is handed around, and logged by somebody some day.
const settings = new WeakMap<App, GraphSettings>();

/** Remembers what an app was made with. */
export function keepSettings(app: App, given: GraphSettings): void {
  settings.set(app, given);
}

/** Gives what an app was made with; `undefined` for one that `createGraphApp` did not make. */
export function settingsOf(app: App | undefined): GraphSettings | undefined {
  return app === undefined ? undefined : settings.get(app);
}

/** Gives the version of the Graph API that an app asks. */
export function graphVersion(app: App | undefined): string {
  return settingsOf(app)?.version ?? defaultVersion;
}

/**
 * Gives the secrets that may have signed what a product delivers, the product's own first. The app's are among them: which of the two an
 * app with Instagram or Threads login signs with is not documented.
 */
export function secretsOf(app: App, network: GraphNetwork): readonly Secret[] {
  const found = settingsOf(app);
  return found === undefined ? [] : [...(found.products[network] ?? []), ...found.secrets];
}
