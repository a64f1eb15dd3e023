// Training runs: the list, live; starting one, cancelling one.

import { h } from "../dom.js";
import { moment, words } from "../format.js";
import { listing } from "../listing.js";
import { badge, isOpen, stageBar } from "../parts.js";
import { schema } from "../schema.js";
import { cancelRun, startRun } from "./run-actions.js";

/** Shows the view; gives what to call when it is left. */
export function enter(main) {
  const list = listing(main, {
    path: "training-runs",
    title: "Runs",
    states: [],
    action: ({ page, now }) => h("button", { type: "button", class: "primary", onclick: () => startRun(page, now) }, "Start a run"),
    none: ["No runs yet", "Upload photographs into the container datasets (cloudrestore train --images DIR does), then start a run."],
    noneHere: ["No such runs", "Choose another state to see others."],
    row,
  });
  schema("RunStatus").then((states) => list.status.append(...(states.enum ?? []).map((value) => h("option", { value }, words(value)))));
  return list.stop;
}

function row(run, list) {
  const { request } = run;
  const stage = run.stages.findLast((found) => isOpen(found.status));
  return h("li", { class: "row", "data-key": run.id },
    h("div", { class: "row-head" },
      h("a", { class: "row-title", href: `#/runs/${encodeURIComponent(run.id)}` }, run.id),
      badge(run.status),
      isOpen(run.status) ? h("button", { type: "button", onclick: () => cancelRun(run.id, list.now) }, "Cancel", h("span", { class: "unseen" }, ` ${run.id}`)) : null),
    h("p", { class: "row-facts" },
      h("span", null, "Preset ", h("strong", null, request.preset)),
      h("span", null, "Dataset ", h("strong", null, request.dataset)),
      request.parent ? h("span", null, "From ", h("strong", null, request.parent)) : null,
      h("span", null, moment(request.createdAt)),
      run.promoted ? h("span", { class: "good" }, "Promoted") : null),
    isOpen(run.status) && stage ? stageBar(stage, `${run.id}, ${stage.name}`) : null,
    run.reason && !isOpen(run.status) ? h("p", { class: "reason" }, run.reason) : null);
}
