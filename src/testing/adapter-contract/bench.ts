/**
 * What each behaviour works with: a world, an adapter, and short words for what is done often.
 * @module
 */
import { expectThat, expectThere } from "../assert.js";
import type { AnyAdapter } from "../../adapter/adapter.js";
import type { Author } from "../../model/author.js";
import type { Clock } from "../../clock.js";
import type { ContractWorld, HeldMessage, WorldPerson } from "./world.js";
import type { Draft } from "../../model/draft.js";
import type { ErrorCode } from "../../model/error-info.js";
import type { Message } from "../../model/message.js";
import type { MessageRef, PostRef, Refs } from "../../model/ref.js";
import type { OperationName, Operations } from "../../adapter/operations.js";
import type { Page, Paged } from "../../model/page.js";
import { hashOf } from "../../model/hash.js";
import { expectDiscreet } from "./legible.js";
import { isFolkmootError } from "../../errors.js";
import type { FolkmootError } from "../../errors.js";
import type { Runtime } from "../../adapter/runtime.js";
import { systemClock } from "../../clock.js";

/**
 * What a world may lack. `faults` can be injected, `small-pages` fill several, `sends-once` keeps replies from doubling, `renews` has tokens
 * that end and are renewed, `lasting-token` has one that is not, `webhook-window` lets signatures grow old, `limited` can make an adapter
 * whose token may do less, `lesser` one whose plan or approval lacks something, `locks` can close threads, `blocks` can let people shut the
 * brand out, `pushes` lists what the network told by itself, `address-ids` has addresses that lead back.
 */
export type Feature =
  | "faults"
  | "small-pages"
  | "directs"
  | "quotes"
  | "relations"
  | "sends-once"
  | "renews"
  | "lasting-token"
  | "changes"
  | "reactions"
  | "webhooks"
  | "webhook-window"
  | "streams"
  | "hashtags"
  | "word-search"
  | "limited"
  | "lesser"
  | "locks"
  | "blocks"
  | "pushes"
  | "address-ids"
  | "own-likes";

/** One check of the contract. */
export interface Check {
  /** Operations without which it says nothing. */
  readonly needs?: readonly OperationName[];
  /** What the world must have. */
  readonly where?: readonly Feature[];
  /** Checks it. */
  readonly run: (bench: Bench) => Promise<void>;
}

/** Checks by what they hold, as sentences. */
export type Checks = Readonly<Record<string, Check>>;

/** Makes the adapter of the brand's account in a world. */
export type CreateAdapter = (runtime: Runtime) => AnyAdapter;

/** Makes the adapters of a bench. */
export interface Creates {
  /** The one under test. */
  readonly create: CreateAdapter;
  /** One whose token may do less. */
  readonly limited?: CreateAdapter | undefined;
  /** One whose plan, approval or intent lacks something. */
  readonly lesser?: CreateAdapter | undefined;
}

/** What each behaviour works with. */
export interface Bench {
  /** The network. */
  readonly world: ContractWorld;
  /** The adapter under test. It has not asked anything yet. */
  readonly adapter: AnyAdapter;
  /** The world's time. */
  readonly clock: Clock;
  /** What the adapter under test was made with. */
  readonly runtime: Runtime;
  /** How many requests the adapters of this bench have sent. */
  requests(): number;
  /** What the adapters of this bench have logged. */
  logged(): readonly unknown[];
  /** Makes another adapter of the same account, e.g. with another limiter. */
  another(more?: Runtime): AnyAdapter;
  /** Makes an adapter of the same account whose token may do less. */
  limited(): AnyAdapter;
  /** Makes an adapter whose plan, approval or intent lacks something. */
  lesser(): AnyAdapter;
  /** Gives an operation of the adapter under test. */
  op<O extends OperationName>(name: O, of?: AnyAdapter): Operations[O];
  /** Makes words that nobody has said before. */
  words(text: string): string;
  /** What stands in all of these words, and nowhere else. */
  readonly mark: string;
  /** The instant it is now, ISO 8601. */
  now(): string;
  /** Somebody else, from 0. */
  member(number: number): Promise<WorldPerson>;
  /** The brand says something: the post that others talk under. Resolves to its id. */
  ownPost(text?: string): Promise<string>;
  /** Points at something public by its id alone. */
  messageRef(id: string): MessageRef;
  /** Points at a post by its id alone. */
  postRef(id: string): PostRef;
  /** Reads a message through the adapter: as the list shows it that an inbox would find it in. */
  read(id: string): Promise<Message>;
  /** Shows what the network holds under an id. */
  held(id: string): Promise<HeldMessage>;
  /** Gives somebody as an author whom one can write to and shut out: of a message of theirs that tells their id. */
  author(by: WorldPerson): Promise<Author>;
  /** Makes a post of a text. */
  post(text: string): Draft;
  /** Gives what the network holds of an answer to somebody: with their name in front, where the network wants it. */
  answerTo(whom: WorldPerson, text: string): string;
  /** The same of an answer to an answer. */
  answerBelow(whom: WorldPerson, text: string): string;
  /** Demands that a message of ours shows what was said to somebody; a network may show less of their name than it holds. */
  expectShown(shown: string | undefined, whom: WorldPerson, text: string): void;
  /** Hears of somebody in a way that tells their id, after they have written to us where they have to do that first. */
  hearFrom(person: WorldPerson, text: string): Promise<Message>;
  /** Counts what the brand has said in public with exactly this text, whoever it is addressed to. */
  timesSaid(text: string): Promise<number>;
  /** Lets the adapter ask what it asks only once (who it is, what the server can do), so that a fault hits what is meant. */
  warmUp(): Promise<void>;
}

/** Makes the bench of one behaviour. */
export function makeBench(name: string, world: ContractWorld, { create, limited, lesser }: Creates): Bench {
  const people = new Map<number, WorldPerson>();
  let requests = 0;
  let spoken = 0;
  const logged: unknown[] = [];
  const fetch = world.runtime.fetch ?? globalThis.fetch;
  const note = (message: string, data?: unknown): void => {
    logged.push(message, data);
  };
  const runtime: Runtime = {
    ...world.runtime,
    fetch: (input, init) => {
      requests += 1;
      return fetch(input, init);
    },
    logger: { debug: note, warn: note, error: note },
  };
  const adapter = create(runtime);
  const clock = world.runtime.clock ?? systemClock;
  const mark = ` ${hashOf(name).slice(0, 7)}`;
  const words = (text: string): string => {
    spoken += 1;
    return `${text}${mark}${spoken}`;
  };
  const refsOf = (id: string): { readonly refs?: Refs } => {
    const refs = world.refsOf?.(id);
    return refs === undefined ? {} : { refs };
  };
  const bench: Bench = {
    world,
    adapter,
    clock,
    runtime,
    // What adapters of one account share in a process they share by their clock: this one has a session of its own.
    limited: () => expectThere(limited, "a way to make an adapter that may do less")({ ...runtime, clock: { ...clock } }),
    lesser: () => expectThere(lesser, "a way to make an adapter on a lower tier")({ ...runtime, clock: { ...clock } }),
    requests: () => requests,
    logged: () => logged,
    another: (more = {}) => create({ ...runtime, ...more }),
    op: <O extends OperationName>(operation: O, of: Partial<Operations> = adapter): Operations[O] =>
      expectThere(of[operation], `the operation ${operation}`),
    words,
    mark,
    now: () => new Date(clock.now()).toISOString(),
    member: async (number) => {
      const person = await world.member(number);
      people.set(number, person);
      return person;
    },
    ownPost: (text = "Our winter boots are here") => world.publish(world.brand, words(text)),
    messageRef: (id) => adapter.ref({ message: id, ...refsOf(id) }),
    postRef: (id) => adapter.ref({ post: id, ...refsOf(id) }),
    read: async (id) => {
      await world.settle();
      const listed = adapter.getMessages === undefined ? [] : await all(adapter.getMessages([bench.messageRef(id)]));
      const mentioned = listed.length > 0 || adapter.listMentions === undefined ? [] : await all(adapter.listMentions());
      return expectThere(
        [...listed, ...mentioned].find((message) => message.id === id),
        "the message in what the adapter lists",
      );
    },
    held: async (id) => expectThere(await world.inspect(id), "the message on the network"),
    author: async (by) => expectThere((await bench.hearFrom(by, words("my parcel is late"))).author, "an author"),
    post: (text) => world.draftOf?.(text) ?? { text },
    answerTo: (whom, text) => (world.addresses?.(whom) ?? "") + text,
    answerBelow: (whom, text) => (world.addressesBelow ?? world.addresses ?? ((): string => ""))(whom) + text,
    expectShown: (shown = "", whom, text) => {
      const front = shown.endsWith(text) ? shown.slice(0, -text.length) : shown;
      const fronts = [bench.answerTo(whom, ""), world.addressesBelow?.(whom) ?? ""];
      const isName = fronts.some((one) => one.startsWith(front.trimEnd())) && (front === "" || /^@\S+ $/.test(front));
      const named = world.addresses !== undefined || world.addressesBelow !== undefined;
      expectThat(isName, `the message shows what was said${named ? ", with one name in front at most" : ""}`);
    },
    hearFrom: async (person, text) => {
      if (world.writesFirst === false) await world.directMessage?.(person, world.brand, words("hello"));
      return bench.read(
        world.answersAnybody === false
          ? await world.reply(person, await bench.ownPost(), text)
          : await world.mention(person, world.brand, text),
      );
    },
    timesSaid: async (text) => {
      const forms = new Set([text, ...[...people.values()].map((person) => bench.answerTo(person, text))]);
      return (await world.said(world.brand)).filter((one) => forms.has(one.text)).length;
    },
    warmUp: async () => {
      if (adapter.getAccount !== undefined) await adapter.getAccount();
      if (adapter.listMentions !== undefined) await adapter.listMentions({ limit: 1 });
    },
  };
  return bench;
}

/** Reads every item of a list. */
export async function all<T>(list: Paged<T>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of list) items.push(item);
  return items;
}

/** Reads every page of a list. */
export async function pagesOf<T>(list: Paged<T>): Promise<readonly Page<T>[]> {
  const pages: Page<T>[] = [];
  for await (const page of list.pages()) pages.push(page);
  return pages;
}

/** Demands that work fails with an error of the package, of one of these codes, and returns it. */
export async function expectCode(work: () => PromiseLike<unknown>, codes: readonly ErrorCode[], what: string): Promise<FolkmootError> {
  let error: unknown;
  try {
    await work();
  } catch (thrown) {
    error = thrown;
  }
  expectThat(error !== undefined, `${what} fails with ${codes.join(" or ")}; it succeeded`);
  expectThat(
    isFolkmootError(error),
    `${what} fails with an error of the package; it failed with ${error instanceof Error ? error.name : typeof error}`,
  );
  expectThat(codes.includes(error.code), `${what} fails with ${codes.join(" or ")}; it failed with ${error.code}: ${error.message}`);
  return error;
}

/** Demands that work is refused before anything is sent. */
export async function expectRefused(bench: Bench, work: () => PromiseLike<unknown>, what: string): Promise<FolkmootError> {
  const before = bench.requests();
  const error = await expectCode(work, ["invalid-request", "unsupported", "misconfigured"], what);
  expectThat(bench.requests() === before, `${what} is refused before any request; ${bench.requests() - before} left`);
  expectDiscreet(bench, "the refusal", error);
  return error;
}

/** Passes through JSON, as a store does. */
export const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
