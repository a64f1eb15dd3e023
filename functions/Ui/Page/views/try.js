// Try it: a photograph dropped, chosen or pasted, restored, and shown before and after.

import { bytes, find, get, postFile, Refusal, ServerLost } from "../api.js";
import { compare } from "../compare.js";
import { choice, field, say } from "../dialogs.js";
import { draw, h } from "../dom.js";
import { duration, size } from "../format.js";
import { problem } from "../parts.js";
import { rest } from "../polling.js";

const SHOWN = /^image\/(jpeg|png|webp|avif|gif)$/;
const FIRST_PAUSE = 400;
const LONGEST_PAUSE = 5000;
const GIVE_UP_AFTER = 6;

/** Shows the view; gives what to call when it is left. */
export function enter(main) {
  const addresses = new Set();
  let leaving = new AbortController();
  let shown = null;
  let chosen = null;

  const input = h("input", { type: "file", id: "file", accept: "image/jpeg,image/png,image/webp,image/tiff,image/avif,.tif,.tiff", class: "unseen", onchange: () => input.files[0] && take(input.files[0]) });
  const zone = h("div", { class: "drop" },
    h("p", { class: "drop-title" }, "Drop a photograph here"),
    h("p", null, "or ", h("label", { for: "file", class: "as-link" }, "choose a file"), input, ", or paste one."),
    h("p", { class: "hint" }, "JPEG, PNG, WebP, TIFF or AVIF, up to 64 MB."));
  const scale = choice("scale", [["", "As it is"], ["2", "Twice as large"], ["3", "Three times as large"], ["4", "Four times as large"]], "");
  const model = choice("model", [["", "Champion"]], "");
  const again = h("button", { type: "button", hidden: true, onclick: () => take(chosen) }, "Restore again");
  const result = h("section", { class: "result", "aria-label": "Result", "data-keep": "" });

  main.append(
    h("header", { class: "heading" }, h("h1", null, "Restore a photograph")),
    h("p", { class: "lead" }, "See what the current model makes of a photograph of yours: low resolution, JPEG artefacts, stamped numbers."),
    zone,
    h("div", { class: "options" }, field("Size", scale), field("Model", model), again),
    result);
  find("models?top=50", leaving.signal).then((page) => {
    for (const { version } of page?.items ?? [])
      model.append(h("option", { value: version }, version === page.champion ? `${version} (champion)` : version));
    if (page && !page.champion)
      draw(result, problem("No model is champion yet: train one under Runs, or choose one above."));
  }).catch(() => {});

  async function take(file) {
    leaving.abort();
    leaving = new AbortController();
    release();
    chosen = file;
    zone.classList.add("small");
    again.hidden = true;
    input.value = "";
    const { signal } = leaving;
    try {
      await restore(file, signal);
    } catch (error) {
      if (signal.aborted)
        return;
      draw(result, problem(error.message));
    }
    again.hidden = false;
  }

  async function restore(file, signal) {
    const started = performance.now();
    const name = file.name || "pasted.png";
    const original = address(file);
    progress(name, original, "Sending the photograph…", signal);
    const query = new URLSearchParams({ name });
    for (const control of [scale, model]) {
      if (control.value)
        query.set(control.name, control.value);
    }
    const answer = await postFile(`restorations?${query}`, file, signal);
    const restored = answer.headers.get("content-type")?.startsWith("image/")
      ? await answer.blob()
      : await ended((await answer.json()).id, (text) => progress(name, original, text, signal), signal);
    await present(name, original, restored, (performance.now() - started) / 1000, signal);
  }

  function progress(name, original, text, signal) {
    if (signal.aborted)
      return;
    draw(result, h("div", { class: "working" },
      h("img", { src: original, alt: "" }),
      h("div", null, h("p", null, h("strong", null, name)), h("progress", { "aria-label": `Restoring ${name}` }), h("p", { role: "status" }, text))));
  }

  async function present(name, original, restored, seconds, signal) {
    const improved = address(restored);
    const download = h("a", { class: "button primary", href: improved, download: downloadName(name, restored.type) }, `Download (${size(restored.size)})`);
    const parts = [h("div", { class: "result-head" }, h("h2", null, name), h("p", { class: "hint" }, `Restored in ${duration(seconds)}.`), download)];
    if (SHOWN.test(restored.type)) {
      shown = compare({ before: original, after: improved, name });
      parts.push(shown.element);
    } else {
      parts.push(h("p", { class: "hint" }, "This browser shows no photographs of this format: download it to see it."));
    }
    result.replaceChildren(...parts);
    await shown?.ready;
    if (!signal.aborted)
      say(`${name} is restored.`);
  }

  function address(blob) {
    const made = URL.createObjectURL(blob);
    addresses.add(made);
    return made;
  }

  function release() {
    shown?.close();
    shown = null;
    addresses.forEach(URL.revokeObjectURL);
    addresses.clear();
    result.replaceChildren();
  }

  function drop(event) {
    event.preventDefault();
    zone.classList.remove("over");
    const file = event.dataTransfer.files[0];
    if (file)
      take(file);
  }

  function over(event) {
    event.preventDefault();
    zone.classList.add("over");
  }

  function paste(event) {
    const file = event.clipboardData?.files[0];
    if (file)
      take(file);
  }

  const listeners = [["dragover", over], ["dragleave", () => zone.classList.remove("over")], ["drop", drop], ["paste", paste]];
  for (const [name, listener] of listeners)
    document.addEventListener(name, listener);
  return () => {
    leaving.abort();
    release();
    for (const [name, listener] of listeners)
      document.removeEventListener(name, listener);
  };
}

// Waits for the end of a restoration, and gives its one photograph.
async function ended(id, tell, signal) {
  let pause = FIRST_PAUSE;
  let losses = 0;
  while (true) {
    try {
      const restoration = await get(`restorations/${id}`, signal);
      const [photograph] = restoration.photographs;
      if (restoration.status === "succeeded")
        return await bytes(`restorations/${id}/photographs/0`, signal);
      if (restoration.status === "failed" || restoration.status === "cancelled")
        throw new Refusal(409, photograph?.reason ?? restoration.reason ?? "The restoration was cancelled.");
      losses = 0;
      tell(restoration.status === "pending" ? "Waiting for a runner…" : `Restoring with ${restoration.model}…`);
    } catch (error) {
      if (!(error instanceof ServerLost) || ++losses === GIVE_UP_AFTER)
        throw error;
      tell("The server does not answer; trying again…");
    }
    await rest(pause, signal);
    pause = Math.min(LONGEST_PAUSE, pause * 1.3);
  }
}

function downloadName(name, type) {
  const ending = { "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/avif": "avif", "image/tiff": "tif" }[type];
  const [, stem, own] = /^(.*?)(?:\.([^.]*))?$/.exec(name.split("/").at(-1));
  return `${stem} restored.${ending ?? own ?? "jpg"}`;
}
