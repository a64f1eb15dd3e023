// What is done to runs, each behind a dialog.

import { find, post } from "../api.js";
import { ask, choice, field, say } from "../dialogs.js";
import { h } from "../dom.js";
import { PRESETS } from "../presets.js";
import { schema } from "../schema.js";

const PROMOTIONS = [["if-not-worse", "If it is no worse than the champion"], ["always", "Always"], ["never", "Never; register it only"]];

/** Starts a run. */
export function startRun(page, done) {
  const known = h("datalist", { id: "datasets" });
  const models = choice("parent", [["", "Nothing; train from the start"]], "");
  const names = new Set((page?.items ?? []).map((run) => run.request.dataset));
  const offer = () => known.replaceChildren(...[...names].sort().map((value) => h("option", { value })));
  offer();
  find("datasets?top=200").then((found) => {
    for (const item of found?.items ?? [])
      names.add(item.name ?? item.id ?? item);
    offer();
  }).catch(() => {});
  find("models?top=200").then((found) => models.append(...(found?.items ?? []).map(({ version, preset }) =>
    h("option", { value: version }, preset ? `${version} (${preset})` : version)))).catch(() => {});
  const approval = h("div", { class: "check", hidden: true },
    h("input", { type: "checkbox", id: "approval", name: "approval" }), h("label", { for: "approval" }, "A person must approve the promotion"));
  schema("StartTrainingRun").then((known) => approval.hidden = !known.properties?.approval);
  ask({
    title: "Start a run",
    fields: [
      field("Dataset", h("input", { id: "dataset", name: "dataset", list: "datasets", required: true, autocomplete: "off", spellcheck: "false" }), "Its photographs lie in the container datasets, under NAME/originals/."),
      known,
      field("Preset", choice("preset", PRESETS, "lesson7")),
      field("Start from", models, "A model of the preset's network."),
      field("Promotion", choice("promotion", PROMOTIONS, "if-not-worse")),
      approval,
    ],
    action: "Start",
    async act(form) {
      const body = Object.fromEntries([...form].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value !== ""));
      if (body.approval)
        body.approval = true;
      const run = await post("training-runs", body);
      say(`Run ${run.id} is started.`);
      location.hash = `#/runs/${encodeURIComponent(run.id)}`;
      done();
    },
  });
}

/** Cancels a run. */
export function cancelRun(id, done) {
  act(id, done, "cancel", { title: `Cancel ${id}?`, text: "The stage that runs ends at its next step. What was trained so far stays in storage, and no model is registered.", action: "Cancel the run", danger: true, said: "is being cancelled" });
}

/** Resumes a run that failed. */
export function resumeRun(id, done) {
  act(id, done, "resume", { title: `Resume ${id}?`, text: "Stages that have ended are not done again; the one that broke off goes on from its checkpoint.", action: "Resume the run", said: "goes on" });
}

/** Approves the promotion that a run waits for. */
export function approveRun(id, done) {
  act(id, done, "approve", { title: `Approve the model of ${id}?`, text: "It becomes champion: uploads are restored with it from then on.", action: "Approve", comment: true, said: "is approved" });
}

/** Rejects the promotion that a run waits for. */
export function rejectRun(id, done) {
  act(id, done, "reject", { title: `Reject the model of ${id}?`, text: "It stays registered, and the champion stays as it is.", action: "Reject", danger: true, comment: true, said: "is rejected" });
}

function act(id, done, verb, { title, text, action, danger, comment, said }) {
  ask({
    title, text, action, danger,
    fields: comment ? [field("Comment", h("input", { id: "comment", name: "comment", maxlength: 500, autocomplete: "off" }), "For the record; you may leave it out.")] : [],
    async act(form) {
      const written = form.get("comment")?.trim();
      await post(`training-runs/${encodeURIComponent(id)}/${verb}`, written ? { comment: written } : {});
      say(`Run ${id} ${said}.`);
      done();
    },
  });
}
