// The live stream: begun again where it could not begin, broken off where it has fallen silent. What it carries is htmx's.
"use strict";

{
  const FIRST_PAUSE = 500; // milliseconds
  const LONGEST_PAUSE = 5000;
  const SILENCE = 40000; // the server gives a sign of life every 15 seconds
  const live = document.getElementById("live");
  let stream = null;
  let heard = 0;
  let pause = FIRST_PAUSE;

  const begin = () => stream || htmx.trigger(live, "begin");

  live?.addEventListener("htmx:sse:after:connection", (event) => {
    stream = event.detail.connection;
    heard = Date.now();
    pause = FIRST_PAUSE;
  });
  live?.addEventListener("htmx:sse:before:message", () => (heard = Date.now()));
  live?.addEventListener("htmx:sse:close", () => (stream = null));

  // What cannot be had, because one is signed out, is not asked for again; htmx ends with the element.
  live?.addEventListener("htmx:sse:error", (event) => event.detail.status === 401 && live.remove());
  live?.addEventListener("htmx:finally:request", (event) => {
    const status = event.detail.ctx.response?.status ?? 0;
    if (stream || (status >= 200 && status < 500 && status !== 429)) return;
    setTimeout(begin, pause);
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  });

  // A phone that changed its network may wait for ever on a connection that nobody ends.
  setInterval(() => stream && !document.hidden && Date.now() - heard > SILENCE && stream.reader?.cancel(), 5000);

  // Nor does a connection of the network before tell that it is dead.
  addEventListener("online", () => {
    if (stream?.delayCanceller) stream.delayCanceller();
    else if (stream) stream.reader?.cancel();
    else if (live?.isConnected) begin();
  });
}
