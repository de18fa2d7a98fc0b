/**
 * The chat service behind the proxy header: chat.bsky.convo.*
 * @module
 */
import { basicProfile } from "./views.js";
import { callerOf, limitOf } from "./endpoint.js";
import type { CallContext, Endpoint, Endpoints } from "./endpoint.js";
import type { ChatEvent, Convo, DirectMessage } from "./chat.js";
import type { Core } from "./core.js";
import { invalid } from "./xrpc.js";
import { isJson, listAt, objectAt, present, textAt } from "../json.js";
import type { Json } from "../json.js";
import { pageOf } from "./paging.js";

const defs = "chat.bsky.convo.defs#";

const callerDid = (context: CallContext): string => callerOf(context).account.did;

/** Shows a message; `nested` = as the one that another answers, which does not show what it answers itself. */
function messageView(convo: Convo, message: DirectMessage, caller: string, nested = false): Json {
  const base = { id: message.id, rev: message.rev, sender: { did: message.sender }, sentAt: message.sentAt };
  if (message.deletedFor.has(caller)) return { $type: `${defs}deletedMessageView`, ...base };
  const answered = message.replyTo === undefined || nested ? undefined : convo.messages.find(({ id }) => id === message.replyTo);
  return present({
    $type: `${defs}messageView`,
    ...base,
    text: message.text,
    facets: message.facets,
    replyTo: answered === undefined ? undefined : messageView(convo, answered, caller, true),
    reactions:
      message.reactions.length === 0
        ? undefined
        : message.reactions.map(({ value, sender, createdAt }) => ({ value, sender: { did: sender }, createdAt })),
  });
}

const memberView = (core: Core, did: string, caller: string): Json => ({
  ...basicProfile(core, did, caller),
  kind: { $type: "chat.bsky.actor.defs#directConvoMember" },
});

function convoView(core: Core, convo: Convo, caller: string): Json {
  const last = convo.messages.at(-1);
  const readTo = convo.read.get(caller) ?? 0;
  return present({
    id: convo.id,
    rev: convo.rev,
    members: convo.members.map((did) => memberView(core, did, caller)),
    lastMessage: last === undefined ? undefined : messageView(convo, last, caller),
    muted: false,
    status: convo.accepted.has(caller) ? "accepted" : "request",
    unreadCount: convo.messages.filter(({ sender, order }) => sender !== caller && order > readTo).length,
    kind: { $type: `${defs}directConvo` },
  });
}

const eventView = ({ rev, convo, type, message, reaction }: ChatEvent, core: Core, caller: string): Json =>
  present({
    $type: `${defs}${type}`,
    rev,
    convoId: convo.id,
    message: message === undefined ? undefined : messageView(convo, message, caller),
    reaction:
      reaction === undefined ? undefined : { value: reaction.value, sender: { did: reaction.sender }, createdAt: reaction.createdAt },
    relatedProfiles: type === "logCreateMessage" ? convo.members.map((did) => memberView(core, did, caller)) : undefined,
  });

const reading = (run: Endpoint["run"]): Endpoint => ({ verb: "GET", auth: "privileged", run });
const writing = (run: Endpoint["run"]): Endpoint => ({ verb: "POST", auth: "privileged", run });

const convoOf = (context: CallContext): Convo => {
  const id = context.request.method === "GET" ? context.params.text("convoId") : textAt(context.input, "convoId");
  if (id === undefined) throw invalid('Input must have the property "convoId"');
  return context.chat.of(callerDid(context), id);
};
const wanted = (context: CallContext, key: string): string => {
  const value = textAt(context.input, key);
  if (value === undefined) throw invalid(`Input must have the property "${key}"`);
  return value;
};

const reacting = (on: boolean): Endpoint =>
  writing((context) => {
    const [convo, caller] = [convoOf(context), callerDid(context)];
    const message = context.chat.react(convo, wanted(context, "messageId"), caller, wanted(context, "value"), on);
    return { message: messageView(convo, message, caller) };
  });

/** The methods of the chat service. */
export const chatEndpoints: Endpoints = {
  "chat.bsky.convo.listConvos": reading((context) => {
    const { chat, params, core } = context;
    const caller = callerDid(context);
    const all = [...chat.convos.values()]
      .filter((convo) => convo.members.includes(caller))
      // A conversation that was only looked up does not show until something was said in it.
      .filter((convo) => convo.messages.length > 0 || convo.accepted.has(caller))
      .map((convo) => ({ convo, view: convoView(core, convo, caller), sortAt: 0, order: convo.order }))
      .filter(({ view }) => params.maybe("readState") !== "unread" || view.unreadCount !== 0)
      .filter(({ view }) => params.maybe("status") === undefined || view.status === params.maybe("status"))
      .filter(() => params.maybe("kind") !== "group")
      .sort((a, b) => b.order - a.order);
    const page = pageOf(all, limitOf(context), params.maybe("cursor"));
    return present({ convos: page.items.map(({ view }) => view), cursor: page.cursor });
  }),
  "chat.bsky.convo.getConvo": reading((context) => ({ convo: convoView(context.core, convoOf(context), callerDid(context)) })),
  "chat.bsky.convo.getConvoForMembers": reading((context) => {
    const caller = callerDid(context);
    return { convo: convoView(context.core, context.chat.begin(caller, context.params.list("members", { min: 1, max: 10 })), caller) };
  }),
  "chat.bsky.convo.getConvoAvailability": reading((context) => {
    const { chat, core, params } = context;
    const caller = callerDid(context);
    const members = params.list("members", { min: 1, max: 10 });
    const convo = chat.between([caller, ...members]);
    return present({
      canChat: chat.refusal(caller, members) === undefined,
      convo: convo === undefined ? undefined : convoView(core, convo, caller),
    });
  }),
  "chat.bsky.convo.getMessages": reading((context) => {
    const [convo, caller] = [convoOf(context), callerDid(context)];
    const all = convo.messages.map((message) => ({ message, sortAt: 0, order: message.order })).reverse();
    const page = pageOf(all, limitOf(context), context.params.maybe("cursor"));
    return present({ messages: page.items.map(({ message }) => messageView(convo, message, caller)), cursor: page.cursor });
  }),
  "chat.bsky.convo.sendMessage": writing((context) => {
    const [convo, caller, message] = [convoOf(context), callerDid(context), objectAt(context.input, "message")];
    const text = textAt(message, "text");
    if (text === undefined) throw invalid('Input/message must have the property "text"');
    const [facets, replyTo] = [listAt(message, "facets"), textAt(objectAt(message, "replyTo"), "messageId")];
    const sent = context.chat.send(convo, caller, {
      text,
      ...(isJson(message) && message.facets !== undefined && { facets }),
      ...(replyTo !== undefined && { replyTo }),
    });
    return messageView(convo, sent, caller);
  }),
  "chat.bsky.convo.updateRead": writing((context) => {
    const [convo, caller] = [convoOf(context), callerDid(context)];
    context.chat.read(convo, caller, textAt(context.input, "messageId"));
    return { convo: convoView(context.core, convo, caller) };
  }),
  "chat.bsky.convo.acceptConvo": writing((context) => {
    const convo = convoOf(context);
    context.chat.accept(convo, callerDid(context));
    return { rev: convo.rev };
  }),
  "chat.bsky.convo.deleteMessageForSelf": writing((context) => {
    const [convo, caller, id] = [convoOf(context), callerDid(context), wanted(context, "messageId")];
    const message = convo.messages.find((one) => one.id === id);
    if (message === undefined) throw invalid("Message not found");
    message.deletedFor.add(caller);
    return messageView(convo, message, caller);
  }),
  "chat.bsky.convo.addReaction": reacting(true),
  "chat.bsky.convo.removeReaction": reacting(false),
  "chat.bsky.convo.getLog": reading((context) => {
    const { chat, core, params } = context;
    const [caller, cursor] = [callerDid(context), params.maybe("cursor") ?? ""];
    const rest = chat.log.filter(({ rev, seenBy }) => rev > cursor && seenBy.includes(caller));
    const logs = rest.slice(0, Math.min(100, context.pageSize));
    // The log has no end: its cursor is where to go on next time.
    return present({ logs: logs.map((event) => eventView(event, core, caller)), cursor: logs.at(-1)?.rev ?? params.maybe("cursor") });
  }),
};
