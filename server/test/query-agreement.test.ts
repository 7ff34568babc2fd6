/** C-FIND, QIDO-RS and a filter over everything there is must agree on every query (PS3.4 C.2.2.2). */
import { Dataset, encodePart10, newUid, type Tag, tags, tagToHex, uids } from '@throughline/dicom';
import { type Association, connect } from '@throughline/dimse';
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDimse } from '../src/doors/dimse/start.ts';
import { buildApp } from '../src/doors/http/app.ts';
import { registerEntity } from '../src/features/application-entities/index.ts';
import { storeInstance } from '../src/features/store/index.ts';
import { createTestContext, type TestContext, testPrincipal } from './context.ts';
import { inChunks } from './objects.ts';
import { type Asked, brute, type Held, isWithin, type Key, type Keyword, type Level, unique } from './query-filter.ts';

const names = ['MÜLLER^ÉVA', "O'BRIEN^SEAN", 'VAN DER BERG^JAN^PIET', 'SMITH^ANNA', 'SMYTHE^ANNE', 'Smith^Adam'];
const days = ['20251231', '20260101', '20260102', '20260215'];
const times = ['000000', '093000', '095959', '120000', '235959'];
const descriptions = ['CT CHEST', 'CT CHEST_ABDOMEN', 'MR 100%', 'ct head'];
const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const maybe = <T>(...values: readonly T[]) => fc.option(oneOf(...values), { nil: undefined });

const studyOf = fc.record({
  patient: fc.nat(4),
  StudyDate: maybe(...days),
  StudyTime: maybe(...times),
  TimezoneOffsetFromUTC: maybe('+0000', '+0530', '-0500', '+1400'),
  AccessionNumber: maybe('A1', 'A10', 'B2', 'a1'),
  StudyDescription: maybe(...descriptions),
  ReferringPhysicianName: maybe(...names),
  series: fc.array(
    fc.record({
      Modality: oneOf('CT', 'MR', 'SR'),
      SeriesNumber: maybe('1', '2', '12'),
      ScheduledProcedureStepID: maybe('S1', 'S2', 'T1'),
      images: fc.integer({ min: 1, max: 3 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

const defined = (fields: Readonly<Record<string, string | undefined>>): Held =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** The archive of a failed run can be had again. */
const seed = Number(process.env.THROUGHLINE_TEST_SEED ?? Date.now() % 2 ** 31);
const once = { numRuns: 1, seed };

/** What the archive holds, object by object; patients keep their name. */
const archiveOf = (): readonly Held[] => {
  const [people = []] = fc.sample(fc.array(oneOf(...names), { minLength: 5, maxLength: 5 }), once);
  const [studies = []] = fc.sample(fc.array(studyOf, { minLength: 9, maxLength: 9 }), once);
  return studies.flatMap(({ patient, series, ...study }) => {
    const whose = { PatientID: `P${patient}`, PatientName: people[patient], StudyInstanceUID: newUid() };
    return series.flatMap(({ images, ...one }) => {
      const within = { ...whose, ...study, ...one, SeriesInstanceUID: newUid() };
      const object = (number: number) => ({ SOPInstanceUID: newUid(), InstanceNumber: String(number + 1) });
      return Array.from({ length: images }, (_, number) => defined({ ...within, ...object(number) }));
    });
  });
};

const keysUpTo: Readonly<Record<Level, readonly Key[]>> = (() => {
  const patient: readonly Key[] = ['PatientName', 'PatientID'];
  const study: readonly Key[] = [
    ...patient,
    ...(['StudyInstanceUID', 'StudyDate', 'StudyTime', 'AccessionNumber', 'StudyDescription'] as const),
    ...(['ReferringPhysicianName', 'ModalitiesInStudy'] as const),
  ];
  const series: readonly Key[] = [
    ...study,
    ...(['SeriesInstanceUID', 'Modality', 'SeriesNumber', 'ScheduledProcedureStepID'] as const),
  ];
  return { patient, study, series, instance: [...series, 'SOPInstanceUID', 'InstanceNumber'] };
})();

// ------------------------------------------------------------------------------------------------- random questions
const range = (values: readonly string[]) =>
  fc
    .tuple(oneOf('', ...values), oneOf('', ...values))
    .filter(([from, to]) => from !== '' || to !== '')
    .map(([from, to]) => `${from}-${to}`);

const askable = (archive: readonly Held[]): Readonly<Record<Key, fc.Arbitrary<readonly string[]>>> => {
  const one = (...values: readonly string[]) => oneOf(...values).map((value) => [value]);
  const uid = (key: Keyword) =>
    fc.subarray([...new Set(archive.flatMap((held) => held[key] ?? []))], { minLength: 1, maxLength: 4 });
  return {
    PatientName: one(
      'SMITH',
      'smi*',
      'muller',
      'Müller^Éva',
      '*^A*',
      'BERG',
      'VAN DER*',
      'SM?TH*',
      '*EAN',
      'OBRIEN',
      '^ANNA',
      '*',
    ),
    PatientID: one('P1', 'p1', 'P*', '?2', 'P9', ''),
    StudyInstanceUID: uid('StudyInstanceUID'),
    StudyDate: fc.oneof(
      one(...days),
      range([...days, '20260110']).map((text) => [text]),
    ),
    StudyTime: range(['00', '0930', '095959', '12', '2359']).map((text) => [text]),
    AccessionNumber: one('A1', 'A?', 'A*', '*0', 'C3'),
    StudyDescription: one('CT CHEST', 'CT*', '*_*', '*%', '* CHEST*', 'ct head'),
    ReferringPhysicianName: one('SMITH', 'Smith^Adam', 'mull*', 'müller', '*^A*', 'van der berg^jan', 'OBRIEN', 'J?N'),
    ScheduledProcedureStepID: one('S1', 'S*', '?1', 'X'),
    ModalitiesInStudy: fc.oneof(one('CT', 'SR', 'X*'), fc.constant(['MR', 'SR'])),
    SeriesInstanceUID: uid('SeriesInstanceUID'),
    Modality: one('CT', 'M*', '?R'),
    SeriesNumber: one('1', '12', '3'),
    SOPInstanceUID: uid('SOPInstanceUID'),
    InstanceNumber: one('1', '2', '9'),
  };
};

const question = (archive: readonly Held[], level: Level): fc.Arbitrary<Asked> =>
  fc
    .uniqueArray(oneOf(...keysUpTo[level]), { minLength: 1, maxLength: 3 })
    .chain((keys) => fc.tuple(...keys.map((key) => askable(archive)[key].map((values) => [key, values] as const))));

describe(`the answers to a query (archive ${seed})`, () => {
  let context: TestContext;
  let door: Awaited<ReturnType<typeof startDimse>>;
  let app: FastifyInstance;
  let archive: readonly Held[];
  const associations = new Map<string, Association>();

  const models = [
    uids.PatientRootQueryRetrieveInformationModelFind,
    uids.StudyRootQueryRetrieveInformationModelFind,
  ] as const;
  const associate = (information: readonly number[]) =>
    connect({
      host: '127.0.0.1',
      port: Number(door.address.split(':').at(-1)),
      callingAeTitle: 'ASKER',
      calledAeTitle: 'THROUGHLINE',
      contexts: models.map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: [uids.ExplicitVRLittleEndian] })),
      extended: models.map((sopClassUid) => ({ sopClassUid, information: Uint8Array.from(information) })),
    });
  const forms = { plain: [1], combined: [1, 1], fuzzy: [1, 0, 1, 0, 1], zoned: [1, 1, 0, 1] } as const;

  /** In its sequence, where it has one. */
  const place = (dataset: Dataset, key: Key | Keyword, values: readonly string[]) =>
    key === 'ScheduledProcedureStepID'
      ? dataset.set(tags.RequestAttributesSequence, [new Dataset().set(tags[key], values)])
      : dataset.set(tags[key], values);

  const datasetOf = (held: Held): Dataset => {
    const dataset = new Dataset()
      .set(tags.SpecificCharacterSet, 'ISO_IR 192')
      .set(tags.SOPClassUID, uids.CTImageStorage);
    for (const [keyword, value] of Object.entries(held)) place(dataset, keyword as Keyword, [value]);
    return dataset;
  };

  beforeAll(async () => {
    context = await createTestContext({ environment: { THROUGHLINE_DEMO: '1' } });
    archive = archiveOf();
    for (const held of archive) {
      const body = inChunks(encodePart10(datasetOf(held), uids.ExplicitVRLittleEndian));
      await storeInstance(context, testPrincipal(), {
        body,
        receivedFrom: 'TEST',
        issuer: 'COUNTY',
        sourceId: undefined,
      });
    }
    await registerEntity(context, testPrincipal(), { aeTitle: 'ASKER', address: '127.0.0.1', services: ['find'] });
    door = await startDimse(context);
    for (const [form, information] of Object.entries(forms)) associations.set(form, await associate(information));
    app = await buildApp(context);
  });
  afterAll(async () => {
    for (const association of associations.values()) await association.release();
    await door?.close();
    await app?.close();
    await context?.close();
  });

  const cfind = async (form: keyof typeof forms, level: Level, asked: Asked, model: string): Promise<string[]> => {
    const levelName = level === 'instance' ? 'IMAGE' : level.toUpperCase();
    const identifier = new Dataset().set(tags.SpecificCharacterSet, 'ISO_IR 192');
    identifier.set(tags.QueryRetrieveLevel, levelName).set(tags[unique[level]], []);
    for (const [key, values] of asked)
      place(
        identifier,
        key,
        values.filter((value) => value !== ''),
      );
    const found: string[] = [];
    const matches = associations.get(form)?.find({ sopClassUid: model, identifier }) ?? [];
    for await (const match of matches) found.push(match.string(tags[unique[level]]) ?? '');
    return found.sort();
  };

  const pathOf = (key: Key | Keyword): string =>
    key === 'ScheduledProcedureStepID' ? `RequestAttributesSequence.${key}` : key;

  const qido = async (level: Exclude<Level, 'patient'>, asked: Asked, more = ''): Promise<string[]> => {
    const path = { study: 'studies', series: 'series', instance: 'instances' }[level];
    const query = asked.map(([key, values]) => `${pathOf(key)}=${encodeURIComponent(values.join(','))}`).join('&');
    const answer = await app.inject({ method: 'GET', url: `/dicom-web/${path}?${query}${more}` });
    if (answer.statusCode === 204) return [];
    expect(answer.statusCode, answer.body).toBe(200);
    const tag: Tag = tags[unique[level]];
    const results: readonly Record<string, { readonly Value?: readonly string[] }>[] = answer.json();
    return results.map((result) => result[tagToHex(tag)]?.Value?.[0] ?? '').sort();
  };

  const below = ['study', 'series', 'instance'] as const;
  const settings = { numRuns: 80 };

  it('are what a filter gives, at the patient level', () =>
    fc.assert(
      fc.asyncProperty(question(archive, 'patient'), async (asked) => {
        expect(await cfind('plain', 'patient', asked, models[0])).toEqual(brute(archive, 'patient', asked));
      }),
      settings,
    ));

  it.each(below)('are what a filter gives, by C-FIND of both models and QIDO-RS, at the %s level', (level) =>
    fc.assert(
      fc.asyncProperty(question(archive, level), async (asked) => {
        const expected = brute(archive, level, asked);
        expect(await cfind('plain', level, asked, models[0])).toEqual(expected);
        expect(await cfind('plain', level, asked, models[1])).toEqual(expected);
        expect(await qido(level, asked)).toEqual(expected);
      }),
      settings,
    ),
  );

  it('are of one range of moments when that was negotiated', () => {
    const day = oneOf('', ...days);
    const time = oneOf('00', '0930', '095959', '12', '2359');
    return fc.assert(
      fc.asyncProperty(fc.tuple(day, time, day, time), async ([fromDay, fromTime, toDay, toTime]) => {
        fc.pre(fromDay !== '' || toDay !== '');
        const asked: Asked = [
          ['StudyDate', [`${fromDay}-${toDay}`]],
          ['StudyTime', [`${fromTime}-${toTime}`]],
        ];
        const from = fromDay && `${fromDay}${fromTime}`;
        const to = toDay && `${toDay}${toTime}`;
        const moment = ({ StudyDate, StudyTime = '' }: Held) =>
          StudyDate !== undefined && isWithin(`${StudyDate}${StudyTime}`, from, to);
        expect(await cfind('combined', 'study', asked, models[1])).toEqual(brute(archive, 'study', [], moment));
        expect(await cfind('plain', 'study', asked, models[1])).toEqual(brute(archive, 'study', asked));
      }),
      settings,
    );
  });

  const zone = oneOf('+0000', '-0800', '+0545', '+1300');
  const minutesOf = (offset: string): number =>
    Number(`${offset[0]}1`) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3)));
  /** What the clock of the asker says of it; an object without a zone is told in the asker's. */
  const seenFrom = (
    offset: string,
    { StudyDate = '', StudyTime = '', TimezoneOffsetFromUTC = offset }: Held,
  ): string => {
    const [year, month, day] = [StudyDate.slice(0, 4), StudyDate.slice(4, 6), StudyDate.slice(6)].map(Number);
    const [hours, minutes, seconds] = [StudyTime.slice(0, 2), StudyTime.slice(2, 4), StudyTime.slice(4)].map(Number);
    const there = Date.UTC(year ?? 0, (month ?? 0) - 1, day, hours, minutes, seconds);
    const here = there + (minutesOf(offset) - minutesOf(TimezoneOffsetFromUTC)) * 60_000;
    return new Date(here).toISOString().replaceAll(/\D/g, '').slice(0, 14);
  };
  const zoned = async (asked: Asked, offset: string, moment: (held: Held) => boolean, form: 'both' | 'C-FIND') => {
    const expected = brute(archive, 'study', [], moment);
    const question: Asked = [...asked, ['TimezoneOffsetFromUTC', [offset]]];
    expect(await cfind('zoned', 'study', question, models[1])).toEqual(expected);
    if (form === 'both') expect(await qido('study', question)).toEqual(expected);
  };

  it('are of days in the zone of who asks', () =>
    fc.assert(
      fc.asyncProperty(range([...days, '20260110']), zone, (text, offset) => {
        const [from = '', to = ''] = text.split('-');
        const isThen = (held: Held): boolean =>
          held.StudyDate !== undefined &&
          isWithin(held.StudyTime === undefined ? held.StudyDate : seenFrom(offset, held), from, to);
        return zoned([['StudyDate', [text]]], offset, isThen, 'both');
      }),
      settings,
    ));

  it('are of times of day in the zone of who asks, over midnight too', () =>
    fc.assert(
      fc.asyncProperty(range(['00', '0930', '095959', '12', '2359']), zone, (text, offset) => {
        const [from = '', to = ''] = text.split('-');
        fc.pre(from === '' || to === '' || from <= to);
        const isThen = (held: Held): boolean =>
          held.StudyTime !== undefined &&
          isWithin(seenFrom(offset, { ...held, StudyDate: held.StudyDate ?? '20260101' }).slice(8), from, to);
        return zoned([['StudyTime', [text]]], offset, isThen, 'both');
      }),
      settings,
    ));

  it('are of one range of moments in the zone of who asks when both were negotiated', () => {
    const [day, time] = [oneOf(...days), oneOf('00', '0930', '095959', '12', '2359')];
    return fc.assert(
      fc.asyncProperty(fc.tuple(day, time, day, time), zone, ([fromDay, fromTime, toDay, toTime], offset) => {
        const asked: Asked = [
          ['StudyDate', [`${fromDay}-${toDay}`]],
          ['StudyTime', [`${fromTime}-${toTime}`]],
        ];
        const isThen = (held: Held): boolean => {
          if (held.StudyDate === undefined) return false;
          if (held.StudyTime === undefined) return isWithin(held.StudyDate, fromDay, toDay);
          return isWithin(seenFrom(offset, held), `${fromDay}${fromTime}`, `${toDay}${toTime}`);
        };
        return zoned(asked, offset, isThen, 'C-FIND');
      }),
      settings,
    );
  });

  it('are refused for a zone that there is not', async () => {
    const answer = await app.inject({ method: 'GET', url: '/dicom-web/studies?TimezoneOffsetFromUTC=%2B2500' });
    expect(answer.statusCode).toBe(400);
    await expect(cfind('zoned', 'study', [['TimezoneOffsetFromUTC', ['+2500']]], models[1])).rejects.toThrow();
  });

  it('are by sound when that was negotiated, as with fuzzymatching', () =>
    fc.assert(
      fc.asyncProperty(oneOf('SMITH', 'SMYTH^ANN', 'MULLER', 'BERK', 'OBRYEN'), async (name) => {
        const asked: Asked = [['PatientName', [name]]];
        const heard = await cfind('fuzzy', 'study', asked, models[1]);
        expect(heard).toEqual(await qido('study', asked, '&fuzzymatching=true'));
        expect(new Set(heard).isSupersetOf(new Set(brute(archive, 'study', asked)))).toBe(true);
      }),
      { numRuns: 10 },
    ));

  it('say which of the options asked for were agreed', () => {
    const agreed = (form: string) => associations.get(form)?.peer.extended.map((one) => [...one.information]);
    expect(agreed('plain')).toEqual([[1], [1]]);
    expect(agreed('combined')).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(agreed('zoned')).toEqual([
      [1, 1, 0, 1],
      [1, 1, 0, 1],
    ]);
    expect(agreed('fuzzy')).toEqual([
      [1, 0, 1, 0, 0],
      [1, 0, 1, 0, 0],
    ]);
  });
});
