// Forms are posted and the page is fetched again behind the scenes; whatever changed in it is put in place.
// Without this script everything works too, by whole pages.
"use strict";

const busy = (is) => document.body.toggleAttribute("data-busy", is);
const say = (text) => { document.getElementById("notice").textContent = text; };

// What the server last said each region holds; what people opened and typed since is not in it.
const held = new Map();
for (const region of document.querySelectorAll("[data-live]")) held.set(region.id, region.innerHTML);

function put(page) {
  for (const region of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(region.id)?.innerHTML;
    if (fresh === undefined || fresh === held.get(region.id)) continue;
    held.set(region.id, fresh);
    replace(region, fresh);
  }
}

// A region is replaced as a whole; what is open, typed, focused or scrolled to in it stays so.
function replace(region, html) {
  const open = [...region.querySelectorAll("details[open][id]")].map((details) => details.id);
  const typed = [...region.querySelectorAll("input[id], select[id]")].map((field) => [field.id, field.value]);
  const focused = region.contains(document.activeElement) ? document.activeElement.id : "";
  const atEnd = region.scrollHeight - region.scrollTop - region.clientHeight < 80;
  region.innerHTML = html;
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  for (const [id, value] of typed) {
    const field = document.getElementById(id);
    const offered = field?.options ? [...field.options].some((option) => option.value === value) : true;
    if (field && offered) field.value = value;
  }
  if (focused) document.getElementById(focused)?.focus();
  if (atEnd) toEnd(region);
}

function toEnd(region) {
  if (region.id === "conversation" && !region.querySelector(".app-home")) region.scrollTop = region.scrollHeight;
}

async function load() {
  const answer = await fetch(location.pathname).catch(() => null);
  if (!answer) return say("The demo does not answer any more.");
  const text = await answer.text();
  if (answer.ok) put(new DOMParser().parseFromString(text, "text/html"));
}

// One after the other, so that what was fetched before is never put over what was fetched after.
let running = Promise.resolve();
let next = null;
function refresh() {
  next ??= running.then(() => { next = null; return running = load(); });
  return next;
}

async function post(form, button) {
  busy(true);
  say("");
  const body = new URLSearchParams(new FormData(form, button));
  const address = button?.hasAttribute("formaction") ? button.formAction : form.action;
  const answer = await fetch(address, { method: "POST", body }).catch(() => null);
  if (answer && !answer.ok) say(await answer.text());
  if (answer?.ok && new URL(answer.url).pathname !== location.pathname) return location.assign(answer.url);
  if (answer?.ok && "clear" in form.dataset) form.reset();
  for (const menu of form.querySelectorAll("details.menu")) menu.open = false;
  await refresh();
  busy(false);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  event.preventDefault();
  const question = form.querySelector("dialog.question");
  if (!question) return post(form, event.submitter);
  question.onclick = (click) => {
    const answer = click.target.closest("button")?.value;
    if (answer) question.close();
    if (answer === "confirm") post(form, event.submitter);
  };
  question.showModal();
});

// An open menu closes by Escape, and when something else is pressed.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]"))
    if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement.closest("details.menu[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});

toEnd(document.getElementById("conversation"));
new EventSource("/changes").onmessage = refresh;
