/** What a study is, as the rules read it: its concept, with the traits and aims that the packs know. */
import { type Concept, conceptOf } from '@throughline/terminology';
import { partName, type Rulebook } from './pack/rulebook.ts';
import { plainText } from './plain-text.ts';
import { scriptText } from './removed-in-script.ts';
import type { Study } from './types.ts';

export type Side = 'left' | 'right' | 'both' | 'none';

export interface Meaning {
  readonly concept: Concept;
  /** Standard modality; `any` where the name shows a part of the body and nobody says how it was imaged. */
  readonly modality: string;
  /** What the exam is about: its foci, or for an exam of whole regions the regions. */
  readonly parts: readonly string[];
  /** `parts`, the focus and nothing else: what patterns ask for. */
  readonly foci: ReadonlySet<string>;
  readonly side: Side;
  /** Of a combined exam, the side of each part where they differ. */
  readonly sides: Readonly<Record<string, Side>>;
  readonly traits: ReadonlySet<string>;
  /** Aim of each group that the name states. */
  readonly aims: Readonly<Record<string, string>>;
  /** Holds no pictures to look at, or only measurements. */
  readonly empty: 'no' | 'not-an-exam' | 'measurement-only';
  readonly plain: string;
  /** The name's letters of other scripts than Latin, folded. */
  readonly letters: string;
}

/** Modalities of PS3.3 C.7.3.1.1.1 whose objects hold no pictures. */
const noPictures: ReadonlySet<string> = new Set(
  'PR KO DOC AU REG RTSTRUCT RTPLAN RTRECORD RTINTENT RTSEGANN RWV FID PLAN STAIN TEXTUREMAP HD EPS TG M3D OSS'.split(
    ' ',
  ),
);
const measured: ReadonlySet<string> = new Set(['SR', 'SEG', 'PARAMETRIC', 'ANN']);
const paper =
  /dose (report|sr|summary|record|sheet)|\brdsr\b|radiation dose|dosisbericht|presentation state|key (image|object)|\bscanned\b|escanead|requisition|consent|consentim|referral|uberweisung|screen ?save|insurance|questionnaire|\bform\b|worklist|order form|anmeldung|cover sheet|\bfax\b|identity card|release of information/;
const filmWords =
  /\b\d ?(or \d )?v(iews?)?\b|\bviews?\b|\bap\b|\bpa\b|\blat(eral|rl)?\b|\bfrontal\b|\bstanding\b|\bweight ?bearing\b|\boblique/;

const emptiness = (tag: string, plain: string, traits: ReadonlySet<string>): Meaning['empty'] => {
  if (paper.test(plain) || noPictures.has(tag)) return 'not-an-exam';
  if (measured.has(tag)) return traits.has('measurement') && !/dose/.test(plain) ? 'measurement-only' : 'not-an-exam';
  return 'no';
};

const scannerProtocol = /\^/;

const modalityOf = (concept: Concept, study: Study, plain: string): string => {
  if (concept.modality !== 'NONE') return concept.modality;
  if (concept.regions[0] === 'unspecified') return 'NONE';
  if (concept.focus === 'breast') return /ultras|echo|sono/.test(plain) ? 'US' : 'MG';
  return filmWords.test(plain) && !scannerProtocol.test(study.description) ? 'XR' : 'any';
};

const sides: Readonly<Record<Concept['laterality'], Side>> = {
  left: 'left',
  right: 'right',
  bilateral: 'both',
  none: 'none',
  unspecified: 'none',
};

const sidesOf = (concept: Concept): Meaning['sides'] =>
  Object.fromEntries(Object.entries(concept.sides).map(([part, side]) => [partName(part), sides[side]]));

const partsOf = (concept: Concept): readonly string[] => {
  const own = concept.focus === 'general' ? concept.regions : [concept.focus, ...concept.foci];
  const known = own.filter((part) => part !== 'unspecified' && part !== 'general').map(partName);
  return [...new Set(known)];
};

const impliedOf = (concept: Concept, plain: string, book: Rulebook) =>
  book.implied.find((one) => one.modality.includes(concept.modality) && one.find.test(plain));

const read = (study: Study, book: Rulebook): Meaning => {
  const said = {
    name: study.description,
    ...(study.modality !== undefined && { modality: study.modality }),
    ...(study.bodyPartExamined !== undefined && { bodyPartExamined: study.bodyPartExamined }),
    ...(study.laterality !== undefined && { laterality: study.laterality }),
    ...(study.age !== undefined && { age: study.age }),
    ...(study.sex !== undefined && { sex: study.sex }),
    ...(study.series !== undefined && { series: study.series }),
    ...(study.procedureCode !== undefined && { procedureCode: study.procedureCode }),
  };
  const concept = conceptOf(said, study.correction);
  const plain = plainText(study.description);
  const letters = scriptText(study.description);
  const traits = new Set(concept.qualifiers);
  for (const [name, words] of book.traits) if (words.test(plain)) traits.add(name);
  // Films of newborns are made in the incubator, whichever words say so.
  if (concept.population === 'neonate') traits.add('neonatal');
  // Whether an injection treats a joint or is the contrast of a scan, the whole name decides.
  if (traits.has('injection')) traits.add('guided');
  const aims: Record<string, string> = {};
  for (const aim of book.aims) {
    const stated = aim.values.find(([, words]) => words.test(plain) || words.test(letters));
    if (stated) aims[aim.name] = stated[0];
  }
  const known = partsOf(concept);
  const implied = known.length > 0 ? undefined : impliedOf(concept, plain, book);
  const parts = implied ? [implied.part] : known;
  return {
    concept,
    modality: implied && concept.modality === 'NONE' ? implied.means : modalityOf(concept, study, plain),
    parts,
    foci: new Set([...parts, concept.focus]),
    side: sides[concept.laterality],
    sides: sidesOf(concept),
    traits,
    aims,
    empty: emptiness((study.modality ?? '').toUpperCase(), plain, traits),
    plain,
    letters,
  };
};

const mostKept = 5000;
const kept = new WeakMap<Rulebook, Map<string, Meaning>>();

const keyOf = (study: Study): string => {
  const { description, modality, bodyPartExamined, laterality, age, sex, procedureCode, series, correction } = study;
  const rest = series === undefined && correction === undefined ? '' : JSON.stringify([series, correction]);
  return [description, modality, bodyPartExamined, laterality, age, sex, procedureCode, rest].join('\u0000');
};

/** Remembers recent meanings: most candidates of a ranking have been judged before. */
export const meaningOf = (study: Study, book: Rulebook): Meaning => {
  const known = kept.get(book) ?? new Map<string, Meaning>();
  if (known.size === 0) kept.set(book, known);
  const key = keyOf(study);
  const found = known.get(key);
  if (found) return found;
  const meaning = read(study, book);
  if (known.size >= mostKept) known.clear();
  known.set(key, meaning);
  return meaning;
};
