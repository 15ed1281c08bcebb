// A part of the page with data-watch="4" is asked for again every four seconds while it is there; when the server no longer sends
// it, what it told of is over and the page is loaded anew. Without this the link inside the part does the same.
const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

async function watch(part) {
  for (;;) {
    await wait(Number(part.dataset.watch) || 4);
    if (document.hidden) continue;
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) continue;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-watch]");
    if (!fresh) return location.reload();
    // Only what tells how far it is changes: whoever stands on a button keeps it.
    const [bar, words] = [part.querySelector("progress"), part.querySelector("progress")?.closest("p").nextElementSibling];
    const freshBar = fresh.querySelector("progress");
    if (bar && freshBar) bar.value = freshBar.value;
    if (words && freshBar) words.textContent = freshBar.closest("p").nextElementSibling.textContent;
  }
}

document.querySelectorAll("[data-watch]").forEach(watch);
