/** A person asked for by any identifier is found whole, under the asker's own (issue 4): through every door, before and after an unlink. */
import { Dataset, type DicomJson, readPart10, tags, toJson } from '@throughline/dicom';
import { boundaryOf, readMultipart } from '@throughline/dicomweb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestDelivery, takeDelivery } from '../src/features/delivery/index.ts';
import { testPrincipal } from './context.ts';
import { inChunks } from './objects.ts';
import { type Asker, askers, type Sent, type TwoDomains, twoDomains } from './two-domains.ts';

let world: TwoDomains;
beforeAll(async () => {
  world = await twoDomains();
  await world.link();
});
afterAll(() => world.close());

interface Told {
  readonly study: string;
  readonly id: string;
  readonly others: readonly string[];
}

const value = (json: DicomJson, tag: string): string => String(json[tag]?.Value?.[0] ?? '');
const identifierOf = (json: DicomJson): string => `${value(json, '00100021')}|${value(json, '00100020')}`;

const told = (json: DicomJson): Told => ({
  study: value(json, '0020000D'),
  id: identifierOf(json),
  others: (json['00101002']?.Value ?? []).map((item) => {
    const other = item as DicomJson;
    expect(value(other, '00100022')).toBe('TEXT');
    return identifierOf(other);
  }),
});

const byStudy = (all: readonly Told[]) => all.toSorted((one, other) => (one.study < other.study ? -1 : 1));
const expected = (id: string, others: readonly string[], ...sent: readonly Sent[]) =>
  byStudy(sent.map(({ study }) => ({ study, id, others })));

const qido = async (asker: Asker, query: string, path = 'studies') => {
  const answer = await world.web(asker, `/dicom-web/${path}?${query}`);
  expect([200, 204]).toContain(answer.status);
  return byStudy(answer.json.map(told));
};

const cfind = async (asker: Asker, keys: (identifier: Dataset) => Dataset, level = 'STUDY') => {
  const found = await world.find(asker, level, (empty) => keys(empty.set(tags.StudyInstanceUID, '')));
  return byStudy(found.map((match) => told(toJson(match))));
};

type Ask = readonly [asker: Asker, id: string, issuer: string];

const bothWays = async ([asker, id, issuer]: Ask) => {
  const web = await qido(asker, `PatientID=${id}${issuer && `&IssuerOfPatientID=${issuer}`}&includefield=00101002`);
  const dimse = await cfind(asker, (keys) => keys.set(tags.PatientID, id).set(tags.IssuerOfPatientID, issuer));
  expect(dimse).toEqual(web);
  return web;
};

const [northId, southId] = ['NORTH|N1', 'SOUTH|S7'];

describe('a search for a person', () => {
  const both = () => [world.north, world.south];
  it.each([
    ['by the own ID', ['NORTH', 'N1', ''], northId, [southId]],
    ['by the own ID at the other site', ['SOUTH', 'S7', ''], southId, [northId]],
    ['by the ID of the other site', ['NORTH', 'S7', 'SOUTH'], northId, [southId]],
    ['by who never saw the patient', ['EAST', 'S7', 'SOUTH'], southId, [northId]],
    ['by who has no issuer, with one', ['ANYBODY', 'N1', 'NORTH'], northId, [southId]],
    ['by who has no issuer, with an ID that is of one person', ['ANYBODY', 'S7', ''], southId, [northId]],
  ] as const)('%s finds all studies, under one ID', async (_name, ask, id, others) => {
    expect(await bothWays(ask)).toEqual(expected(id, others, ...both()));
  });

  it.each([
    ['an issuer that nobody knows', ['NORTH', 'N1', 'NOWHERE']],
    ['an ID of another issuer, taken for an own one', ['EAST', 'N1', '']],
    ['an own ID of nobody', ['NORTH', 'S7', '']],
  ] as const)('by %s finds nothing', async (_name, ask) => {
    expect(await bothWays(ask)).toEqual([]);
  });

  it('DICOMcloud #94: keeps apart two people to whom two sites gave one number', async () => {
    expect(await bothWays(['SOUTH', 'N1', ''])).toEqual(expected('SOUTH|N1', [], world.stranger));
    expect(await bothWays(['ANYBODY', 'N1', 'SOUTH'])).toEqual(expected('SOUTH|N1', [], world.stranger));
    const all = await bothWays(['ANYBODY', 'N1', '']);
    expect(all).toEqual(
      byStudy([...expected(northId, [southId], ...both()), ...expected('SOUTH|N1', [], world.stranger)]),
    );
  });

  it('tells the own ID also when asked by study, or for everything', async () => {
    const { south } = world;
    expect(await qido('NORTH', `StudyInstanceUID=${south.study}`)).toEqual(expected(northId, [southId], south));
    const everything = await qido('NORTH', '');
    expect(everything.map(({ id }) => id).sort()).toEqual([northId, northId, 'SOUTH|N1']);
    expect(await qido('ANYBODY', `StudyInstanceUID=${south.study}`)).toEqual(expected(southId, [], south));
  });

  it.each([
    ['series', 'SERIES', tags.SeriesInstanceUID],
    ['instances', 'IMAGE', tags.SOPInstanceUID],
  ] as const)('is the same for %s', async (path, level, unique) => {
    const all = expected(northId, [southId], ...both());
    expect(await qido('NORTH', 'PatientID=N1&includefield=0020000D', path)).toEqual(all);
    expect(await cfind('NORTH', (keys) => keys.set(tags.PatientID, 'N1').set(unique, ''), level)).toEqual(all);
  });

  it('tells a person once at the patient level, with all studies counted', async () => {
    const find = (asker: Asker, name: string, id = '') =>
      world.find(asker, 'PATIENT', (keys) =>
        keys.set(tags.PatientName, name).set(tags.PatientID, id).set(tags.NumberOfPatientRelatedStudies, ''),
      );
    for (const [name, id] of [
      ['LOVELACE', ''],
      ['', 'N1'],
    ] as const) {
      const [ada, ...more] = await find('NORTH', name, id);
      expect(more).toEqual([]);
      expect(ada?.string(tags.PatientID)).toBe('N1');
      expect(ada?.number(tags.NumberOfPatientRelatedStudies)).toBe(2);
    }
    expect(await find('ANYBODY', 'LOVELACE')).toHaveLength(2);
  });

  it('finds nothing else for who wants one issuer', async () => {
    expect(await bothWays(['ONLYNORTH', 'N1', ''])).toEqual(expected(northId, [], world.north));
    expect(await bothWays(['ONLYNORTH', 'S7', 'SOUTH'])).toEqual([]);
    expect(await qido('ONLYNORTH', '')).toEqual(expected(northId, [], world.north));
  });

  it('gives one set of studies by C-FIND and QIDO-RS, whoever asks for whom', () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...askers),
        fc.constantFrom('N1', 'S7', 'N*', '?7', ''),
        fc.constantFrom('', 'NORTH', 'SOUTH', 'EAST', 'NOWHERE', '*TH'),
        async (...ask) => void (await bothWays(ask)),
      ),
      { numRuns: 60 },
    ));
});

const wado = async (asker: Asker, { study, series, instance }: Sent, headers = {}) =>
  world.web(asker, `/dicom-web/studies/${study}/series/${series}/instances/${instance}`, {
    accept: 'application/dicom',
    ...headers,
  });

const toldIn = (dataset: Dataset): Told => told(toJson(dataset));
const opened = async (part10: Uint8Array): Promise<Dataset> =>
  (await readPart10(inChunks(part10), { keep: 'all' })).dataset;
const metadata = async (asker: Asker, { study }: Sent): Promise<DicomJson> =>
  (await world.web(asker, `/dicom-web/studies/${study}/metadata`)).json[0] ?? {};

describe('an object of another site', () => {
  const original = (dataset: Dataset) => {
    const [item, ...more] = dataset.items(tags.OriginalAttributesSequence);
    expect(more).toEqual([]);
    expect(item?.string(tags.ReasonForTheAttributeModification)).toBe('COERCE');
    return item?.items(tags.ModifiedAttributesSequence)[0];
  };

  it('is given by WADO-RS under the own ID, with what it was', async () => {
    const answer = await wado('NORTH', world.south);
    expect(answer.headers['content-length']).toBe(String(answer.raw.length));
    const dataset = await opened(answer.raw);
    expect(toldIn(dataset)).toEqual({ study: world.south.study, id: northId, others: [southId] });
    expect(original(dataset)?.string(tags.PatientID)).toBe('S7');
    expect(original(dataset)?.string(tags.IssuerOfPatientID)).toBe('SOUTH');
    expect(dataset.string(tags.PatientName)).toBe('LOVELACE^ADA');
    const own = await opened((await wado('NORTH', world.north)).raw);
    expect(toldIn(own)).toEqual({ study: world.north.study, id: northId, others: [southId] });
  });

  it('has in its metadata what it has itself', async () => {
    const json = toJson(await opened((await wado('NORTH', world.south)).raw), { bulkDataUri: String });
    const { '00083002': _, '7FE00010': __, ...header } = await metadata('NORTH', world.south);
    const { '7FE00010': ___, ...same } = json;
    expect(header).toEqual(same);
    expect(told(await metadata('SOUTH', world.south))).toMatchObject({ id: southId, others: [northId] });
    expect(told(await metadata('ANYBODY', world.south))).toMatchObject({ id: southId, others: [] });
  });

  it('is whole as a part of many, in parts, and named by another validator', async () => {
    const whole = await world.web('NORTH', `/dicom-web/studies/${world.south.study}`);
    const type = String(whole.headers['content-type']);
    const parts: Buffer[] = [];
    for await (const part of readMultipart(inChunks(whole.raw), boundaryOf(type))) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of part.body) chunks.push(chunk);
      parts.push(Buffer.concat(chunks));
    }
    const { raw, headers } = await wado('NORTH', world.south);
    expect(parts).toEqual([raw]);
    expect(Number(whole.headers['content-length'] ?? whole.raw.length)).toBe(whole.raw.length);
    const range = await wado('NORTH', world.south, { range: 'bytes=300-700', 'if-range': headers.etag });
    expect(range.raw).toEqual(raw.subarray(300, 701));
    const validators = (['NORTH', 'SOUTH', 'ANYBODY'] as const).map(
      async (asker) => (await wado(asker, world.south)).headers.etag,
    );
    expect(new Set(await Promise.all(validators)).size).toBe(3);
    expect((await wado('NORTH', world.south, { 'if-none-match': headers.etag })).status).toBe(304);
  });

  it('stays as it came for who has no issuer, and when nobody else is the same person', async () => {
    expect((await wado('ANYBODY', world.south)).raw).toEqual(world.south.part10);
    expect((await wado('SOUTH', world.stranger)).raw).toEqual(world.stranger.part10);
    expect((await wado('NORTH', world.stranger)).raw).toEqual(world.stranger.part10);
  });

  const patient = (id: string) => new Dataset().set(tags.QueryRetrieveLevel, 'PATIENT').set(tags.PatientID, id);

  const withMeta = async (encoded: Buffer, { part10, encoded: sent }: Sent): Promise<Dataset> =>
    opened(Buffer.concat([part10.subarray(0, part10.length - sent.length), encoded]));

  it('is given by C-GET under the own ID', async () => {
    for (const [asker, id, own, other] of [
      ['NORTH', 'N1', northId, southId],
      ['SOUTH', 'S7', southId, northId],
    ] as const) {
      const got = await world.get(asker, patient(id));
      const datasets = await Promise.all(got.map((encoded) => withMeta(encoded, world.south)));
      expect(byStudy(datasets.map(toldIn))).toEqual(expected(own, [other], world.north, world.south));
    }
    const plain = await world.get('ANYBODY', patient('S7'));
    expect(plain.map((bytes) => bytes.toString('base64')).sort()).toEqual(
      [world.north, world.south].map(({ encoded }) => encoded.toString('base64')).sort(),
    );
  });

  it('is sent by C-MOVE under the ID of where it goes', async () => {
    for (const [destination, ids] of [
      ['SOUTH', [southId, southId]],
      ['NORTH', [northId, northId]],
      ['ANYBODY', [northId, southId]],
    ] as const) {
      world.moved.length = 0;
      expect(await world.move('NORTH', destination, patient('N1'))).toBe(2);
      expect(world.moved.map((dataset) => toldIn(dataset).id).sort()).toEqual(ids);
    }
  });

  it('is delivered under the ID of where it goes', async () => {
    const { context, moved, south } = world;
    moved.length = 0;
    await requestDelivery(context, testPrincipal(), { studyInstanceUid: south.study, aeTitle: 'NORTH' });
    const delivery = await takeDelivery(context, testPrincipal(), new AbortController().signal);
    await delivery?.done;
    expect(moved.map(toldIn)).toEqual([{ study: south.study, id: northId, others: [southId] }]);
  });

  it('is not given to who wants one issuer', async () => {
    expect((await wado('ONLYNORTH', world.south)).status).toBe(404);
    expect((await wado('ONLYNORTH', world.north)).raw).toEqual(world.north.part10);
    expect(await world.get('ONLYNORTH', patient('N1'))).toEqual([world.north.encoded]);
  });
});

describe('FHIR and the workspace', () => {
  const studies = async (asker: Asker, identifier: string) => {
    const { raw } = await world.web(asker, `/fhir/ImagingStudy?patient.identifier=${encodeURIComponent(identifier)}`);
    const text = raw.toString('utf8');
    return [world.north, world.south, world.stranger].filter(({ study }) => text.includes(`urn:oid:${study}`));
  };

  it.each(['NORTH|N1', 'SOUTH|S7'])('find all studies of the person by %s', async (identifier) => {
    for (const asker of ['ANYBODY', 'NORTH', 'EAST'] as const)
      expect(await studies(asker, identifier)).toEqual([world.north, world.south]);
    expect(await studies('ONLYNORTH', identifier)).toEqual([world.north]);
  });

  it('find none of an issuer that nobody knows', async () => {
    expect(await studies('ANYBODY', 'NOWHERE|N1')).toEqual([]);
  });

  it('show the study of the other site beside the one that is read', async () => {
    const { raw } = await world.web('ANYBODY', `/api/reading/${world.south.study}`);
    const { priors } = JSON.parse(raw.toString('utf8'));
    expect(JSON.stringify(priors)).toContain(world.north.study);
    expect(JSON.stringify(priors)).not.toContain(world.stranger.study);
  });
});

it('dcm4chee-arc-light #3222, #4302: after an unlink each site sees its own again at once, byte for byte', async () => {
  await world.unlink();
  expect(await bothWays(['NORTH', 'N1', ''])).toEqual(expected(northId, [], world.north));
  expect(await bothWays(['SOUTH', 'S7', ''])).toEqual(expected(southId, [], world.south));
  for (const sent of [world.north, world.south]) expect((await wado('NORTH', sent)).raw).toEqual(sent.part10);
  expect(told(await metadata('NORTH', world.south))).toMatchObject({ id: southId, others: [] });
  await world.link();
  expect(await bothWays(['NORTH', 'N1', ''])).toEqual(expected(northId, [southId], world.north, world.south));
});

it('what one site adds to a study of the other goes back to that one under its own ID', async () => {
  const { study, series } = world.south;
  await world.send({ issuer: 'NORTH', patientId: 'N1', patientName: 'LOVELACE^ADA', study, series });
  const all = await world.web('SOUTH', `/dicom-web/studies/${study}/metadata`);
  expect(all.json.map((json) => told(json))).toEqual([0, 1].map(() => ({ study, id: southId, others: [northId] })));
  const found = await qido('SOUTH', 'PatientID=S7&includefield=0020000D', 'instances');
  expect(found.filter((each) => each.study === study).map(({ id }) => id)).toEqual([southId, southId]);
});
