// Says that the server is lost, and from when what is shown is.

import { h } from "./dom.js";
import { clock } from "./format.js";

/** Shows it, or with null hides it. */
export function show(lost) {
  const place = document.getElementById("lost");
  const wasLost = !place.hidden;
  place.hidden = lost === null;
  document.getElementById("main").classList.toggle("stale", lost !== null);
  if (lost === null) {
    place.replaceChildren();
    return;
  }
  const age = lost.since ? ` What you see is from ${clock(lost.since)} and may have changed.` : "";
  const text = `${lost.sentence}${age} Trying again in ${Math.round(lost.wait / 1000)} s.`;
  // The alert is read aloud when it appears, not every time that its seconds change.
  if (wasLost)
    place.setAttribute("aria-live", "off");
  else
    place.removeAttribute("aria-live");
  place.replaceChildren(h("p", null, text), h("button", { type: "button", onclick: lost.again }, "Try now"));
}
