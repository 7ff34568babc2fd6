/** Sources that do not do as the Standard says: how they are asked all the same, and what of their answers is believed. */
import { type Answer, type Peer, PeerError, type PeerInstance, type PeerSeries, type Question } from './peer.ts';

const DAY_MS = 86_400_000;
/** The year of the first X-ray pictures; before it there is nothing to find. */
const FIRST_DAY = Date.UTC(1895, 0, 1);
const MOST_QUESTIONS = 400;

type Ask = Peer['ask'];

const dicomDay = (day: number): string =>
  new Date(FIRST_DAY + day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');

/** Tomorrow and the day after count: a source may be ahead of us. */
const lastDay = (): number => Math.floor((Date.now() - FIRST_DAY) / DAY_MS) + 2;

const cut = (): PeerError =>
  new PeerError('refused', 'The source cuts its answer off, and the rest cannot be asked for by date');

/**
 * Where a source gives no more than so many answers and does not say that there are more, an answer of that length is asked again
 * in parts, by study date, until each part is shorter. A study without a date is in no part: with one among the answers nobody can
 * tell whether there are others, and the source counts as one that did not answer.
 */
export const askInParts =
  (ask: Ask, most: number): Ask =>
  async (question, signal) => {
    const whole = await ask(question, signal);
    if (whole.given < most) return whole;
    if (whole.studies.some((study) => study.studyDate === null)) throw cut();
    let questions = 0;
    const part = async (from: number, to: number): Promise<readonly Answer[]> => {
      questions += 1;
      if (questions > MOST_QUESTIONS) throw cut();
      const answer = await ask({ ...question, days: { from: dicomDay(from), to: dicomDay(to) } }, signal);
      if (answer.given < most) return [answer];
      if (from === to) throw cut();
      const middle = Math.floor((from + to) / 2);
      return [...(await part(from, middle)), ...(await part(middle + 1, to))];
    };
    const parts = [whole, ...(await part(0, lastDay()))];
    const studies = new Map(parts.flatMap((each) => each.studies.map((study) => [study.studyInstanceUid, study])));
    const sum = (pick: (answer: Answer) => number): number => parts.reduce((total, each) => total + pick(each), 0);
    return { studies: [...studies.values()], faults: sum((each) => each.faults), given: sum((each) => each.given) };
  };

/** What the source says of numbers is left out; what it lists is counted. */
export const withoutCounts =
  (ask: Ask): Ask =>
  async (question: Question, signal) => {
    const answer = await ask(question, signal);
    const studies = answer.studies.map((study) => ({ ...study, seriesCount: null, instanceCount: null }));
    return { ...answer, studies };
  };

type List = (study: string, signal: AbortSignal) => Promise<ReadonlyMap<string, readonly PeerInstance[]>>;

export const countedByListing =
  (askSeries: Peer['askSeries'], list: List): Peer['askSeries'] =>
  async (study, signal) => {
    const listed = await list(study, signal);
    const series = await askSeries(study, signal);
    return series.map(
      (each): PeerSeries => ({ ...each, instanceCount: listed.get(each.seriesInstanceUid)?.length ?? null }),
    );
  };
