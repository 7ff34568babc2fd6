/** What works with a source, from what happened: a pure function of counts. */
import type { InteroperabilityStatement, InteroperabilityStep } from '@throughline/contract';
import { type Correction, conceptOf, lacksOf } from '@throughline/terminology';
import type { SourceDeeds, SourceExams } from '../../db/index.ts';
import { isExam, mainModality } from '../concepts/index.ts';

/** A step works when this share of its occasions went well, and works partly down to half of them. */
const WORKS = 0.95;
const PARTLY = 0.5;

type Step = InteroperabilityStep['step'];
type State = InteroperabilityStep['state'];

const stateOf = (done: number, of: number): State => {
  if (of === 0) return 'unknown';
  const share = done / of;
  if (share >= WORKS) return 'works';
  return share >= PARTLY ? 'partly' : 'fails';
};

/** What was done, of what, when there was no occasion. */
const words: Readonly<Record<Step, readonly [done: string, of: string, never: string]>> = {
  asked: ['answered', 'questions', 'was not asked'],
  found: ['with studies', 'answers', 'gave no answer'],
  fetched: ['fetched whole', 'studies', 'nothing was fetched'],
  matched: ['of certain identity', 'patients', 'no patient was known'],
  understood: ['with a name that was understood', 'studies', 'no exam name was met'],
  shown: ['opened by a reader', 'fetched studies', 'nothing was there to be opened'],
  delivered: ['sent on', 'fetched studies', 'nothing was there to be sent on'],
};

const stepOf = (step: Step, done: number, of: number, state = stateOf(done, of)): InteroperabilityStep => {
  const [what, whole, never] = words[step];
  return { step, state, done, of, text: of === 0 ? never : `${done} of ${of} ${whole} ${what}` };
};

/** Whether people open or send a study says what they needed, not what works: once is enough. */
const onceOf = (step: Step, done: number, of: number): InteroperabilityStep =>
  stepOf(step, done, of, done > 0 ? 'works' : 'unknown');

/** It is asked and not fetched from: somebody there must send what it lists. */
const notGiven: InteroperabilityStep = {
  step: 'fetched',
  state: 'fails',
  done: 0,
  of: 0,
  text: 'it lists studies and gives none: ask for them to be sent',
};

/** Exams of one name, with what a person said of them. */
interface NamedExams extends Pick<SourceExams, 'description' | 'modalities' | 'body_part' | 'studies'> {
  readonly correction?: Correction | undefined;
}

interface Understood {
  readonly studies: number;
  readonly understood: number;
  readonly specialties: ReadonlyMap<string, number>;
}

const readExams = (exams: readonly NamedExams[]): Understood => {
  const specialties = new Map<string, number>();
  let [studies, understood] = [0, 0];
  for (const { description, modalities, body_part: bodyPart, studies: count, correction } of exams) {
    // Papers alone are no exam that a name could describe.
    if (!isExam(modalities)) continue;
    const modality = mainModality(modalities);
    const said = {
      name: description ?? '',
      ...(modality && { modality }),
      ...(bodyPart && { bodyPartExamined: bodyPart }),
    };
    const concept = conceptOf(said, correction);
    studies += count;
    if (lacksOf(concept).length === 0) understood += count;
    const specialty = concept.specialty ?? 'general';
    specialties.set(specialty, (specialties.get(specialty) ?? 0) + count);
  }
  return { studies, understood, specialties };
};

const sentenceOf = (steps: readonly InteroperabilityStep[]): string => {
  const named = (state: State) => steps.filter((step) => step.state === state).map(({ step }) => step);
  const [works, partly, fails] = [named('works'), named('partly'), named('fails')];
  if (steps.every(({ of }) => of === 0)) return 'Nothing happened with it of late: what works is not known.';
  return [
    works.length > 0 && `Works: ${works.join(', ')}.`,
    partly.length > 0 && `In part: ${partly.join(', ')}.`,
    fails.length > 0 && `Does not work: ${fails.join(', ')}.`,
  ]
    .filter((part) => part !== false)
    .join(' ');
};

export const statementOf = (
  deeds: SourceDeeds,
  exams: readonly NamedExams[],
  since: Date,
): InteroperabilityStatement => {
  const { studies, understood, specialties } = readExams(exams);
  const steps = [
    stepOf('asked', deeds.answered, deeds.asked),
    onceOf('found', deeds.found, deeds.answered),
    deeds.gives ? stepOf('fetched', deeds.whole, deeds.whole + deeds.not_whole) : notGiven,
    stepOf('matched', deeds.patients - deeds.uncertain, deeds.patients),
    stepOf('understood', understood, studies),
    onceOf('shown', deeds.shown, deeds.whole),
    onceOf('delivered', deeds.delivered, deeds.whole),
  ];
  return {
    sourceName: deeds.name,
    siteName: deeds.site_name,
    since: since.toISOString(),
    steps,
    specialties: [...specialties]
      .map(([specialty, count]) => ({ specialty, studies: count }))
      .sort((a, b) => b.studies - a.studies || (a.specialty < b.specialty ? -1 : 1)),
    text: sentenceOf(steps),
  };
};
