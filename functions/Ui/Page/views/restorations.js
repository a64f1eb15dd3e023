// Restorations: the list, live, with the reasons of what could not be restored.

import { bytes } from "../api.js";
import { say } from "../dialogs.js";
import { h } from "../dom.js";
import { duration, moment } from "../format.js";
import { listing } from "../listing.js";
import { badge, isOpen } from "../parts.js";

const SHOWN = 12;
const STATES = [["pending", "Pending"], ["running", "Running"], ["succeeded", "Succeeded"], ["failed", "Failed"], ["cancelled", "Cancelled"]];

/** Shows the view; gives what to call when it is left. */
export function enter(main) {
  return listing(main, {
    path: "restorations",
    title: "Restorations",
    states: STATES,
    action: () => h("a", { class: "button primary", href: "#/try" }, "Restore a photograph"),
    none: ["No restorations yet", "Put a photograph into the container uploads, or try one here."],
    noneHere: ["No such restorations", "Choose another state to see others."],
    row,
  }).stop;
}

function row(restoration, list) {
  const { photographs, total } = restoration;
  const title = photographs.length === 1 ? photographs[0].name : restoration.id;
  const failed = photographs.filter((photograph) => photograph.reason);
  return h("li", { class: "row", "data-key": restoration.id },
    h("div", { class: "row-head" },
      h("span", { class: "row-title" }, title),
      badge(restoration.status),
      photographs.length === 1 && photographs[0].status === "succeeded"
        ? h("button", { type: "button", onclick: () => download(restoration.id, 0, title, list) }, "Download", h("span", { class: "unseen" }, ` ${title}`))
        : null),
    h("p", { class: "row-facts" },
      h("span", null, "Model ", h("strong", null, restoration.model)),
      total > 1 ? h("span", null, `${restoration.finished} of ${total} photographs`) : null,
      photographs.length === 0 && restoration.failed > 0 ? h("span", null, `${restoration.failed} not restored`) : null,
      h("span", null, moment(restoration.createdAt)),
      restoration.finishedAt ? h("span", null, `took ${duration((new Date(restoration.finishedAt) - new Date(restoration.createdAt)) / 1000)}`) : null),
    isOpen(restoration.status) && total > 1 ? h("progress", { max: total, value: restoration.finished, "aria-label": `Photographs of ${restoration.id}` }) : null,
    restoration.reason ? h("p", { class: "reason" }, restoration.reason) : null,
    failed.length > 0 ? h("ul", { class: "reasons" },
      failed.slice(0, SHOWN).map((photograph) => h("li", null, total > 1 ? h("strong", null, `${photograph.name}: `) : null, photograph.reason)),
      failed.length > SHOWN ? h("li", null, `and ${failed.length - SHOWN} others`) : null) : null);
}

async function download(id, index, name, list) {
  try {
    const address = URL.createObjectURL(await bytes(`restorations/${id}/photographs/${index}`));
    h("a", { href: address, download: name.split("/").at(-1) }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    say(`${name} is downloaded.`);
  } catch (error) {
    list.fail(error);
  }
}
