import { describe, expect, it } from "vitest";
import { faultPlan, type Fault, type PushFault } from "../../src/testing/faults.js";
import { openSocket, pushWith, type ServedSocket } from "../../src/testing/socket.js";

/** Lets everything run that was queued. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** A socket whose two ends write down what they hear. */
function pair(onAccept: (socket: ServedSocket) => void = () => undefined): {
  readonly client: WebSocket;
  readonly server: () => ServedSocket;
  readonly heard: string[];
} {
  const heard: string[] = [];
  let server: ServedSocket | undefined;
  const client = openSocket("wss://social.test/api/v1/streaming?stream=user", ["token"], (socket) => {
    server = socket;
    socket.onText((text) => heard.push(`server: ${text}`));
    socket.onClosed(() => heard.push("server: closed"));
    onAccept(socket);
  });
  client.onopen = () => heard.push("client: open");
  client.addEventListener("message", (event) => heard.push(`client: ${String(event.data)}`));
  client.addEventListener("close", ({ code, reason, wasClean }) => heard.push(`client: closed ${code} ${reason} ${String(wasClean)}`));
  client.onerror = () => heard.push("client: error");
  return { client, heard, server: () => server! };
}

describe("testing", () => {
  describe("socket", () => {
    it("opens a moment later, and carries texts both ways in order", async () => {
      const { client, server, heard } = pair();
      expect([client.readyState, heard]).toEqual([0, []]);
      expect(() => {
        client.send("too early");
      }).toThrow("CONNECTING");
      await turn();
      expect([client.readyState, client.OPEN, client.protocol]).toEqual([1, 1, "token"]);
      expect([server().url.searchParams.get("stream"), server().protocols]).toEqual(["user", ["token"]]);
      client.send("one");
      server().send("two");
      client.send("three");
      await turn();
      expect(heard).toEqual(["client: open", "server: one", "client: two", "server: three"]);
    });
    it("never opens where the network refuses it, and opens where that only closes it", async () => {
      const refused = pair((socket) => {
        socket.cut();
      });
      const closed = pair((socket) => {
        socket.close(4004, "no");
      });
      await turn();
      expect(refused.heard).toEqual(["server: closed", "client: error", "client: closed 1006  false"]);
      expect(closed.heard).toEqual(["server: closed", "client: open", "client: closed 4004 no true"]);
    });
    it("hands over what the network sends as soon as it lets the socket in", async () => {
      const { heard } = pair((socket) => {
        socket.send("hello");
      });
      await turn();
      expect(heard).toEqual(["client: open", "client: hello"]);
    });
    it("ends with the code of whoever ends it, and says nothing afterwards", async () => {
      const one = pair();
      await turn();
      one.server().close(4004, "Authentication failed");
      one.server().send("lost");
      one.client.send("lost");
      await turn();
      expect(one.heard).toEqual(["client: open", "server: closed", "client: closed 4004 Authentication failed true"]);
      expect(one.client.readyState).toBe(3);
      const other = pair();
      await turn();
      other.client.close(1000, "done");
      other.client.close();
      await turn();
      expect(other.heard).toEqual(["client: open", "server: closed", "client: closed 1000 done true"]);
    });
    it("delivers what was sent before it was closed", async () => {
      const { server, heard } = pair();
      await turn();
      server().send("last words");
      server().close(1000);
      await turn();
      expect(heard).toEqual(["client: open", "server: closed", "client: last words", "client: closed 1000  true"]);
      const other = pair();
      await turn();
      other.client.send("last words");
      other.client.close(1000);
      await turn();
      expect(other.heard).toEqual(["client: open", "server: last words", "server: closed", "client: closed 1000  true"]);
    });
    it("dies without a word, as an error and code 1006", async () => {
      const { server, heard } = pair();
      await turn();
      server().cut();
      await turn();
      expect(heard).toEqual(["client: open", "server: closed", "client: error", "client: closed 1006  false"]);
    });
    it("is refused by closing it at once, and closed before it was open", async () => {
      const refused = pair((socket) => {
        socket.close(1008, "no");
      });
      await turn();
      expect(refused.heard.at(-1)).toBe("client: closed 1008 no true");
      const left = pair();
      left.client.close();
      await turn();
      expect(left.heard).toEqual(["client: error", "client: closed 1006  false"]);
      expect(left.client.readyState).toBe(3);
    });
    it("is heard by everybody who listens", async () => {
      const { client, server, heard } = pair();
      await turn();
      server().onText(() => heard.push("second"));
      client.send("x");
      await turn();
      expect(heard).toEqual(["client: open", "server: x", "second"]);
    });
  });

  describe("push", () => {
    /** Pushes the letters under faults; gives what arrives, with `!` where every socket was killed. */
    const pushed = (letters: string, faults: readonly Fault[], ask = false): string => {
      let arrived = "";
      const { push, deliverLate } = pushWith(faultPlan(faults), () => (arrived += "!"));
      for (const letter of letters)
        push(letter, () => {
          arrived += letter;
        });
      if (ask) deliverLate();
      return arrived;
    };
    const at = (nth: number, type: PushFault["type"], times = 1): Fault => ({ on: { nth, times }, do: { type } });
    it("delivers each event once, in order, without faults", () => {
      expect(pushed("abc", [])).toBe("abc");
    });
    it("delivers an event twice", () => {
      expect(pushed("abc", [at(2, "redelivery")])).toBe("abbc");
    });
    it("delivers an event after the one that follows it, and several in reverse", () => {
      expect(pushed("abcd", [at(2, "reordering")])).toBe("acbd");
      expect(pushed("abcd", [at(1, "reordering", 3)])).toBe("dcba");
    });
    it("loses no last event: it comes when it is asked for", () => {
      expect(pushed("ab", [at(2, "reordering")])).toBe("a");
      expect(pushed("ab", [at(2, "reordering")], true)).toBe("ab");
    });
    it("delivers an event late and twice where both are meant", () => {
      expect(pushed("abc", [at(1, "reordering"), at(1, "redelivery")])).toBe("baac");
    });
    it("kills every socket just before the event", () => {
      expect(pushed("abc", [at(2, "dead-socket")])).toBe("a!bc");
    });
    it("hits events by their name alone, never by what calls do", () => {
      expect(pushed("aba", [{ on: { operation: "b" }, do: { type: "redelivery" } }])).toBe("abba");
      expect(pushed("aba", [{ on: { effect: "write" }, do: { type: "redelivery" } }])).toBe("aba");
    });
  });
});
