// Sample grids of a run, fetched with the key as they appear.

import { bytes, find } from "../api.js";
import { h } from "../dom.js";
import { words } from "../format.js";

/** The grids of a run; `changed` is called when one has arrived. */
export class Samples {
  #at;
  #changed;
  #items = [];
  #addresses = new Map();
  #closed = new AbortController();

  constructor(at, changed) {
    [this.#at, this.#changed] = [at, changed];
  }

  /** Reads which there are; their bytes arrive later. */
  async refresh(signal) {
    this.#items = (await find(`${this.#at}/samples`, signal))?.items ?? [];
    this.#fetchMissing();
  }

  /** The gallery, or null if there are none. */
  element() {
    if (this.#items.length === 0)
      return null;
    return h("section", { class: "panel", "aria-labelledby": "samples" },
      h("h2", { id: "samples" }, "Sample grids"),
      h("p", { class: "hint" }, "Held-out photographs: damaged, restored, original."),
      h("ul", { class: "gallery" }, [...this.#items].reverse().map((item) => this.#figure(item))));
  }

  close() {
    this.#closed.abort();
    for (const address of this.#addresses.values())
      address && URL.revokeObjectURL(address);
  }

  #figure({ name, stage }) {
    const address = this.#addresses.get(name);
    const step = /(\d+)\.\w+$/.exec(name)?.[1];
    const title = `${words(stage ?? "sample")}${step ? `, step ${Number(step)}` : ""}`;
    return h("li", { "data-key": name }, h("figure", null,
      address ? h("img", { src: address, alt: `${title}: damaged, restored and original photographs` }) : h("div", { class: "waiting" }, "Loading…"),
      h("figcaption", null, title)));
  }

  async #fetchMissing() {
    for (const { name } of this.#items.filter((item) => !this.#addresses.has(item.name))) {
      this.#addresses.set(name, null);
      try {
        const address = URL.createObjectURL(await bytes(`${this.#at}/samples/${name.split("/").map(encodeURIComponent).join("/")}`, this.#closed.signal));
        this.#addresses.set(name, address);
        this.#changed();
      } catch {
        this.#addresses.delete(name);
        return;
      }
    }
  }
}
