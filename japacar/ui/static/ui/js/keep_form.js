// <form data-keep="No connection. …"> is sent only while there is a connection: where the link is down, the words appear in the place
// with data-autosave-state and everything typed stays. Without this script a browser shows its own page, from which Back leads here.
// What is asked for is this very script: small, public, and the same server.
const PATIENCE = 8000;
const address = new URL(import.meta.url);
address.hash = "";

async function reaches() {
  try {
    const answer = await fetch(address, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    return answer.ok;
  } catch {
    return false;
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
        form.requestSubmit(event.submitter);
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
