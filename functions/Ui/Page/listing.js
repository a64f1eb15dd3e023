// A live list, page by page, with a filter by state: training runs, restorations.

import { get } from "./api.js";
import { choice } from "./dialogs.js";
import { draw, h } from "./dom.js";
import { heading, isOpen, nothing, pageQuery, pager, problem } from "./parts.js";
import { poll } from "./polling.js";

const TOP = 20;

/**
 * Shows a list of `path` under `title`. `action(list)` gives what stands beside the title, `row(item, list)` an item; `none` and `noneHere` are a
 * title and a sentence each, for no items at all and for none in the state that was chosen. The list gives its `page`, the `status` that is chosen
 * with, `now` to read again, `fail` to tell an error, and `stop` to call when the view is left.
 */
export function listing(main, { path, title, states, action, none, noneHere, row }) {
  let trail = [];
  let readAt = null;
  let wrong = null;
  const status = choice("status", [["", "All"], ...states], "");
  status.onchange = () => go([]);
  const filter = h("div", { class: "filter", "data-keep": "", "data-key": "filter" }, h("label", { for: "status" }, "State"), status);

  const list = { page: null, status, fail };
  const polling = poll(async (signal) => {
    list.page = await get(`${path}?${pageQuery(trail, TOP)}${status.value ? `&status=${status.value}` : ""}`, signal);
    [readAt, wrong] = [new Date(), null];
    show();
    return list.page.items.some((item) => isOpen(item.status));
  }, fail);
  Object.assign(list, { now: polling.now, stop: polling.stop });

  function go(there) {
    trail = there;
    polling.now();
  }

  function fail(error) {
    wrong = error.message;
    show();
  }

  function show() {
    const { page } = list;
    draw(main,
      heading(title, readAt, action(list)),
      filter,
      problem(wrong),
      page && (page.items.length === 0
        ? nothing(...(status.value || trail.length > 0 ? noneHere : none))
        : h("ul", { class: "rows" }, page.items.map((item) => row(item, list)))),
      page && pager(trail, page.continuation, go));
  }

  show();
  return list;
}
