import { describe, expect, it } from "vitest";
import { fieldsFrom, readInput } from "./openapi-input.js";
import { openApiJudge, type Exceptions, type OpenApiDocument } from "./openapi-judge.js";
import { officialDiscord, officialMastodon } from "./openapi.js";
import type { Exchange } from "../../src/testing/exchange.js";

const json = (schema: object): object => ({ content: { "application/json": { schema } } });
const text = { type: "string" };
const boot = { $ref: "#/components/schemas/Boot" };
const document = {
  paths: {
    "/boots": {
      get: {
        parameters: [
          { name: "limit", in: "query", schema: { type: "integer", maximum: 40 } },
          { name: "colours", in: "query", schema: { type: "array", items: text } },
        ],
        responses: { "200": json({ type: "array", items: boot }), "4XX": { $ref: "#/components/responses/Refusal" } },
      },
      post: {
        requestBody: {
          required: true,
          content: {
            "application/json": { schema: { type: "object", properties: { name: text, mm: { type: "integer" } }, required: ["name"] } },
            "multipart/form-data": {
              schema: { type: "object", properties: { name: text, "files[0]": text, mm: { type: "integer" } }, required: ["name"] },
            },
          },
        },
        responses: { "200": json(boot) },
      },
    },
    "/boots/{boot_id}": {
      parameters: [{ name: "boot_id", in: "path", required: true, schema: { type: "string", pattern: "^\\d+$" } }],
      get: { responses: { "200": json(boot) } },
      delete: { responses: { "204": {} } },
    },
    "/boots/@mine": { get: { responses: { "200": json({ type: "array", items: boot }) } } },
  },
  components: {
    schemas: {
      Boot: {
        type: "object",
        properties: { id: text, size: { type: "integer" }, sole: { oneOf: [{ type: "null" }, { $ref: "#/components/schemas/Sole" }] } },
        required: ["id"],
      },
      Sole: { type: "object", properties: { mm: { type: "integer" } }, required: ["mm"] },
      Refusal: { type: "object", properties: { error: text }, required: ["error"] },
    },
    responses: { Refusal: json({ $ref: "#/components/schemas/Refusal" }) },
  },
} as OpenApiDocument;

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const asked = (method: string, url: string, more: Partial<Exchange> = {}): Exchange => ({
  at: "2026-01-01T00:00:00.000Z",
  method,
  operation: "a call",
  effect: method === "GET" ? "read" : "write",
  params: {},
  url: `https://shop.test${url}`,
  inputBytes: new Uint8Array(),
  status: 200,
  faults: [],
  output: method === "GET" ? [] : { id: "1" },
  ...more,
});
const sent = (body: unknown, more: Partial<Exchange> = {}): Exchange =>
  asked("POST", "/boots", { inputBytes: bytes(body), inputType: "application/json", ...more });
const judgedWith = (exceptions: Exceptions, exchange: Exchange): string | undefined =>
  openApiJudge(document, exceptions).exchange(exchange);

describe("testing", () => {
  describe("openapi judge", () => {
    const judge = openApiJudge(document);

    it("passes what a document describes, and fields that nobody knows yet in an answer", () => {
      expect(judge.size).toBe(5);
      expect(judge.exchange(asked("GET", "/boots?limit=40", { output: [{ id: "1", sole: { mm: 3 }, future: 1 }] }))).toBeUndefined();
      expect(judge.exchange(sent({ name: "winter" }))).toBeUndefined();
    });

    it("refuses a wrong type, a missing field and a wrong field of a choice, and prints no value", () => {
      const answer = (output: unknown): string | undefined => judge.exchange(asked("GET", "/boots", { output }));
      expect(answer([{ id: 3 }])).toBe("GET /boots answer: body/0/id: must be string");
      expect(answer([{ size: 44 }])).toContain("must have required property 'id'");
      expect(answer([{ id: "1", sole: { mm: "secret" } }])).toBe("GET /boots answer: body/0/sole/mm: must be integer");
      expect(answer(undefined)).toContain("no JSON body");
    });

    it("refuses a call that the document lacks, however it was answered, and the verb that a path does not take", () => {
      expect(judge.exchange(asked("GET", "/shoes"))).toContain("no such call");
      expect(judge.exchange(asked("GET", "/shoes", { status: 404 }))).toContain("no such call");
      expect(judge.exchange(asked("PUT", "/boots"))).toContain("no such call");
      const lacking = [{ method: "GET", path: /^\/shoes$/, why: "another document has them" }];
      expect(judgedWith({ lacking }, asked("GET", "/shoes"))).toBeUndefined();
    });

    it("refuses a parameter that nobody knows, one of a wrong type, and one out of bounds", () => {
      expect(judge.exchange(asked("GET", "/boots?sort=size"))).toBe('GET /boots request: query: "sort" is not a parameter');
      expect(judge.exchange(asked("GET", "/boots?limit=few"))).toContain("query/limit: must be integer");
      expect(judge.exchange(asked("GET", "/boots?limit=41"))).toContain("query/limit: must be <= 40");
      expect(judge.exchange(asked("GET", "/boots/winter", { output: { id: "1" } }))).toContain("path/boot_id: must match pattern");
    });

    it("reads lists of a query as the network names them", () => {
      expect(judge.exchange(asked("GET", "/boots?colours=red"))).toBeUndefined();
      expect(judge.exchange(asked("GET", "/boots?colours=red&colours=blue"))).toBeUndefined();
      const brackets = openApiJudge(document, { naming: "brackets" });
      expect(brackets.exchange(asked("GET", "/boots?colours[]=red"))).toBeUndefined();
      expect(brackets.exchange(asked("GET", "/boots?colours=red"))).toContain("query/colours: must be array");
      expect(judge.exchange(asked("GET", "/boots?colours[]=red"))).toContain("is not a parameter");
    });

    it("takes the path with fewer holes", () => {
      expect(judge.exchange(asked("GET", "/boots/@mine"))).toBeUndefined();
    });

    it("refuses a body with a wrong, missing or unknown field, of a strange type, missing, or where none is taken", () => {
      expect(judge.exchange(sent({ name: 3 }))).toBe("POST /boots request: body/name: must be string");
      expect(judge.exchange(sent({}))).toContain("must have required property 'name'");
      expect(judge.exchange(sent({ name: "winter", colour: "red" }))).toContain('"colour" is not in the document');
      expect(judge.exchange(sent("name", { inputType: "text/plain" }))).toContain('a body of the type "text/plain"');
      expect(judge.exchange(sent("{"))).toContain("no JSON");
      expect(judge.exchange(asked("POST", "/boots"))).toContain("no body");
      expect(judge.exchange(asked("DELETE", "/boots/1", { inputBytes: bytes({}), inputType: "application/json", status: 204 }))).toContain(
        "does not take",
      );
    });

    it("reads forms with files, numbers as text, and a field that holds the others as JSON", async () => {
      const form = new FormData();
      form.set("name", "vetrarstígvél");
      form.set("mm", "40");
      form.set("files[0]", new Blob([new Uint8Array([13, 10, 255])]), "boot.png");
      const of = async (data: FormData): Promise<Exchange> => {
        const response = new Response(data);
        return sent("", { inputBytes: await response.bytes(), inputType: response.headers.get("content-type") ?? "" });
      };
      expect(judge.exchange(await of(form))).toBeUndefined();
      form.set("mm", "wide");
      expect(judge.exchange(await of(form))).toContain("body/mm: must be integer");
      const packed = new FormData();
      packed.set("payload", JSON.stringify({ name: "winter" }));
      expect(judge.exchange(await of(packed))).toContain("must have required property 'name'");
      expect(judgedWith({ jsonField: { name: "payload", why: "a custom of this shop" } }, await of(packed))).toBeUndefined();
    });

    it("takes a form for JSON only where an exception says so", () => {
      const form = sent("name=winter&mm=40", { inputType: "application/x-www-form-urlencoded" });
      expect(judge.exchange(form)).toContain("a body of the type");
      expect(judgedWith({ formsLikeJson: { why: "a custom of this shop" } }, form)).toBeUndefined();
    });

    it("refuses a status that the operation does not document, and a refusal in the wrong form", () => {
      expect(judge.exchange(sent({ name: "winter" }, { status: 403 }))).toBe("POST /boots answer: status 403 is not documented");
      expect(judge.exchange(asked("GET", "/boots", { status: 403, output: { error: "no" } }))).toBeUndefined();
      expect(judge.exchange(asked("GET", "/boots", { status: 403, output: { message: "no" } }))).toContain("must have required property");
      expect(judge.exchange(asked("DELETE", "/boots/1", { status: 204 }))).toContain("a body where there is none");
      const statuses = [{ status: 403, schema: "Refusal", why: "said in prose" }];
      expect(judgedWith({ statuses }, sent({ name: "winter" }, { status: 403, output: { error: "no" } }))).toBeUndefined();
      expect(judgedWith({ statuses }, sent({ name: "winter" }, { status: 403, output: {} }))).toContain("must have required property");
    });

    it("judges only the refusal where what came was wrong, and nothing of an answer that was spoilt or cut", () => {
      expect(judge.exchange(asked("GET", "/boots?sort=size", { status: 400, output: { error: "no" } }))).toBeUndefined();
      expect(judge.exchange(asked("GET", "/boots", { output: [3], faults: ["broken-item"] }))).toBeUndefined();
      expect(judge.exchange(asked("GET", "/boots", { status: 502, output: undefined, faults: ["server-error"] }))).toBeUndefined();
      const { status, ...cut } = asked("GET", "/boots", { output: undefined });
      expect(status).toBe(200);
      expect(judge.exchange(cut)).toBeUndefined();
    });

    it("repairs the document where it is wrong, and says when a repair is out of date", () => {
      const repairs = [{ at: "/components/schemas/Boot/required", put: [], why: "drafts have no id" }];
      expect(judgedWith({ repairs }, asked("GET", "/boots", { output: [{}] }))).toBeUndefined();
      expect(judge.exchange(asked("GET", "/boots", { output: [{}] }))).toContain("must have required property");
      expect(() => openApiJudge(document, { repairs: [{ at: "/components/schemas/Shoe/required", put: [], why: "gone" }] })).toThrow(
        "out of date",
      );
    });

    it("reads names with brackets as lists and objects", () => {
      const entries = new URLSearchParams("a=1&b[]=2&b[]=3&c[d]=4&c[e][]=5");
      expect(fieldsFrom(entries, "brackets")).toEqual({ a: "1", b: ["2", "3"], c: { d: "4", e: ["5"] } });
      expect(readInput(bytes("x"), "multipart/form-data")).toEqual({ fault: "a form without a boundary" });
    });
  });

  describe("official openapi documents", () => {
    const mastodon = officialMastodon.judge();
    const discord = officialDiscord.judge();
    // Named here and not skipped, so that a run without the documents shows no test that it does not run.
    const withDocuments = officialMastodon.isAtHand && officialDiscord.isAtHand ? it : undefined;

    it("are known where CONTRACT_DATA has them, and their exceptions fit", () => {
      expect(mastodon?.size ?? 0).toBe(officialMastodon.isAtHand ? 210 : 0);
      expect(discord?.size ?? 0).toBe(officialDiscord.isAtHand ? 242 : 0);
    });

    withDocuments?.("of Mastodon: refuse a list without brackets, an unknown field, and half a status", () => {
      const of = (...args: Parameters<typeof asked>): string | undefined => mastodon?.exchange(asked(...args));
      expect(of("GET", "/api/v1/notifications?types[]=mention&limit=40")).toBeUndefined();
      expect(of("GET", "/api/v1/notifications?types=mention")).toContain("query/types: must be array");
      expect(of("GET", "/api/v1/timelines/nowhere")).toContain("no such call");
      expect(of("GET", "/api/v1/statuses/1/context", { output: { ancestors: [], descendants: [{ id: "2" }] } })).toContain("descendants/0");
      const body = (value: object): Partial<Exchange> => ({ inputBytes: bytes(value), inputType: "application/json", status: 429 });
      const refused = { ...body({ status: "Hello" }), output: { error: "Too many requests" } };
      expect(of("POST", "/api/v1/statuses", refused)).toBeUndefined();
      expect(of("POST", "/api/v1/statuses", { ...refused, status: 200, inputBytes: bytes({ status: "Hello", text: "?" }) })).toContain(
        '"text" is not in the document',
      );
      expect(
        of("POST", "/api/v1/statuses", { ...refused, status: 200, inputBytes: bytes({ status: "Hello", media_ids: ["1"] }) }),
      ).toContain("answer: body");
      expect(of("POST", "/api/v1/statuses", { ...refused, status: 418 })).toContain("418 is not documented");
    });

    withDocuments?.("of Discord: refuse a long nonce, a strange id, a wide page, and half a message", () => {
      const of = (method: string, path: string, more: Partial<Exchange> = {}): string | undefined =>
        discord?.exchange(asked(method, `/api/v10${path}`, more));
      const message = (value: object): string | undefined =>
        of("POST", "/channels/1/messages", { inputBytes: bytes(value), inputType: "application/json", output: {} });
      expect(of("GET", "/channels/1/messages?limit=100")).toBeUndefined();
      expect(of("GET", "/channels/1/messages?limit=101")).toContain("query/limit");
      expect(of("GET", "/channels/general/messages")).toContain("path/channel_id");
      expect(of("GET", "/channels/1/messages", { output: [{ id: "1" }] })).toContain("must have required property");
      expect(message({ content: "Hello", nonce: "n".repeat(26), enforce_nonce: true })).toContain("request: body/nonce");
      expect(message({ content: "Hello", nonce: "n".repeat(25), enforce_nonce: true })).toContain("answer: body");
      expect(of("GET", "/channels/1/messages", { status: 403, output: { message: "Missing Access" } })).toContain("'code'");
      expect(of("GET", "/channels/1/messages", { status: 502 })).toContain("502 is not documented");
      expect(discord?.exchange(asked("GET", "/api/v9/channels/1/messages"))).toContain("no such call");
    });
  });
});
