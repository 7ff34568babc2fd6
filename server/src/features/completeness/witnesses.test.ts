import { describe, expect, it } from 'vitest';
import { at, current, state, study, three } from '../../../test/ledger.ts';

describe('witnesses beyond counts', () => {
  const gone = (since: Date) => [{ studyInstanceUid: 'CT', label: 'CT 2024-05-03', siteNames: ['Riverside'], since }];

  it('a study that is no longer listed is not known to be nothing, for a day', () => {
    const lately = state({ vanished: gone(at(8, 0)) });
    expect(lately.verdict).toBe('unknown');
    expect(lately.reasons[0]?.text).toBe('CT 2024-05-03: Riverside had it and no longer lists it since 08:00');
    const long = state({ vanished: gone(new Date(2026, 10, 22, 9)) });
    expect([long.verdict, long.reasons[0]?.code]).toEqual(['complete', 'study-vanished']);
  });

  it('a report that compares with a study that nobody lists', () => {
    const mentions = [{ studyInstanceUid: 'CT', label: 'CT 2024-05-03', mentioned: 'a CT of 2019-03-02' }];
    const statement = state({ mentions });
    expect(statement.verdict).toBe('unknown');
    expect(statement.reasons[0]?.text).toBe(
      'The report of CT 2024-05-03 compares with a CT of 2019-03-02, which no hospital lists',
    );
  });

  it('that contradict each other are shown as they are', () => {
    const series = [{ seriesInstanceUid: '1', label: 's', received: 4, claims: [4] }];
    const statement = state({ studies: [current, study('CT', 4, 5, { series })] });
    expect(statement.verdict).toBe('incomplete');
    expect(statement.reasons.map(({ text }) => text)).toContain(
      'CT: witnesses differ, the count of the study says 5, the list of its series says 4',
    );
  });

  it('a complete statement says what nobody answers for', () => {
    const limited = three.map((each) => ({ ...each, from: '2012-01-01' }));
    const statement = state({ sources: limited });
    expect(statement.verdict).toBe('complete');
    expect(statement.headline).toContain('no hospital answers for studies before 2012-01-01');
    expect(statement.reasons.map(({ code }) => code)).toEqual(['period-not-covered']);
  });

  it('says how sure it is whose studies these are, and what it keeps back', () => {
    const links = [
      { decided: false, score: 0.987 },
      { decided: true, score: 0.4 },
    ];
    const statement = state({ links, hidden: [{ siteName: 'Riverside', studies: 1 }] });
    expect(statement.identity).toEqual({
      records: 3,
      leastSure: 0.987,
      text: '3 records, the least sure link is 98 % certain',
    });
    expect(statement.hidden[0]?.text).toBe(
      '1 study of Riverside not shown: the record may be another patient and waits for review',
    );
    expect(state({}).identity).toMatchObject({ records: 1, leastSure: 1 });
    expect(state({ links: links.slice(1) }).identity.text).toBe('2 records, linked by a person');
  });
});

describe('what a modality announced', () => {
  const sent = (missing: number) => {
    const announced = { objects: 2 + missing, missing };
    return study('Spine film 2026-11-24', 2, null, { role: 'current', copies: [], announced });
  };

  it('is a witness of a study that no source lists', () => {
    expect(state({ studies: [sent(0)] }).verdict).toBe('complete');
    expect(state({ studies: [study('Spine film', 2, null, { role: 'current', copies: [] })] }).verdict).toBe('unknown');
  });

  it('is missed when it did not come', () => {
    const statement = state({ studies: [sent(3)] });
    expect(statement.verdict).toBe('incomplete');
    expect(statement.studies[0]).toMatchObject({ received: 2, expected: 5 });
  });
});
