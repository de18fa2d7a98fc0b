import { describe, expect, it } from "vitest";
import { list, square, text, type Loose, type Square } from "./mastodon-network.js";

/** An open socket and what it heard. */
interface Ear {
  readonly socket: WebSocket;
  readonly heard: { readonly stream?: readonly string[]; readonly event?: string; readonly payload?: string; readonly error?: string }[];
  readonly closed: number[];
}

async function listen({ fake, clock }: Square, query: string, protocols: string | string[] = []): Promise<Ear> {
  const socket = fake.webSocket(`${fake.streamingUrl}/api/v1/streaming${query}`, typeof protocols === "string" ? [protocols] : protocols);
  const ear: Ear = { socket, heard: [], closed: [] };
  socket.addEventListener("message", ({ data }) => ear.heard.push(JSON.parse(String(data)) as Ear["heard"][number]));
  socket.addEventListener("close", ({ code }) => ear.closed.push(code));
  await clock.sleep(10);
  return ear;
}

const events = ({ heard }: Ear): readonly unknown[] => heard.map(({ event }) => event);
const payload = ({ heard }: Ear, at: number): Loose => JSON.parse(heard[at]?.payload ?? "null") as Loose;

describe("testing", () => {
  describe("fake mastodon", () => {
    describe("streams", () => {
      it("tells of a mention as JSON within JSON, and takes the token as a subprotocol or in the address", async () => {
        const here = square();
        const ears = [
          await listen(here, "?stream=user", here.shop.token),
          await listen(here, `?stream=user&access_token=${here.shop.token}`),
        ];
        const id = here.state.post(here.mira, "@shop hello");
        await here.clock.sleep(10);
        for (const ear of ears) {
          expect(ear.heard.map(({ stream, event }) => [stream, event])).toEqual([[["user"], "notification"]]);
          expect(payload(ear, 0)).toMatchObject({ type: "mention", status: { id } });
        }
      });
      it("refuses a socket without a token, with a made-up one, and at another address", async () => {
        const here = square();
        const ears = [
          await listen(here, "?stream=user"),
          await listen(here, "?stream=user", "made-up"),
          await listen(here, "/elsewhere?stream=user", here.shop.token),
        ];
        expect(ears.map(({ closed }) => closed)).toEqual([[1006], [1006], [1006]]);
      });
      it("tells the home stream of new statuses of oneself and of those one follows, of changes and deletions", async () => {
        const here = square();
        const { state, shop, mira, noor, clock } = here;
        state.follow(shop, mira);
        const ear = await listen(here, "?stream=user", shop.token);
        const id = state.post(mira, "Hello");
        state.post(noor, "Not followed");
        state.reply(mira, state.post(noor, "Nor this"), "An answer to somebody who is not followed");
        state.edit(id, "Hello you");
        state.remove(id);
        state.post(shop, "Boots");
        await clock.sleep(10);
        expect(events(ear)).toEqual(["update", "status.update", "delete", "update"]);
        expect(payload(ear, 1).content).toBe("<p>Hello you</p>");
        expect(ear.heard[2]?.payload).toBe(id);
      });
      it("tells those who were named that a status was taken back", async () => {
        const here = square();
        const id = here.state.post(here.mira, "@shop hello");
        const ear = await listen(here, "?stream=user", here.shop.token);
        here.state.remove(id);
        await here.clock.sleep(10);
        expect(ear.heard.map(({ event, payload: said }) => [event, said])).toEqual([["delete", id]]);
      });
      it("tells of direct conversations on their own stream alone", async () => {
        const here = square();
        const user = await listen(here, "?stream=user", here.shop.token);
        const direct = await listen(here, "?stream=direct", here.shop.token);
        here.state.directMessage(here.mira, here.shop, "psst");
        await here.clock.sleep(10);
        // Of a stranger's private mention no notification is pushed.
        expect(events(user)).toEqual([]);
        expect(direct.heard.map(({ stream, event }) => [stream, event])).toEqual([[["direct"], "conversation"]]);
        expect(payload(direct, 0)).toMatchObject({ unread: true });
        expect(text(list(payload(direct, 0).accounts)[0]?.acct)).toBe("mira");
      });
      it("takes subscriptions over the open line, and refuses streams that it does not know", async () => {
        const here = square();
        const ear = await listen(here, "", here.shop.token);
        const say = async (said: object): Promise<void> => {
          ear.socket.send(JSON.stringify(said));
          await here.clock.sleep(10);
        };
        await say({ type: "subscribe", stream: "everything" });
        expect(ear.heard).toEqual([{ error: "Unknown stream type", status: 400 }]);
        await say({ type: "subscribe", stream: "user:notification" });
        here.state.post(here.mira, "@shop one");
        await say({ type: "unsubscribe", stream: "user:notification" });
        here.state.post(here.mira, "@shop two");
        await here.clock.sleep(10);
        expect(ear.heard.slice(1).map(({ stream, event }) => [stream, event])).toEqual([[["user:notification"], "notification"]]);
      });
      it("leaves notifications out for a token that may not read them, and lets nobody in who may not read at all", async () => {
        const here = square();
        const { state, shop, mira, clock } = here;
        state.follow(shop, mira);
        const narrow = await listen(here, "?stream=user", state.addToken(shop, ["read:statuses"]));
        const none = await listen(here, "?stream=user", state.addToken(shop, ["write"]));
        state.post(mira, "@shop hello");
        await clock.sleep(10);
        expect(events(narrow)).toEqual(["update"]);
        expect(none.heard.map(({ error }) => error)).toEqual(["Access token does not have the required scopes"]);
      });
      it("has none where the server does not stream", async () => {
        const here = square({ server: { features: { streaming: false } } });
        expect((await listen(here, "?stream=user", here.shop.token)).closed).toEqual([1006]);
        expect((await here.me.get("/api/v1/streaming/health")).status).toBe(404);
        expect((await here.me.get("/api/v2/instance")).body?.configuration?.urls).not.toHaveProperty("streaming");
      });
      it("is found where it was asked: pages and streams of one that listens lead to its port", async () => {
        const { fake, state, shop, mira } = square();
        for (let time = 0; time < 3; time++) state.post(shop, `one of three, ${time}`);
        const { url, close } = await fake.listen();
        const asked = await fetch(`${url}/api/v1/accounts/${shop.id}/statuses?limit=2`);
        expect(new URL(/<([^>]+)>; rel="next"/.exec(asked.headers.get("link") ?? "")?.[1] ?? "").origin).toBe(url);
        const instance = (await (await fetch(`${url}/api/v2/instance`)).json()) as Loose;
        const streams = text(instance.configuration?.urls?.streaming);
        expect(streams).toBe(url.replace("http", "ws"));
        const socket = new WebSocket(`${streams}/api/v1/streaming?stream=user`, [shop.token]);
        const heard = new Promise((resolve) => {
          socket.addEventListener("message", ({ data }) => {
            resolve((JSON.parse(String(data)) as Loose).event);
          });
        });
        await new Promise((resolve) => {
          socket.addEventListener("open", resolve, { once: true });
        });
        state.post(mira, "@shop hello");
        expect(await heard).toBe("notification");
        socket.close();
        await close();
      });
      it("pushes twice, late, or into a line that has died", async () => {
        const here = square();
        const { state, mira, shop, clock, fake } = here;
        const ear = await listen(here, "?stream=user", shop.token);
        fake.inject({ on: { operation: "notification" }, do: { type: "redelivery" } });
        const one = state.post(mira, "@shop one");
        fake.inject({ do: { type: "reordering" } });
        const two = state.post(mira, "@shop two");
        const three = state.post(mira, "@shop three");
        await clock.sleep(10);
        expect(ear.heard.map((_, at) => payload(ear, at).status?.id)).toEqual([one, one, three, two]);
        fake.inject({ do: { type: "dead-socket" } });
        state.post(mira, "@shop four");
        await clock.sleep(10);
        expect([ear.heard.length, ear.closed]).toEqual([4, [1006]]);
        // What hit what is told, each event once.
        const hit = fake.pushes.filter(({ faults }) => faults.length > 0);
        expect(hit.map(({ faults }) => faults)).toEqual([["redelivery"], ["reordering"], ["dead-socket"]]);
        expect(fake.pushes.filter(({ event }) => event === "notification")).toHaveLength(4);
        expect(fake.pushes.every(({ at }) => !Number.isNaN(Date.parse(at)))).toBe(true);
      });
    });
  });
});
