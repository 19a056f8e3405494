// Telephones take photos larger than a form can carry, or in a format of their own: each is made smaller, and a JPEG,
// as soon as it is chosen. Without script the form says what it takes.

const ENOUGH = 700_000; // five of them pass wherever one form does
const EDGES = [2048, 1600, 1200, 800];
const TAKEN = ["image/jpeg", "image/png", "image/webp"];
const busy = new Map();

async function drawn(picture, edge) {
  const ratio = Math.min(1, edge / Math.max(picture.width, picture.height));
  const sheet = document.createElement("canvas");
  sheet.width = Math.max(1, Math.round(picture.width * ratio));
  sheet.height = Math.max(1, Math.round(picture.height * ratio));
  const brush = sheet.getContext("2d");
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, sheet.width, sheet.height);
  brush.drawImage(picture, 0, 0, sheet.width, sheet.height);
  return new Promise((done) => sheet.toBlob(done, "image/jpeg", 0.8));
}

// What this browser cannot draw goes as it is: whoever takes it says why not.
async function smaller(file) {
  if (file.type === "application/pdf" || (file.size <= ENOUGH && TAKEN.includes(file.type))) return file;
  try {
    const picture = await createImageBitmap(file);
    let made = null;
    for (const edge of EDGES) {
      made = await drawn(picture, edge);
      if (made.size <= ENOUGH) break;
    }
    return new File([made], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" });
  } catch {
    return file;
  }
}

function weigh(input) {
  const all = [...input.files].reduce((sum, file) => sum + file.size, 0);
  input.setCustomValidity(all > Number(input.dataset.most) ? input.dataset.heavy : "");
}

async function take(input) {
  const chosen = [...input.files];
  input.setCustomValidity("");
  const light = await Promise.all(chosen.map(smaller));
  // Others may have been chosen meanwhile.
  if (chosen.length !== input.files.length || chosen.some((file, place) => file !== input.files[place])) return;
  // Some browsers take it for another choice where the same files are put back.
  if (light.every((file, place) => file === chosen[place])) return weigh(input);
  const carried = new DataTransfer();
  for (const file of light) carried.items.add(file);
  input.files = carried.files;
  weigh(input);
}

addEventListener("change", ({ target }) => {
  if (!target.matches("input[type=file][data-most]")) return;
  const work = take(target).finally(() => busy.get(target) === work && busy.delete(target));
  busy.set(target, work);
});

// Whoever is quicker than the drawing waits for it; a browser that cannot press a button by itself sends as it is. What
// is too heavy does not go by a button that asks for nothing else, either.
addEventListener("submit", async (event) => {
  const { target, submitter } = event;
  const works = [...target.elements].map((one) => busy.get(one)).filter(Boolean);
  if (!works.length) {
    const heavy = [...target.elements].find((one) => one.dataset.most && one.validationMessage);
    if (heavy) {
      event.preventDefault();
      heavy.reportValidity();
    }
    return;
  }
  if (!target.requestSubmit) return;
  event.preventDefault();
  await Promise.allSettled(works);
  target.requestSubmit(submitter);
});

for (const words of document.querySelectorAll("[data-smaller]")) words.hidden = false;
