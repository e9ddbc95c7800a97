// How long a poll still runs, counted down where the page says when it ends; without scripts the time of day stands there.
"use strict";

{
  // A device whose clock is wrong counts from the server's time: of the answer to one small question, asked once.
  let ahead = 0;
  fetch("/abstimmungen", { method: "HEAD", cache: "no-store" })
    .then((answer) => {
      const said = Date.parse(answer.headers.get("date"));
      if (said && Math.abs(Date.now() - said) > 2000) ahead = Date.now() - said;
    })
    .catch(() => {});

  const show = () => {
    for (const time of document.querySelectorAll("time[data-left]")) {
      const left = Math.max(0, Math.ceil((Date.parse(time.dateTime) - Date.now() + ahead) / 1000));
      const words = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      if (time.textContent !== words) time.textContent = words;
    }
  };
  show();
  setInterval(show, 250);
}
