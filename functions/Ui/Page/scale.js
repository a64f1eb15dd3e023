// From values to places on an axis.

// Of what their size is, the least that an axis spans: below it, differences are noise, and labels of four digits would repeat.
const LEAST_SPAN = 0.005;

/** A function from values to places, with `domain` and `invert`; if `loose`, room is left above and below, and noise is drawn flat. */
export function scale(values, [from, to], loose) {
  let low = Math.min(...values);
  let high = Math.max(...values);
  if (low === high)
    [low, high] = [low - Math.max(1e-9, Math.abs(low) * 0.05), high + Math.max(1e-9, Math.abs(high) * 0.05)];
  if (loose) {
    const [middle, least] = [(low + high) / 2, Math.max(Math.abs(low), Math.abs(high)) * LEAST_SPAN / 2];
    [low, high] = [Math.min(low, middle - least), Math.max(high, middle + least)];
  }
  const room = loose ? (high - low) * 0.06 : 0;
  const domain = [low - room, high + room];
  const place = (value) => from + (value - domain[0]) / (domain[1] - domain[0]) * (to - from);
  place.domain = domain;
  place.invert = (at) => domain[0] + (at - from) / (to - from) * (domain[1] - domain[0]);
  return place;
}

/** About `count` round values in a domain; of `whole` things, such as steps, no fractions. */
export function ticks([low, high], count, whole = false) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const round = [1, 2, 5, 10].find((factor) => factor * power >= rough) * power;
  const step = whole ? Math.max(1, round) : round;
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
