// The curves of a run's stages: which columns share an axis.

import { lineChart } from "../chart.js";
import { h } from "../dom.js";
import { measure, words } from "../format.js";

// Columns of one group have one unit; what is not named stands alone, and `phase` and the step are no curves.
const GROUPS = [
  ["Loss", "", /loss$/i],
  ["PSNR", "dB", /^psnr/],
  ["SSIM", "", /^ssim/],
];
const LEFT_OUT = /^(step|phase|learningRate)$/;

/** Charts for `[{ stage, columns, rows }]`; columns without two values are left out. */
export function curves(stages) {
  const charts = stages.flatMap(chartsOf);
  return charts.length === 0 ? null : h("section", { class: "panel", "aria-labelledby": "curves" },
    h("h2", { id: "curves" }, "Curves"),
    h("div", { class: "charts" }, charts));
}

function chartsOf({ stage, columns, rows }) {
  const step = columns.indexOf("step");
  const lines = columns
    .filter((column) => !LEFT_OUT.test(column))
    .map((column) => ({ column, points: pointsOf(rows, step, columns.indexOf(column)) }))
    .filter((line) => line.points.length > 1);
  const grouped = GROUPS.map(([title, unit, pattern]) => [title, unit, lines.filter((line) => pattern.test(line.column))]);
  const alone = lines.filter((line) => !GROUPS.some(([, , pattern]) => pattern.test(line.column))).map((line) => [measure(line.column), "", [line]]);
  return [...grouped, ...alone].filter(([, , found]) => found.length > 0).map(([title, unit, found]) => lineChart({
    id: `${stage} ${title}`,
    title: `${words(stage)}: ${title}`,
    x: "Step",
    unit,
    series: found.map((line) => ({ name: measure(line.column), points: line.points })),
  }));
}

function pointsOf(rows, step, column) {
  const isNumber = (value) => value !== null && value !== "" && Number.isFinite(Number(value));
  return rows.filter((row) => isNumber(row[step]) && isNumber(row[column])).map((row) => [Number(row[step]), Number(row[column])]);
}
