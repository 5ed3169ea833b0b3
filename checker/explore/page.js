// The page's script. The address holds the choices taken (#/steps/0/2/1), as stateright's explorer has them: the first chooses the
// initial state. `trail` keeps what was taken back, so that one can go forth again.
"use strict";

const byId = (id) => document.getElementById(id);
let trail = [0];
let asked = 0;

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function here() {
  const match = location.hash.match(/^#\/steps((?:\/\d+)+)\/?$/);
  return match ? match[1].slice(1).split("/").map(Number) : [0];
}

const startsWith = (long, short) => short.every((choice, place) => long[place] === choice);
const go = (choices) => { location.hash = "#/steps/" + choices.join("/"); };

async function json(path) {
  const answer = await fetch(path);
  const value = await answer.json();
  if (!answer.ok) throw new Error(value.error || answer.statusText);
  return value;
}

async function show() {
  const choices = here();
  if (!startsWith(trail, choices)) trail = choices;
  const question = ++asked;
  try {
    const shown = await json(".shown/" + choices.join("/"));
    // The steps that were taken back are listed too, so that one can go forth to each.
    const whole = trail.length > choices.length ? await json(".shown/" + trail.join("/")) : shown;
    if (question !== asked) return;
    byId("error").hidden = true;
    byId("place").textContent = `after ${shown.steps.length} ${shown.steps.length === 1 ? "step" : "steps"}` +
      (trail.length > choices.length ? ` of ${trail.length - 1}` : "");
    byId("start").disabled = byId("back").disabled = choices.length < 2;
    byId("forward").disabled = trail.length === choices.length;
    byId("stateright").href = "stateright.htm#/steps/" + choices.join("/");
    showHosts(shown.state);
    showNext(shown.next, choices);
    showSteps(whole.steps, choices);
    byId("ladder").querySelector("div").innerHTML = shown.ladder || "";
    byId("ladder").hidden = !shown.ladder;
    markVerdicts();
    document.body.dataset.shown = choices.join("/");
  } catch (error) {
    byId("error").textContent = error.message;
    byId("error").hidden = false;
  }
}

function showHosts(state) {
  const parts = state.hosts.map((host) => {
    const part = element("div", undefined, "host");
    part.append(element("h3", host.name));
    part.append(element("pre", host.ss.join("\n") || "no socket", "ss"));
    for (const queue of host.queues) {
      const row = element("div", undefined, "queue" + (queue.free === 0 ? " full" : ""));
      row.append(element("span", `${queue.name} ${queue.held} of ${queue.slots}${queue.free === 0 ? ", full" : ""}`, "name"));
      for (const who of queue.occupants) row.append(element("span", who, "slot"));
      const drawn = Math.min(queue.free, 4);
      for (let slot = 0; slot < drawn; slot++) row.append(element("span", "free", "slot free"));
      if (queue.free > drawn) row.append(element("span", `and ${queue.free - drawn} more`));
      part.append(row);
    }
    for (const timer of host.timers) part.append(element("span", "timer armed: " + timer, "tag"));
    return part;
  });
  const wire = element("div", undefined, "host");
  if (state.in_flight === null) return byId("hosts").querySelector("div").replaceChildren(...parts);
  wire.append(element("h3", "In flight"));
  if (state.in_flight.length === 0) wire.append(element("span", "nothing"));
  for (const one of state.in_flight) wire.append(element("div", `${one.from} → ${one.to}   ${one.segment}`, "wire"));
  const truths = element("div", undefined, "host");
  if (state.true.length > 0) {
    truths.append(element("h3", "True in this state"));
    for (const name of state.true) truths.append(element("span", name, "tag"));
  }
  byId("hosts").querySelector("div").replaceChildren(...parts, wire, truths);
}

function why(step) {
  const lines = [...step.rules, ...step.sends.map((segment) => "sends " + segment)];
  if (step.counters.length > 0) lines.push(step.counters.join(" "));
  lines.push(...step.changes);
  const list = element("div", undefined, "why");
  for (const line of lines) list.append(element("div", line));
  return list;
}

function showNext(next, choices) {
  const list = byId("next").querySelector("ol");
  list.replaceChildren(...next.map((step, choice) => {
    const item = element("li");
    const button = element("button", step.what);
    button.onclick = () => go([...choices, choice]);
    item.append(button, why(step));
    return item;
  }));
  if (next.length === 0) list.append(element("p", "Nothing: this run ends here."));
}

function showSteps(steps, choices) {
  byId("steps").querySelector("ol").replaceChildren(...steps.map((step, place) => {
    const item = element("li", undefined, place + 1 >= choices.length ? "undone" : "");
    const button = element("button", step.what, place + 2 === choices.length ? "here" : "");
    button.onclick = () => go(trail.slice(0, place + 2));
    item.append(button, why(step));
    return item;
  }));
}

function markVerdicts() {
  const now = here().join("/");
  for (const button of byId("verdicts").querySelectorAll("button")) {
    button.classList.toggle("here", button.dataset.choices === now);
  }
}

function verdictItem(verdict) {
  const item = element("li");
  const button = element("button");
  button.append(element("span", verdict.word + " ", "word " + verdict.word.split(" ")[0]));
  button.append(element("span", verdict.property));
  if (verdict.choices) {
    const choices = [0, ...verdict.choices];
    button.dataset.choices = choices.join("/");
    button.onclick = () => go(choices);
    button.append(element("span", ` · ${verdict.steps} ${verdict.steps === 1 ? "step" : "steps"}`));
  } else {
    button.disabled = true;
  }
  item.append(button, element("div", verdict.sentence + (verdict.ending ? ` (${verdict.ending})` : ""), "why"));
  if (verdict.stateright_can_ask === false) item.append(element("div", "not on stateright's page, which asks about states only", "note"));
  return item;
}

async function showVerdicts() {
  const known = await json(".verdicts");
  if (!known.done) {
    setTimeout(showVerdicts, 500);
    return;
  }
  byId("extent").textContent = known.extent;
  byId("verdicts").querySelector("ul").replaceChildren(...known.verdicts.map(verdictItem));
  markVerdicts();
}

async function begin() {
  const about = await json(".about");
  document.title = about.title + " · halfopen explore";
  byId("title").textContent = about.title;
  byId("about").textContent = about.about.join(" · ");
  byId("stateright").hidden = byId("stateright-note").hidden = !about.stateright;
}

byId("start").onclick = () => go([0]);
byId("back").onclick = () => { if (here().length > 1) go(here().slice(0, -1)); };
byId("forward").onclick = () => { if (trail.length > here().length) go(trail.slice(0, here().length + 1)); };
addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const button = { ArrowLeft: "back", ArrowRight: "forward", Home: "start" }[event.key];
  if (button) byId(button).click();
});
addEventListener("hashchange", show);
begin();
show();
showVerdicts();
