import { Dataset, tags } from '@throughline/dicom';
import { expect } from 'vitest';
import { connect, createDimseServer, type DimseEvent, Reject } from '../index.ts';
import { FIND_UID, GET_UID, IMPLICIT, STORAGE_UID, VERIFICATION_UID } from './raw-peer.ts';

const TIMEOUTS = { associateMs: 300, closeMs: 100, stallMs: 150, idleMs: 300, writeMs: 300, releaseMs: 150 };

const offers = [VERIFICATION_UID, STORAGE_UID, FIND_UID, GET_UID].map((abstractSyntax) => ({
  abstractSyntax,
  transferSyntaxes: [IMPLICIT],
}));

function discard(): void {}

/** An SCP with short deadlines, and what happened to it since it last forgot. */
export interface HostileScp {
  readonly port: number;
  readonly events: DimseEvent<string>[];
  /** How many matches the last C-FIND was given. */
  matchesMade(): number;
  forget(): void;
  /** The process lives, holds nothing, stored nothing, and serves the next client. */
  unharmed(): Promise<void>;
  close(): Promise<void>;
}

export async function hostileScp(): Promise<HostileScp> {
  let stored: string[] = [];
  let events: DimseEvent<string>[] = [];
  let matchesMade = 0;
  const server = createDimseServer<string>({
    accept: ({ calledAeTitle, callingAeTitle }) => {
      if (calledAeTitle !== 'HUB') return { accept: false, ...Reject.CalledAeTitleNotRecognized };
      if (callingAeTitle !== 'PEER') return { accept: false, ...Reject.CallingAeTitleNotRecognized };
      return { accept: true, contexts: offers, principal: callingAeTitle };
    },
    handlers: {
      store: async (_association, { sopInstanceUid }, data) => {
        await data.forEach(discard);
        stored.push(sopInstanceUid);
        return { status: 0 };
      },
      find: async function* () {
        for (matchesMade = 0; matchesMade < 1_000_000; matchesMade += 1) {
          yield new Dataset().set(tags.PatientID, 'X'.repeat(60));
        }
      },
    },
    limits: { connectionsPerAddress: 8 },
    timeouts: TIMEOUTS,
    onEvent: (event) => events.push(event),
  });
  await server.listen(0, '127.0.0.1');
  const { port } = server;
  return {
    port,
    get events() {
      return events;
    },
    matchesMade: () => matchesMade,
    forget: () => {
      stored = [];
      events = [];
    },
    unharmed: async () => {
      expect(stored).toEqual([]);
      const titles = { callingAeTitle: 'PEER', calledAeTitle: 'HUB' };
      const association = await connect({ host: '127.0.0.1', port, ...titles, contexts: offers });
      await association.echo();
      await association.release();
      expect(events.filter((event) => event.type === 'fault')).toEqual([]);
    },
    close: () => server.close(),
  };
}
