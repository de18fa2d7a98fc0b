import { describe, expect, it } from "vitest";
import { contractData } from "./support.js";
import { directConversationFields } from "../../../src/networks/_graph/direct.js";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pageFields } from "../../../src/networks/_graph/list-accounts.js";
import * as facebook from "../../../src/networks/facebook/fields.js";
import * as instagram from "../../../src/networks/instagram/fields.js";
import * as threads from "../../../src/networks/threads/fields.js";

// One name that a node does not have fails a whole call, and no fake of ours can know that better than the network's own specifications.

const meta = join(contractData ?? "", "meta");
const skipped = contractData === undefined || !existsSync(meta);

interface Spec {
  readonly fields: readonly { readonly name: string }[];
  readonly apis: readonly { readonly endpoint?: string; readonly method?: string }[];
}

const read = (path: string): unknown => JSON.parse(readFileSync(join(meta, path), "utf8"));

/** Fields and edges of a node: edges may be asked for as fields. */
function known(node: string): ReadonlySet<string> {
  const { fields, apis } = read(`codegen-specs/${node}.json`) as Spec;
  const edges = apis.flatMap(({ endpoint, method }) => (method === "GET" && endpoint !== undefined ? [endpoint] : []));
  return new Set([...fields.map(({ name }) => name), ...edges]);
}

/** The bare name, without what is asked of it: `a.limit(1){b,c}`. */
const nameOf = (field: string): string => /^\w+/.exec(field)?.[0] ?? field;

const unknownIn = (list: readonly string[], names: ReadonlySet<string>, also: readonly string[] = []): readonly string[] =>
  list.map(nameOf).filter((name) => !names.has(name) && !also.includes(name));

describe.skipIf(skipped)("fields that are asked for (needs CONTRACT_DATA)", () => {
  it.each([
    ["Page", facebook.pageFields, []],
    // Told of each entry of `/me/accounts` (reference, accounts of a user; read 2026-08).
    ["Page", pageFields, ["tasks"]],
    ["PagePost", facebook.postFields, []],
    ["PagePost", facebook.publishedFields, []],
    ["Comment", facebook.commentFields, []],
    ["Comment", facebook.writtenFields, []],
    ["Comment", facebook.privateReplyFields, []],
    ["UnifiedThread", directConversationFields.messenger, []],
    ["UnifiedThread", directConversationFields.instagram, []],
    ["IGUser", instagram.accountFields.facebook, []],
    ["IGUserForIGOnlyAPI", instagram.accountFields.instagram, []],
    ["IGMedia", instagram.mediaFields.facebook, []],
    ["IGMediaForIGOnlyAPI", instagram.mediaFields.instagram, []],
    ["IGMedia", instagram.childFields, []],
    ["IGMediaForIGOnlyAPI", instagram.childFields, []],
    ["IGMedia", instagram.foreignMediaFields, []],
    ["IGMedia", instagram.leastMediaFields, []],
    ["IGMedia", instagram.hashtagMediaFields, []],
    ["IGMedia", instagram.mentionedCommentMediaFields, []],
    ["IGComment", instagram.commentFields, []],
    ["IGComment", instagram.mentionedCommentFields, []],
  ] as const)("stand in the specification of %s (%#)", (node, list, also) => {
    expect(list.length).toBeGreaterThan(0);
    expect(unknownIn(list, known(node), also)).toEqual([]);
  });

  // Threads has no specification: its collection of calls holds what each edge is asked for.
  const variables = (): Readonly<Record<string, string>> => {
    const { variable } = read("threads-postman/threads-api.postman_collection.json") as {
      readonly variable: readonly { readonly key: string; readonly value: string }[];
    };
    return Object.fromEntries(variable.map(({ key, value }) => [key, value]));
  };

  it.each([
    ["fields_threads", threads.postFields, []],
    // Where a post stands is documented for these two beside the collection (keyword search and mentions, read 2026-04).
    ["fields_threads", threads.searchFields, ["is_reply"]],
    ["fields_threads", threads.mentionFields, ["is_reply", "root_post", "replied_to"]],
    ["fields_replies", threads.replyFields, []],
    ["fields_profile", threads.profileFields, []],
    ["fields_container", threads.containerFields, []],
    ["fields_quota", threads.quotaFields, []],
    ["metrics_post", threads.postMetrics, []],
    ["metrics_account", threads.accountMetrics, []],
  ] as const)("stand in the collection of Threads as %s (%#)", (key, list, also) => {
    const names = new Set((variables()[key] ?? "").split(",").map((name) => nameOf(name.trim())));
    expect(names.size).toBeGreaterThan(1);
    expect(unknownIn(list, names, also)).toEqual([]);
  });
});
