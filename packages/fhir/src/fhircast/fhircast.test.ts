import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyCast, type Contexts, currentOf, opensOf } from './contexts.ts';
import { castEvents, coversCast, isCastScope, mayCast } from './events.ts';
import { CastError, readCastRequest } from './messages.ts';

describe('scopes', () => {
  it.each([
    [['fhircast/*.*'], 'Patient-open', 'write', true],
    [['fhircast/*.read'], 'patient-OPEN', 'read', true],
    [['fhircast/*.read'], 'Patient-open', 'write', false],
    [['fhircast/Patient-open.*'], 'Patient-open', 'write', true],
    [['fhircast/patient-open.read'], 'Patient-open', 'read', true],
    [['fhircast/Patient-open.read'], 'Patient-close', 'read', false],
    [['fhircast/SyncError.write', 'openid'], 'SyncError', 'write', true],
    [[], 'Patient-open', 'read', false],
  ] as const)('%j: %s.%s is %s', (scopes, event, right, expected) => {
    expect(mayCast(scopes, event, right)).toBe(expected);
  });

  it.each([
    'fhircast/Toaster-open.read',
    'fhircast/Patient-open',
    'fhircast/Patient-open.admin',
    'patient/*.r',
    'fhircast/*.',
  ])('%s is none', (scope) => {
    expect([isCastScope(scope), coversCast(['fhircast/*.*'], scope)]).toEqual([false, false]);
  });

  it('all of an event is not covered by a part of it', () => {
    expect(coversCast(['fhircast/Patient-open.read'], 'fhircast/Patient-open.*')).toBe(false);
    expect(coversCast(['fhircast/Patient-open.*'], 'fhircast/*.read')).toBe(false);
  });
});

const resources = { Patient: 'patient', Encounter: 'encounter', ImagingStudy: 'study', DiagnosticReport: 'report' };
type Type = keyof typeof resources;

const message = (name: string, contexts: readonly (readonly [Type, string])[], at: number) => ({
  timestamp: new Date(Date.UTC(2026, 0, 1) + at).toISOString(),
  id: `e${at}`,
  event: {
    'hub.topic': 't',
    'hub.event': name,
    context: contexts.map(([type, id]) => ({ key: resources[type], resource: { resourceType: type, id } })),
  },
});

const refusedOnly = (work: () => unknown): void => {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(CastError);
  }
};

let made = 0;
const applying = (last: number) => ({
  last,
  records: [],
  newId: () => {
    made += 1;
    return `v${made}`;
  },
});

const empty: Contexts = {};

describe('messages', () => {
  it('of any form are read or refused, and so is what they would do', () => {
    const name = fc.constantFrom(...castEvents.map((row) => row.name));
    const key = fc.constantFrom('patient', 'study', 'report', 'updates', 'operationoutcome', 'select');
    const type = fc.constantFrom('Patient', 'ImagingStudy', 'DiagnosticReport', 'Bundle', 'OperationOutcome');
    const json = fc.jsonValue({ maxDepth: 3 });
    const resource = fc.record({ resourceType: type, id: json, identifier: json, entry: json }, { requiredKeys: [] });
    const context = fc.record({ key, resource, reference: json }, { requiredKeys: ['key'] });
    const event = fc.record({
      'hub.topic': fc.constant('t'),
      'hub.event': name,
      context: fc.array(context, { maxLength: 4 }),
    });
    const like = fc.record({ timestamp: fc.constant('2026-01-01T00:00:00'), id: fc.constant('i'), event });
    const opened = applyCast(
      empty,
      readCastRequest(
        message(
          'DiagnosticReport-open',
          [
            ['DiagnosticReport', 'r'],
            ['Patient', 'p'],
          ],
          0,
        ),
      ),
      applying(0),
    );
    fc.assert(
      fc.property(fc.oneof(like, json), (body) => {
        refusedOnly(() => applyCast(opened.contexts, readCastRequest(body), applying(9)));
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['a\u0000', 'a\ud800'])('with %j, which no database keeps, are refused', (id) => {
    expect(() => readCastRequest({ ...message('Home-open', [], 0), id })).toThrow(CastError);
  });
});

describe('what is open', () => {
  it('is what was opened last and not closed since, whatever came before', () => {
    const types = ['Patient', 'ImagingStudy'] as const;
    const step = fc.record({
      kind: fc.constantFrom('open', 'close', 'home'),
      type: fc.constantFrom(...types),
      id: fc.constantFrom('a', 'b'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let contexts = empty;
        let last = 0;
        let expected: string | undefined;
        const open = new Map<string, string>();
        for (const [at, { kind, type, id }] of steps.entries()) {
          const name = kind === 'home' ? 'Home-open' : `${type}-${kind}`;
          const request = readCastRequest(message(name, kind === 'home' ? [] : [[type, id]], at));
          const applied = applyCast(contexts, request, applying(last));
          contexts = applied.contexts;
          last = applied.told.at(-1)?.sequence ?? last;
          if (kind === 'open') open.set(type, id);
          if (kind === 'close' && open.get(type) === id) open.delete(type);
          if (kind === 'home') expected = undefined;
          else if (kind === 'open') expected = `${type}/${id}`;
          else if (expected === `${type}/${id}`) expected = undefined;
        }
        const resource = currentOf(contexts, () => true)?.message.event.context[0]?.resource;
        expect(resource && `${resource.resourceType}/${resource.id}`).toBe(expected);
        expect(opensOf(contexts).length).toBe(open.size);
      }),
    );
  });

  it('is told in steps that are numbered one after the other', () => {
    const request = readCastRequest(
      message(
        'DiagnosticReport-open',
        [
          ['DiagnosticReport', 'r'],
          ['ImagingStudy', 's'],
          ['Patient', 'p'],
        ],
        0,
      ),
    );
    const { told } = applyCast(empty, request, applying(4));
    expect(told.map((each) => [each.sequence, each.message.event['hub.event'], each.insteadOf])).toEqual([
      [5, 'Patient-open', 'DiagnosticReport-open'],
      [6, 'ImagingStudy-open', 'DiagnosticReport-open'],
      [7, 'DiagnosticReport-open', null],
    ]);
  });
});
