// <input type="file" data-uploads="/url"> sends each chosen photo by itself, two at a time, made smaller on the device first.
// A dropped link is waited for and tried again under the same key, so that nothing is stored twice. Without script the form
// sends all of them at once.
import { sendAgain } from "./send_again.js";
import { shrink } from "./photo_shrink.js";
import { replaceShots, showPreview, watchShots } from "./photo_steps.js";

const AT_ONCE = 2;
const TRIES = 6;
const STALLED = 60_000;
const PREVIEW = 320;

class Queue {
  constructor(input) {
    this.input = input;
    this.form = input.form;
    this.box = this.form.querySelector("[data-queue]");
    this.list = this.box.querySelector("ul");
    this.place = this.form.querySelector("[data-shots]");
    this.words = this.box.dataset;
    this.items = [];
    this.done = 0;
    this.held = null;
    input.addEventListener("change", () => this.take([...input.files]));
    // Choosing sends.
    this.form.querySelector("button[value=photos]").remove();
    this.form.addEventListener("submit", (event) => this.hold(event), true);
    addEventListener("online", () => this.resume());
    addEventListener("offline", () => this.pause());
    addEventListener("beforeunload", (event) => {
      if (this.unsent.length) event.preventDefault();
    });
  }

  get unsent() {
    return this.items.filter((item) => item.state !== "refused");
  }

  take(files) {
    const first = this.place.querySelectorAll("li[id]").length + this.unsent.length;
    const angle = this.form.elements["upload-angle"];
    files.forEach((file, number) => {
      this.items.push(this.shown({ file, key: crypto.randomUUID(), place: first + number, angle: angle.value, tries: 0 }));
    });
    if (this.done && this.unsent.length === files.length) this.done = 0;
    // What was chosen lies in the queue now; the form itself must not send it a second time.
    this.input.value = "";
    angle.value = "";
    this.box.hidden = false;
    this.next();
  }

  shown(item) {
    item.row = document.createElement("li");
    const name = document.createElement("bdi");
    name.textContent = item.file.name;
    name.translate = false;
    item.says = document.createElement("span");
    item.bar = document.createElement("progress");
    item.bar.max = 100;
    item.bar.setAttribute("aria-label", item.file.name);
    item.buttons = document.createElement("span");
    item.row.append(name, item.says, item.bar, item.buttons);
    this.list.append(item.row);
    this.say(item, "waiting", this.words.waiting);
    return item;
  }

  say(item, state, words, percent = 0) {
    item.state = state;
    item.says.textContent = words;
    item.bar.value = percent;
    item.bar.hidden = state !== "sending";
    item.row.classList.toggle("wrong", state === "refused" || state === "failed");
    item.buttons.replaceChildren();
    if (state === "failed") item.buttons.append(this.button(item, "again"));
    if (state === "failed" || state === "refused") item.buttons.append(this.button(item, "drop"));
  }

  button(item, what) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "mini";
    button.textContent = this.words[what];
    button.setAttribute("aria-label", `${this.words[what]}: ${item.file.name}`);
    button.addEventListener("click", () => {
      if (what === "drop") return this.drop(item);
      item.tries = 0;
      this.say(item, "waiting", this.words.waiting);
      this.next();
    });
    return button;
  }

  drop(item) {
    this.items = this.items.filter((each) => each !== item);
    item.row.remove();
    this.told();
    this.letGo();
  }

  next() {
    const busy = this.items.filter((item) => item.state === "sending").length;
    const waiting = this.items.filter((item) => item.state === "waiting");
    if (navigator.onLine) for (const item of waiting.slice(0, AT_ONCE - busy)) this.send(item);
    this.told();
  }

  async send(item) {
    const turn = (item.turn = Symbol(item.key));
    this.say(item, "sending", this.words.smaller);
    // Only now, so that thirty photos do not lie in memory together; what the browser cannot draw goes as it is.
    const file = await shrink(item.file, Number(this.input.dataset.longest)).catch(() => item.file);
    item.preview ??= await preview(file).catch(() => null);
    if (item.turn !== turn || item.state !== "sending") return;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    body.set("photos", file, item.file.name);
    body.set("key", item.key);
    body.set("place", item.place);
    body.set("upload-angle", item.angle);
    const request = new XMLHttpRequest();
    item.request = request;
    let alarm = 0;
    const alive = () => {
      clearTimeout(alarm);
      alarm = setTimeout(() => request.abort(), STALLED);
    };
    request.open("POST", this.input.dataset.uploads);
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      alive();
      const percent = Math.round((100 * loaded) / total);
      this.say(item, "sending", percent < 100 ? this.words.sent.replace("{percent}", percent) : this.words.checking, percent);
    });
    request.addEventListener("loadend", () => {
      clearTimeout(alarm);
      if (item.turn === turn && item.state === "sending") this.answered(item, request);
    });
    alive();
    request.send(body);
  }

  answered(item, request) {
    const answer = parsed(request);
    if (request.status === 200 && answer) {
      this.done += 1;
      replaceShots(this.place, answer.part);
      const shot = document.getElementById(`shot-${answer.photo}`);
      if (item.preview && shot && "waits" in shot.dataset) showPreview(shot, item.preview);
      this.drop(item);
    } else if (answer?.words) this.say(item, "refused", answer.words);
    else if (request.status === 413) this.say(item, "refused", this.words.large);
    else if (request.status === 401 || request.status === 403 || (request.status === 200 && !answer)) {
      this.say(item, "failed", this.words.signin);
    } else this.later(item);
    this.next();
    this.letGo();
  }

  later(item) {
    item.tries += 1;
    if (item.tries >= TRIES) return this.say(item, "failed", this.words.failed);
    this.say(item, "later", navigator.onLine ? this.words.later : this.words.offline);
    setTimeout(() => {
      if (item.state !== "later") return;
      this.say(item, "waiting", this.words.waiting);
      this.next();
    }, 1000 * 2 ** item.tries);
  }

  pause() {
    for (const item of this.unsent.filter((each) => each.state !== "failed")) {
      this.say(item, "waiting", this.words.offline);
      item.request?.abort();
    }
    this.told();
  }

  resume() {
    for (const item of this.unsent.filter((each) => each.state !== "sending")) {
      item.tries = 0;
      this.say(item, "waiting", this.words.waiting);
    }
    this.next();
  }

  // Saving or publishing while photos travel would end them with the page; so the form goes after the last one.
  hold(event) {
    if (!this.unsent.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.held = event.submitter;
    this.box.querySelector("[data-queue-state]").textContent = this.words.held;
    this.box.scrollIntoView({ block: "nearest" });
  }

  letGo() {
    if (!this.held || this.unsent.length) return;
    const button = this.held;
    this.held = null;
    // The reasons of what was not taken would go with the page.
    if (this.items.length) return this.told();
    setTimeout(() => sendAgain(this.form, button));
  }

  told() {
    const state = this.box.querySelector("[data-queue-state]");
    const all = this.done + this.items.length;
    const refused = this.items.length - this.unsent.length;
    let words = this.words.some.replace("{done}", this.done).replace("{all}", all);
    if (!this.unsent.length) words = refused ? this.words.left.replace("{count}", refused) : this.words.all;
    if (!this.held && state.textContent !== words) state.textContent = words;
  }
}

async function preview(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const canvas = document.createElement("canvas");
  canvas.width = PREVIEW;
  canvas.height = Math.round((PREVIEW * bitmap.height) / bitmap.width);
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas;
}

function parsed(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return null;
  }
}

// Called here and not by the modules themselves, which run only once in the life of a window (upload_progress.js).
document.querySelectorAll("[data-shots]").forEach(watchShots);
for (const input of document.querySelectorAll("input[type=file][data-uploads]")) new Queue(input);
