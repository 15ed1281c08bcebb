// <div data-damage-map="id of the select"> with links [data-panel]: a tap chooses the panel, opens the form and goes to the code.
// Without this script each link opens the page with the panel chosen. The outline may be replaced by another one (follow_choice.js).
document.addEventListener("click", (event) => {
  const place = event.target.closest("[data-damage-map] [data-panel]");
  const select = place && document.getElementById(place.closest("[data-damage-map]").dataset.damageMap);
  if (!select) return;
  event.preventDefault();
  select.value = place.dataset.panel;
  const part = select.closest("details");
  if (part) part.open = true;
  (document.getElementById("f_fault-code") ?? select).focus();
});
