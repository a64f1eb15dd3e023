// Restorations: the list, live, with the reasons of what could not be restored.

import { bytes, get } from "../api.js";
import { choice, say } from "../dialogs.js";
import { draw, h } from "../dom.js";
import { duration, moment } from "../format.js";
import { badge, heading, isOpen, nothing, pageQuery, pager, problem } from "../parts.js";
import { poll } from "../polling.js";

const TOP = 20;
const SHOWN = 12;
const STATES = [["", "All"], ["pending", "Pending"], ["running", "Running"], ["succeeded", "Succeeded"], ["failed", "Failed"], ["cancelled", "Cancelled"]];

/** Shows the view; gives what to call when it is left. */
export function enter(main) {
  let trail = [];
  let page = null;
  let readAt = null;
  let wrong = null;
  const status = choice("status", STATES, "");
  status.onchange = () => go([]);
  const filter = h("div", { class: "filter", "data-keep": "", "data-key": "filter" }, h("label", { for: "status" }, "State"), status);

  const polling = poll(async (signal) => {
    page = await get(`restorations?${pageQuery(trail, TOP)}${status.value ? `&status=${status.value}` : ""}`, signal);
    [readAt, wrong] = [new Date(), null];
    show();
    return page.items.some((restoration) => isOpen(restoration.status));
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
      heading("Restorations", readAt, h("a", { class: "button primary", href: "#/try" }, "Restore a photograph")),
      filter,
      problem(wrong),
      page && (page.items.length === 0
        ? status.value || trail.length > 0
          ? nothing("No such restorations", "Choose another state to see others.")
          : nothing("No restorations yet", "Put a photograph into the container uploads, or try one here.")
        : h("ul", { class: "rows" }, page.items.map(row))),
      page && pager(trail, page.continuation, go));
  }

  function row(restoration) {
    const { photographs, total } = restoration;
    const title = photographs.length === 1 ? photographs[0].name : restoration.id;
    const failed = photographs.filter((photograph) => photograph.reason);
    return h("li", { class: "row", "data-key": restoration.id },
      h("div", { class: "row-head" },
        h("span", { class: "row-title" }, title),
        badge(restoration.status),
        photographs.length === 1 && photographs[0].status === "succeeded"
          ? h("button", { type: "button", onclick: () => download(restoration.id, 0, title) }, "Download", h("span", { class: "unseen" }, ` ${title}`))
          : null),
      h("p", { class: "row-facts" },
        h("span", null, "Model ", h("strong", null, restoration.model)),
        total > 1 ? h("span", null, `${restoration.finished} of ${total} photographs`) : null,
        h("span", null, moment(restoration.createdAt)),
        restoration.finishedAt ? h("span", null, `took ${duration((new Date(restoration.finishedAt) - new Date(restoration.createdAt)) / 1000)}`) : null),
      isOpen(restoration.status) && total > 1 ? h("progress", { max: total, value: restoration.finished, "aria-label": `Photographs of ${restoration.id}` }) : null,
      restoration.reason ? h("p", { class: "reason" }, restoration.reason) : null,
      failed.length > 0 ? h("ul", { class: "reasons" },
        failed.slice(0, SHOWN).map((photograph) => h("li", null, total > 1 ? h("strong", null, `${photograph.name}: `) : null, photograph.reason)),
        failed.length > SHOWN ? h("li", null, `and ${failed.length - SHOWN} others`) : null) : null);
  }

  async function download(id, index, name) {
    try {
      const address = URL.createObjectURL(await bytes(`restorations/${id}/photographs/${index}`));
      h("a", { href: address, download: name.split("/").at(-1) }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60000);
      say(`${name} is downloaded.`);
    } catch (error) {
      wrong = error.message;
      show();
    }
  }

  show();
  return polling.stop;
}
