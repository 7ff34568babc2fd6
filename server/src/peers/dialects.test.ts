/** Sources that cut, count wrongly, want a password, or know no wild cards: asked as their dialect says, and checked for the truth. */
import { newUid, tags } from '@throughline/dicom';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { ctObject } from '../../test/objects.ts';
import { type Behaviour, startWebSource, type WebSource } from '../../test/web-source.ts';
import { askInParts } from './dialects.ts';
import { type Dialect, type PeerCredentials, type PeerStudy, peerOf } from './index.ts';
import { studyKeys } from './questions.ts';

const never = new AbortController().signal;
let source: WebSource | undefined;
afterEach(async () => {
  await source?.close();
  source = undefined;
});

const start = async (behaviour: Behaviour, dates: readonly (string | undefined)[]) => {
  source = await startWebSource(behaviour);
  for (const studyDate of dates)
    await source.add(ctObject({ study: newUid(), patientId: 'P1', studyDate: studyDate ?? '' }));
  return source;
};
const peer = (dialect: Dialect, credentials?: PeerCredentials) =>
  peerOf(
    {
      aeTitle: null,
      host: null,
      port: null,
      dicomwebUrl: source?.dicomwebUrl ?? null,
      queryBy: 'qido',
      retrieveBy: 'wado',
      timeoutMs: 2_000,
      dialect,
      ...(credentials && { credentials }),
    },
    'HUB',
  );
const byId = { by: 'identifier', patientId: 'P1' } as const;
const days = (count: number, day = (n: number) => 20200101 + n) =>
  Array.from({ length: count }, (_, n) => String(day(n)));

describe('a source that cuts its answers off', () => {
  it('is asked in parts until everything is there', async () => {
    await start({ most: 4 }, days(19));
    expect((await peer({}).ask(byId, never)).studies).toHaveLength(4);
    expect((await peer({ mostAnswers: 4 }).ask(byId, never)).studies).toHaveLength(19);
  });

  it.each<[string, readonly (string | undefined)[]]>([
    ['a study has no date', [...days(5), undefined].reverse()],
    ['one day has too many', days(6, () => 20200101)],
  ])('is one that did not answer when %s', async (_title, dates) => {
    await start({ most: 4 }, dates);
    await expect(peer({ mostAnswers: 4 }).ask(byId, never)).rejects.toMatchObject({ kind: 'refused' });
  });

  it('gives everything or fails, whatever the dates and the limit', async () => {
    const dates = fc.integer({ min: 0, max: 40_000 });
    await fc.assert(
      fc.asyncProperty(fc.array(dates, { maxLength: 60 }), fc.integer({ min: 2, max: 20 }), async (offsets, most) => {
        const all = offsets.map((offset, n): PeerStudy => {
          const studyDate = new Date(Date.UTC(1900, 0, 1) + offset * 86_400_000).toISOString().slice(0, 10);
          return { studyInstanceUid: `1.2.${n}`, studyDate: studyDate.replaceAll('-', '') } as PeerStudy;
        });
        const ask = askInParts(async ({ days: range }) => {
          const mine = all.filter(
            ({ studyDate }) =>
              range === undefined || ((studyDate ?? '') >= range.from && (studyDate ?? '') <= range.to),
          );
          const studies = mine.slice(0, most);
          return { studies, faults: 0, given: studies.length };
        }, most);
        const answer = await ask(byId, never).catch(() => undefined);
        const crowded = [...Map.groupBy(all, (study) => study.studyDate).values()].some((day) => day.length >= most);
        if (answer === undefined) expect(crowded).toBe(true);
        else expect(answer.studies).toHaveLength(all.length);
      }),
    );
  });
});

it('counts that are wrong are replaced by what is listed', async () => {
  const { add } = await start({ claim: (count) => count * 3 }, []);
  const [study, series] = [newUid(), newUid()];
  await add(...[1, 2, 3].map(() => ctObject({ study, series, patientId: 'P1' })));
  expect((await peer({}).ask(byId, never)).studies[0]?.instanceCount).toBe(9);
  const honest = peer({ counts: 'by-listing' });
  expect((await honest.ask(byId, never)).studies[0]?.instanceCount).toBeNull();
  expect((await honest.askSeries(study, never)).map((each) => each.instanceCount)).toEqual([3]);
});

it.each<[PeerCredentials, string]>([
  [{ kind: 'basic', user: 'hub', password: 'pässword' }, `Basic ${Buffer.from('hub:pässword').toString('base64')}`],
  [{ kind: 'bearer', token: 'abc.def' }, 'Bearer abc.def'],
])('a source that wants to know who asks is told: %o', async (credentials, authorization) => {
  await start({ authorization }, days(1));
  await expect(peer({}).ask(byId, never)).rejects.toMatchObject({ kind: 'refused' });
  expect((await peer({}, credentials).ask(byId, never)).studies).toHaveLength(1);
});

describe('the keys of a question', () => {
  const nameIn = (dialect: Dialect, family: string) =>
    studyKeys({ by: 'demographics', family, birthDate: '19700101' }, dialect).find(
      ([tag]) => tag === tags.PatientName,
    )?.[1];

  it.each<[Dialect, string, string | undefined]>([
    [{}, 'Müller', '*M*ller*'],
    [{ wildcards: 'trailing' }, 'Schmidt', 'Schmidt*'],
    [{ wildcards: 'trailing', names: 'upper-case' }, 'Müller', 'M*'],
    [{ wildcards: 'trailing' }, 'Özil', ''],
    [{ wildcards: 'none' }, 'Schmidt', ''],
    [{ names: 'upper-case' }, 'Schmidt', '*SCHMIDT*'],
  ])('in the dialect %o for %s has the name as %s', (dialect, family, pattern) => {
    expect(nameIn(dialect, family)).toBe(pattern);
  });

  it('have a name in the script that it is written in, in its component group', () => {
    const keysOf = (family: string, group?: 'ideographic' | 'phonetic', dialect: Dialect = {}) =>
      studyKeys({ by: 'demographics', family, ...(group && { group }), birthDate: '19700101', sex: 'F' }, dialect)
        .filter(([tag]) => tag === tags.PatientName || tag === tags.PatientBirthDate || tag === tags.PatientSex)
        .map(([, value]) => value);
    expect(keysOf('山田', 'ideographic')).toEqual(['*=*山田*', '19700101', 'F']);
    expect(keysOf('やまだ', 'phonetic')).toEqual(['*=*=*やまだ*', '19700101', 'F']);
    expect(keysOf('Иванова')).toEqual(['*Иванова*', '19700101', 'F']);
    expect(keysOf('山*田?', 'ideographic')).toEqual(['*=*山*田*', '19700101', 'F']);
    expect(keysOf('山田', 'ideographic', { wildcards: 'trailing' })).toEqual(['19700101', 'F', '']);
  });

  it('are never open to everybody', () => {
    for (const birthDate of ['', '*', '1970', '19700101-'])
      expect(() => studyKeys({ by: 'demographics', birthDate })).toThrow('cannot be asked for');
  });

  it('are few where optional ones are refused, and still tell who and when', () => {
    const keys = studyKeys(byId, { keys: 'basic' }).map(([tag]) => tag);
    expect(keys).not.toContain(tags.NumberOfStudyRelatedInstances);
    expect(keys).not.toContain(tags.OtherPatientIDsSequence);
    expect(keys).toEqual(expect.arrayContaining([tags.StudyInstanceUID, tags.PatientBirthDate, tags.StudyDate]));
  });
});
