// Forms with data-once are sent once. The server's receipt is what guards; this only spares the reader a second wait.
// A form in which something was typed or chosen is sent only while there is a connection: else the words of its key stand above the
// button and everything stays, where a browser would show its own page and might forget. Without this script it does.
// Listening on the document lets the scripts of the form itself (shrinking, progress) have their say first.
import { reaches } from "./reaches.js";
import { sendAgain } from "./send_again.js";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("[data-once]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  hold(form);
  form.querySelector("[data-no-link-words]")?.remove();
  if (form.dataset.sure) delete form.dataset.sure;
  else if (!navigator.onLine || isFilledIn(form)) {
    event.preventDefault();
    ask(form, event.submitter);
  }
});

async function ask(form, submitter) {
  const isThere = navigator.onLine && (await reaches());
  release(form);
  const words = form.elements.form_key?.dataset.noLink;
  if (isThere || !words) {
    form.dataset.sure = "yes";
    sendAgain(form, submitter);
    return;
  }
  const place = submitter ?? form.querySelector("button:not([type=button])");
  const text = document.createElement("p");
  text.className = "error";
  text.dataset.noLinkWords = "";
  text.setAttribute("role", "alert");
  text.textContent = words;
  (place?.closest(".acts") ?? place)?.before(text);
}

// Whether a browser's own page of a broken link could cost the reader something.
function isFilledIn(form) {
  const typed = "textarea, input:not([type=hidden], [type=checkbox], [type=radio])";
  return [...form.querySelectorAll(typed)].some((each) => each.value && each.value !== each.defaultValue);
}

function hold(form) {
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
  // aria-disabled, not disabled: a disabled button loses its name and value from the form and its focus from the reader.
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    button.setAttribute("aria-disabled", "true");
  }
}

function release(form) {
  form.removeAttribute("aria-busy");
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
}

// A page that comes back from the back button must work again.
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-once]").forEach(release);
});
