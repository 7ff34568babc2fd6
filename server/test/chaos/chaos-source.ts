/** Sources in this process that answer by DICOMweb, and now and then do not, or not truthfully. They stand where `fetch` goes. */
import { setImmediate as turn } from 'node:timers/promises';
import { Dataset, type DicomJson, tags, toJson } from '@throughline/dicom';
import { newBoundary, writeMultipart } from '@throughline/dicomweb';
import { type Random, randomFrom } from '../../../tools/network/random.ts';
import type { TrueObject, TrueSource, TrueStudy } from './world.ts';

/** `down`: nobody is there; `flaky`: any answer may fail or be wrong; `calm`: it does what it should and says what is true. */
export type Mood = 'down' | 'flaky' | 'calm';

const networkFailure = (code: string): Error =>
  Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(code), { code }) });

const json = (value: unknown): Response =>
  new Response(JSON.stringify(value), { headers: { 'content-type': 'application/dicom+json' } });

/** A body that ends with an error after so many bytes, as a connection that is lost. */
const cutAfter = (bytes: Uint8Array, length: number): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: (controller) => controller.enqueue(bytes.subarray(0, length)),
    pull: (controller) => controller.error(networkFailure('ECONNRESET')),
  });

const group = (objects: readonly TrueObject[]): readonly (readonly TrueObject[])[] => [
  ...Map.groupBy(objects, (object) => object.seriesInstanceUid).values(),
];

export class ChaosSource {
  readonly source: TrueSource;
  mood: Mood = 'calm';
  /** What it said of a study whose row has been given to the end, so that the hub must know of it. */
  readonly told = new Set<string>();
  /** Whether the last question for studies was answered to its end. */
  answered: boolean | undefined;
  /** Requests that came, answered or not. */
  requests = 0;
  readonly #random: Random;

  constructor(seed: number, source: TrueSource) {
    this.source = source;
    this.#random = randomFrom('source', seed, source.name);
  }

  get #flaky(): boolean {
    return this.mood === 'flaky';
  }

  #chance(probability: number): boolean {
    return this.#flaky && this.#random.chance(probability);
  }

  /** As `fetch`: resolves with the answer, rejects when there is none. */
  async answer(url: URL): Promise<Response> {
    this.requests += 1;
    for (let turns = this.#flaky ? this.#random.whole(0, 6) : 0; turns > 0; turns -= 1) await turn();
    const path = url.pathname.replace(/^\/dicom-web\//, '').split('/');
    // A search without a name may be refused: the narrower one before it was answered.
    const isQuestion = path.length === 1 && (url.searchParams.has('00100020') || url.searchParams.has('00100010'));
    const isSearch = path.length === 1;
    try {
      if (this.mood === 'down') throw networkFailure(this.#random.pick(['ECONNREFUSED', 'UND_ERR_HEADERS_TIMEOUT']));
      if (this.#chance(0.06)) throw networkFailure('ECONNRESET');
      if (this.#chance(0.05)) throw networkFailure('UND_ERR_HEADERS_TIMEOUT');
      if (this.#chance(0.05)) return this.#refuse(isQuestion);
      if (isSearch) return this.#studies(url.searchParams);
      if (path.at(-1) === 'series') return json(this.#series(path[1] ?? ''));
      if (path.at(-1) === 'instances') return json(this.#instances(path[1] ?? '', path[3] ?? ''));
      return await this.#objects(path[1] ?? '', path[3] ?? '', path[5]);
    } catch (error) {
      if (isQuestion) this.answered = false;
      throw error;
    }
  }

  #refuse(isQuestion: boolean): Response {
    if (isQuestion) this.answered = false;
    const garbled = ['<html>', '{"error":1}', '[{"0020000D":', '[1,2]'];
    if (this.#random.chance(0.3))
      return new Response(this.#random.pick(garbled), { headers: { 'content-type': 'application/dicom+json' } });
    return new Response(null, { status: this.#random.pick([401, 403, 404, 500, 503]) });
  }

  #matching(query: URLSearchParams): TrueStudy[] {
    const [id, birthDate] = [query.get('00100020'), query.get('00100030')];
    const pattern = (query.get('00100010') ?? '*').replaceAll('*', '.*');
    return this.source.studies.filter(
      ({ row }) =>
        (id ?? row.string(tags.PatientID)) === row.string(tags.PatientID) &&
        (birthDate ?? row.string(tags.PatientBirthDate)) === row.string(tags.PatientBirthDate) &&
        new RegExp(`^${pattern}$`, 'i').test(row.string(tags.PatientName) ?? ''),
    );
  }

  #countOfStudy(study: TrueStudy): number | null {
    const count = study.objects.length;
    if (this.mood === 'calm') return count;
    const lie = this.source.lies.get(study.studyInstanceUid);
    if (lie === 'silent') return null;
    if (lie === 'study-low') return Math.max(0, count - 1);
    return lie === 'study-high' ? count + 2 : count;
  }

  #row(study: TrueStudy): DicomJson {
    const count = this.#countOfStudy(study);
    const row = toJson(study.row);
    return count === null ? row : { ...row, '00201208': { vr: 'IS', Value: [count] } };
  }

  #studies(query: URLSearchParams): Response {
    const first = (query.get('offset') ?? '0') === '0';
    const matching = first ? this.#matching(query) : [];
    const foreign = this.#chance(0.15) && first ? this.source.studies.filter((each) => !matching.includes(each)) : [];
    const given = matching.filter(() => !this.#chance(0.08));
    const twice = given.filter(() => this.#chance(0.1));
    for (const study of given) if (study.owner === 'person') this.told.add(study.studyInstanceUid);
    this.answered = true;
    return json([...given, ...foreign, ...twice].map((study) => this.#row(study)));
  }

  #held(studyUid: string): TrueStudy | undefined {
    return this.source.studies.find((study) => study.studyInstanceUid === studyUid);
  }

  objectsOf(studyUid: string): readonly string[] {
    return (this.#held(studyUid)?.objects ?? []).map(({ sopInstanceUid }) => sopInstanceUid);
  }

  #series(studyUid: string): DicomJson[] {
    const study = this.#held(studyUid);
    const lie = this.mood === 'calm' ? 'none' : this.source.lies.get(studyUid);
    const count = (objects: readonly TrueObject[]): number | null => {
      if (lie === 'silent') return null;
      return lie === 'series-low' ? Math.max(0, objects.length - 1) : objects.length;
    };
    // One witness of two tells the truth: where the count of the study is too low, the list of its series is whole.
    const listed = group(study?.objects ?? []).filter(() => lie === 'study-low' || !this.#chance(0.1));
    return listed.map((objects) => {
      const row = new Dataset()
        .set(tags.StudyInstanceUID, studyUid)
        .set(tags.SeriesInstanceUID, objects[0]?.seriesInstanceUid ?? '')
        .set(tags.Modality, 'CT');
      const claimed = count(objects);
      if (claimed !== null) row.set(tags.NumberOfSeriesRelatedInstances, claimed);
      return toJson(row);
    });
  }

  #instances(studyUid: string, seriesUid: string): DicomJson[] {
    const objects = (this.#held(studyUid)?.objects ?? []).filter((each) => each.seriesInstanceUid === seriesUid);
    const listed = objects.filter(() => !this.#chance(0.1));
    return [...listed, ...listed.filter(() => this.#chance(0.1))].map((object) =>
      toJson(
        new Dataset()
          .set(tags.StudyInstanceUID, studyUid)
          .set(tags.SeriesInstanceUID, seriesUid)
          .set(tags.SOPInstanceUID, object.sopInstanceUid),
      ),
    );
  }

  /** Now and then another object, of this patient or of somebody else; a part of it; or one whose bytes were turned over. */
  #bytesOf(object: TrueObject): Uint8Array {
    if (this.#chance(0.06)) {
      const any = this.source.studies.flatMap((study) => study.objects);
      return this.#random.pick(any).part10;
    }
    if (this.#chance(0.05)) return object.part10.subarray(0, this.#random.whole(1, object.part10.length - 1));
    if (!this.#chance(0.03)) return object.part10;
    const turned = Uint8Array.from(object.part10);
    const at = this.#random.whole(128, 400);
    turned[at] = (turned[at] ?? 0) ^ 0xff;
    return turned;
  }

  async #objects(studyUid: string, seriesUid: string, instanceUid: string | undefined): Promise<Response> {
    const all = (this.#held(studyUid)?.objects ?? []).filter(
      (each) => each.seriesInstanceUid === seriesUid && (instanceUid ?? each.sopInstanceUid) === each.sopInstanceUid,
    );
    const sent = all.filter(() => !this.#chance(0.08));
    const parts = [...sent, ...sent.filter(() => this.#chance(0.08))].map((object) => ({
      contentType: 'application/dicom',
      body: this.#bytesOf(object),
    }));
    const boundary = newBoundary();
    const chunks: Uint8Array[] = [];
    for await (const chunk of writeMultipart(boundary, parts)) chunks.push(chunk);
    const whole = Buffer.concat(chunks);
    const headers = { 'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}` };
    const body = this.#chance(0.15) ? cutAfter(whole, this.#random.whole(0, whole.length)) : whole;
    return new Response(body, { headers });
  }
}
