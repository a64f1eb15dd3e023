// The function key: asked for once, kept for this tab.

import { h } from "./dom.js";

const NAME = "cloudrestore-function-key";
let asking = null;

/** The key, or null. */
export function key() {
  return sessionStorage.getItem(NAME);
}

/** Forgets the key. */
export function forgetKey() {
  sessionStorage.removeItem(NAME);
}

/** Asks for the key, once for all requests that need it. */
export function askForKey(refused) {
  if (refused !== key())
    return Promise.resolve();
  asking ??= ask(refused).finally(() => asking = null);
  return asking;
}

function ask(refused) {
  const entry = h("input", { type: "password", id: "key-entry", name: "key", autocomplete: "off", required: true, spellcheck: "false", "aria-describedby": "key-help key-wrong" });
  const dialog = h("dialog", { class: "dialog", "aria-labelledby": "key-title" },
    h("form", { class: "stack", method: "dialog" },
      h("h2", { id: "key-title" }, "Function key"),
      h("p", { id: "key-wrong", class: "problem", role: "alert", hidden: !refused }, refused ? "The server does not accept this key. Check it and enter it again." : ""),
      h("div", { class: "field" },
        h("label", { for: "key-entry" }, "Key of this function app"),
        entry,
        h("p", { id: "key-help", class: "hint" }, "On your machine it is in .cloudrestore/stack.json; in Azure, under App keys. It is kept until this tab is closed.")),
      h("div", { class: "buttons" }, h("button", { class: "primary" }, "Continue"))));
  document.body.append(dialog);
  dialog.showModal();
  entry.focus();
  return new Promise((resolve) => {
    dialog.oncancel = (event) => event.preventDefault();
    dialog.firstChild.onsubmit = (event) => {
      event.preventDefault();
      sessionStorage.setItem(NAME, entry.value.trim());
      dialog.close();
      dialog.remove();
      resolve();
    };
  });
}
