/** A key without a value, or with nothing but wildcards, matches everything, also what has no value there (PS3.4 C.2.2.2.3). */
import {
  Dataset,
  encodePart10,
  keywordOf,
  newUid,
  parseTag,
  type Tag,
  tags,
  uids,
  type VR,
  vrOf,
} from '@throughline/dicom';
import { type Association, connect } from '@throughline/dimse';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDimse } from '../src/doors/dimse/start.ts';
import { buildApp } from '../src/doors/http/app.ts';
import { registerEntity } from '../src/features/application-entities/index.ts';
import { searchAttributes } from '../src/features/query/index.ts';
import { storeInstance } from '../src/features/store/index.ts';

import { createTestContext, type TestContext, testPrincipal } from './context.ts';
import { inChunks } from './objects.ts';

const model = uids.PatientRootQueryRetrieveInformationModelFind;

const bare = (): Dataset =>
  new Dataset()
    .set(tags.SOPClassUID, uids.CTImageStorage)
    .set(tags.SOPInstanceUID, newUid())
    .set(tags.StudyInstanceUID, newUid())
    .set(tags.SeriesInstanceUID, newUid())
    .set(tags.PatientID, newUid().slice(-16));

const full = (): Dataset =>
  bare()
    .set(tags.PatientName, 'UNIVERSAL^ANN')
    .set(tags.PatientBirthDate, '19700101')
    .set(tags.StudyDate, '20260101')
    .set(tags.StudyTime, '1015')
    .set(tags.ReferringPhysicianName, 'ASKER')
    .set(tags.Modality, 'CT')
    .set(tags.SeriesNumber, '3')
    .set(tags.InstanceNumber, '7')
    .set(tags.RequestAttributesSequence, [new Dataset().set(tags.RequestedProcedureID, 'R1')]);

/** One attribute of each value representation that a value in text can be asked for in, whether we keep it or not. */
const ofEachVr = (): readonly Tag[] => {
  const found = new Map<VR, Tag>();
  for (const keyword of Object.keys(tags)) {
    const tag = parseTag(keyword) ?? 0;
    // Not of commands and files, and none that says how to understand the others.
    const isOrdinary = tag >>> 16 >= 0x0010 && !found.has(vrOf(tag)) && keywordOf(tag) === keyword;
    if (isOrdinary && !['UN', 'OB', 'OW', 'OD', 'OF', 'OL', 'OV'].includes(vrOf(tag))) found.set(vrOf(tag), tag);
  }
  return [...found.values()];
};

const text: ReadonlySet<VR> = new Set<VR>('AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT'.split(' ') as VR[]);

describe('universal matching', () => {
  let context: TestContext;
  let door: Awaited<ReturnType<typeof startDimse>>;
  let app: FastifyInstance;
  let association: Association;

  beforeAll(async () => {
    context = await createTestContext({ environment: { THROUGHLINE_DEMO: '1' } });
    for (const dataset of [full(), bare()]) {
      const body = inChunks(encodePart10(dataset, uids.ExplicitVRLittleEndian));
      await storeInstance(context, testPrincipal(), { body, receivedFrom: 'T', issuer: 'COUNTY', sourceId: undefined });
    }
    await registerEntity(context, testPrincipal(), { aeTitle: 'ASKER', address: '127.0.0.1', services: ['find'] });
    door = await startDimse(context);
    const contexts = [{ abstractSyntax: model, transferSyntaxes: [uids.ExplicitVRLittleEndian] }];
    const port = Number(door.address.split(':').at(-1));
    const titles = { callingAeTitle: 'ASKER', calledAeTitle: 'THROUGHLINE' };
    association = await connect({ host: '127.0.0.1', port, ...titles, contexts });
    app = await buildApp(context);
  });
  afterAll(async () => {
    await association?.release();
    await door?.close();
    await app?.close();
    await context?.close();
  });

  const found = async (level: string, key: (identifier: Dataset) => Dataset): Promise<number> => {
    let count = 0;
    const identifier = key(new Dataset().set(tags.QueryRetrieveLevel, level));
    for await (const _ of association.find({ sopClassUid: model, identifier })) count += 1;
    return count;
  };

  const levels = [
    ['PATIENT', 'patient', undefined],
    ['STUDY', 'study', 'studies'],
    ['SERIES', 'series', 'series'],
    ['IMAGE', 'instance', 'instances'],
  ] as const;

  describe.each(levels)('at the level %s', (name, level, path) => {
    const asked = [...new Set([...searchAttributes(level).map(({ tag }) => tag), ...ofEachVr()])].filter(
      (tag) => tag !== tags.TimezoneOffsetFromUTC,
    );

    it.each(asked.map((tag) => [keywordOf(tag) ?? '', vrOf(tag), tag] as const))(
      'by C-FIND: %s, %s',
      async (_, vr, tag) => {
        const values = text.has(vr) ? ['', '*', '**'] : [''];
        for (const value of values) {
          const empty = value === '';
          expect(await found(name, (keys) => keys.set(tag, empty ? [] : value))).toBe(2);
        }
      },
    );

    it('by C-FIND: sequences without items, of an empty item, of an item with universal keys', async () => {
      for (const items of [[], [new Dataset()], [new Dataset().set(tags.RequestedProcedureID, '*')]])
        for (const tag of [tags.RequestAttributesSequence, tags.ProcedureCodeSequence])
          expect(await found(name, (keys) => keys.set(tag, items))).toBe(2);
    });

    // QIDO-RS has no level of patients (PS3.18 10.6).
    if (path === undefined) return;
    it('by QIDO-RS', async () => {
      for (const tag of asked)
        for (const value of ['', '*', '**']) {
          const key = keywordOf(tag);
          const answer = await app.inject({ method: 'GET', url: `/dicom-web/${path}?${key}=${value}` });
          expect([key, value, answer.statusCode]).toEqual([key, value, 200]);
          expect([key, value, answer.json().length]).toEqual([key, value, 2]);
        }
      for (const key of ['RequestedProcedureID=*', 'RequestedProcedureID=', 'StudyDate=*', 'ProcedureCodeSequence=*']) {
        const url = `/dicom-web/${path}?RequestAttributesSequence.${key}`;
        expect((await app.inject({ method: 'GET', url })).json()).toHaveLength(2);
      }
    });
  });
});
