import { type ApplicationEntity, applicationEntityInput } from '@throughline/contract';
import { describe, expect, it } from 'vitest';
import { entityDraft, entityInput, servicesOf, titleOf, withService } from './draft.ts';
import { proofOf, sentenceOf } from './words.ts';

const viewer: ApplicationEntity = {
  aeTitle: 'VIEWER',
  address: '10.1.0.0/16',
  services: ['store', 'find'],
  destination: { host: 'viewer.county', port: 104, tls: true },
  certificate: 'ab'.repeat(32),
  issuer: 'COUNTY',
  oneIssuer: true,
  sourceName: 'county-pacs',
  deliverBy: 'stow',
  userIdentity: { rule: 'passcode', name: 'console', hasPasscode: true },
};
const plain: ApplicationEntity = { aeTitle: 'CT1', address: '10.1.0.7', services: ['echo', 'store'] };

describe('the form of an application entity', () => {
  it('gives back what is there, and neither tells nor loses the passcode', () => {
    const { aeTitle: _title, userIdentity: _user, ...settings } = viewer;
    const input = applicationEntityInput.parse(entityInput(entityDraft(viewer)));
    expect(input).toEqual({ ...settings, userIdentity: { rule: 'passcode', name: 'console' } });
    expect(entityInput(entityDraft(plain))).toEqual({
      address: '10.1.0.7',
      services: ['echo', 'store'],
      oneIssuer: false,
      deliverBy: 'c-store',
      userIdentity: { rule: 'none' },
    });
  });

  it.each([
    [
      'a new one',
      { passcode: 'new', secret: 'correct horse' },
      { rule: 'passcode', name: 'console', passcode: 'correct horse' },
    ],
    ['none any more', { passcode: 'remove', rule: 'none' }, { rule: 'none', passcode: null }],
    [
      'what was typed before it was thought better of',
      { secret: 'correct horse' },
      { rule: 'passcode', name: 'console' },
    ],
  ])('says of the passcode: %s', (_title, change, said) => {
    expect(entityInput({ ...entityDraft(viewer), ...change }).userIdentity).toEqual(said);
  });

  it('lets services be chosen one by one', () => {
    const draft = entityDraft(undefined);
    expect(servicesOf(draft)).toEqual(['echo', 'store']);
    expect(withService(draft, 'worklist', true)).toBe('echo store worklist');
    expect(withService(draft, 'echo', false)).toBe('store');
    expect(servicesOf({ ...draft, services: '' })).toEqual([]);
  });

  it('has half an address judged by the server, and asks for a title', () => {
    const draft = { ...entityDraft(plain), host: 'ct1' };
    expect(applicationEntityInput.safeParse(entityInput(draft)).error?.issues).toMatchObject([
      { path: ['destination', 'port'], message: 'is a number from 1 to 65535' },
    ]);
    expect(() => titleOf(entityDraft(undefined))).toThrow('Give its AE title.');
  });
});

describe('an application entity in words', () => {
  const all: ApplicationEntity = {
    ...plain,
    services: ['echo', 'store', 'find'],
    destination: { host: '10.1.0.7', port: 104 },
    issuer: 'COUNTY',
  };

  it.each([
    [plain, 'may test its connection and send, from 10.1.0.7; nothing is delivered to it'],
    [
      all,
      'may test its connection, send and ask, from 10.1.0.7; studies are delivered to it by C-STORE at 10.1.0.7:104 as the patient is known to COUNTY',
    ],
    [
      viewer,
      'may send and ask, from 10.1.0.0/16; studies are delivered to it by STOW-RS at county-pacs as the patient is known to COUNTY, and nothing of other issuers; C-MOVE sends to viewer.county:104 over TLS',
    ],
    [
      { ...plain, services: ['move'], deliverBy: 'mhd', sourceName: 'exchange' },
      'may have studies sent, from 10.1.0.7; manifests are delivered to it by MHD at exchange',
    ],
  ] as const)('%#', (entity, sentence) => {
    expect(sentenceOf(entity as ApplicationEntity)).toBe(sentence);
  });

  it('says what it proves', () => {
    expect(proofOf(plain)).toBe('address');
    expect(proofOf(viewer)).toBe('certificate and passcode');
    expect(proofOf({ ...plain, userIdentity: { rule: 'token', hasPasscode: false } })).toBe('address and token');
    expect(proofOf({ ...plain, userIdentity: { rule: 'none', name: 'console', hasPasscode: true } })).toBe('address');
  });
});
