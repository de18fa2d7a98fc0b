/**
 * The Page itself.
 * @module
 */
import { pageFields } from "./fields.js";
import { toAccount } from "./normalize-author.js";
import { wirePage } from "./wire.js";
import type { BeginFacebook } from "./task.js";
import type { Operations } from "../../adapter/operations.js";

/** Reads the Page. The first time it also makes sure that the token is the Page's own, so that a host learns it when it connects. */
export function account(begin: BeginFacebook): Pick<Operations, "getAccount"> {
  return {
    getAccount: async (options) => {
      const task = begin("getAccount", options);
      const wire = await task.get(`/${task.us.id}`, wirePage, { fields: pageFields.join(",") });
      await task.expectPageToken();
      return toAccount(task.us, wire, task.scopes);
    },
  };
}
