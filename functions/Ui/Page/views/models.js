// Models: which restores, which did, where each comes from; promoting one and rolling back.

import { find, get, getWithTag, post, Refusal } from "../api.js";
import { ask, field, say } from "../dialogs.js";
import { draw, h } from "../dom.js";
import { measure, moment, score, size } from "../format.js";
import { facts, heading, nothing, pageQuery, pager, problem } from "../parts.js";
import { poll } from "../polling.js";

const TOP = 20;
const SHOWN_SCORES = ["psnrRestored", "ssimRestored", "psnrDamaged", "ssimDamaged"];

/** Shows the view; gives what to call when it is left. */
export function enter(main) {
  let trail = [];
  let page = null;
  let history = null;
  let etag = null;
  let readAt = null;
  let wrong = null;
  let unread = null;

  const polling = poll(async (signal) => {
    // The ETag is read first: what changes while the rest is read is refused later, and never overwritten.
    const tag = await championTag(signal);
    const [models, changes] = await Promise.all([
      get(`models?${pageQuery(trail, TOP)}`, signal),
      find("models/aliases/champion/history?top=20", signal),
    ]);
    [etag, page, history, readAt] = [tag, models, changes?.items ?? [], new Date()];
    unread = null;
    show();
    return false;
  }, (error) => {
    unread = error.message;
    show();
  });

  function change(question, path) {
    ask({
      ...question,
      fields: [field("Reason", h("input", { id: "reason", name: "reason", maxlength: 500, autocomplete: "off" }), "For the history; you may leave it out.")],
      async act(form) {
        const reason = form.get("reason").trim();
        try {
          await post(path, reason ? { reason } : {}, etag ? { "If-Match": etag } : {});
          wrong = null;
          say(question.said);
        } catch (error) {
          if (!(error instanceof Refusal && error.status === 412))
            throw error;
          wrong = `${error.message} This list has been read again.`;
        }
        await polling.now();
      },
    });
  }

  function promote(version) {
    change({
      title: `Promote ${version}?`,
      text: `It becomes champion${page.champion ? ` in place of ${page.champion}` : ""}: what is uploaded from then on is restored with it. Nothing is restored again.`,
      action: "Promote",
      said: `${version} is champion.`,
    }, `models/${encodeURIComponent(version)}/promote`);
  }

  function rollBack() {
    change({
      title: "Roll back?",
      text: `The champion before ${page.champion} restores again what is uploaded from then on.`,
      action: "Roll back",
      danger: true,
      said: "Rolled back.",
    }, "models/rollback");
  }

  function go(there) {
    trail = there;
    polling.now();
  }

  function show() {
    draw(main,
      heading("Models", readAt,
        h("button", { type: "button", disabled: !history?.some((item) => item.previous), onclick: rollBack }, "Roll back")),
      problem(wrong ?? unread),
      page && (page.items.length === 0
        ? nothing("No models yet", "A training run registers one when it has ended.")
        : h("ul", { class: "rows" }, page.items.map(row))),
      page && pager(trail, page.continuation, go),
      history && history.length > 0 ? changes(history) : null);
  }

  function row(model) {
    return h("li", { class: model.version === page.champion ? "row champion" : "row", "data-key": model.version },
      h("div", { class: "row-head" },
        h("span", { class: "row-title" }, model.version),
        model.aliases.map((alias) => h("span", { class: `badge alias ${alias}` }, alias)),
        model.version === page.champion ? null
          : h("button", { type: "button", onclick: () => promote(model.version) }, "Promote", h("span", { class: "unseen" }, ` ${model.version}`))),
      model.problem ? h("p", { class: "reason" }, model.problem) : null,
      scores(model.scores),
      facts([
        ["Trained by", model.run ? h("a", { href: `#/runs/${encodeURIComponent(model.run)}` }, model.run) : null],
        ["From", model.parent],
        ["Dataset", model.dataset],
        ["Preset", model.preset],
        ["Damage", model.recipe],
        ["Licence", model.license],
        ["Size", size(model.bytes)],
        ["Registered", moment(model.createdAt)],
        ["Champion", model.reigns.map((reign) => `${moment(reign.from)} – ${reign.until ? moment(reign.until) : "now"}`).join("; ")],
      ]));
  }

  show();
  return polling.stop;
}

function scores(known) {
  const shown = SHOWN_SCORES.filter((name) => Number.isFinite(known[name]));
  return shown.length === 0 ? null : h("dl", { class: "scores" }, shown.map((name) =>
    h("div", null, h("dt", null, measure(name)), h("dd", null, score(name, known[name])))));
}

function changes(items) {
  return h("section", { class: "panel", "aria-labelledby": "history" },
    h("h2", { id: "history" }, "History of the champion"),
    h("ol", { class: "timeline", reversed: true }, items.map((item) => h("li", { "data-key": item.at + item.model },
      h("p", null, h("strong", null, item.model), item.rollback ? " by rollback" : "", item.previous ? ` in place of ${item.previous}` : ""),
      h("p", { class: "hint" }, `${moment(item.at)}. ${item.reason}`)))));
}

async function championTag(signal) {
  try {
    return (await getWithTag("models/aliases/champion", signal)).etag;
  } catch (error) {
    if (error instanceof Refusal && error.status === 404)
      return null;
    throw error;
  }
}
