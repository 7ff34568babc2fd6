/** The DICOM upper layer protocol machine of PS3.8 9.2, as data: Tables 9-1 to 9-10 with the Standard's own names. */

/** States (PS3.8 Tables 9-1 to 9-5). */
export const STATES = {
  Sta1: 'Idle',
  Sta2: 'Transport connection open, awaiting A-ASSOCIATE-RQ',
  Sta3: 'Awaiting local A-ASSOCIATE response',
  Sta4: 'Awaiting transport connection',
  Sta5: 'Awaiting A-ASSOCIATE-AC or -RJ',
  Sta6: 'Association established',
  Sta7: 'Awaiting A-RELEASE-RP',
  Sta8: 'Awaiting local A-RELEASE response',
  Sta9: 'Release collision requestor, awaiting local A-RELEASE response',
  Sta10: 'Release collision acceptor, awaiting A-RELEASE-RP',
  Sta11: 'Release collision requestor, awaiting A-RELEASE-RP',
  Sta12: 'Release collision acceptor, awaiting local A-RELEASE response',
  Sta13: 'Awaiting transport connection close',
} as const;

export type State = keyof typeof STATES;

/** Events (PS3.8 Table 9-10, first column). */
export const EVENTS = {
  Evt1: 'A-ASSOCIATE request (local)',
  Evt2: 'Transport connection confirmed',
  Evt3: 'A-ASSOCIATE-AC received',
  Evt4: 'A-ASSOCIATE-RJ received',
  Evt5: 'Transport connection indicated',
  Evt6: 'A-ASSOCIATE-RQ received',
  Evt7: 'A-ASSOCIATE response, accept (local)',
  Evt8: 'A-ASSOCIATE response, reject (local)',
  Evt9: 'P-DATA request (local)',
  Evt10: 'P-DATA-TF received',
  Evt11: 'A-RELEASE request (local)',
  Evt12: 'A-RELEASE-RQ received',
  Evt13: 'A-RELEASE-RP received',
  Evt14: 'A-RELEASE response (local)',
  Evt15: 'A-ABORT request (local)',
  Evt16: 'A-ABORT received',
  Evt17: 'Transport connection closed',
  Evt18: 'ARTIM timer expired',
  Evt19: 'Unrecognized or invalid PDU received',
} as const;

export type Event = keyof typeof EVENTS;

/** What the transport does for an action. */
export type Effect =
  | 'connect'
  | 'send-associate-rq'
  | 'send-associate-ac'
  | 'send-associate-rj'
  | 'send-p-data'
  | 'send-release-rq'
  | 'send-release-rp'
  | 'send-abort-user'
  | 'send-abort-provider'
  | 'indicate-associate'
  | 'confirm-accepted'
  | 'confirm-rejected'
  | 'indicate-p-data'
  | 'indicate-release'
  | 'confirm-release'
  | 'indicate-abort'
  | 'indicate-p-abort'
  | 'start-artim'
  | 'stop-artim'
  | 'close';

/** Which side asked for the association. */
export type Role = 'requestor' | 'acceptor';

interface ActionRow {
  readonly effects: readonly Effect[];
  readonly next: State | Readonly<Record<Role, State>>;
}

/**
 * Actions (PS3.8 Tables 9-6 to 9-9). AE-6 always indicates: the check by the service provider is the first step of the
 * acceptor's own decision here and answers with AE-8. `unlisted` is ours: the Standard leaves those cells empty.
 */
export const ACTIONS = {
  'AE-1': { effects: ['connect', 'start-artim'], next: 'Sta4' },
  'AE-2': { effects: ['send-associate-rq', 'start-artim'], next: 'Sta5' },
  'AE-3': { effects: ['stop-artim', 'confirm-accepted'], next: 'Sta6' },
  'AE-4': { effects: ['stop-artim', 'confirm-rejected', 'close'], next: 'Sta1' },
  'AE-5': { effects: ['start-artim'], next: 'Sta2' },
  'AE-6': { effects: ['stop-artim', 'indicate-associate'], next: 'Sta3' },
  'AE-7': { effects: ['send-associate-ac'], next: 'Sta6' },
  'AE-8': { effects: ['send-associate-rj', 'start-artim'], next: 'Sta13' },
  'DT-1': { effects: ['send-p-data'], next: 'Sta6' },
  'DT-2': { effects: ['indicate-p-data'], next: 'Sta6' },
  'AR-1': { effects: ['send-release-rq', 'start-artim'], next: 'Sta7' },
  'AR-2': { effects: ['indicate-release'], next: 'Sta8' },
  'AR-3': { effects: ['stop-artim', 'confirm-release', 'close'], next: 'Sta1' },
  'AR-4': { effects: ['send-release-rp', 'start-artim'], next: 'Sta13' },
  'AR-5': { effects: ['stop-artim'], next: 'Sta1' },
  'AR-6': { effects: ['indicate-p-data'], next: 'Sta7' },
  'AR-7': { effects: ['send-p-data'], next: 'Sta8' },
  'AR-8': { effects: ['indicate-release'], next: { requestor: 'Sta9', acceptor: 'Sta10' } },
  'AR-9': { effects: ['send-release-rp'], next: 'Sta11' },
  'AR-10': { effects: ['confirm-release'], next: 'Sta12' },
  'AA-1': { effects: ['send-abort-user', 'start-artim'], next: 'Sta13' },
  'AA-2': { effects: ['stop-artim', 'close'], next: 'Sta1' },
  'AA-3': { effects: ['stop-artim', 'indicate-abort', 'close'], next: 'Sta1' },
  'AA-4': { effects: ['stop-artim', 'indicate-p-abort'], next: 'Sta1' },
  'AA-5': { effects: ['stop-artim'], next: 'Sta1' },
  'AA-6': { effects: [], next: 'Sta13' },
  'AA-7': { effects: ['send-abort-provider'], next: 'Sta13' },
  'AA-8': { effects: ['send-abort-provider', 'indicate-p-abort', 'start-artim'], next: 'Sta13' },
  unlisted: { effects: ['send-abort-provider', 'stop-artim', 'indicate-p-abort', 'close'], next: 'Sta1' },
} as const satisfies Record<string, ActionRow>;

type Action = keyof typeof ACTIONS;

type Row = Partial<Record<Event, Action>>;

const LOCAL_ABORT = { Evt15: 'AA-1' } as const satisfies Row;
const PEER_GONE = { Evt16: 'AA-3', Evt17: 'AA-4' } as const satisfies Row;
/** Every PDU is unexpected until a state says otherwise. */
const UNEXPECTED = {
  Evt3: 'AA-8',
  Evt4: 'AA-8',
  Evt6: 'AA-8',
  Evt10: 'AA-8',
  Evt12: 'AA-8',
  Evt13: 'AA-8',
  Evt19: 'AA-8',
} as const satisfies Row;
const OPEN = { ...UNEXPECTED, ...PEER_GONE, ...LOCAL_ABORT } as const satisfies Row;

/**
 * Table 9-10. A cell that is absent is an abort (`unlisted`). Evt18 outside Sta2 and Sta13 is ours: the Standard starts
 * ARTIM only for the acceptor and the closing side, but a requestor or a release must not wait for ever either.
 */
export const TRANSITIONS: Readonly<Record<State, Readonly<Row>>> = {
  Sta1: { Evt1: 'AE-1', Evt5: 'AE-5' },
  Sta2: {
    Evt3: 'AA-1',
    Evt4: 'AA-1',
    Evt6: 'AE-6',
    Evt10: 'AA-1',
    Evt12: 'AA-1',
    Evt13: 'AA-1',
    Evt16: 'AA-2',
    Evt17: 'AA-5',
    Evt18: 'AA-2',
    Evt19: 'AA-1',
  },
  Sta3: { ...OPEN, Evt7: 'AE-7', Evt8: 'AE-8' },
  Sta4: { Evt2: 'AE-2', Evt15: 'AA-2', Evt17: 'AA-4', Evt18: 'AA-2' },
  Sta5: { ...OPEN, Evt3: 'AE-3', Evt4: 'AE-4', Evt18: 'AA-8' },
  Sta6: { ...OPEN, Evt9: 'DT-1', Evt10: 'DT-2', Evt11: 'AR-1', Evt12: 'AR-2' },
  Sta7: { ...OPEN, Evt10: 'AR-6', Evt12: 'AR-8', Evt13: 'AR-3', Evt18: 'AA-8' },
  Sta8: { ...OPEN, Evt9: 'AR-7', Evt14: 'AR-4' },
  Sta9: { ...OPEN, Evt14: 'AR-9' },
  Sta10: { ...OPEN, Evt13: 'AR-10', Evt18: 'AA-8' },
  Sta11: { ...OPEN, Evt13: 'AR-3', Evt18: 'AA-8' },
  Sta12: { ...OPEN, Evt14: 'AR-4', Evt18: 'AA-8' },
  Sta13: {
    Evt3: 'AA-6',
    Evt4: 'AA-6',
    Evt6: 'AA-7',
    Evt10: 'AA-6',
    Evt12: 'AA-6',
    Evt13: 'AA-6',
    Evt16: 'AA-2',
    Evt17: 'AR-5',
    Evt18: 'AA-2',
    Evt19: 'AA-7',
  },
};

export interface Transition {
  readonly action: Action;
  readonly effects: readonly Effect[];
  readonly next: State;
}

/** Looks up one cell: what to do, and the state after it. Pure. */
export function transition(state: State, event: Event, role: Role): Transition {
  const action = TRANSITIONS[state][event] ?? 'unlisted';
  const { effects, next }: ActionRow = ACTIONS[action];
  return { action, effects, next: typeof next === 'string' ? next : next[role] };
}
