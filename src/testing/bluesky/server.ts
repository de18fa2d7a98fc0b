/**
 * Logging in, renewing, resolving handles, reporting: com.atproto.server.*, identity.*, moderation.*
 * @module
 */
import { callerOf } from "./endpoint.js";
import type { CallContext, Endpoints } from "./endpoint.js";
import type { AccountData } from "./core.js";
import { invalid, XrpcError } from "./xrpc.js";
import { isHandle } from "./ids.js";
import type { Json } from "../json.js";
import { objectAt, present, textAt } from "../json.js";

/** Describes an account's identity; the service is the server that was asked. */
const documentOf = ({ did, handle }: AccountData, { request }: CallContext): Json => ({
  "@context": ["https://www.w3.org/ns/did/v1"],
  id: did,
  alsoKnownAs: [`at://${handle}`],
  service: [{ id: "#atproto_pds", type: "AtprotoPersonalDataServer", serviceEndpoint: request.url.origin }],
});

const sessionOf = (account: AccountData, context: CallContext): Json => ({
  did: account.did,
  handle: account.handle,
  didDoc: documentOf(account, context),
  active: true,
});

/** The methods of sessions, identity and moderation. */
export const serverEndpoints: Endpoints = {
  "com.atproto.server.createSession": {
    verb: "POST",
    auth: "none",
    cost: (input) => ({ login: (textAt(input, "identifier") ?? "").toLowerCase() }),
    run: (context) => {
      const [identifier, password] = [textAt(context.input, "identifier"), textAt(context.input, "password")];
      if (identifier === undefined) throw invalid('Input must have the property "identifier"');
      if (password === undefined) throw invalid('Input must have the property "password"');
      const { account, ...tokens } = context.sessions.logIn(identifier, password);
      return { ...tokens, ...sessionOf(account, context) };
    },
  },
  "com.atproto.server.refreshSession": {
    verb: "POST",
    auth: "refresh",
    takes: "nothing",
    run: (context) => {
      const { account, ...tokens } = context.sessions.renew(context.request.headers.get("authorization"));
      return { ...tokens, ...sessionOf(account, context) };
    },
  },
  "com.atproto.server.getSession": {
    verb: "GET",
    auth: "needed",
    run: (context) => sessionOf(callerOf(context).account, context),
  },
  "com.atproto.identity.resolveHandle": {
    verb: "GET",
    auth: "none",
    run: ({ core, params }) => {
      const handle = params.text("handle");
      if (!isHandle(handle)) throw invalid("Invalid com.atproto.identity.resolveHandle params: Invalid handle at $.handle");
      const account = core.find(handle);
      if (account === undefined) throw new XrpcError(400, "HandleNotFound", "Unable to resolve handle");
      return { did: account.did };
    },
  },
  "com.atproto.moderation.createReport": {
    verb: "POST",
    auth: "needed",
    run: (context) => {
      const { input, core } = context;
      const [reasonType, subject] = [textAt(input, "reasonType"), objectAt(input, "subject")];
      if (reasonType === undefined) throw invalid('Input must have the property "reasonType"');
      if (textAt(subject, "$type") === undefined) throw invalid('Input must have the property "subject"');
      return present({
        id: 1,
        createdAt: new Date(core.clock.now()).toISOString(),
        reasonType,
        reason: textAt(input, "reason"),
        reportedBy: callerOf(context).account.did,
        subject,
      });
    },
  },
};
