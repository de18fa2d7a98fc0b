/**
 * A person: whoever runs Pages lists them, and a Page reads the profile of somebody who wrote to it.
 * @module
 */
import type { Core, PageData, PersonData } from "./core.js";
import type { Call } from "./access.js";
import { edge } from "../graph/node.js";
import { needs } from "./access.js";
import type { NodeType } from "../graph/node.js";
import { pageNode } from "./page.js";
import { pictureField, pictureOf } from "./people.js";
import { refusal } from "../graph/errors.js";

/** Says whether somebody has written to the Page that asks. */
const hasWritten = ({ core, token }: Call, personId: string): boolean =>
  [...core.conversations.values()].some((one) => one.personId === personId && one.pageId === token.subject && one.openedAt !== undefined);

/** A person: whoever runs Pages asks for their own, a Page asks for the profile of somebody who wrote to it. */
export const personNode: NodeType<PersonData, Core> = {
  name: "User",
  slot: "user-id",
  idOf: ({ id }) => id,
  usual: ["name"],
  admit: ({ id }, call) => {
    if (call.token.kind === "user" && call.token.subject === id) return;
    if (call.token.kind === "page" && hasWritten(call, id)) return;
    throw refusal(230, "(#230) Requires user consent to access the profile of this person.");
  },
  fields: {
    name: ({ name }) => name,
    first_name: ({ name }) => name.split(" ")[0],
    last_name: ({ name }) => name.split(" ").slice(1).join(" "),
    profile_pic: ({ id }) => pictureOf(id).data.url,
    picture: pictureField(({ id }) => id),
    locale: () => undefined,
    timezone: () => undefined,
    gender: () => undefined,
  },
  edges: {
    accounts: edge<PersonData, PageData, Core>({
      name: "accounts",
      node: () => pageNode,
      idOf: ({ id }) => id,
      list: ({ id }, { call }) => {
        needs(call, "pages_show_list");
        return [...call.core.pages.values()].filter(({ ownerId }) => ownerId === id);
      },
      usualFields: ["access_token", "category", "category_list", "name", "tasks"],
    }),
  },
};
