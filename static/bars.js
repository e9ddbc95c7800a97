// Whose votes the bars at the foot of the page are. What comes over the stream is the same for everybody; the page knows on
// which rolls its person stood when it was made, their panels, whether they have a vote, and whether they are here.

const { rolls = "", panels = "", votes, here, leads } = document.body.dataset;
const onRoll = (poll) => rolls.split(" ").includes(poll);
const own = document.querySelector("[data-follow]")?.dataset.follow;
// By poll: the roll one was looked up on, and was not. Whoever is added later is looked up again.
const missed = new Map();

export const miss = (poll, roll) => missed.set(poll, roll);
export const wasMissed = ({ dataset }) => missed.get(dataset.poll) === dataset.roll;
const bars = () => document.querySelectorAll("#now [data-poll]");
for (const { dataset } of bars()) if (!onRoll(dataset.poll)) miss(dataset.poll, dataset.roll);

/** Return "yes" for a vote of this person, "no" for one they may only watch, "other" for one of somebody else's panel. */
function find(bar) {
  const { poll, panel, present } = bar.dataset;
  if (onRoll(poll)) return "yes";
  if (votes !== undefined && panel && !panels.split(" ").includes(panel)) return leads === undefined ? "other" : "no";
  return votes === undefined || wasMissed(bar) || (present !== undefined && here === undefined) ? "no" : "yes";
}

export function markBars() {
  for (const bar of bars()) {
    const mine = find(bar);
    if (bar.dataset.mine !== mine) bar.dataset.mine = mine;
    if (bar.dataset.poll === own) bar.dataset.own = "";
    else delete bar.dataset.own;
  }
}
