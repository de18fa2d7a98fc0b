import { describe, expect, it } from "vitest";
import { errorOf, us } from "./support.js";
import { resolveAccount } from "../../../src/networks/bluesky/index.js";

const document = { service: [{ id: "#atproto_pds", serviceEndpoint: "https://pds.example" }] };
const web = (answers: Record<string, unknown>): { readonly fetch: typeof globalThis.fetch; readonly asked: string[] } => {
  const asked: string[] = [];
  const fetch = async (input: RequestInfo | URL): Promise<Response> => {
    const url = new Request(input).url;
    asked.push(url);
    const answer = answers[url];
    if (answer instanceof Error) throw answer;
    return typeof answer === "number"
      ? new Response(null, { status: answer })
      : Response.json(answer ?? {}, { status: answer === undefined ? 404 : 200 });
  };
  return { fetch, asked };
};
const byHandle = "https://public.api.bsky.app/xrpc/com.atproto.identity.resolveHandle?handle=brand.example.com";

describe("bluesky accounts by handle", () => {
  it("finds DID and server", async () => {
    const { fetch } = web({ [byHandle]: { did: us }, [`https://plc.directory/${us}`]: document });
    expect(await resolveAccount(" @brand.example.com", { fetch })).toEqual({ accountId: us, service: "https://pds.example" });
  });
  it("finds the server of a DID, and of one that is a domain", async () => {
    const { fetch, asked } = web({ [`https://plc.directory/${us}`]: document, "https://brand.example.com/.well-known/did.json": document });
    expect(await resolveAccount(us, { fetch })).toEqual({ accountId: us, service: "https://pds.example" });
    expect(await resolveAccount("did:web:brand.example.com", { fetch })).toEqual({
      accountId: "did:web:brand.example.com",
      service: "https://pds.example",
    });
    expect(asked).toHaveLength(2);
  });
  it.each<[string, string, Record<string, unknown>, string]>([
    ["what is no handle", "brand", {}, "invalid-request"],
    ["an address", "https://bsky.app/profile/x", {}, "invalid-request"],
    ["a DID of another method", "did:key:z6Mk", {}, "invalid-request"],
    ["a handle that leads nowhere", "brand.example.com", { [byHandle]: 400 }, "not-found"],
    ["an answer without a DID", "brand.example.com", { [byHandle]: { did: "x" } }, "unexpected-response"],
    ["a deleted account", "brand.example.com", { [byHandle]: { did: us }, [`https://plc.directory/${us}`]: 410 }, "not-found"],
    [
      "a document without a server",
      "brand.example.com",
      { [byHandle]: { did: us }, [`https://plc.directory/${us}`]: { service: [null, {}] } },
      "not-found",
    ],
    [
      "a document that leads to this machine",
      us,
      { [`https://plc.directory/${us}`]: { service: [{ id: "#atproto_pds", serviceEndpoint: "http://127.0.0.1:1" }] } },
      "not-found",
    ],
    ["a server that fails", "brand.example.com", { [byHandle]: 503 }, "connection-failed"],
    ["nobody who answers", "brand.example.com", { [byHandle]: new TypeError("x") }, "connection-failed"],
  ])("fails for %s", async (_, handle, answers, code) => {
    expect(await errorOf(resolveAccount(handle, { fetch: web(answers).fetch }))).toMatchObject({ code });
  });
});
