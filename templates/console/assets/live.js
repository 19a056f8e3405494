// Shows a part of the page anew: beside a form while somebody writes, or while something goes on by itself.
// Without it everything works by its buttons.

const parts = async (response) => new DOMParser().parseFromString(await response.text(), "text/html");

function put(id, page) {
  const [here, there] = [document.getElementById(id), page.getElementById(id)];
  if (here && there) here.replaceChildren(...there.childNodes);
  return there;
}

// A form that is shown as it is written: sent as if its button `look` were pressed, half a second after the
// last key; an answer that a later one has overtaken is dropped.
for (const form of document.querySelectorAll("form[data-live]")) {
  let waiting, turn = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const mine = ++turn;
      const body = new URLSearchParams(new FormData(form));
      body.set("do", "look");
      const response = await fetch(form.action, { method: "POST", body });
      if (response.ok && mine === turn) put(form.dataset.live, await parts(response));
    }, 500);
  });
}

// What moves by itself is looked at again every fifteen seconds as long as it moves and somebody looks.
let moving = document.querySelector("[data-moving]");
const look = async () => {
  if (!document.hidden) {
    const response = await fetch(location.href);
    const there = response.ok && put(moving.id, await parts(response));
    if (there && !there.hasAttribute("data-moving")) return;
  }
  setTimeout(look, 15000);
};
if (moving && !moving.contains(document.activeElement)) setTimeout(look, 15000);
