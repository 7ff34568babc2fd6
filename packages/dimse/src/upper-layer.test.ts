import { describe, expect, test } from 'vitest';
import { ACTIONS, EVENTS, type Event, type Role, STATES, type State, transition } from './upper-layer.ts';

/**
 * PS3.8 Table 9-10, typed a second time from the Standard, row by row: one column for each state Sta1 to Sta13, `-` for
 * an empty cell. `*` marks our additions, time-outs for the side that waits.
 */
const TABLE = `
Evt1   AE-1 -    -    -    -    -    -    -    -    -     -    -    -
Evt2   -    -    -    AE-2 -    -    -    -    -    -     -    -    -
Evt3   -    AA-1 AA-8 -    AE-3 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
Evt4   -    AA-1 AA-8 -    AE-4 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
Evt5   AE-5 -    -    -    -    -    -    -    -    -     -    -    -
Evt6   -    AE-6 AA-8 -    AA-8 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-7
Evt7   -    -    AE-7 -    -    -    -    -    -    -     -    -    -
Evt8   -    -    AE-8 -    -    -    -    -    -    -     -    -    -
Evt9   -    -    -    -    -    DT-1 -    AR-7 -    -     -    -    -
Evt10  -    AA-1 AA-8 -    AA-8 DT-2 AR-6 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
Evt11  -    -    -    -    -    AR-1 -    -    -    -     -    -    -
Evt12  -    AA-1 AA-8 -    AA-8 AR-2 AR-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
Evt13  -    AA-1 AA-8 -    AA-8 AA-8 AR-3 AA-8 AA-8 AR-10 AR-3 AA-8 AA-6
Evt14  -    -    -    -    -    -    -    AR-4 AR-9 -     -    AR-4 -
Evt15  -    -    AA-1 AA-2 AA-1 AA-1 AA-1 AA-1 AA-1 AA-1  AA-1 AA-1 -
Evt16  -    AA-2 AA-3 -    AA-3 AA-3 AA-3 AA-3 AA-3 AA-3  AA-3 AA-3 AA-2
Evt17  -    AA-5 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4  AA-4 AA-4 AR-5
Evt18  -    AA-2 -    AA-2* AA-8* -  AA-8* -   -    AA-8* AA-8* AA-8* AA-2
Evt19  -    AA-1 AA-8 -    AA-8 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-7
`;

/** PS3.8 Tables 9-6 to 9-9: the state after each action. */
const NEXT: Record<string, string> = {
  'AE-1': 'Sta4',
  'AE-2': 'Sta5',
  'AE-3': 'Sta6',
  'AE-4': 'Sta1',
  'AE-5': 'Sta2',
  'AE-6': 'Sta3',
  'AE-7': 'Sta6',
  'AE-8': 'Sta13',
  'DT-1': 'Sta6',
  'DT-2': 'Sta6',
  'AR-1': 'Sta7',
  'AR-2': 'Sta8',
  'AR-3': 'Sta1',
  'AR-4': 'Sta13',
  'AR-5': 'Sta1',
  'AR-6': 'Sta7',
  'AR-7': 'Sta8',
  'AR-9': 'Sta11',
  'AR-10': 'Sta12',
  'AA-1': 'Sta13',
  'AA-2': 'Sta1',
  'AA-3': 'Sta1',
  'AA-4': 'Sta1',
  'AA-5': 'Sta1',
  'AA-6': 'Sta13',
  'AA-7': 'Sta13',
  'AA-8': 'Sta13',
};

const states = Object.keys(STATES) as State[];
const rows = TABLE.trim()
  .split('\n')
  .map((line) => line.split(/\s+/));
const cells = rows.flatMap(([event, ...actions]) =>
  actions.map((action, index) => ({
    event: event as Event,
    state: states[index] as State,
    action: action.replace('*', '').replace(/^-$/, 'unlisted'),
  })),
);

describe('Table 9-10', () => {
  test('every event and every state is in the table', () => {
    expect(rows.map(([event]) => event)).toEqual(Object.keys(EVENTS));
    expect(cells).toHaveLength(19 * 13);
  });

  test.each(cells)('$state $event: $action', ({ event, state, action }) => {
    expect(transition(state, event, 'acceptor').action).toBe(action);
    expect(transition(state, event, 'requestor').action).toBe(action);
  });

  test.each(Object.entries(NEXT))('%s leads to %s', (action, next) => {
    expect(ACTIONS[action as keyof typeof ACTIONS].next).toBe(next);
  });

  test('a release collision divides the two sides', () => {
    const after = (role: Role) => transition('Sta7', 'Evt12', role).next;
    expect(after('requestor')).toBe('Sta9');
    expect(after('acceptor')).toBe('Sta10');
  });

  test('what is not listed ends the association', () => {
    const { effects, next } = transition('Sta6', 'Evt7', 'acceptor');
    expect(next).toBe('Sta1');
    expect(effects).toContain('send-abort-provider');
    expect(effects).toContain('close');
  });

  test('every action that waits for the peer to close, and every wait of a requestor, runs ARTIM', () => {
    const restless = ['AA-6', 'AA-7'];
    for (const [name, { effects, next }] of Object.entries(ACTIONS)) {
      const waits = next === 'Sta2' || next === 'Sta4' || next === 'Sta5' || next === 'Sta13' || name === 'AR-1';
      if (waits && !restless.includes(name)) expect(effects, name).toContain('start-artim');
    }
  });
});
