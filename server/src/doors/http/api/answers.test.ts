/** Whatever objects say, every answer is what OpenAPI promises: a page that cannot read one answer shows nothing of it. */
import { randomBytes } from 'node:crypto';
import { type Dataset, encodePart10, newUid, tags, uids } from '@throughline/dicom';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTestContext, type TestContext, testPrincipal } from '../../../../test/context.ts';
import { ctDataset, inChunks } from '../../../../test/objects.ts';
import { rankPriors } from '../../../features/priors/index.ts';
import { storeInstance } from '../../../features/store/index.ts';
import { walkExams } from '../../../features/terms/index.ts';
import { buildApp } from '../app.ts';

interface Operation {
  readonly responses: {
    readonly 200?: {
      readonly content?: { readonly 'application/json'?: { readonly schema?: Parameters<typeof z.fromJSONSchema>[0] } };
    };
  };
}
interface OpenApi {
  readonly paths: Readonly<Record<string, { readonly get?: Operation }>>;
}

let context: TestContext;
let app: FastifyInstance;
const studies: string[] = [];

const store = async (more: (dataset: Dataset) => void, study: string = newUid()): Promise<void> => {
  const dataset = ctDataset({ study, series: newUid(), instance: newUid() });
  more(dataset);
  await storeInstance(context, testPrincipal(), {
    body: inChunks(encodePart10(dataset, uids.ExplicitVRLittleEndian)),
    receivedFrom: 'ODD',
  });
  studies.push(study);
};

/** Texts that are indexed or shown, each longer than its value representation allows (PS3.5 6.2). */
const texts = [
  tags.PatientID,
  tags.IssuerOfPatientID,
  tags.PatientName,
  tags.StudyDescription,
  tags.SeriesDescription,
  tags.StudyID,
  tags.AccessionNumber,
  tags.InstitutionName,
  tags.StationName,
  tags.Modality,
  tags.BodyPartExamined,
  tags.ReferringPhysicianName,
  tags.ProtocolName,
  tags.Manufacturer,
] as const;
/** Nothing that a database could make smaller. */
const long = `SYNTHETIC ${randomBytes(4000).toString('hex').slice(0, 4000)}`;
/** Not in the character set of the object. */
const codes: ReadonlySet<number> = new Set([tags.Modality, tags.BodyPartExamined]);

beforeAll(async () => {
  context = await createTestContext({ environment: { THROUGHLINE_DEMO: '1' } });
  app = await buildApp(context);
  await app.ready();
  for (const tag of texts)
    await store((dataset) => {
      dataset.set(tags.StudyDescription, 'ZAUBER').set(tags.Modality, 'OT').set(tag, long);
    });
  await store((dataset) => {
    for (const tag of texts) dataset.set(tag, long);
  });
  await store((dataset) => {
    dataset.set(tags.SpecificCharacterSet, 'ISO_IR 192');
    for (const tag of texts) if (!codes.has(tag)) dataset.set(tag, '\u{1F600}'.repeat(300));
  });
  await store((dataset) => {
    for (const tag of [tags.StudyDate, tags.StudyTime, tags.PatientBirthDate, tags.SeriesDate]) dataset.set(tag, 'X');
    for (const tag of [tags.InstanceNumber, tags.SeriesNumber, tags.PixelSpacing]) dataset.set(tag, '9'.repeat(400));
    for (const tag of texts) dataset.set(tag, '');
  });
  // Who has no number is numbered by the study, whose UID may have 64 characters (PS3.5 9).
  await store(
    (dataset) => {
      dataset.set(tags.StudyDescription, 'ZAUBER').set(tags.PatientID, '');
    },
    newUid().padEnd(64, '7'),
  );
  // Persons are known, and their exams counted, once somebody has asked.
  for (const study of studies) await rankPriors(context, testPrincipal(), study);
  while (await walkExams(context, testPrincipal()));
});
afterAll(async () => {
  await app?.close();
  await context?.close();
});

/** Asks for everything that needs no parameter or a study, and says which answers are not as they are described. */
const misfits = async (): Promise<readonly string[]> => {
  const api = (await app.inject('/api/openapi.json')).json<OpenApi>();
  const found: string[] = [];
  for (const [path, { get }] of Object.entries(api.paths)) {
    const schema = get?.responses[200]?.content?.['application/json']?.schema;
    if (schema === undefined || !path.startsWith('/api/')) continue;
    const shape = z.fromJSONSchema(schema, { defaultTarget: 'openapi-3.0' });
    const urls = path.includes('{studyInstanceUid}')
      ? studies.map((study) => path.replace('{studyInstanceUid}', study))
      : [path];
    for (const url of urls.filter((each) => !each.includes('{'))) {
      const answer = await app.inject({ url, headers: { accept: 'application/json' } });
      if (answer.statusCode !== 200) {
        if (answer.statusCode >= 500) found.push(`${path}: ${answer.statusCode}`);
        continue;
      }
      if (!String(answer.headers['content-type']).startsWith('application/json')) continue;
      const { error } = shape.safeParse(answer.json());
      if (error) found.push(`${path}: ${z.prettifyError(error)}`);
      else asked.add(path);
    }
  }
  return found;
};
const asked = new Set<string>();

describe('answers about odd objects', () => {
  it('are what OpenAPI says', async () => {
    expect(await misfits()).toEqual([]);
    expect([...asked]).toEqual(
      expect.arrayContaining(['/api/worklist', '/api/reading/{studyInstanceUid}', '/api/terms/unmapped']),
    );
  });
});
