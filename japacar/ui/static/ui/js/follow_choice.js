// <form data-autosave> with a control [data-follow-choice]: once its value is saved, the parts [data-follows-choice] of the page are
// asked for again, so that a motorcycle is not asked where its wheel is. What was typed in them meanwhile stays, also the focus.
// Without this script the button beside the control saves and shows the page again.
function watch(form) {
  const status = form.querySelector("[data-follow-state]");
  const value = () => form.querySelector("[data-follow-choice]")?.value;
  let shown = value();

  form.addEventListener("autosaved", async () => {
    const now = value();
    if (now === shown) return;
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || now !== value()) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const focus = document.activeElement?.id;
    stayInPlace(form, page);
    for (const part of page.querySelectorAll("[data-follows-choice]")) {
      const place = document.getElementById(part.id);
      if (place) replace(place, part);
    }
    shown = now;
    if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
    const marks = page.querySelector("[name=marks]")?.value ?? "{}";
    form.dispatchEvent(new CustomEvent("asked", { detail: JSON.parse(marks) }));
    if (status) status.textContent = status.dataset.done;
  });
}

// Once it is answered, the choice is no open question any more and the new page has it elsewhere. Whoever has just made it, perhaps
// going through it by keys, keeps it where it is.
function stayInPlace(form, page) {
  const item = form.querySelector("ul.read [data-follow-choice]")?.closest("li");
  const part = item && page.getElementById(item.closest("[data-follows-choice]").id);
  const elsewhere = page.querySelector("[data-follow-choice]");
  if (!part || !elsewhere || part.contains(elsewhere)) return;
  elsewhere.closest(".field").remove();
  let list = part.querySelector("ul.read");
  if (!list) {
    list = item.parentElement.cloneNode(false);
    part.append(list);
  }
  list.insertBefore(item, list.children[[...item.parentElement.children].indexOf(item)] ?? null);
}

function replace(place, part) {
  const typed = new Map();
  for (const each of place.querySelectorAll("input, select, textarea")) {
    if (each.type !== "file" && each.type !== "hidden") typed.set(key(each), each.type in CHECKED ? each.checked : each.value);
  }
  const title = (details) => details.querySelector("summary").firstChild.textContent.trim();
  const open = new Set([...place.querySelectorAll("details[open]")].map(title));
  place.replaceChildren(...part.childNodes);
  for (const each of place.querySelectorAll("input, select, textarea")) {
    const was = typed.get(key(each));
    if (typeof was === "boolean") each.checked = was;
    else if (was && was !== each.value) put(each, was);
  }
  for (const each of place.querySelectorAll("details")) if (open.has(title(each))) each.open = true;
}

const CHECKED = { checkbox: true, radio: true };
const key = (each) => `${each.name}=${each.type in CHECKED ? each.value : ""}`;

function put(control, value) {
  const before = control.value;
  control.value = value;
  // A choice that the new questions do not have.
  if (control.value !== value) control.value = before;
}

document.querySelectorAll("form[data-autosave]").forEach(watch);
