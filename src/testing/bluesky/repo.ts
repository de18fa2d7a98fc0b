/**
 * Repositories: com.atproto.repo.*
 * @module
 */
import type { AccountData, CommitMeta, Core } from "./core.js";
import { callerOf, limitOf } from "./endpoint.js";
import type { CallContext, Endpoint, Endpoints, MethodResult } from "./endpoint.js";
import { checkRecord } from "./record-check.js";
import type { ValidationStatus } from "./record-check.js";
import { cidOf, cidOfBytes } from "./cid.js";
import { invalid, XrpcError } from "./xrpc.js";
import { isJson, listAt, objectAt, present, textAt } from "../json.js";
import type { Json } from "../json.js";
import { uriOf } from "./ids.js";

const maxBlobBytes = 50_000_000;
const points = { create: 3, update: 2, delete: 1 } as const;

const ownRepo = (context: CallContext): AccountData => {
  const { account } = callerOf(context);
  const named = textAt(context.input, "repo");
  if (named === undefined) throw invalid('Input must have the property "repo"');
  if (context.core.find(named) !== account) throw new XrpcError(403, "AccountNotFound", `Could not find repo: ${named}`);
  return account;
};
const needed = (input: Json, key: string): string => {
  const value = textAt(input, key);
  if (value === undefined) throw invalid(`Input must have the property "${key}"`);
  return value;
};
const recordOf = (input: Json, key: string, collection: string): Json => {
  const record = objectAt(input, key);
  if (record === undefined) throw invalid(`Input must have the property "${key}"`);
  return record.$type === undefined ? { $type: collection, ...record } : record;
};
const flagOf = (input: Json, key: string): boolean | undefined => (typeof input[key] === "boolean" ? input[key] : undefined);

interface Written {
  readonly uri: string;
  readonly cid: string;
  readonly commit?: CommitMeta;
  readonly validationStatus: ValidationStatus;
}

const checkSwap = (core: Core, uri: string, input: Json): void => {
  if (input.swapRecord === undefined) return;
  const current = core.repo.get(uri)?.cid ?? null;
  if (input.swapRecord !== current) throw new XrpcError(400, "InvalidSwap", `Record was at ${current ?? "null"}`);
};

const write = (core: Core, did: string, collection: string, rkey: string, value: Json, validate: boolean | undefined): Written => {
  const validationStatus = checkRecord(collection, rkey, value, { blob: (cid) => core.blobs.get(cid) }, validate);
  const { record, commit } = core.put(did, collection, rkey, value);
  return { uri: record.uri, cid: record.cid, commit, validationStatus };
};

const create = (core: Core, did: string, input: Json, value: Json, validate: boolean | undefined): Written => {
  const collection = needed(input, "collection");
  const rkey = textAt(input, "rkey") ?? core.tid();
  // The real server does not foresee this case: it fails inside and says so.
  if (core.repo.has(uriOf(did, collection, rkey))) throw new XrpcError(500, "InternalServerError", "Internal Server Error");
  return write(core, did, collection, rkey, value, validate);
};

const update = (core: Core, did: string, input: Json, value: Json, validate: boolean | undefined): Written => {
  const [collection, rkey] = [needed(input, "collection"), needed(input, "rkey")];
  const uri = uriOf(did, collection, rkey);
  checkSwap(core, uri, input);
  const before = core.repo.get(uri);
  // The same record again changes nothing: no commit, the same cid.
  if (before !== undefined && before.cid === cidOf(value)) return { uri, cid: before.cid, validationStatus: "valid" };
  return write(core, did, collection, rkey, value, validate);
};

const found = (context: CallContext, repo: string): AccountData => {
  const account = context.core.find(repo);
  if (account === undefined) throw invalid(`Could not find repo: ${repo}`);
  return account;
};

const getRecord: Endpoint = {
  verb: "GET",
  auth: "none",
  run: (context) => {
    const { core, params } = context;
    const uri = uriOf(found(context, params.actor("repo")).did, params.text("collection"), params.text("rkey"));
    const record = core.repo.get(uri);
    const cid = params.maybe("cid");
    if (record === undefined || (cid !== undefined && cid !== record.cid))
      throw new XrpcError(400, "RecordNotFound", `Could not locate record: ${uri}`);
    return { uri, cid: record.cid, value: record.value };
  },
};

const listRecords: Endpoint = {
  verb: "GET",
  auth: "none",
  run: (context) => {
    const { core, params } = context;
    const { did } = found(context, params.actor("repo"));
    const collection = params.text("collection");
    const [limit, cursor, reverse] = [limitOf(context), params.maybe("cursor"), params.flag("reverse", false)];
    const all = [...core.repo.values()].filter((record) => record.did === did && record.collection === collection);
    all.sort((a, b) => (a.rkey < b.rkey === reverse ? -1 : 1));
    const rest = cursor === undefined ? all : all.filter(({ rkey }) => (reverse ? rkey > cursor : rkey < cursor));
    const records = rest.slice(0, limit).map(({ uri, cid, value }) => ({ uri, cid, value }));
    // The real server names a cursor after the last page too.
    return present({ records, cursor: rest.slice(0, limit).at(-1)?.rkey });
  },
};

const remove = (core: Core, did: string, input: Json): CommitMeta | undefined => {
  const uri = uriOf(did, needed(input, "collection"), needed(input, "rkey"));
  checkSwap(core, uri, input);
  return core.remove(uri);
};

const operationOf = (item: unknown): keyof typeof points => {
  const word = (textAt(item, "$type") ?? "").split("#").at(-1) ?? "";
  if (word !== "create" && word !== "update" && word !== "delete") throw invalid("Input/writes must be an object of a known $type");
  return word;
};

const applyWrites: Endpoint = {
  verb: "POST",
  auth: "needed",
  cost: (input, caller) => {
    const sum = listAt(input, "writes").reduce<number>((all, item) => all + points[operationOf(item)], 0);
    return caller === undefined ? {} : { points: { did: caller.account.did, points: sum } };
  },
  run: (context) => {
    const { core, input } = context;
    const { did } = ownRepo(context);
    const validate = flagOf(input, "validate");
    const writes = listAt(input, "writes");
    if (writes.length > 200) throw invalid("Too many writes. Max: 200");
    let commit: CommitMeta | undefined;
    const results = writes.map((item) => {
      const word = operationOf(item);
      const one = isJson(item) ? item : {};
      const $type = `com.atproto.repo.applyWrites#${word}Result`;
      if (word === "delete") {
        commit = remove(core, did, one) ?? commit;
        return { $type };
      }
      const value = recordOf(one, "value", needed(one, "collection"));
      const written = (word === "create" ? create : update)(core, did, one, value, validate);
      commit = written.commit ?? commit;
      return { $type, uri: written.uri, cid: written.cid, validationStatus: written.validationStatus };
    });
    return present({ commit, results });
  },
};

const uploadBlob: Endpoint = {
  verb: "POST",
  auth: "needed",
  takes: "bytes",
  cost: (_input, caller) => (caller === undefined ? {} : { upload: caller.account.did }),
  run: (context) => {
    const { request, core } = context;
    const mimeType = request.headers.get("content-type");
    if (mimeType === null) throw invalid("Request encoding (Content-Type) required but not provided");
    if (request.body.length === 0) throw invalid("A request body was expected but none was provided");
    if (request.body.length > maxBlobBytes) throw new XrpcError(413, "PayloadTooLarge", "request entity too large");
    const cid = cidOfBytes(request.body);
    core.blobs.set(cid, { mimeType, size: request.body.length, did: callerOf(context).account.did });
    return { blob: { $type: "blob", ref: { $link: cid }, mimeType, size: request.body.length } };
  },
};

const writing = (cost: keyof typeof points, run: (context: CallContext) => MethodResult): Endpoint => ({
  verb: "POST",
  auth: "needed",
  cost: (_input, caller) => (caller === undefined ? {} : { points: { did: caller.account.did, points: points[cost] } }),
  run,
});

/** The methods of repositories. */
export const repoEndpoints: Endpoints = {
  "com.atproto.repo.getRecord": getRecord,
  "com.atproto.repo.listRecords": listRecords,
  "com.atproto.repo.createRecord": writing("create", (context) => {
    const { did } = ownRepo(context);
    const value = recordOf(context.input, "record", needed(context.input, "collection"));
    return present({ ...create(context.core, did, context.input, value, flagOf(context.input, "validate")) });
  }),
  "com.atproto.repo.putRecord": writing("update", (context) => {
    const { did } = ownRepo(context);
    const value = recordOf(context.input, "record", needed(context.input, "collection"));
    return present({ ...update(context.core, did, context.input, value, flagOf(context.input, "validate")) });
  }),
  "com.atproto.repo.deleteRecord": writing("delete", (context) => {
    const { did } = ownRepo(context);
    return present({ commit: remove(context.core, did, context.input) });
  }),
  "com.atproto.repo.applyWrites": applyWrites,
  "com.atproto.repo.uploadBlob": uploadBlob,
};
