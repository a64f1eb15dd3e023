// What this server knows, from its OpenAPI document: a page may meet an older or newer app than its own.

import { find } from "./api.js";

let asked = null;

/** A schema of the document, or an empty one. */
export async function schema(name) {
  asked ??= find("openapi.json").catch(() => asked = null);
  return (await asked)?.components.schemas[name] ?? {};
}
