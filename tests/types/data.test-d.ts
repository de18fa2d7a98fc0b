import * as z from "zod/mini";
import { describe, expectTypeOf, it } from "vitest";
import { ConflictError, type FolkmootError } from "../../src/errors.js";
import type { Author, Change, ErrorCode, ErrorInfo, Measure, Message, MessageKey, Outcome, Post, PostKey } from "../../src/model/index.js";
import { AuthorSchema, ChangeSchema, MessageSchema, PostSchema } from "../../src/schema/index.js";
import type { Shape } from "../../src/schema/parts.js";
import type { Coordinator, Store, TokenStore, WriteResult } from "../../src/store/index.js";

declare const message: Message;
declare const measure: Measure;
declare const store: Store;

type Verbs<T> = { [K in keyof T]-?: NonNullable<T[K]> extends (...args: never) => unknown ? K : never }[keyof T];

describe("types", () => {
  describe("schemas", () => {
    it("give the interfaces", () => {
      expectTypeOf(MessageSchema.parse({})).toEqualTypeOf<Message>();
      expectTypeOf(PostSchema.parse({})).toEqualTypeOf<Post>();
      expectTypeOf(AuthorSchema.parse({})).toEqualTypeOf<Author>();
      expectTypeOf(ChangeSchema.parse({})).toEqualTypeOf<Change>();
    });

    it("cannot be annotated where an absent field may be undefined", () => {
      interface Wants {
        readonly a?: string;
      }
      // @ts-expect-error exactOptionalPropertyTypes: `string | undefined` is not `string`
      const wrong: z.ZodMiniType<Wants> = z.object({ a: z.optional(z.string()) });
      const right: z.ZodMiniType<Wants> = z.object({ a: z.exactOptional(z.string()) });
      expectTypeOf(right).toEqualTypeOf(wrong);
    });

    it("cannot forget a field, nor invent one", () => {
      interface Wants {
        readonly a?: string;
      }
      // @ts-expect-error `a` is forgotten
      z.object({} satisfies Shape<Wants>);
      // @ts-expect-error `b` is invented
      z.object({ a: z.string(), b: z.string() } satisfies Shape<Wants>);
    });
  });

  describe("model", () => {
    it("has unknown absent, not undefined", () => {
      // @ts-expect-error unknown is absent
      const loose: Pick<Author, "followers"> = { followers: undefined };
      expectTypeOf(loose).toEqualTypeOf<Pick<Author, "followers">>();
    });

    it("takes plain strings as keys, and no key of another kind", () => {
      expectTypeOf<string>().toExtend<MessageKey>();
      expectTypeOf<PostKey>().not.toExtend<MessageKey>();
    });

    it("gives a measure without a value a reason", () => {
      if (measure.value === null) expectTypeOf(measure.reason).toExtend<string>();
      else expectTypeOf(measure.value).toEqualTypeOf<number>();
      // @ts-expect-error may be null
      measure.value.toFixed(1);
    });

    it("has changes that a switch can exhaust", () => {
      const label = (change: Change): string => {
        switch (change.type) {
          case "message.created":
          case "message.updated":
            return change.message.text;
          case "message.deleted":
            return change.message;
          case "reaction.added":
          case "reaction.removed":
            return change.reaction;
          case "post.created":
          case "post.updated":
            return change.post.text;
          case "post.deleted":
            return change.post;
          case "conversation.read":
            return change.upTo;
          case "author.banned":
            return change.author.key;
          case "messages.cleared":
            return String(change.messages?.length);
          case "subscription.revoked":
            return change.reason;
          case "network.event":
            return change.name;
        }
      };
      expectTypeOf(label).returns.toEqualTypeOf<string>();
    });

    it("has outcomes that a switch can exhaust", () => {
      const told = (outcome: Outcome): string | undefined => {
        switch (outcome.status) {
          case "sent":
            return outcome.steps.find(({ step }) => step === "part")?.message?.text;
          case "rejected":
            return outcome.error.code;
          case "unknown":
            return outcome.checkAt;
          case "pending":
            return outcome.waitsFor === "approval" ? outcome.reason : outcome.until;
        }
      };
      expectTypeOf(told).returns.toEqualTypeOf<string | undefined>();
      // @ts-expect-error only `pending` waits
      expectTypeOf<Outcome["waitsFor"]>().toBeString();
    });
  });

  describe("errors", () => {
    it("are one family, with codes in kebab-case", () => {
      const conflict = new ConflictError("This key was used for another plan; choose a new key.");
      expectTypeOf(conflict).toExtend<FolkmootError>();
      expectTypeOf(conflict.code).toEqualTypeOf<"conflict">();
      const info: ErrorInfo = { code: "window-closed", message: "Seven days are over.", retryable: false };
      expectTypeOf(info.code).toEqualTypeOf<ErrorCode>();
      // @ts-expect-error codes are kebab-case
      const snake: ErrorCode = "rate_limited";
      expectTypeOf(snake).toEqualTypeOf<ErrorCode>();
    });
  });

  describe("stores", () => {
    it("have six verbs, coordinators five, token stores two", () => {
      expectTypeOf<Exclude<Verbs<Store>, "close">>().toEqualTypeOf<"read" | "write" | "query" | "claim" | "settle" | "erase">();
      expectTypeOf<Exclude<Verbs<Coordinator>, "close">>().toEqualTypeOf<"reserve" | "observe" | "ledgers" | "acquire" | "release">();
      expectTypeOf<Verbs<TokenStore>>().toEqualTypeOf<"load" | "swap">();
    });

    it("take in a collection what belongs there", () => {
      const insert = store.write([{ collection: "message", key: message.key, value: message, expect: "absent" }]);
      expectTypeOf(insert).resolves.toEqualTypeOf<WriteResult>();
      // @ts-expect-error a message is no cursor
      void store.write([{ collection: "cursor", key: "k", value: message }]);
    });

    it("give from a collection what was put there", async () => {
      expectTypeOf((await store.read("message", ["k"]))[0]?.value).toEqualTypeOf<Message | undefined>();
      expectTypeOf((await store.claim({ from: "change", consumer: "c", limit: 1, leaseMs: 1, now: 0 }))[0]?.value).toEqualTypeOf<
        Change | undefined
      >();
    });
  });
});
