// From values to places on an axis.

/** A function from values to places, with `domain` and `invert`; room is left above and below if `loose`. */
export function scale(values, [from, to], loose) {
  let low = Math.min(...values);
  let high = Math.max(...values);
  if (low === high)
    [low, high] = [low - Math.max(1e-9, Math.abs(low) * 0.05), high + Math.max(1e-9, Math.abs(high) * 0.05)];
  const room = loose ? (high - low) * 0.06 : 0;
  const domain = [low - room, high + room];
  const place = (value) => from + (value - domain[0]) / (domain[1] - domain[0]) * (to - from);
  place.domain = domain;
  place.invert = (at) => domain[0] + (at - from) / (to - from) * (domain[1] - domain[0]);
  return place;
}

/** About `count` round values in a domain. */
export function ticks([low, high], count) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough) * power;
  const found = [];
  for (let index = Math.ceil(low / step - 1e-9); index * step <= high + step * 1e-9; index++)
    found.push(Number((index * step).toPrecision(12)));
  return found;
}

/** The value nearest to one. */
export function nearest(values, wanted) {
  return values.reduce((best, value) => Math.abs(value - wanted) < Math.abs(best - wanted) ? value : best, values[0]);
}

/** At most `count` of a list, evenly, the first and the last among them. */
export function thinned(list, count) {
  if (list.length <= count)
    return list;
  return Array.from({ length: count }, (_, index) => list[Math.round(index * (list.length - 1) / (count - 1))]);
}
