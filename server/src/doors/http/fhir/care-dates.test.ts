/** What `start` and `end` of `$everything` leave out (R4 patient-operation-everything). */
import type { Condition } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { isWithinCare } from './care-dates.ts';

describe('a condition', () => {
  const of = (dates: Partial<Condition>): Condition => ({ resourceType: 'Condition', subject: {}, ...dates });
  it.each([
    ['that nobody saw the end of still holds', { onsetDateTime: '2010-05-01' }, { start: '2020' }, true],
    ['without an onset holds from when it was recorded', { recordedDate: '2010-05-01' }, { start: '2020' }, true],
    [
      'is over after its abatement',
      { onsetDateTime: '2010-05-01', abatementDateTime: '2011-02' },
      { start: '2012' },
      false,
    ],
    [
      'holds until its abatement',
      { onsetDateTime: '2010-05-01', abatementDateTime: '2011-02' },
      { start: '2011' },
      true,
    ],
    ['is not there before its onset', { onsetDateTime: '2010-05-01', recordedDate: '2008' }, { end: '2009' }, false],
  ])('%s', (_name, dates, asked: { start?: string; end?: string }, isGiven) => {
    const within = isWithinCare({ start: asked.start, end: asked.end });
    expect(within(of(dates))).toBe(isGiven);
  });
});
