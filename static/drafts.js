// A draft keeps itself: what is typed stays on this device at once and goes to the server a moment later, so that it
// survives a reload, another device and a lost connection. What the server has is dropped here.

const QUIET = 1000;
const RETRY = 10000;
const TIMEOUT = 8000;
const REFUSED = Symbol("refused");

const store = {
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  },
  write(key, kept) {
    try {
      localStorage.setItem(key, JSON.stringify(kept));
    } catch {
      // A device that keeps nothing still has the server.
    }
  },
  drop(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      // As above.
    }
  },
};

/** Keep what is typed into this form. */
export function keepDraft(form) {
  new Draft(form).begin();
}

class Draft {
  constructor(form) {
    this.form = form;
    this.key = `draft:${form.dataset.draft}`;
    this.stamp = form.dataset.stamp;
    this.typed = 0; // counts what was typed
    this.sent = 0; // how much of it the server has
    this.leaving = false; // a button was pressed, and the last words are on their way
    this.closed = false; // the page is being left
    this.unsent = false; // a button was pressed in vain
  }

  begin() {
    const kept = store.read(this.key);
    this.form.addEventListener("input", () => this.note());
    this.form.addEventListener("submit", (event) => this.leave(event));
    addEventListener("online", async () => (await this.send()) && this.invite());
    addEventListener("pageshow", () => (this.leaving = this.closed = false));
    document.addEventListener("visibilitychange", () => this.send());
    if ("keep" in this.form.dataset) this.note();
    else if (kept) this.resume(kept);
  }

  /** What an earlier page could not send goes to the server, which carries it over to the text as it is now. */
  async resume(kept) {
    // The server has it, only its answer was lost.
    if (written(this.form, kept.entries) === written(this.form, entries(this.form))) return store.drop(this.key);
    if (this.stamp && kept.stamp !== this.stamp) return this.offer(kept);
    const stamp = await post(this.form, kept.entries);
    if (stamp === null || stamp === REFUSED) {
      if (this.typed) return;
      this.restore(kept.entries);
      this.show("[data-draft-found]");
      this.note();
      return;
    }
    if (this.typed) return;
    store.drop(this.key);
    if (stamp) location.reload();
  }

  /** Another device has written meanwhile: the person chooses. */
  offer(kept) {
    const notice = this.show("[data-draft-other]");
    let other = kept.entries;
    notice.querySelector("[data-draft-take]").addEventListener("click", () => {
      // What stood here is offered in turn: whoever took the wrong one takes it back.
      const mine = entries(this.form);
      this.restore(other);
      other = mine;
      this.form.querySelector("textarea").dispatchEvent(new InputEvent("input", { bubbles: true }));
    });
    notice.querySelector("[data-draft-drop]").addEventListener("click", () => {
      notice.hidden = true;
      // Once something was typed, the device holds that.
      if (!this.typed) store.drop(this.key);
    });
  }

  note() {
    this.typed += 1;
    store.write(this.key, { entries: entries(this.form), stamp: this.stamp });
    this.wait(QUIET);
  }

  wait(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  /** Send what has been typed since the last time, one message after the other; tells whether the server has it all. */
  async send() {
    clearTimeout(this.timer);
    if (this.sending) return this.sending;
    if (this.sent === this.typed || this.closed) return true;
    this.sending = this.deliver();
    const done = await this.sending;
    this.sending = null;
    return done;
  }

  async deliver() {
    const typed = this.typed;
    const stamp = await post(this.form, entries(this.form));
    if (stamp === null) {
      this.say("[data-unkept]");
      this.wait(RETRY);
      return false;
    }
    this.sent = typed;
    if (stamp === REFUSED) {
      // It stays here; why it cannot be kept is said when it is handed in.
      this.say("");
      return true;
    }
    this.stamp = stamp;
    this.invite();
    this.say(stamp ? "[data-kept]" : "");
    if (typed === this.typed) store.drop(this.key);
    else this.wait(QUIET);
    return true;
  }

  /** Leave only when the server has the text, or else stay: a page that cannot be reached must not take it away. */
  async leave(event) {
    if (this.closed) return;
    event.preventDefault();
    // The second of two quick clicks.
    if (this.leaving) return;
    this.leaving = true;
    const { submitter } = event;
    if (!navigator.onLine) return this.stay();
    await this.sending;
    if ("discards" in (submitter?.dataset ?? {})) store.drop(this.key);
    else if ((await this.send()) === false && !(await this.send())) {
      return this.stay();
    }
    clearTimeout(this.timer);
    this.closed = true;
    // Not before this event is over: a form is not submitted while it is being submitted.
    setTimeout(() => this.form.requestSubmit(submitter));
  }

  /** Say beside the button that nothing was handed in. */
  stay() {
    this.leaving = false;
    this.unsent = true;
    this.tell("[data-unsent]");
  }

  /** Say that it can be handed in now, to whom it could not before. */
  invite() {
    if (!this.unsent) return;
    this.unsent = false;
    this.tell("[data-again]");
  }

  restore(kept) {
    const values = new Map();
    for (const [name, value] of kept) values.set(name, [...(values.get(name) ?? []), value]);
    for (const field of this.form.elements) {
      if (!field.name || field.type === "submit") continue;
      const value = values.get(field.name)?.shift();
      if (field.type === "checkbox") field.checked = value !== undefined;
      else if (value !== undefined) field.value = value;
    }
  }

  say(wanted) {
    for (const line of document.querySelectorAll("[data-kept], [data-unkept]")) line.hidden = !wanted || !line.matches(wanted);
  }

  tell(wanted) {
    for (const line of this.form.querySelectorAll("[data-unsent], [data-again]")) line.hidden = !line.matches(wanted);
  }

  show(selector) {
    const notice = this.form.querySelector(selector);
    notice.hidden = false;
    return notice;
  }
}

/** What people write in a form, of these entries: without what the page itself put in. */
function written(form, entries) {
  const fields = new Set([...form.elements].filter((field) => field.type !== "hidden").map((field) => field.name));
  return JSON.stringify(entries.filter(([name]) => fields.has(name)));
}

const entries = (form) => [...new FormData(form)].filter(([name]) => name !== "tun");

/** Return when the server has kept these entries, "" where it need not, REFUSED, or null where it was not reached. */
async function post(form, kept) {
  const body = new URLSearchParams([...kept, ["tun", "entwurf"]]).toString();
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body,
      headers: { "Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true" },
      keepalive: body.length < 60000,
      signal: AbortSignal.timeout(TIMEOUT),
    });
    if (answer.status === 204) return answer.headers.get("X-Draft") ?? "";
    return answer.status >= 500 ? null : REFUSED;
  } catch {
    return null;
  }
}
