// <form data-autosave="/url" data-saved="Saved {time}" data-unsaved="Not saved yet"> is posted a moment after each change.
// The place with data-autosave-state says when it was saved. The answer's status is all that counts; a failed try is repeated.
const WAIT = 1500;
const AGAIN = 10_000;

function watch(form) {
  const state = form.querySelector("[data-autosave-state]");
  let timer = 0;
  let changed = false;
  // Once the form itself is sent, a save that is still under way must not ask whether to leave.
  let sent = false;

  const say = (text) => {
    if (state) state.textContent = text;
  };

  const save = async () => {
    changed = false;
    try {
      const body = new FormData(form);
      // Files travel with the real submit; a receipt key belongs to that one too.
      for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
      body.delete("form_key");
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hour12: false });
      say(form.dataset.saved.replace("{time}", time));
    } catch {
      if (sent) return;
      changed = true;
      say(form.dataset.unsaved);
      timer = setTimeout(save, AGAIN);
    }
  };

  form.addEventListener("input", () => {
    changed = true;
    sent = false;
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
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
