// <form data-keep="No connection. …"> is sent only while there is a connection: where the link is down, the words appear in the place
// with data-autosave-state and everything typed stays. Without this script a browser shows its own page, from which Back leads here.
import { reaches } from "./reaches.js";
import { sendAgain } from "./send_again.js";

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
        state.textContent = form.dataset.keep;
        state.scrollIntoView({ block: "nearest" });
      }
    },
    true,
  );
}

document.querySelectorAll("form[data-keep]").forEach(watch);
