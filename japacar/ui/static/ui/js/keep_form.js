// <form data-keep> is sent only while there is a connection: where the link is down, the words of the form's key appear in the place
// with data-autosave-state and everything typed stays. Without this script a browser shows its own page, from which Back leads here.
import { sendAgain } from "./send_again.js";

// What is asked for is this very script: small, public, and the same server.
const PATIENCE = 8000;
const address = new URL(import.meta.url);
address.hash = "";

async function reaches() {
  const patience = new AbortController();
  const end = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const answer = await fetch(address, { method: "HEAD", cache: "no-store", signal: patience.signal });
    return answer.ok;
  } catch {
    return false;
  } finally {
    clearTimeout(end);
  }
}

function watch(form) {
  const state = form.querySelector("[data-autosave-state]");
  let isSure = false;
  form.addEventListener(
    "submit",
    async (event) => {
      if (event.defaultPrevented) return;
      if (isSure) {
        isSure = false;
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (await reaches()) {
        isSure = true;
        sendAgain(form, event.submitter);
      } else if (state) {
        state.setAttribute("role", "alert");
        state.textContent = form.elements.form_key.dataset.noLink;
        state.scrollIntoView({ block: "nearest" });
      }
    },
    true,
  );
}

document.querySelectorAll("form[data-keep]").forEach(watch);
