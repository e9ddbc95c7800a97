"""The floor of an event: a loop over plain sockets that hands the same bytes to each, with nothing in between.

Each line of the input is words to send to all who are connected; it is answered by the moment at which that began.
"""

from __future__ import annotations

import socket
import sys
import threading
import time

from drafting.bench.servers import tell

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n: hier\n\ndata: da\n\n"


def accept(server: socket.socket, clients: list[socket.socket]) -> None:
    """Let in whoever connects."""
    while True:
        client, _ = server.accept()
        # Who only looks whether somebody answers sends nothing.
        if client.recv(4_096):
            client.sendall(HEAD)
            clients.append(client)


def main(port: int) -> None:
    """Serve, and send what the input says."""
    server = socket.create_server(("127.0.0.1", port), backlog=2_048)
    clients: list[socket.socket] = []
    threading.Thread(target=accept, args=(server, clients), daemon=True).start()
    for line in sys.stdin:
        data = line.rstrip("\n").encode().replace(b"\\n", b"\n")
        begin = time.monotonic()
        for client in clients:
            client.send(data)
        tell(begin)


if __name__ == "__main__":
    main(int(sys.argv[1]))
