/** The line to a foreign system, which a test makes slow or bad: bytes as they are for DIMSE, requests for DICOMweb. */
import { createServer as createHttp, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer as createTcp, type Server, type Socket } from 'node:net';

export interface Fault {
  /** Before anything of an answer comes, milliseconds. */
  delayMs?: number;
  /** The connection ends after so many bytes of answers: drawn anew for each connection. */
  cutAfter?: () => number;
  /** DICOMweb: every request is answered with this status. */
  status?: number;
  /** DICOMweb: what is asked for when an object is to be retrieved. */
  rewrite?: (path: string) => string;
}

export interface Line {
  readonly port: number;
  fault: Fault;
  close(): Promise<void>;
}

const listen = async (server: Server, sockets: Set<Socket>, fault: () => Fault, set: (next: Fault) => void) => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    get fault() {
      return fault();
    },
    set fault(next: Fault) {
      set(next);
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** For DIMSE. */
export const startLine = (target: number): Promise<Line> => {
  let fault: Fault = {};
  const sockets = new Set<Socket>();
  const server = createTcp((near) => {
    const far = connect(target, '127.0.0.1');
    let left = fault.cutAfter?.() ?? Number.POSITIVE_INFINITY;
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    near.on('data', (chunk) => far.write(chunk));
    near.on('close', () => far.destroy());
    far.on('close', () => near.end());
    far.on('data', (chunk) => {
      left -= chunk.length;
      if (left < 0) return void near.resetAndDestroy();
      far.pause();
      void wait(fault.delayMs ?? 0).then(() => {
        near.write(chunk);
        far.resume();
      });
    });
  });
  return listen(
    server,
    sockets,
    () => fault,
    (next) => {
      fault = next;
    },
  );
};

/** For DICOMweb. */
export const startWebLine = (target: number): Promise<Line> => {
  let fault: Fault = {};
  const sockets = new Set<Socket>();
  const pass = async (from: IncomingMessage, to: ServerResponse): Promise<void> => {
    await wait(fault.delayMs ?? 0);
    if (fault.status !== undefined) return void to.writeHead(fault.status).end();
    const path = fault.rewrite?.(from.url ?? '/') ?? from.url;
    const { host: _, ...headers } = from.headers;
    const onward = request({ host: '127.0.0.1', port: target, method: from.method, path, headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    onward.on('error', () => to.destroy());
    from.pipe(onward);
  };
  const server = createHttp((from, to) => void pass(from, to));
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return listen(
    server,
    sockets,
    () => fault,
    (next) => {
      fault = next;
    },
  );
};
