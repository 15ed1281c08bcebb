// A link whose page has a part that fits here: pressing it shows the part in place. Without this script it is a link.
for (const place of document.querySelectorAll("[data-fill]")) {
  place.querySelector("a").addEventListener("click", async (event) => {
    if (place.dataset.filled || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    try {
      const answer = await fetch(place.dataset.fill, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const part = page.getElementById(place.dataset.part);
      if (!answer.ok || !part) throw new Error("no part");
      // This page may have the same ids.
      for (const each of part.querySelectorAll("[id]")) each.removeAttribute("id");
      const box = document.createElement("div");
      box.className = "filled";
      box.tabIndex = -1;
      box.append(...part.childNodes);
      place.after(box);
      // The next press leads to the page, where more can be asked.
      place.dataset.filled = "yes";
      box.focus();
    } catch {
      location.href = place.dataset.fill;
    }
  });
}
