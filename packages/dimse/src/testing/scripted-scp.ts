import { expect } from 'vitest';
import type { ConnectOptions, DimseError } from '../index.ts';
import type { AssociateAc, AssociateRq } from '../pdu.ts';
import { encodePdu } from '../pdu-encode.ts';
import { FIND_UID, GET_UID, IMPLICIT, type RawPeer, rawServer, STORAGE_UID, VERIFICATION_UID } from './raw-peer.ts';

const TIMEOUTS = { connectMs: 300, associateMs: 150, closeMs: 100, stallMs: 150, writeMs: 200, releaseMs: 150 };

const cleanUp: (() => void)[] = [];
/** Closes the servers that were started, for afterEach. */
export function closeScripts(): void {
  for (const close of cleanUp.splice(0)) close();
}

/** The answer that accepts everything proposed. */
export function acceptAll(request: AssociateRq): AssociateAc {
  return {
    ...request,
    type: 'associate-ac',
    contexts: request.contexts.map(({ id, transferSyntaxes }) => ({
      id,
      result: 0,
      transferSyntax: transferSyntaxes[0] ?? '',
    })),
  };
}

/** A scripted server, and how to connect to it with short deadlines. */
export async function serve(script: (peer: RawPeer) => void | Promise<void>): Promise<ConnectOptions> {
  const server = await rawServer(script);
  cleanUp.push(() => server.close());
  return {
    host: '127.0.0.1',
    port: server.port,
    callingAeTitle: 'HUB',
    calledAeTitle: 'SITE',
    contexts: [VERIFICATION_UID, STORAGE_UID, FIND_UID, GET_UID].map((abstractSyntax) => ({
      abstractSyntax,
      transferSyntaxes: [IMPLICIT],
      scpRole: abstractSyntax === STORAGE_UID,
    })),
    timeouts: TIMEOUTS,
  };
}

/** Accepts the association, then says the given bytes as soon as the first request has come. */
export function afterRequest(...answer: readonly Buffer[]): Promise<ConnectOptions> {
  return serve(async (peer) => {
    const request = await peer.next();
    if (request?.type !== 'associate-rq') return;
    peer.say(encodePdu(acceptAll(request)));
    await peer.next();
    peer.say(...answer);
  });
}

/** What a promise fails with. */
export async function errorOf(promise: Promise<unknown>): Promise<DimseError> {
  return promise.then(
    () => expect.fail('It should have failed'),
    (error: DimseError) => error,
  );
}
