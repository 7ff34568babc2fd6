/** WebSockets whose other end may be gone without a word. */
import type { WebSocket } from '@fastify/websocket';

const quietMs = 25_000;

/** Ends the socket when its other end has been silent: what follows no more must not seem to (RFC 6455 5.5.2). */
export const keepAlive = (socket: WebSocket): void => {
  let alive = true;
  const heartbeat = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, quietMs);
  socket.on('pong', () => {
    alive = true;
  });
  socket.once('close', () => clearInterval(heartbeat));
  socket.on('error', () => undefined);
};
