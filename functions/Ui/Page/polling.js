// Asks again and again: sooner while something runs, later when the server is lost, not at all while nobody looks.

import { ServerLost } from "./api.js";
import { show as showLost } from "./lost.js";

const BUSY = 2000;
const IDLE = 10000;
const LONGEST = 60000;

/**
 * Calls `refresh(signal)` until `stop` is called. It returns whether something is under way. A lost server is said on the page;
 * other errors end up in `failed`, once each time.
 */
export function poll(refresh, failed) {
  let controller = null;
  let timer = null;
  let stopped = false;
  let wait = BUSY;
  let losses = 0;
  let answeredAt = null;

  async function turn() {
    clearTimeout(timer);
    controller?.abort();
    const mine = controller = new AbortController();
    try {
      const busy = await refresh(mine.signal);
      if (mine.signal.aborted)
        return;
      answeredAt = new Date();
      losses = 0;
      showLost(null);
      wait = busy ? BUSY : IDLE;
    } catch (error) {
      if (mine.signal.aborted)
        return;
      if (!(error instanceof ServerLost)) {
        losses = 0;
        showLost(null);
        failed(error);
        wait = IDLE;
      } else {
        wait = Math.min(LONGEST, BUSY * 2 ** losses++);
        showLost({ sentence: error.message, since: answeredAt, wait, again: turn });
      }
    }
    if (!stopped && !document.hidden)
      timer = setTimeout(turn, wait);
  }

  function seen() {
    if (document.hidden)
      clearTimeout(timer);
    else
      turn();
  }

  document.addEventListener("visibilitychange", seen);
  turn();
  return {
    now: turn,
    stop() {
      stopped = true;
      clearTimeout(timer);
      controller?.abort();
      document.removeEventListener("visibilitychange", seen);
      showLost(null);
    },
  };
}

/** Waits for some milliseconds, and then until somebody looks. */
export function rest(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const done = () => document.hidden ? document.addEventListener("visibilitychange", done, { once: true, signal }) : resolve();
    setTimeout(done, milliseconds);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
