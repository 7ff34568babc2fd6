import { source, sourceInput } from '@throughline/contract';
import { describe, expect, it } from 'vitest';
import { draftOf, inputOf, parseHours } from './draft.ts';

const whole = source.parse({
  id: 'a',
  name: 'county-pacs',
  siteName: 'County General',
  kind: 'archive',
  issuer: 'COUNTY',
  codeSystem: 'COUNTY-EXAMS',
  dimse: { aeTitle: 'COUNTY', host: '10.20.0.5', port: 104, tls: true },
  dicomwebUrl: 'https://county.example/dicom-web',
  queryBy: 'c-find',
  retrieveBy: 'c-get',
  bytesPerSecond: 2 ** 21,
  allowedHours: [
    { days: [1, 2, 5], from: '19:00', to: '06:30' },
    { days: [6, 7], from: '00:00', to: '00:00' },
  ],
  urgentAnytime: false,
  timeZone: 'Europe/Berlin',
  covers: { from: '2005-01-01', modalities: ['CT', 'MR'] },
  trust: 'own',
  dialect: { wildcards: 'none', names: 'upper-case', keys: 'basic', counts: 'by-listing', mostAnswers: 100 },
  credentials: { kind: 'basic', user: 'hub' },
  enabled: false,
});

describe('the form of a source', () => {
  it('saves what it was opened with, and neither tells nor loses the secret', () => {
    const { id: _id, name: _name, credentials: _credentials, ...settings } = whole;
    const input = sourceInput.parse(inputOf(draftOf(whole)));
    expect(input).toEqual(settings);
    expect(input).not.toHaveProperty('credentials');
  });

  it('replaces or removes credentials only when it is told to', () => {
    const draft = { ...draftOf(whole), user: 'hub', secret: 'new' };
    expect(inputOf({ ...draft, credentials: 'basic' }).credentials).toEqual({
      kind: 'basic',
      user: 'hub',
      password: 'new',
    });
    expect(inputOf({ ...draft, credentials: 'none' }).credentials).toBeNull();
  });

  it.each(['19:00-06:00', 'Mon 19-6', 'Mun 19:00-06:00'])('says how hours are written instead of "%s"', (text) => {
    expect(() => parseHours(text)).toThrow(/Hours are written like/);
  });
});
