// A chat service in place of api.bsky.chat, whose source is closed. The official lexicons judge every request and every answer;
// the real PDS proxies to it when a client names it in `atproto-proxy`.
import { createServer } from "@atproto/xrpc-server";
import { schemas } from "@atproto/api";
import express from "express";

const MESSAGE = "chat.bsky.convo.defs#messageView";

export async function startChat() {
  const convos = new Map();
  let tick = 0;
  const rev = () => String(++tick).padStart(13, "2");
  let did = "";

  // The PDS vouches for the caller with a service token; here its issuer is taken as it stands, because nobody else can reach the port.
  const auth = ({ req }) => {
    const token = (req.headers.authorization ?? "").replace("Bearer ", "");
    const { iss } = JSON.parse(Buffer.from(token.split(".")[1] ?? "e30", "base64url").toString());
    return { credentials: { did: iss } };
  };
  const json = (body) => ({ encoding: "application/json", body });
  const view = (convo, caller) => ({
    id: convo.id,
    rev: convo.rev,
    members: convo.members.map((member) => ({ did: member, handle: "handle.invalid" })),
    muted: false,
    status: "accepted",
    unreadCount: convo.messages.filter((m) => m.sender.did !== caller && m.at > (convo.read.get(caller) ?? 0)).length,
    ...(convo.messages.length > 0 && { lastMessage: messageView(convo.messages.at(-1)) }),
  });
  const messageView = ({ at, ...message }) => ({ $type: MESSAGE, ...message });
  const convoOf = (id, caller) => {
    const convo = convos.get(id);
    if (convo === undefined || !convo.members.includes(caller))
      throw Object.assign(new Error("Convo not found"), { status: 400, error: "InvalidConvo" });
    return convo;
  };
  const page = (items, { limit = 50, cursor }) => {
    const start = cursor === undefined ? 0 : Number(cursor);
    const end = start + limit;
    return { items: items.slice(start, end), ...(end < items.length && { cursor: String(end) }) };
  };

  const server = createServer(
    schemas.filter(({ id }) => /^(chat\.bsky|com\.atproto|app\.bsky)\./.test(id)),
    { validateResponse: true },
  );
  const method = (name, handler) =>
    server.method(`chat.bsky.convo.${name}`, {
      auth,
      handler: ({ params, input, auth: { credentials } }) => handler(input?.body ?? params, credentials.did, params),
    });

  method("getConvoForMembers", ({ members }, caller) => {
    const all = [...new Set([caller, ...members])].sort();
    const id = all.join("|");
    if (!convos.has(id)) convos.set(id, { id, rev: rev(), members: all, messages: [], read: new Map() });
    return json({ convo: view(convos.get(id), caller) });
  });
  method("getConvoAvailability", ({ members }, caller) => {
    const convo = convos.get([...new Set([caller, ...members])].sort().join("|"));
    return json({ canChat: true, ...(convo !== undefined && { convo: view(convo, caller) }) });
  });
  method("getConvo", ({ convoId }, caller) => json({ convo: view(convoOf(convoId, caller), caller) }));
  method("listConvos", (query, caller) => {
    const mine = [...convos.values()].filter(({ members }) => members.includes(caller)).sort((a, b) => (a.rev < b.rev ? 1 : -1));
    const { items, cursor } = page(mine, query);
    return json({ convos: items.map((convo) => view(convo, caller)), ...(cursor !== undefined && { cursor }) });
  });
  method("getMessages", (query, caller) => {
    const { items, cursor } = page(convoOf(query.convoId, caller).messages.toReversed(), query);
    return json({ messages: items.map(messageView), ...(cursor !== undefined && { cursor }) });
  });
  method("sendMessage", ({ convoId, message }, caller) => {
    const convo = convoOf(convoId, caller);
    convo.rev = rev();
    const sent = {
      id: `m${tick}`,
      rev: convo.rev,
      text: message.text,
      ...(message.facets !== undefined && { facets: message.facets }),
      sender: { did: caller },
      sentAt: new Date().toISOString(),
      at: tick,
    };
    convo.messages.push(sent);
    return json(messageView(sent));
  });
  method("updateRead", ({ convoId }, caller) => {
    const convo = convoOf(convoId, caller);
    convo.read.set(caller, tick);
    return json({ convo: view(convo, caller) });
  });
  const react =
    (change) =>
    ({ convoId, messageId, value }, caller) => {
      const message = convoOf(convoId, caller).messages.find(({ id }) => id === messageId);
      if (message === undefined) throw Object.assign(new Error("Message not found"), { status: 400, error: "InvalidRequest" });
      message.reactions = change(message.reactions ?? [], { value, sender: { did: caller }, createdAt: new Date().toISOString() });
      return json({ message: messageView(message) });
    };
  const same = (a, b) => a.value === b.value && a.sender.did === b.sender.did;
  method(
    "addReaction",
    react((all, one) => [...all.filter((other) => !same(other, one)), one]),
  );
  method(
    "removeReaction",
    react((all, one) => all.filter((other) => !same(other, one))),
  );

  const app = express();
  app.get("/.well-known/did.json", (_request, response) => {
    response.json({
      "@context": ["https://www.w3.org/ns/did/v1"],
      id: did,
      service: [{ id: "#bsky_chat", type: "BskyChatService", serviceEndpoint: `http://localhost:${port}` }],
    });
  });
  app.use(server.router);
  const listener = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => listener.once("listening", resolve));
  const { port } = listener.address();
  did = `did:web:localhost%3A${port}`;
  return { did, close: () => listener.close() };
}
