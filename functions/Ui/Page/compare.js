// A photograph before and after, under one slider, to zoom and move: mouse, fingers, keyboard.

import { h } from "./dom.js";
import { Viewport } from "./viewport.js";

const KEYS = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const STEP = 40;

/** The two pictures, by their addresses; both are shown at the size of the second. */
export function compare({ before, after, name }) {
  const first = h("img", { src: before, alt: `${name} before`, draggable: "false" });
  const second = h("img", { src: after, alt: `${name} restored`, draggable: "false" });
  const line = h("div", { class: "split", "aria-hidden": "true" });
  const stage = h("div", { class: "stage", tabindex: 0, role: "group", "aria-label": "Before and after. Arrow keys move the photograph, plus and minus zoom, 0 shows all of it." },
    first, second, line,
    h("span", { class: "tag before", "aria-hidden": "true" }, "Before"),
    h("span", { class: "tag after", "aria-hidden": "true" }, "Restored"));
  const slider = h("input", { type: "range", id: "split", min: 0, max: 100, step: 1, value: 50 });
  const zoom = h("output", { class: "zoom" });
  const view = new Viewport(stage, () => apply());

  function apply() {
    const at = view.place();
    for (const picture of [first, second]) {
      picture.style.width = `${at.width}px`;
      picture.style.height = `${at.height}px`;
      picture.style.transform = `translate(${at.x}px, ${at.y}px)`;
    }
    const split = stage.clientWidth * slider.value / 100;
    // Each is cut in its own coordinates, so that a transparent photograph does not show through.
    first.style.clipPath = `inset(0 ${Math.max(0, at.x + at.width - split)}px 0 0)`;
    second.style.clipPath = `inset(0 0 0 ${Math.max(0, split - at.x)}px)`;
    line.style.transform = `translateX(${split}px)`;
    zoom.textContent = `${Math.round(at.width / second.naturalWidth * 100)} %`;
    stage.classList.toggle("moves", !view.showsAll);
    slider.setAttribute("aria-valuetext", `${slider.value} % before, ${100 - slider.value} % restored`);
  }

  slider.oninput = apply;
  stage.onkeydown = (event) => {
    if (KEYS[event.key])
      view.move(KEYS[event.key][0] * STEP, KEYS[event.key][1] * STEP);
    else if (event.key === "+" || event.key === "=")
      view.zoom(1.25);
    else if (event.key === "-")
      view.zoom(0.8);
    else if (event.key === "0")
      view.fit();
    else
      return;
    event.preventDefault();
  };
  view.onTap = (x) => {
    slider.value = x / stage.clientWidth * 100;
    apply();
  };
  const ready = Promise.all([first, second].map((picture) => picture.decode())).then(() => {
    view.pictures(second.naturalWidth, second.naturalHeight);
  });
  const observer = new ResizeObserver(() => second.naturalWidth > 0 && view.pictures(second.naturalWidth, second.naturalHeight));
  observer.observe(stage);
  const element = h("div", { class: "compare" },
    stage,
    h("div", { class: "compare-bar" },
      h("label", { for: "split" }, "Before / restored"),
      slider,
      h("div", { class: "buttons", role: "group", "aria-label": "Zoom" },
        h("button", { type: "button", "aria-label": "Zoom out", onclick: () => view.zoom(0.8) }, "−"),
        zoom,
        h("button", { type: "button", "aria-label": "Zoom in", onclick: () => view.zoom(1.25) }, "+"),
        h("button", { type: "button", onclick: () => view.fit() }, "Fit"),
        h("button", { type: "button", onclick: () => view.actual() }, "100 %"))));
  return { element, ready, close: () => observer.disconnect() };
}
