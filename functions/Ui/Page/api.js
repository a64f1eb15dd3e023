// The API over HTTP: with the function key, with one sentence for every refusal.

import { askForKey, key } from "./key.js";

const ROOT = new URL("../", import.meta.url);
const PATIENCE = 20000;

/** A refusal: `message` is the sentence of its problem document. */
export class Refusal extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

/** The server did not answer, or not with anything of its own. */
export class ServerLost extends Error {}

/** JSON of a GET; with `etag` in its answer where the API gives one. */
export async function get(path, signal) {
  return (await getWithTag(path, signal)).body;
}

/** JSON of a GET and its ETag. */
export async function getWithTag(path, signal) {
  const answer = await send("GET", path, { signal, patience: PATIENCE });
  return { body: await read(answer), etag: answer.headers.get("etag") };
}

/** JSON of a GET, or null if there is no such thing. */
export async function find(path, signal) {
  try {
    return await get(path, signal);
  } catch (error) {
    if (error instanceof Refusal && error.status === 404)
      return null;
    throw error;
  }
}

/** The bytes of a GET. */
export async function bytes(path, signal) {
  return (await send("GET", path, { signal })).blob();
}

/** A POST of JSON; a repeated request (a key asked for in between) is one request. */
export function post(path, body, headers = {}) {
  return send("POST", path, { json: body ?? {}, headers }).then(read);
}

/** A POST of a file; its answer as it is. The server is asked not to keep it waiting, so that its progress can be told. */
export function postFile(path, file, signal) {
  return send("POST", path, { file, signal, headers: { Prefer: "respond-async" } });
}

async function send(method, path, { json, file, headers = {}, signal, patience }) {
  const options = { method, headers: { ...headers }, cache: "no-store" };
  if (method === "POST")
    options.headers["Idempotency-Key"] = newId();
  if (file) {
    options.body = file;
    options.headers["Content-Type"] = file.type || "application/octet-stream";
  } else if (json) {
    options.body = JSON.stringify(json);
    options.headers["Content-Type"] = "application/json";
  }
  while (true) {
    const used = key();
    if (used)
      options.headers["x-functions-key"] = used;
    // Each attempt anew: a person may look long for the key.
    options.signal = AbortSignal.any([signal, patience && AbortSignal.timeout(patience)].filter(Boolean));
    const answer = await reach(new URL(path, ROOT), options);
    if (answer.status === 401) {
      await askForKey(used);
      continue;
    }
    if (answer.ok)
      return answer;
    throw await refusal(answer);
  }
}

async function reach(url, options) {
  try {
    return await fetch(url, options);
  } catch (error) {
    throw lost(error);
  }
}

async function refusal(answer) {
  let sentence;
  try {
    sentence = (await answer.json()).detail;
  } catch {
    // Proxies answer in HTML.
  }
  if (!sentence && answer.status >= 500)
    return new ServerLost(`The server answers with an error (${answer.status}).`);
  return new Refusal(answer.status, sentence ?? `The server refused this with status ${answer.status}.`);
}

async function read(answer) {
  try {
    return answer.status === 204 ? null : await answer.json();
  } catch (error) {
    throw lost(error);
  }
}

function lost(error) {
  return error.name === "AbortError" ? error : new ServerLost("The server does not answer.");
}

// crypto.randomUUID exists on secure origins only.
function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
