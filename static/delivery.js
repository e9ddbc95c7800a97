// Delivering ballots: what was chosen is kept on this device until the server says it is stored, and sent again until then.
// Every page of the same person does so. What became of a ballot is told as a "ballot" event on the document.

const FIRST_PAUSE = 1000; // milliseconds
const LONGEST_PAUSE = 10000;
const TIMEOUT = 8000;
const PREFIX = "ballot:";

// The server's time, whatever this device believes: from when it made this page, counted on by the device.
const [loaded] = performance.getEntriesByType("navigation");
const answeredAt = performance.timeOrigin + (loaded?.responseStart || performance.now());
const ahead = Date.parse(document.body.dataset.moment) - answeredAt;
export const serverNow = () => Date.now() + ahead;

const owner = document.body.dataset.person ?? "";
const sending = new Set();

export const store = {
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  },
  write: (key, ballot) => localStorage.setItem(key, JSON.stringify(ballot)),
  drop: (key) => localStorage.removeItem(key),
};

/** The key of a ballot; `name` is "poll:person". Somebody else's who used this device is never touched. */
export const keyOf = (name) => PREFIX + name;

const tell = (detail) => document.dispatchEvent(new CustomEvent("ballot", { detail }));

/**
 * Keep a ballot and send it until it is stored or can no longer be; the latest choice wins, in whatever order the network
 * delivers: each has a higher turn than all this device knows of, the server's among them (`known`).
 */
export function hand(key, ballot, known) {
  const turn = Math.max(Math.floor(serverNow()), known + 1, (store.read(key)?.turn ?? 0) + 1);
  store.write(key, { ...ballot, turn, at: Date.now() });
  deliver(key);
}

async function deliver(key) {
  if (sending.has(key)) return;
  sending.add(key);
  try {
    // One page at a time: of two tabs the earlier choice must not arrive last.
    await (navigator.locks ? navigator.locks.request(key, () => send(key)) : send(key));
  } finally {
    sending.delete(key);
  }
}

async function send(key) {
  for (let pause = FIRST_PAUSE, ballot; (ballot = store.read(key)) && !ballot.isStored; ) {
    const answer = await post(ballot);
    if (!answer) {
      tell({ key, ballot });
      await wake(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE);
      continue;
    }
    pause = FIRST_PAUSE;
    const latest = store.read(key);
    if (latest && latest.turn !== ballot.turn) continue;
    // Kept for whoever voted: it is sent once they have signed in again on this device.
    if (answer.outcome === "signed_out") return tell({ key, ballot, answer });
    // A receipt is kept until the page that shows it has done so; what was chosen is known to nobody from here on.
    if (answer.outcome === "saved" && ballot.showsReceipt) store.write(key, { ...ballot, choice: "", isStored: true });
    else store.drop(key);
    tell({ key, ballot, answer });
  }
}

/** Return what the server answered, or null where it gave no answer to this ballot and it must be sent again. */
async function post({ url, choice, receipt, turn }) {
  try {
    const answer = await fetch(url, {
      method: "POST",
      body: new URLSearchParams(receipt ? { choice, receipt } : { choice, turn }),
      headers: { "HX-Request": "true", Accept: "application/json" },
      signal: AbortSignal.timeout(TIMEOUT),
    });
    if (answer.status >= 500 || answer.status === 408 || answer.status === 429) return null;
    return await answer.json();
  } catch {
    return null;
  }
}

/** Wait before the next try, or until the connection or the reader comes back. */
function wake(pause) {
  return new Promise((resolve) => {
    const timer = setTimeout(done, pause);
    const back = () => document.visibilityState === "visible" && done();
    function done() {
      clearTimeout(timer);
      removeEventListener("online", done);
      document.removeEventListener("visibilitychange", back);
      resolve();
    }
    addEventListener("online", done);
    document.addEventListener("visibilitychange", back);
  });
}

const own = () => (owner ? Object.keys(localStorage).filter((key) => key.startsWith(PREFIX) && key.endsWith(`:${owner}`)) : []);

/** Go on with what an earlier page of the same person could not send, or sent and could not show the receipt of. */
export function resume() {
  for (const key of own()) {
    const ballot = store.read(key);
    if (ballot?.isStored) tell({ key, ballot, answer: { outcome: "saved" } });
    else deliver(key);
  }
}

/** Leave nothing of this person's votes on the device. */
export const forget = () => own().forEach(store.drop);
