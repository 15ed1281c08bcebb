// <form data-autosave="/url" data-saved="Saved {time}" data-unsaved="Not saved yet" data-elsewhere="…" data-seen="…"> is posted a
// moment after each change. The place with data-autosave-state says when it was saved. Only what changed in this window is sent,
// so a second window of the same form loses nothing; the answer's headers tell whether another one has saved meanwhile.
// A try that failed for want of a connection is repeated; what the server finds wrong waits for the next change.
const WAIT = 1500;
const AGAIN = 10_000;

function watch(form) {
  const state = form.querySelector("[data-autosave-state]");
  let timer = 0;
  let changed = false;
  let seen = form.dataset.seen ?? "";
  // Once the form itself is sent, a save that is still under way must not ask whether to leave.
  let sent = false;

  const say = (text) => {
    if (state) state.textContent = text;
  };
  // Name -> its values as one text. Files travel with the real submit; a receipt key belongs to that one too.
  const entries = () => {
    const found = new Map();
    for (const [name, value] of new FormData(form)) {
      if (value instanceof File || name === "form_key") continue;
      found.set(name, [...(found.get(name) ?? []), value]);
    }
    return found;
  };
  let saved = entries();

  const save = async () => {
    changed = false;
    const now = entries();
    const body = new FormData();
    const same = (name) => JSON.stringify(now.get(name)) === JSON.stringify(saved.get(name));
    for (const [name, values] of now) {
      // Boxes that are all empty send nothing, so their marker goes with every change of them.
      const boxes = name.endsWith("-shown") && !same(name.slice(0, -6));
      if (name === "csrfmiddlewaretoken" || boxes || !same(name)) for (const value of values) body.append(name, value);
    }
    if (seen) body.append("seen", seen);
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, headers: { Accept: "application/json" } });
      seen = answer.headers.get("X-Seen") ?? seen;
      if (answer.status === 422) {
        say(form.dataset.unsaved);
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      saved = now;
      const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hour12: false });
      const elsewhere = answer.headers.has("X-Changed-Elsewhere") ? ` ${form.dataset.elsewhere ?? ""}` : "";
      say(form.dataset.saved.replace("{time}", time) + elsewhere);
    } catch {
      if (sent) return;
      changed = true;
      say(form.dataset.unsaved);
      clearTimeout(timer);
      timer = setTimeout(save, AGAIN);
    }
  };

  form.addEventListener("input", () => {
    changed = true;
    sent = false;
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  });
  addEventListener("online", () => {
    if (changed) save();
  });
  form.addEventListener("submit", () => {
    changed = false;
    sent = true;
    clearTimeout(timer);
  });
  addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}

document.querySelectorAll("form[data-autosave]").forEach(watch);
