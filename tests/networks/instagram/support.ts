import {
  createInstagramAdapter,
  type InstagramAdapter,
  type InstagramFacebookAdapter,
  type InstagramFacebookOptions,
} from "../../../src/networks/instagram/index.js";
import {
  fakeInstagram,
  type FakeInstagram,
  type FakeInstagramAccount,
  type FakeInstagramOptions,
} from "../../../src/testing/instagram/index.js";
import { virtualClock, type VirtualClock } from "../../../src/testing/clock.js";

/** A brand on a fake Instagram, with time that passes by itself. */
export interface Scene {
  readonly fake: FakeInstagram;
  readonly clock: VirtualClock;
  readonly account: FakeInstagramAccount;
  readonly runtime: { readonly fetch: typeof globalThis.fetch; readonly clock: VirtualClock; readonly random: () => number };
}

type More = Partial<Omit<InstagramFacebookOptions, "login">>;

export function scene(options: FakeInstagramOptions = {}): Scene {
  const clock = virtualClock({ auto: true, start: "2026-11-20T10:00:00.000Z" });
  const fake = fakeInstagram({ seed: "boots", ...options, clock });
  const account = fake.state.addAccount("nordlys");
  return { fake, clock, account, runtime: { fetch: fake.fetch, clock, random: () => 0.5 } };
}

/** The adapter of the Facebook log-in. */
export function facebook(options: FakeInstagramOptions = {}, more: More = {}): Scene & { readonly adapter: InstagramFacebookAdapter } {
  const here = scene({ ...options, login: "facebook" });
  const { account, runtime } = here;
  const adapter = createInstagramAdapter({
    login: "facebook",
    accountId: account.id,
    pageId: account.pageId,
    token: account.token,
    runtime,
    ...more,
  });
  return { ...here, adapter };
}

/** The adapter of the Instagram log-in. */
export function instagram(
  options: FakeInstagramOptions = {},
  more: Omit<More, "pageId"> = {},
): Scene & { readonly adapter: InstagramAdapter } {
  const here = scene({ ...options, login: "instagram" });
  const { account, runtime } = here;
  const adapter = createInstagramAdapter({ login: "instagram", accountId: account.id, token: account.token, runtime, ...more });
  return { ...here, adapter };
}

/** Every item of a list. */
export async function all<T>(list: AsyncIterable<T>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of list) items.push(item);
  return items;
}

/** What a call ended with. */
export async function errorOf(promise: PromiseLike<unknown>): Promise<{ readonly code: string; readonly message: string }> {
  try {
    await promise;
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error("It was expected to fail, and did not.");
}
