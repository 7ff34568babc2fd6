/** Searches by QIDO-RS and C-FIND among a million studies, and whether storing is as fast as into an empty archive. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dataset, tags, uids } from '@throughline/dicom';
import { connect } from '@throughline/dimse';
import { progress } from '../command.ts';
import { type OurArchive, startOurArchive } from './archives.ts';
import { type Benchmark, median, quantile, rounded } from './benchmark.ts';
import { makeObjects } from './objects.ts';
import { fillRows, scaleDay, scaleStudy } from './scale-rows.ts';
import { SENDER, sendAll } from './send.ts';

const modalities = ['CT', 'MR', 'DX', 'US', 'MG'];
const keys = ['patientId', 'accessionNumber', 'studyInstanceUid'] as const;
const qidoKeys = { patientId: 'PatientID', accessionNumber: 'AccessionNumber', studyInstanceUid: 'StudyInstanceUID' };
const findTags = {
  patientId: tags.PatientID,
  accessionNumber: tags.AccessionNumber,
  studyInstanceUid: tags.StudyInstanceUID,
};
const asked = { quick: 60, full: 600 } as const;

/** The same numbers every time, spread over all of them. */
const numbers = (count: number, studies: number): readonly number[] =>
  Array.from({ length: count }, (_, at) => (at * 7919 * 104_729) % studies);

const p95 = (took: readonly number[]): number => rounded(quantile(took, 0.95));

const timeEach = async <T>(items: readonly T[], ask: (item: T, at: number) => Promise<number>, least: number) => {
  const took: number[] = [];
  for (const [at, item] of items.entries()) {
    const begun = performance.now();
    const found = await ask(item, at);
    took.push(performance.now() - begun);
    if (found < least) throw new Error(`A search found ${found} studies.`);
  }
  return took;
};

const qido = async ({ root, headers }: OurArchive, query: string): Promise<number> => {
  const answer = await fetch(`${root}/studies?${query}`, { headers: { ...headers, accept: 'application/dicom+json' } });
  return ((await answer.json()) as readonly unknown[]).length;
};

const byQido = (archive: OurArchive, wanted: readonly number[]) =>
  timeEach(
    wanted,
    (n, at) => {
      const key = keys[at % keys.length] ?? 'patientId';
      return qido(archive, `${qidoKeys[key]}=${scaleStudy(n)[key]}`);
    },
    1,
  );

const byDay = (archive: OurArchive, wanted: readonly number[]) =>
  timeEach(
    wanted,
    (n) => qido(archive, `StudyDate=${scaleDay(n)}&ModalitiesInStudy=${modalities[n % 5]}&limit=100`),
    1,
  );

const byFind = async ({ receiver }: OurArchive, wanted: readonly number[]): Promise<readonly number[]> => {
  const sopClassUid = uids.StudyRootQueryRetrieveInformationModelFind;
  const contexts = [{ abstractSyntax: sopClassUid, transferSyntaxes: [uids.ExplicitVRLittleEndian] }];
  const { host, port, aeTitle } = receiver;
  const association = await connect({ host, port, callingAeTitle: SENDER, calledAeTitle: aeTitle, contexts });
  const took = await timeEach(
    wanted,
    async (n, at) => {
      const key = keys[at % keys.length] ?? 'patientId';
      const identifier = new Dataset()
        .set(tags.QueryRetrieveLevel, 'STUDY')
        .set(tags.StudyDate, '')
        .set(tags.StudyInstanceUID, '')
        .set(findTags[key], scaleStudy(n)[key]);
      let found = 0;
      for await (const _ of association.find({ sopClassUid, identifier })) found += 1;
      return found;
    },
    1,
  );
  await association.release();
  return took;
};

const ingestRate = async ({ receiver }: OurArchive, runs: number): Promise<number> => {
  const rates: number[] = [];
  for (let run = 0; run < runs; run += 1) rates.push(500 / (await sendAll(receiver, makeObjects(500), 8)));
  return rounded(median(rates));
};

export const benchmark: Benchmark = async ({ quick, silent }) => {
  const say = (text: string): void => {
    if (!silent) progress(text);
  };
  const studies = quick ? 50_000 : 1_000_000;
  const runs = quick ? 2 : 5;
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  const archive = await startOurArchive(join(folder, 'ours'), { services: ['echo', 'store', 'find'] });
  try {
    await ingestRate(archive, 1);
    const emptyRate = await ingestRate(archive, runs);
    say(`Storing into an empty archive: ${emptyRate} objects/s`);
    await fillRows(archive.context.db.ownerUrl, studies, (done) => {
      if (done % 200_000 === 0) say(`${done} studies made`);
    });
    const wanted = numbers(quick ? asked.quick : asked.full, studies);
    await byQido(archive, wanted.slice(0, 30));
    const ours = {
      studies,
      qidoByKeyP95Ms: p95(await byQido(archive, wanted)),
      qidoByDayP95Ms: p95(await byDay(archive, wanted)),
      findByKeyP95Ms: p95(await byFind(archive, wanted)),
      emptyObjectsPerSecond: emptyRate,
      objectsPerSecond: await ingestRate(archive, runs),
    };
    const ingestRatio = rounded(ours.objectsPerSecond / ours.emptyObjectsPerSecond, 2);
    return { what: 'scale', ours: { ...ours, ingestRatio }, peer: null, ratio: null, unit: 'ms', runs };
  } finally {
    await archive.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
