// Shows a part of the page anew: beside a form while somebody writes, or while something goes on by itself.
// Without it everything works by its buttons.

const parts = async (response) => new DOMParser().parseFromString(await response.text(), "text/html");

function put(id, page) {
  const [here, there] = [document.getElementById(id), page.getElementById(id)];
  if (here && there) here.replaceChildren(...there.childNodes);
  return there;
}

// A form that is shown as it is written: sent as if its button `look` were pressed, half a second after the
// last key; an answer that a later one has overtaken is dropped. People are counted anew only where something
// was changed that may mean others.
const WORDS = /^(words|about|place)\./;
for (const form of document.querySelectorAll("form[data-live]")) {
  const [words, people] = form.dataset.live.split(" ");
  let waiting, turn = 0, count = true;
  form.addEventListener("input", (event) => {
    clearTimeout(waiting);
    count ||= !WORDS.test(event.target.name);
    waiting = setTimeout(async () => {
      const mine = ++turn;
      const body = new URLSearchParams(new FormData(form));
      body.set("do", "look");
      if (!count) body.set("count", "no");
      const response = await fetch(form.action, { method: "POST", body });
      const page = response.ok && await parts(response);
      if (!page || mine !== turn) return;
      put(words, page);
      if (count && page.querySelector(`#${people} .figure`)) {
        put(people, page);
        count = false;
      }
    }, 500);
  });
}

// What moves by itself is looked at again as long as it moves and somebody looks: every fifteen seconds, or
// as often as the page says.
let moving = document.querySelector("[data-moving]");
const look = async () => {
  if (!document.hidden) {
    const response = await fetch(location.href);
    const there = response.ok && put(moving.id, await parts(response));
    if (there && !there.hasAttribute("data-moving")) return location.reload();
  }
  setTimeout(look, pause());
};
const pause = () => 1000 * (moving.dataset.moving || 15);
if (moving && !moving.contains(document.activeElement)) setTimeout(look, pause());
