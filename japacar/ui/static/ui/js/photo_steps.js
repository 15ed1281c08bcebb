// <div data-shots="/url"> holds the photos of a listing: its buttons and choices are posted alone and the part comes back, so
// that typed text, and photos that are still being sent, stay where they are. Without script each button posts the whole form.
const STEPS = /^(earlier|later|main|remove|restore|angles):/;
const FIRST_LOOK = 2000;
const LONGEST_LOOK = 30_000;

// Keeps the pictures that are the same, so that nothing flickers and what waits for its copy keeps the device's own preview.
export function replaceShots(place, html) {
  const active = document.activeElement;
  const focus = place.contains(active) ? active.value : null;
  const wasOpen = place.querySelector("details[open]") !== null;
  const next = document.createElement("template");
  next.innerHTML = html;
  for (const shot of next.content.querySelectorAll("li[id]")) {
    const old = document.getElementById(shot.id);
    const preview = old?.querySelector("canvas");
    if (preview && "waits" in shot.dataset) showPreview(shot, preview);
    else if (old && !("waits" in old.dataset) && address(old) === address(shot)) {
      shot.querySelector("picture").replaceWith(old.querySelector("picture"));
    }
  }
  place.replaceChildren(next.content);
  const details = place.querySelector("details");
  if (details) details.open = wasOpen;
  if (focus !== null) {
    const again = [...place.querySelectorAll("button")].find((button) => button.value === focus && !button.disabled);
    (again ?? place.querySelector("button:not([disabled])"))?.focus({ preventScroll: Boolean(again) });
  }
  look(place);
}

export function showPreview(shot, canvas) {
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", shot.querySelector("picture img").alt);
  shot.querySelector("picture").replaceWith(canvas);
}

function address(shot) {
  return shot.querySelector("picture img")?.getAttribute("src");
}

async function step(place, name, value) {
  const state = document.querySelector("[data-shots-state]");
  const body = new FormData();
  body.set("csrfmiddlewaretoken", place.closest("form").elements.csrfmiddlewaretoken.value);
  body.set(name, value);
  place.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(place.dataset.shots, { method: "POST", body });
    if (answer.status === 409) location.reload();
    if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
    replaceShots(place, await answer.text());
    state.textContent = answer.ok ? state.dataset.done : "";
  } catch {
    state.textContent = state.dataset.failed;
    state.classList.remove("vh");
  } finally {
    place.removeAttribute("aria-busy");
  }
}

// While the worker still makes copies the part is asked for again, ever more seldom.
const looks = new WeakMap();
function look(place, wait = FIRST_LOOK) {
  clearTimeout(looks.get(place));
  if (!place.querySelector("[data-waits]")) return;
  const again = async () => {
    const chosen = place.contains(document.activeElement) && document.activeElement.matches("select");
    if (document.hidden || chosen || place.hasAttribute("aria-busy")) return look(place, wait);
    try {
      const answer = await fetch(place.dataset.shots);
      if (answer.ok) replaceShots(place, await answer.text());
    } catch {
      // No connection: the next look comes later anyhow.
    }
    if (place.querySelector("[data-waits]")) look(place, Math.min(LONGEST_LOOK, wait * 1.5));
  };
  looks.set(place, setTimeout(again, wait));
}

export function watchShots(place) {
  place.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=do]");
    if (!button) return;
    if (STEPS.test(button.value)) {
      event.preventDefault();
      if (!place.hasAttribute("aria-busy")) step(place, "do", button.value);
    } else if (button.value.startsWith("take:")) {
      event.preventDefault();
      document.getElementById("upload-angle").value = button.value.slice(5);
      document.getElementById("photos-input").click();
    }
  });
  place.addEventListener("change", (event) => {
    const choice = event.target.closest("select");
    if (!choice) return;
    // The form's own saving does not know these choices.
    event.stopPropagation();
    step(place, choice.name, choice.value);
  });
  place.addEventListener("input", (event) => event.stopPropagation());
  look(place);
}
