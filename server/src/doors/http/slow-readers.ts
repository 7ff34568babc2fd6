/** Connections whose peer does not take what it asked for are ended: each holds a file, a transaction or memory of ours (H47). */
import type { ServerResponse } from 'node:http';

const mostStalledMs = 30_000;

/**
 * Ends the connection when bytes of an answer wait and none of them leave for so long. An answer that is still being made, or a
 * stream of events on which nothing waits, is left alone.
 */
export const endWhenStalled = (response: ServerResponse, ms = mostStalledMs): void => {
  response.setTimeout(ms, () => {
    const { socket } = response;
    if (socket && socket.writableLength > 0) socket.destroy();
  });
};
