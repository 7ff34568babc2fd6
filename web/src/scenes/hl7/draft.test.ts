import type { Destination, MessageSource } from '@throughline/contract';
import { describe, expect, it } from 'vitest';
import { parseMapping, receiverDraft, receiverInput, senderDraft, senderInput } from './draft.ts';
import { lookOf, outcomeOf, shownIntents, standing } from './words.ts';

const receiver: Destination = {
  name: 'ehr',
  host: '10.1.0.9',
  port: 2575,
  tls: { ca: 'PEM', certificate: 'OURS' },
  version: '2.5.1',
  charset: 'UNICODE UTF-8',
  sendingApplication: 'THROUGHLINE',
  sendingFacility: 'HUB',
  receivingApplication: '',
  receivingFacility: '',
  events: ['report', 'merge'],
  issuer: 'COUNTY',
  mapping: { documents: false },
  enabled: true,
  paused: false,
  waiting: 0,
  failures: 0,
  nextAt: '2026-01-01T00:00:00.000Z',
};

describe('the form of a receiver', () => {
  it('gives back what is there; the key is only sent when one is given', () => {
    const { name: _name, paused: _paused, waiting: _waiting, failures: _failures, nextAt: _nextAt, ...said } = receiver;
    const { receivingApplication: _to, receivingFacility: _facility, ...input } = said;
    expect(receiverInput(receiverDraft(receiver))).toEqual(input);
    expect(receiverInput({ ...receiverDraft(receiver), key: 'SECRET' }).tls).toEqual({
      ...receiver.tls,
      key: 'SECRET',
    });
    expect(receiverInput({ ...receiverDraft(receiver), secure: 'no' })).not.toHaveProperty('tls');
    expect(receiverInput({ ...receiverDraft(undefined), events: 'report, merge\npatient' }).events).toEqual([
      'report',
      'merge',
      'patient',
    ]);
  });

  it('says how it stands, in words', () => {
    expect(lookOf(receiver).word).toBe('on');
    expect(lookOf({ ...receiver, paused: true }).word).toBe('paused');
    expect(lookOf({ ...receiver, enabled: false }).word).toBe('off');
    expect(lookOf({ ...receiver, failures: 3 }).word).toBe('no answer');
    expect(standing(receiver)).toBe('nothing waits');
    expect(standing({ ...receiver, paused: true, waiting: 1 })).toBe('1 message waits until it goes on');
  });
});

describe('the form of a sender', () => {
  const sender: MessageSource = {
    name: 'ris',
    sendingApplication: 'RIS',
    address: '10.0.0.0/8',
    issuer: 'COUNTY',
    mapping: { ignore: ['ADT^A02'] },
    enabled: false,
  };

  it('gives back what is there', () => {
    const { name: _name, ...said } = sender;
    expect(senderInput(senderDraft(sender))).toEqual(said);
  });

  it.each(['[1]', 'null', '{', '"x"'])('takes no mapping that is %s', (text) => {
    expect(() => parseMapping(text)).toThrow('The mapping is JSON');
  });
});

it('shows every value that a message led to, by its name', () => {
  const intents = [{ kind: 'register', patient: { id: 'T1', name: undefined, otherIds: [{ id: 'X', issuer: 'Y' }] } }];
  expect(shownIntents(intents)).toEqual([
    {
      key: '0 register',
      kind: 'register',
      values: [
        ['patient.id', 'T1'],
        ['patient.otherIds.0.id', 'X'],
        ['patient.otherIds.0.issuer', 'Y'],
      ],
    },
  ]);
  const refused = { outcome: 'refused', cause: 'No patient.', condition: '101', location: 'PID-3' } as const;
  const rest = { type: '', controlId: '', charset: '', segments: [], flags: [], intents: [] };
  expect(outcomeOf({ ...rest, ...refused }).word).toBe('It would be refused: No patient. (PID-3, condition 101)');
});
