// Training runs: the list, live; starting one, cancelling one.

import { get } from "../api.js";
import { choice } from "../dialogs.js";
import { draw, h } from "../dom.js";
import { moment, words } from "../format.js";
import { badge, heading, isOpen, nothing, pageQuery, pager, problem, stageBar } from "../parts.js";
import { poll } from "../polling.js";
import { schema } from "../schema.js";
import { cancelRun, startRun } from "./run-actions.js";

const TOP = 20;

/** Shows the view; gives what to call when it is left. */
export function enter(main) {
  let trail = [];
  let page = null;
  let readAt = null;
  let wrong = null;
  const status = choice("status", [["", "All"]], "");
  status.onchange = () => go([]);
  schema("RunStatus").then((states) => status.append(...(states.enum ?? []).map((value) => h("option", { value }, words(value)))));
  const filter = h("div", { class: "filter", "data-keep": "", "data-key": "filter" }, h("label", { for: "status" }, "State"), status);

  const polling = poll(async (signal) => {
    page = await get(`training-runs?${pageQuery(trail, TOP)}${status.value ? `&status=${status.value}` : ""}`, signal);
    [readAt, wrong] = [new Date(), null];
    show();
    return page.items.some((run) => isOpen(run.status));
  }, (error) => {
    wrong = error.message;
    show();
  });

  function go(there) {
    trail = there;
    polling.now();
  }

  function show() {
    draw(main,
      heading("Runs", readAt, h("button", { type: "button", class: "primary", onclick: () => startRun(page, polling.now) }, "Start a run")),
      filter,
      problem(wrong),
      page && (page.items.length === 0
        ? status.value || trail.length > 0
          ? nothing("No such runs", "Choose another state to see others.")
          : nothing("No runs yet", "Upload photographs into the container datasets (cloudrestore train --images DIR does), then start a run.")
        : h("ul", { class: "rows" }, page.items.map(row))),
      page && pager(trail, page.continuation, go));
  }

  function row(run) {
    const { request } = run;
    const stage = run.stages.findLast((found) => isOpen(found.status));
    return h("li", { class: "row", "data-key": run.id },
      h("div", { class: "row-head" },
        h("a", { class: "row-title", href: `#/runs/${encodeURIComponent(run.id)}` }, run.id),
        badge(run.status),
        isOpen(run.status) ? h("button", { type: "button", onclick: () => cancelRun(run.id, polling.now) }, "Cancel", h("span", { class: "unseen" }, ` ${run.id}`)) : null),
      h("p", { class: "row-facts" },
        h("span", null, "Preset ", h("strong", null, request.preset)),
        h("span", null, "Dataset ", h("strong", null, request.dataset)),
        request.parent ? h("span", null, "From ", h("strong", null, request.parent)) : null,
        h("span", null, moment(request.createdAt)),
        run.promoted ? h("span", { class: "good" }, "Promoted") : null),
      isOpen(run.status) && stage ? stageBar(stage, `${run.id}, ${stage.name}`) : null,
      run.reason && !isOpen(run.status) ? h("p", { class: "reason" }, run.reason) : null);
  }

  show();
  return polling.stop;
}
