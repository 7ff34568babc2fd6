/** What is true in one seeded run: a person, somebody else who looks alike, and what each source holds of both. */
import { Dataset, encodePart10, newUid, tags, uids } from '@throughline/dicom';
import { type Random, randomFrom } from '../../../tools/network/random.ts';
import { ctDataset } from '../objects.ts';

export interface TrueObject {
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly part10: Uint8Array;
}

export interface TrueStudy {
  readonly studyInstanceUid: string;
  readonly row: Dataset;
  /** What this source holds of it. */
  readonly objects: readonly TrueObject[];
  readonly owner: 'person' | 'other';
}

/** How a source lies about the counts of one study for as long as it lies: one level tells the truth, or none tells anything. */
export type CountLie = 'none' | 'study-low' | 'series-low' | 'study-high' | 'silent';

export interface TrueSource {
  readonly name: string;
  readonly issuer: string;
  readonly host: string;
  readonly studies: readonly TrueStudy[];
  readonly lies: ReadonlyMap<string, CountLie>;
}

export interface World {
  readonly seed: number;
  readonly random: Random;
  readonly sources: readonly TrueSource[];
  /** The study that is being read: its objects come by themselves, from the first source. */
  readonly current: TrueStudy;
  readonly others: { readonly studies: ReadonlySet<string>; readonly objects: ReadonlySet<string> };
  /** Bytes that are fetched before anybody asks, less than there are; null: no limit. */
  readonly budget: number | null;
  /** The person's identifiers are told by the first source: nothing has to be guessed. */
  readonly identifiersTold: boolean;
}

interface Human {
  readonly owner: TrueStudy['owner'];
  readonly name: string;
  readonly birthDate: string;
  readonly sex: string;
  /** by issuer */
  readonly ids: ReadonlyMap<string, string>;
}

const issuers = ['ALPHA', 'BRAVO', 'CEDAR', 'DELTA'] as const;
const families = ['OKONKWO', 'LINDQVIST', 'FERRARIS', 'TSEREN', 'ABERNATHY', 'VASQUEZ', 'HOLMBERG', 'KOVACS'] as const;
const givens = ['MARIT', 'TOBIAS', 'ELENA', 'RUFUS', 'IMOGEN', 'CASPAR', 'NADIA', 'PIERS'] as const;
const exams = ['CT CHEST WO', 'CT CHEST W CONTRAST', 'XR CHEST 2 VIEWS', 'XR FOOT LEFT 3V'] as const;

const idsOf = (random: Random): Map<string, string> =>
  new Map(issuers.map((issuer) => [issuer, `${issuer[0]}${random.whole(100_000, 999_999)}`]));

const makePerson = (random: Random): Human => ({
  owner: 'person',
  name: `${random.pick(families)}^${random.pick(givens)}`,
  birthDate: `${random.whole(1930, 2010)}${String(random.whole(1, 12)).padStart(2, '0')}${random.whole(10, 28)}`,
  sex: random.pick(['F', 'M']),
  ids: idsOf(random),
});

/** A twin, somebody of the same name, or a stranger; under the person's own number at another hospital, now and then. */
const makeOther = (random: Random, person: Human): Human => {
  const given = givens.filter((each) => !person.name.endsWith(each));
  const kind = random.pick(['twin', 'namesake', 'stranger']);
  const ids = idsOf(random);
  if (random.chance(0.3)) ids.set('BRAVO', person.ids.get('ALPHA') ?? '');
  const family = person.name.split('^')[0] ?? '';
  if (kind === 'twin') return { ...person, owner: 'other', name: `${family}^${random.pick(given)}`, ids };
  const birthDate = String(Number(person.birthDate) + (random.chance(0.5) ? 40_000 : -70_000));
  if (kind === 'namesake') return { ...person, owner: 'other', birthDate, ids };
  return { owner: 'other', name: `QUILL^${random.pick(given)}`, birthDate, sex: person.sex, ids };
};

const otherIdsOf = (human: Human, issuer: string): Dataset[] =>
  [...human.ids]
    .filter(([other]) => other !== issuer)
    .map(([other, id]) => new Dataset().set(tags.PatientID, id).set(tags.IssuerOfPatientID, other));

interface Exam {
  readonly studyInstanceUid: string;
  readonly date: string;
  readonly description: string;
  readonly series: readonly { readonly uid: string; readonly instances: readonly string[] }[];
}

const makeExam = (random: Random, date: string): Exam => ({
  studyInstanceUid: newUid(),
  date,
  description: random.pick(exams),
  series: Array.from({ length: random.whole(1, 2) }, () => ({
    uid: newUid(),
    instances: Array.from({ length: random.whole(1, 3) }, () => newUid()),
  })),
});

/** The exam as this hospital has it, under its own number; `keep` says which objects it has. */
const heldAs = (human: Human, issuer: string, exam: Exam, told: boolean, keep: () => boolean): TrueStudy => {
  const modality = exam.description.startsWith('CT') ? 'CT' : 'DX';
  const fields = {
    study: exam.studyInstanceUid,
    patientId: human.ids.get(issuer) ?? '',
    patientName: human.name,
    birthDate: human.birthDate,
    studyDate: exam.date,
    description: exam.description,
    modality,
    side: 2,
  };
  const withIds = (dataset: Dataset): Dataset =>
    told ? dataset.set(tags.OtherPatientIDsSequence, otherIdsOf(human, issuer)) : dataset;
  const all = exam.series.flatMap(({ uid, instances }) =>
    instances.map((instance): TrueObject => {
      const dataset = withIds(ctDataset({ ...fields, series: uid, instance }).set(tags.PatientSex, human.sex));
      const part10 = encodePart10(dataset, uids.ExplicitVRLittleEndian);
      return { sopInstanceUid: instance, seriesInstanceUid: uid, part10 };
    }),
  );
  const kept = all.filter(keep);
  const row = withIds(
    new Dataset()
      .set(tags.SpecificCharacterSet, 'ISO_IR 192')
      .set(tags.StudyInstanceUID, exam.studyInstanceUid)
      .set(tags.StudyDate, exam.date)
      .set(tags.StudyDescription, exam.description)
      .set(tags.ModalitiesInStudy, modality)
      .set(tags.PatientName, human.name)
      .set(tags.PatientID, fields.patientId)
      .set(tags.PatientBirthDate, human.birthDate)
      .set(tags.PatientSex, human.sex),
  );
  return {
    studyInstanceUid: exam.studyInstanceUid,
    row,
    objects: kept.length > 0 ? kept : all,
    owner: human.owner,
  };
};

const lies: readonly CountLie[] = ['none', 'none', 'none', 'study-low', 'series-low', 'study-high', 'silent'];

export const makeWorld = (seed: number, today: string): World => {
  const random = randomFrom('chaos', seed);
  const thrift = randomFrom('chaos-budget', seed);
  const person = makePerson(random);
  const other = makeOther(random, person);
  const identifiersTold = random.chance(0.7);
  const names = issuers.slice(0, random.whole(2, 4));
  const held = new Map<string, TrueStudy[]>(names.map((name) => [name, []]));
  const all = () => true;
  const place = (human: Human, exam: Exam, told: boolean): TrueStudy => {
    const home = random.pick(names);
    const study = heldAs(human, home, exam, told, all);
    held.get(home)?.push(study);
    if (random.chance(0.3)) {
      const second = random.pick(names.filter((name) => name !== home));
      held.get(second)?.push(heldAs(human, second, exam, told, () => random.chance(0.7)));
    }
    return study;
  };
  const current = heldAs(
    person,
    'ALPHA',
    { ...makeExam(random, today), description: 'CT CHEST WO' },
    identifiersTold,
    all,
  );
  held.get('ALPHA')?.push(current);
  const year = Number(today.slice(0, 4));
  // Each on a day of its own: two like exams of one day are one exam that was sent on, and shown as one.
  for (let count = random.whole(1, 4); count > 0; count -= 1)
    place(person, makeExam(random, `${year - random.whole(1, 4)}0${random.whole(1, 9)}1${count}`), identifiersTold);
  for (let count = random.whole(1, 2); count > 0; count -= 1)
    place(other, makeExam(random, `${year - random.whole(1, 4)}0${random.whole(1, 9)}2${count}`), false);
  const sources = names.map(
    (name): TrueSource => ({
      name,
      issuer: name,
      host: `${name.toLowerCase()}-${seed}.invalid`,
      studies: held.get(name) ?? [],
      lies: new Map((held.get(name) ?? []).map((study) => [study.studyInstanceUid, random.pick(lies)])),
    }),
  );
  const studies = sources.flatMap((source) => source.studies);
  const theirs = studies.filter(({ owner }) => owner === 'other');
  return {
    seed,
    random,
    budget: thrift.chance(0.25) ? thrift.whole(0, 3) * 2 ** 20 : null,
    sources,
    current,
    others: {
      studies: new Set(theirs.map((study) => study.studyInstanceUid)),
      objects: new Set(theirs.flatMap((study) => study.objects.map((object) => object.sopInstanceUid))),
    },
    identifiersTold,
  };
};
