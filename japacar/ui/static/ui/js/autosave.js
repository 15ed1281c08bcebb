// <form data-autosave="/url" data-saved="Saved {time}" data-unsaved="Not saved yet" data-elsewhere="…" data-seen="…"> is posted a
// moment after each change. The place with data-autosave-state says when it was saved. Only what changed in this window is sent,
// with the marks of what it was filled over (the field "marks"), so a second window of the same form loses nothing: the answer
// tells whether another one has saved meanwhile, and what both have changed, which stands beside the field with both values.
// A try that failed for want of a connection is repeated; what the server finds wrong waits for the next change.
import { sendAgain } from "./send_again.js";

const WAIT = 1500;
const AGAIN = 10_000;

function watch(form) {
  const state = form.querySelector("[data-autosave-state]");
  let timer = 0;
  let changed = false;
  let seen = form.dataset.seen ?? "";
  // Once the form itself is sent, a save that is still under way must not ask whether to leave.
  let sent = false;

  const marks = form.elements.marks;
  const remember = (more) => {
    if (marks) marks.value = JSON.stringify({ ...JSON.parse(marks.value || "{}"), ...more });
  };

  const say = (text) => {
    if (state) state.textContent = text;
  };
  // Name -> its values as one text. Files travel with the real submit; a receipt key belongs to that one too.
  const entries = () => {
    const found = new Map();
    for (const [name, value] of new FormData(form)) {
      if (value instanceof File || name === "form_key" || name === "marks") continue;
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
    if (marks) body.append("marks", marks.value);
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
      const said = await answer.json();
      seen = said.seen;
      remember(said.marks);
      said.overtaken.forEach(ask);
      form.dispatchEvent(new Event("autosaved"));
      if (answer.status === 422) {
        say(form.dataset.unsaved);
        return;
      }
      saved = now;
      const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hour12: false });
      const elsewhere = said.elsewhere ? ` ${form.dataset.elsewhere ?? ""}` : "";
      say(form.dataset.saved.replace("{time}", time) + elsewhere);
    } catch {
      if (sent) return;
      changed = true;
      say(form.dataset.unsaved);
      clearTimeout(timer);
      timer = setTimeout(save, AGAIN);
    }
  };

  // Somebody else has changed the same field: both values beside it, and two buttons to choose one.
  const ask = ({ name, mark, theirs, words, keep, put }) => {
    const controls = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]:not([type=hidden])`)];
    form.querySelector(`[data-overtaken="${CSS.escape(name)}"]`)?.remove();
    const box = document.createElement("div");
    box.className = "error";
    box.dataset.overtaken = name;
    box.setAttribute("role", "alert");
    const text = document.createElement("p");
    text.textContent = words;
    const choice = (label, act) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "mini";
      button.textContent = label;
      button.addEventListener("click", () => {
        remember({ [name]: mark });
        box.remove();
        act();
        controls[0]?.focus();
        save();
      });
      return button;
    };
    const take = () => {
      for (const control of controls) {
        if (Array.isArray(theirs)) control.checked = theirs.includes(control.value);
        else control.value = theirs;
      }
    };
    box.append(text, choice(keep, take), choice(put, () => {}));
    (controls[0]?.closest("fieldset, .field") ?? form).append(box);
  };

  form.addEventListener("input", () => {
    changed = true;
    sent = false;
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  });
  // What decides which questions follow (follow_choice.js) is saved at once; then the new ones are here as they are stored.
  form.addEventListener("change", (event) => {
    if (!event.target.matches("[data-follow-choice]")) return;
    clearTimeout(timer);
    save();
  });
  form.addEventListener("asked", ({ detail }) => {
    const now = entries();
    for (const [name, values] of now) if (!saved.has(name)) saved.set(name, values);
    for (const name of saved.keys()) if (!now.has(name)) saved.delete(name);
    if (marks) marks.value = JSON.stringify({ ...detail, ...JSON.parse(marks.value || "{}") });
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

// Ctrl+S (⌘S) saves and Ctrl+Enter (⌘Enter) presses the button at the foot, also while something is being typed.
function hearKeys(form) {
  // Told only where there is a keyboard, and only by the script that hears it.
  const hint = form.querySelector("[data-keys-of-form]");
  if (hint && matchMedia("(hover: hover) and (pointer: fine)").matches) hint.hidden = false;
  form.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.repeat) return;
    const button = { s: "button[name=do][value=save]", Enter: ".sticky button[name=do]" }[event.key];
    const pressed = button && form.querySelector(button);
    if (!pressed) return;
    event.preventDefault();
    sendAgain(form, pressed);
  });
}

document.querySelectorAll("form[data-autosave]").forEach(watch);
document.querySelectorAll("form.editor").forEach(hearKeys);
