// The parts of a run: its stages, its model and decision, its events.

import { h } from "../dom.js";
import { clock, duration, measure, moment, number, score, words } from "../format.js";
import { badge, facts, stageBar } from "../parts.js";

const EVENTS = {
  asked: "asked for",
  "stage-started": "begun",
  "stage-ended": "ended",
  "attempt-failed": "an attempt failed",
  answered: "answered by a person",
  ended: "the run ended",
};

/** The stages with their times, and how far the one that runs is. */
export function stages(run) {
  if (run.stages.length === 0)
    return h("section", { class: "panel", "aria-labelledby": "stages" }, h("h2", { id: "stages" }, "Stages"), h("p", { class: "hint" }, "None has begun."));
  return h("section", { class: "panel", "aria-labelledby": "stages" },
    h("h2", { id: "stages" }, "Stages"),
    h("ol", { class: "stages" }, run.stages.map((stage) => h("li", { class: stage.status, "data-key": stage.name },
      stage.status === "running"
        ? [stageBar(stage, `${stage.name}, steps done`), badge(stage.status)]
        : [h("span", { class: "stage-name" }, words(stage.name)), h("span", { class: "time" }, duration(stage.seconds)), badge(stage.status)]))));
}

/** The model that came of it, its scores, and why it was promoted or not. */
export function decision(run) {
  const scores = Object.entries(run.metrics ?? {});
  const deltas = Object.entries(run.promotion?.deltas ?? {});
  if (!run.model && scores.length === 0 && !run.promotion)
    return null;
  const reason = run.promotionReason ?? run.promotion?.reason;
  return h("section", { class: "panel", "aria-labelledby": "model" },
    h("h2", { id: "model" }, "Model"),
    run.model ? h("p", null, h("a", { href: "#/models" }, run.model), run.promoted ? " is promoted to champion." : " is registered, and not champion by this run.") : null,
    reason ? h("p", { class: run.promoted ? "verdict good" : "verdict" }, reason) : null,
    run.approval ? h("p", null, `${run.approval.approved ? "Approved" : run.approval.timedOut ? "Nobody approved it in time" : "Rejected"} on ${moment(run.approval.at)}${run.approval.comment ? `: ${run.approval.comment}` : "."}`) : null,
    run.promotion ? facts([
      ["Compared with", run.promotion.against ?? "leaving the photographs damaged"],
      ["Photographs that judged", String(run.promotion.photographs)],
      ["Left out", run.promotion.leftOut > 0 ? String(run.promotion.leftOut) : null],
    ]) : null,
    deltas.length > 0 ? differences(deltas) : null,
    scores.length > 0 ? h("dl", { class: "scores" }, scores.map(([name, value]) => h("div", null, h("dt", null, measure(name)), h("dd", null, score(name, value))))) : null);
}

/** What happened, newest first; `items` are oldest first. */
export function eventList(items) {
  if (items.length === 0)
    return null;
  return h("section", { class: "panel", "aria-labelledby": "events" },
    h("h2", { id: "events" }, "Events"),
    h("ol", { class: "events" }, [...items].reverse().map((item) => h("li", null,
      h("time", { datetime: item.at }, item.at ? `${moment(item.at).split(",")[0]} ${clock(new Date(item.at))}` : ""),
      h("span", null, item.stage ? h("strong", null, `${words(item.stage)}: `) : null, EVENTS[item.what] ?? words(item.what), item.detail ? ` (${item.detail})` : "")))));
}

function differences(deltas) {
  const signed = (value) => `${value > 0 ? "+" : ""}${number(value)}`;
  return h("div", { class: "scrolls", tabindex: 0, role: "region", "aria-label": "Differences" }, h("table", null,
    h("caption", null, "Better than that by"),
    h("thead", null, h("tr", null, ["Measure", "Mean", "From", "To", "Allowed", "Not worse"].map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", null, deltas.map(([name, delta]) => h("tr", null,
      h("th", { scope: "row" }, measure(name)),
      [delta.mean, delta.low, delta.high, -delta.tolerance].map((value) => h("td", null, signed(value))),
      h("td", null, delta.notWorse ? "Yes" : "No"))))));
}
