/** Searches a second by key over many studies, several clients at once. */
import type { Archive } from './archives.ts';
import { type Benchmark, rounded } from './benchmark.ts';
import { compete, type Figures } from './compete.ts';
import { makeSmallStudies, type SmallStudy } from './objects.ts';
import { sendAll } from './send.ts';

const clients = 8;
const everyMs = { quick: 1000, full: 4000 } as const;

const questions: Readonly<Record<string, (study: SmallStudy) => string>> = {
  byPatient: ({ patientId }) => `/studies?PatientID=${patientId}`,
  byAccession: ({ accessionNumber }) => `/studies?AccessionNumber=${accessionNumber}`,
  byStudyUid: ({ studyInstanceUid }) => `/studies?StudyInstanceUID=${studyInstanceUid}`,
};

/** Answers of one study each, a second; another study every time. */
const rateOf = async (
  archive: Archive,
  studies: readonly SmallStudy[],
  question: (study: SmallStudy) => string,
  forMs: number,
): Promise<number> => {
  const headers = { ...archive.headers, accept: 'application/dicom+json' };
  let [asked, answered] = [0, 0];
  const begun = performance.now();
  const client = async (): Promise<void> => {
    while (performance.now() - begun < forMs) {
      // A step that shares no factor with the number of studies visits all of them.
      const study = studies[(asked++ * 7919) % studies.length];
      if (study === undefined) return;
      const answer = await fetch(`${archive.root}${question(study)}`, { headers });
      const found = (await answer.json()) as readonly unknown[];
      if (found.length !== 1) throw new Error(`${archive.name} found ${found.length} studies where there is one.`);
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return answered / ((performance.now() - begun) / 1000);
};

const sum = (figures: Figures): number => Object.values(figures).reduce((total, value) => total + value, 0);

export const benchmark: Benchmark = async (options) => {
  const studies = makeSmallStudies(options.quick ? 1000 : 10_000);
  const forMs = options.quick ? everyMs.quick : everyMs.full;
  const runs = options.quick ? 3 : 5;
  const { ours, peer } = await compete(
    {
      runs,
      prepare: async ({ receiver }) =>
        void (await sendAll(
          receiver,
          studies.map(({ object }) => object),
          16,
        )),
      measure: async (archive) => {
        const figures: Record<string, number> = {};
        for (const [name, question] of Object.entries(questions))
          figures[name] = await rateOf(archive, studies, question, forMs);
        return figures;
      },
    },
    options,
  );
  const ratio = peer ? rounded(sum(ours) / sum(peer), 2) : null;
  return { what: 'query', ours: { ...ours, studies: studies.length }, peer, ratio, unit: 'searches/s', runs };
};
