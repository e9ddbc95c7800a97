// The ballot: what was chosen is kept on this device until the server says it is stored, and is sent again until then.

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 10000;
const TIMEOUT = 8000;
const QUIET = 1500;

const store = {
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

const sending = new Set();
const find = (key) => document.querySelector(`form[data-ballot="${CSS.escape(key.slice("ballot:".length))}"]`);

/** Send what waits under this key until it is stored or can no longer be: one request at a time, the latest choice wins. */
async function deliver(key) {
  if (sending.has(key)) return;
  sending.add(key);
  for (let pause = FIRST_PAUSE, ballot; (ballot = store.read(key)); ) {
    const answer = await post(ballot);
    if (answer) {
      pause = FIRST_PAUSE;
      if (store.read(key)?.at === ballot.at) store.drop(key);
      if (!store.read(key)) settle(key, answer, ballot);
      continue;
    }
    showUnsent(key, ballot);
    await wake(pause);
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  }
  sending.delete(key);
}

/** Return what the server answered, or null where it gave no answer to this ballot and it must be sent again. */
async function post(ballot) {
  try {
    const answer = await fetch(ballot.url, {
      method: "POST",
      body: new URLSearchParams({ choice: ballot.choice }),
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

function showChosen(form, choice) {
  // What was said of an earlier choice is not true of this one.
  form.querySelector("[data-ballot-say]").classList.add("polling__say--stale");
  for (const button of form.querySelectorAll("button[name=choice]")) {
    const chosen = button.value === choice;
    button.setAttribute("aria-pressed", chosen);
    button.classList.toggle("vote--wait", chosen);
    button.classList.toggle("vote--calm", !chosen);
    note(button, chosen ? form.dataset.sending : "");
  }
}

function showUnsent(key, ballot) {
  const form = find(key);
  if (!form) return;
  showChosen(form, ballot.choice);
  note(form.querySelector("[aria-pressed=true]"), form.dataset.waiting);
  const shout = document.querySelector("[data-ballot-shout]");
  const quiet = QUIET - (Date.now() - ballot.at);
  if (quiet > 0) {
    setTimeout(() => store.read(key)?.at === ballot.at && showUnsent(key, ballot), quiet);
    return;
  }
  if (!shout) return;
  shout.hidden = false;
  form.querySelector("[data-ballot-say]").hidden = true;
  const offline = form.querySelector("[data-ballot-offline]");
  offline.hidden = false;
  offline.querySelector("time").textContent = new Date(ballot.at).toLocaleTimeString(document.documentElement.lang);
}

function note(button, text) {
  const place = button?.querySelector(".vote__note");
  if (place) place.textContent = text;
}

/** Show the answer in place: the status line and the buttons stay the same elements, so that focus and announcement hold. */
function settle(key, { outcome, say: words }, ballot) {
  const form = find(key);
  const late = document.querySelector("[data-ballot-late]");
  if (!form || form.offsetParent === null) {
    // The result stands where the ballot was.
    if (outcome !== "saved" && late) {
      late.querySelector("[data-late-change]").hidden = !ballot.isChange;
      late.querySelector("[data-late-lost]").hidden = ballot.isChange;
      late.hidden = false;
    }
    return;
  }
  const shout = document.querySelector("[data-ballot-shout]");
  if (shout) shout.hidden = true;
  const say = form.querySelector("[data-ballot-say]");
  form.querySelector("[data-ballot-offline]").hidden = true;
  say.hidden = false;
  say.classList.remove("polling__say--stale");
  const saved = outcome === "saved";
  const said = document.querySelector(saved ? "template[data-say-saved]" : "template[data-say-refused]").content.cloneNode(true);
  if (!saved) said.querySelector("b").textContent = words;
  say.replaceChildren(said);
  for (const button of form.querySelectorAll("button[name=choice]")) {
    const chosen = saved && button.value === ballot.choice;
    button.disabled = outcome === "closed";
    button.setAttribute("aria-pressed", chosen);
    button.classList.remove("vote--wait");
    button.classList.toggle("vote--calm", saved && !chosen);
    note(button, "");
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-ballot]");
  const choice = event.submitter?.value;
  if (!form || !choice) return;
  event.preventDefault();
  const key = `ballot:${form.dataset.ballot}`;
  const isChange = store.read(key)?.isChange ?? form.querySelector("[data-ballot-say] .notice--ok") !== null;
  store.write(key, { url: form.action, choice, isChange, at: Date.now() });
  showChosen(form, choice);
  deliver(key);
});

function tick() {
  for (const clock of document.querySelectorAll("[data-closes]")) {
    const left = Math.max(0, Math.round((Date.parse(clock.dataset.closes) - Date.now()) / 1000));
    clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  }
}

// What an earlier page could not send is sent from any page of the same person.
const owner = document.body.dataset.person ?? "";
for (const key of Object.keys(localStorage)) {
  if (!key.startsWith("ballot:") || (owner && !key.endsWith(`:${owner}`))) continue;
  const ballot = store.read(key);
  if (find(key)) showChosen(find(key), ballot.choice);
  deliver(key);
}
// The warning is set in bold; without a connection its font could no longer be fetched.
document.fonts.load('700 1rem "Fira Sans"');
tick();
setInterval(tick, 1000);
