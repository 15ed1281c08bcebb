// Copy buttons: <button data-copy hidden> beside an element with data-copy-from. Shown only where the browser can copy.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  const word = button.textContent;
  button.addEventListener("click", async () => {
    const from = button.parentElement.querySelector("[data-copy-from]");
    await navigator.clipboard.writeText(from.textContent.trim());
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = word; }, 2000);
  });
}
