// Photos chosen in <input type="file" data-shrink="1600"> are made smaller on the phone before they travel.
// Whatever fails (an old browser, a format it cannot draw) leaves the original, which the server takes as well.
import { sendAgain } from "./send_again.js";

const QUALITY = 0.82;
const SMALL_ENOUGH = 400_000;

export async function shrink(file, longest) {
  if (!file.type.startsWith("image/") || file.size < SMALL_ENOUGH) return file;
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  try {
    const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    const pen = canvas.getContext("2d");
    // Clear pixels would turn black in a JPEG.
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!blob || blob.size >= file.size) return file;
    const name = file.name.replace(/\.[^.]+$/, "") + ".jpg";
    return new File([blob], name, { type: "image/jpeg", lastModified: file.lastModified });
  } finally {
    bitmap.close();
  }
}

async function shrinkAll(input) {
  const longest = Number(input.dataset.shrink);
  const smaller = new DataTransfer();
  for (const file of input.files) {
    // One after the other: a cheap phone has no memory for thirty photos at once.
    smaller.items.add(await shrink(file, longest).catch(() => file));
  }
  input.files = smaller.files;
}

for (const input of document.querySelectorAll("input[type=file][data-shrink]")) {
  let work = Promise.resolve();
  input.addEventListener("change", () => {
    work = shrinkAll(input).catch(() => undefined);
  });
  input.form?.addEventListener("submit", (event) => {
    if (input.form.dataset.shrunk || input.files.length === 0) return;
    event.preventDefault();
    const button = event.submitter;
    const again = () => {
      input.form.dataset.shrunk = "yes";
      sendAgain(input.form, button);
      delete input.form.dataset.shrunk;
    };
    // In a task of its own: browsers ignore a second submit while the first one's event is still being told.
    work.then(() => setTimeout(again));
  });
}
