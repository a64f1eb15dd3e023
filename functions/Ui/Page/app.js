// Routes: which view the address's hash asks for.

import { find } from "./api.js";
import { draw, h } from "./dom.js";
import { forgetKey, key } from "./key.js";
import { initTheme } from "./theme.js";
import * as models from "./views/models.js";
import * as restorations from "./views/restorations.js";
import * as run from "./views/run.js";
import * as runs from "./views/runs.js";
import * as tryIt from "./views/try.js";

const ROUTES = [
  [/^#\/try$/, "try", tryIt],
  [/^#\/runs$/, "runs", runs],
  [/^#\/runs\/([^/]+)$/, "runs", run],
  [/^#\/restorations$/, "restorations", restorations],
  [/^#\/models$/, "models", models],
];

const main = document.getElementById("main");
let leave = () => {};

function route() {
  const hash = location.hash;
  // The link that skips to the content is no route.
  if (hash === "#main")
    return;
  const [pattern, name, view] = ROUTES.find(([found]) => found.test(hash)) ?? ROUTES[0];
  for (const link of document.querySelectorAll("nav a")) {
    if (link.dataset.view === name)
      link.setAttribute("aria-current", "page");
    else
      link.removeAttribute("aria-current");
  }
  const isFirst = main.dataset.view === undefined;
  leave();
  main.dataset.view = name;
  main.replaceChildren();
  leave = view.enter(main, ...(pattern.exec(hash) ?? []).slice(1).map(decodeURIComponent));
  document.title = `${main.querySelector("h1").textContent} · CloudRestore`;
  scrollTo(0, 0);
  if (!isFirst)
    main.focus({ preventScroll: true });
}

async function showVersion() {
  const version = await find("version");
  draw(document.getElementById("version"), version ? `CloudRestore ${version.version}${version.commit ? ` (${version.commit.slice(0, 7)})` : ""}` : "CloudRestore");
  document.getElementById("forget").hidden = key() === null;
}

document.getElementById("forget").onclick = () => {
  forgetKey();
  location.reload();
};
document.querySelector(".skip").onclick = (event) => {
  event.preventDefault();
  main.focus();
};
initTheme(document.getElementById("theme"));
addEventListener("hashchange", route);
route();
showVersion().catch(() => draw(document.getElementById("version"), h("span", null, "CloudRestore")));
