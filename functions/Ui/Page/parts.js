// What several views show alike.

import { h } from "./dom.js";
import { clock, duration, number, words } from "./format.js";

/** The state of a run, a stage or a restoration, in a word and a colour. */
export function badge(status) {
  return h("span", { class: `badge ${status}` }, words(status));
}

/** What a view begins with: its title, when it was read, its actions. */
export function heading(title, readAt, ...actions) {
  return h("header", { class: "heading" },
    h("h1", null, title),
    h("p", { class: "asof" }, readAt ? `As of ${clock(readAt)}` : "Reading…"),
    h("div", { class: "buttons" }, actions));
}

/** One sentence that something is wrong, or nothing. */
export function problem(sentence) {
  return sentence ? h("p", { class: "problem", role: "alert" }, sentence) : null;
}

/** A list's emptiness, and what to do about it. */
export function nothing(title, text) {
  return h("div", { class: "nothing" }, h("p", { class: "nothing-title" }, title), h("p", null, text));
}

/** Names and values. */
export function facts(entries) {
  return h("dl", { class: "facts" }, entries.filter(([, value]) => value !== null && value !== undefined && value !== "").map(([name, value]) =>
    h("div", null, h("dt", null, name), h("dd", null, value))));
}

/** How far a stage is: a bar and its numbers. */
export function stageBar(stage, label) {
  const known = stage.steps > 0;
  return h("div", { class: "stage-bar" },
    h("progress", known ? { "aria-label": label, max: stage.steps, value: stage.step } : { "aria-label": label }),
    h("p", null,
      h("strong", null, words(stage.name)),
      known ? ` step ${number(stage.step)} of ${number(stage.steps)}` : " no progress yet",
      stage.loss !== null && stage.loss !== undefined ? ` · loss ${number(stage.loss)}` : "",
      stage.imagesPerSecond ? ` · ${number(stage.imagesPerSecond)} images/s` : "",
      stage.secondsLeft ? ` · ${duration(stage.secondsLeft)} left` : ""));
}

/** Older and newer pages of a list: `trail` holds the continuations that led to the page shown. */
export function pager(trail, continuation, go) {
  if (trail.length === 0 && !continuation)
    return null;
  return h("nav", { class: "pager", "aria-label": "Pages" },
    h("button", { type: "button", disabled: trail.length === 0, onclick: () => go(trail.slice(0, -1)) }, "Newer"),
    h("span", null, `Page ${trail.length + 1}`),
    h("button", { type: "button", disabled: !continuation, onclick: () => go([...trail, continuation]) }, "Older"));
}

/** The query of a page. */
export function pageQuery(trail, top) {
  return `top=${top}${trail.length > 0 ? `&continuation=${encodeURIComponent(trail.at(-1))}` : ""}`;
}

/** Whether something may still change by itself. */
export function isOpen(status) {
  return status === "pending" || status === "running" || status === "awaiting-approval";
}
