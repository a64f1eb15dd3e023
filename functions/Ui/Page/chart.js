// A line chart as SVG: axes with round ticks, several series, values under the pointer, and a table with the same numbers.

import { h, svg } from "./dom.js";
import { number } from "./format.js";
import { nearest, scale, thinned, ticks } from "./scale.js";

const WIDTH = 520;
const HEIGHT = 240;
const BOX = { left: 56, right: 12, top: 12, bottom: 36 };
const TABLE_ROWS = 200;

/**
 * A figure. `series` are `{ name, points: [[x, y]] }` with rising x; the values of all share the axis `unit`.
 */
export function lineChart({ id, title, x, unit, series }) {
  const points = series.flatMap((line) => line.points);
  const across = scale(points.map(([value]) => value), [BOX.left, WIDTH - BOX.right], false);
  const up = scale(points.map(([, value]) => value), [HEIGHT - BOX.bottom, BOX.top], true);
  const marker = svg("g", { class: "marker", "data-keep": "" });
  const readout = h("p", { class: "readout", "aria-hidden": "true", "data-keep": "" });

  function point(event) {
    const box = event.currentTarget.getBoundingClientRect();
    const at = nearest(points.map(([value]) => value), across.invert((event.clientX - box.left) / box.width * WIDTH));
    const place = event.currentTarget.querySelector(".marker");
    place.replaceChildren(svg("line", { x1: across(at), x2: across(at), y1: BOX.top, y2: HEIGHT - BOX.bottom }));
    const values = series.flatMap((line) => line.points.filter(([value]) => value === at).map(([, value]) => `${line.name} ${number(value)}`));
    event.currentTarget.parentElement.querySelector(".readout").textContent = `${x} ${number(at)}: ${values.join(", ")}`;
  }

  function leave(event) {
    event.currentTarget.querySelector(".marker").replaceChildren();
    event.currentTarget.parentElement.querySelector(".readout").textContent = "";
  }

  return h("figure", { class: "chart", "data-key": id },
    h("figcaption", null, title, unit ? h("span", { class: "hint" }, ` in ${unit}`) : null),
    series.length > 1 ? h("ul", { class: "legend" }, series.map((line, index) => h("li", { class: `series-${index % 4}` }, swatch(), line.name))) : null,
    svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": `${title}: ${summary(series, x)}`, onpointermove: point, onpointerleave: leave },
      ticks(up.domain, 5).map((value) => svg("g", { class: "tick" },
        svg("line", { x1: BOX.left, x2: WIDTH - BOX.right, y1: up(value), y2: up(value) }),
        svg("text", { x: BOX.left - 8, y: up(value) + 4, "text-anchor": "end" }, number(value)))),
      ticks(across.domain, 6, true).map((value) => svg("text", { class: "axis", x: across(value), y: HEIGHT - BOX.bottom + 16, "text-anchor": "middle" }, number(value))),
      svg("text", { class: "axis name", x: WIDTH - BOX.right, y: HEIGHT - 4, "text-anchor": "end" }, x),
      series.map((line, index) => curve(line.points, across, up, index)),
      marker),
    readout,
    table(title, x, series));
}

function curve(points, across, up, index) {
  const places = points.map(([x, y]) => `${across(x).toFixed(1)} ${up(y).toFixed(1)}`);
  return svg("g", { class: `series series-${index % 4}` },
    svg("path", { d: `M${places.join("L")}` }),
    points.length <= 12 ? points.map(([x, y]) => svg("circle", { cx: across(x).toFixed(1), cy: up(y).toFixed(1), r: 3 })) : null);
}

function swatch() {
  return svg("svg", { viewBox: "0 0 24 8", width: 24, height: 8, "aria-hidden": "true" }, svg("path", { d: "M0 4H24" }));
}

function summary(series, x) {
  return series.map(({ name, points }) => `${name} from ${number(points[0][1])} to ${number(points.at(-1)[1])} at ${x} ${number(points.at(-1)[0])}`).join("; ");
}

function table(title, x, series) {
  const at = [...new Set(series.flatMap((line) => line.points.map(([value]) => value)))].sort((one, other) => one - other);
  const values = series.map((line) => new Map(line.points));
  return h("details", null,
    h("summary", null, "Numbers", h("span", { class: "unseen" }, ` of ${title}`)),
    h("div", { class: "scrolls", tabindex: 0, role: "region", "aria-label": `Numbers of ${title}` }, h("table", null,
      h("thead", null, h("tr", null, h("th", { scope: "col" }, x), series.map((line) => h("th", { scope: "col" }, line.name)))),
      h("tbody", null, thinned(at, TABLE_ROWS).map((value) => h("tr", null,
        h("th", { scope: "row" }, number(value)),
        values.map((known) => h("td", null, number(known.get(value))))))))));
}
