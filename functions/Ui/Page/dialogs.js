// Questions in a dialog.

import { h } from "./dom.js";

/**
 * Asks before something is done. `act` gets the form's data; while it runs the dialog stays, and a refusal is shown in it
 * unless `act` deals with it. Focus returns to where it was.
 */
export function ask({ title, text, fields = [], action, danger = false, act }) {
  const problem = h("p", { class: "problem", role: "alert", hidden: true });
  const confirm = h("button", { class: danger ? "primary danger" : "primary" }, action);
  const dialog = h("dialog", { class: "dialog", "aria-labelledby": "ask-title" },
    h("form", { class: "stack", method: "dialog" },
      h("h2", { id: "ask-title" }, title),
      text ? h("p", null, text) : null,
      fields,
      problem,
      h("div", { class: "buttons" },
        h("button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
        confirm)));
  const before = document.activeElement;
  document.body.append(dialog);
  dialog.onclose = () => {
    dialog.remove();
    before?.focus({ preventScroll: true });
  };
  dialog.firstChild.onsubmit = async (event) => {
    event.preventDefault();
    confirm.disabled = true;
    problem.hidden = true;
    try {
      await act(new FormData(dialog.firstChild));
      dialog.close();
    } catch (error) {
      problem.textContent = error.message;
      problem.hidden = false;
      confirm.disabled = false;
    }
  };
  dialog.showModal();
  return dialog;
}

/** A labelled control with a line of help. */
export function field(label, control, help) {
  if (help)
    control.setAttribute("aria-describedby", `${control.id}-help`);
  return h("div", { class: "field" },
    h("label", { for: control.id }, label),
    control,
    help ? h("p", { class: "hint", id: `${control.id}-help` }, help) : null);
}

/** A select with options `[value, text]`. */
export function choice(id, options, chosen) {
  return h("select", { id, name: id }, options.map(([value, text]) => h("option", { value, selected: value === chosen }, text)));
}

/** Says something to those who listen to the page. */
export function say(sentence) {
  document.getElementById("say").textContent = sentence;
}
