// <div data-damage-map="id of the select"> with links [data-panel]: a tap chooses the panel, opens the form and goes to the code.
// Without this script each link opens the page with the panel chosen.
function watch(map) {
  const select = document.getElementById(map.dataset.damageMap);
  if (!select) return;
  map.addEventListener("click", (event) => {
    const place = event.target.closest("[data-panel]");
    if (!place) return;
    event.preventDefault();
    select.value = place.dataset.panel;
    const part = select.closest("details");
    if (part) part.open = true;
    (document.getElementById("f_fault-code") ?? select).focus();
  });
}

document.querySelectorAll("[data-damage-map]").forEach(watch);
