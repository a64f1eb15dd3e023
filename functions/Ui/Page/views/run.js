// One run: its stages, curves, sample grids, events, model and decision, live.

import { bytes, find, get, Refusal } from "../api.js";
import { draw, h } from "../dom.js";
import { moment } from "../format.js";
import { badge, facts, heading, isOpen, problem } from "../parts.js";
import { poll } from "../polling.js";
import { cancelRun, approveRun, rejectRun, resumeRun } from "./run-actions.js";
import { curves } from "./run-curves.js";
import { decision, eventList, stages } from "./run-parts.js";
import { Samples } from "./run-samples.js";

/** Shows the view of a run; gives what to call when it is left. */
export function enter(main, id) {
  const at = `training-runs/${encodeURIComponent(id)}`;
  const samples = new Samples(at, () => show());
  let run = null;
  let metrics = null;
  let events = null;
  let hasReport = false;
  let readAt = null;
  let wrong = null;

  const polling = poll(async (signal) => {
    [run, metrics, events] = await Promise.all([get(at, signal), find(`${at}/metrics`, signal), find(`${at}/events`, signal), samples.refresh(signal)]);
    // Whether a run that has ended has a report does not change.
    hasReport = run.stages.some((stage) => stage.name === "evaluate" && stage.status === "succeeded") && metrics !== null;
    [readAt, wrong] = [new Date(), null];
    show();
    return isOpen(run.status);
  }, (error) => {
    wrong = error.message;
    if (error instanceof Refusal && error.status === 404)
      run = null;
    show();
  });

  function actions() {
    const make = (text, act, kind = "") => h("button", { type: "button", class: kind, onclick: () => act(id, polling.now) }, text);
    if (run === null)
      return [];
    if (run.status === "awaiting-approval")
      return [make("Approve", approveRun, "primary"), make("Reject", rejectRun)];
    if (isOpen(run.status))
      return [make("Cancel", cancelRun)];
    return [
      metrics !== null && run.status === "failed" ? make("Resume", resumeRun) : null,
      hasReport ? h("button", { type: "button", onclick: report }, "Download the report") : null,
    ];
  }

  async function report() {
    try {
      const address = URL.createObjectURL(await bytes(`${at}/report`));
      h("a", { href: address, download: `${id}.html` }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60000);
    } catch (error) {
      wrong = error instanceof Refusal && error.status === 404 ? "This run left no report." : error.message;
      show();
    }
  }

  function show() {
    draw(main,
      h("p", { class: "back" }, h("a", { href: "#/runs" }, "All runs")),
      heading(id, readAt, actions()),
      problem(wrong),
      run && overview(run),
      run && stages(run),
      curves(metrics?.stages ?? []),
      samples.element(),
      run && decision(run),
      eventList(events?.items ?? []));
  }

  show();
  return () => {
    polling.stop();
    samples.close();
  };
}

function overview(run) {
  const { request } = run;
  return h("section", { class: "panel", "aria-label": "Overview" },
    h("p", null, badge(run.status)),
    run.reason ? h("p", { class: "reason" }, run.reason) : null,
    facts([
      ["Dataset", request.dataset],
      ["Preset", request.preset],
      ["Damage", request.recipe],
      ["Started from", request.parent],
      ["Seed", String(request.seed)],
      ["Changes", Object.entries(request.overrides ?? {}).map(([name, value]) => `${name} = ${value}`).join(", ")],
      ["Asked for", moment(request.createdAt)],
      ["Ended", moment(run.finishedAt)],
    ]));
}
