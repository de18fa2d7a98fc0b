import { describe, expect, it } from "vitest";
import { checkRequest } from "../../src/webhooks/check-request.js";

const post = (body = "{}"): Request => new Request("https://host.example/hook", { method: "POST", body });
const node = (more: object): object => ({ method: "POST", httpVersion: "1.1", url: "/hook", headers: { host: "host.example" }, ...more });

describe("webhooks", () => {
  describe("what is handed over", () => {
    it("takes a web request that nobody has read, and a clone of one", () => {
      const request = post();
      expect(() => checkRequest("receive", request.clone())).not.toThrow();
      expect(() => checkRequest("receive", request)).not.toThrow();
      expect(() => checkRequest("receive", new Request("https://host.example/hook?challenge=1"))).not.toThrow();
    });

    it("takes what is a request of another realm, as bundlers and frameworks have them", () => {
      const foreign = { method: "POST", url: "https://host.example/hook", headers: new Headers(), bodyUsed: false, body: null };
      expect(() => checkRequest("receive", foreign)).not.toThrow();
    });

    it("names the remedy for a body that was read, also by somebody who still reads", async () => {
      const read = post();
      await read.text();
      expect(() => checkRequest("receive", read)).toThrow("Hono c.req.raw before c.req.json()");
      // Some runtimes keep no lock on a body that was read, or show none any more.
      const gone = { method: "POST", url: "https://host.example/hook", headers: new Headers(), bodyUsed: true, body: null };
      expect(() => checkRequest("receive", gone)).toThrow("was read before");
      const reading = post();
      reading.body?.getReader();
      expect(() => checkRequest("receive", reading)).toThrow("Next.js the route handler's request before request.json()");
    });

    it("names the remedy of Express for a body that was parsed", () => {
      const parsed = node({ body: { type: 1 }, readableDidRead: true });
      expect(() => checkRequest("receive", parsed)).toThrow("give the route express.raw");
      expect(() => checkRequest("receive", parsed)).toThrow("bodyParser: false");
    });

    it("names requestFromNode for a request of Node's whose body is still there", () => {
      expect(() => checkRequest("receive", node({}))).toThrow("hand over requestFromNode(req)");
      // A parser of old that had nothing to do leaves an empty object.
      expect(() => checkRequest("receive", node({ body: {}, readableDidRead: false }))).toThrow("hand over requestFromNode(req)");
      expect(() => checkRequest("receive", node({ body: Buffer.from("{}"), readableDidRead: true }))).toThrow("which keeps the raw body");
    });

    it.each([undefined, null, "POST", {}, { req: { raw: post() } }, { httpMethod: "POST", headers: {}, body: "{}" }])(
      "says what to hand over instead of %o",
      (given) => {
        expect(() => checkRequest("receive", given)).toThrow("got something that is no web Request");
      },
    );
  });
});
