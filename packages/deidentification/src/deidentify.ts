/** A data set without what names its patient, as the profile and the chosen options have it; the original is not changed. */
import {
  Dataset,
  type Element,
  isPrivate,
  isPrivateCreator,
  keywordOf,
  type Tag,
  tags,
  type VR,
  vrOf,
} from '@throughline/dicom';
import { moved } from './dates.ts';
import { type Action, actionOf, type Retention, retentions } from './profile.ts';

/** A private attribute that is known to name nobody (PS3.15 E.3.10): as `isSafe` of its group, creator and last two digits. */
export interface PrivateAttribute {
  readonly group: number;
  readonly creator: string;
  /** 0 to 255 */
  readonly element: number;
}

/** What stands in place of what was there: the same for the same, in all objects that are to be known as one patient's. */
export interface Replacements {
  readonly patientId: string;
  /** DICOM PN */
  readonly patientName: string;
  /** How far dates are moved, where they are; negative: back. */
  readonly days: number;
  readonly uid: (original: string) => string;
}

export interface Deidentification {
  readonly kept: ReadonlySet<Retention>;
  readonly replacements: Replacements;
  readonly isSafe?: (attribute: PrivateAttribute) => boolean;
}

const dummyText = 'DEIDENTIFIED';
const dummies: Readonly<Partial<Record<VR, string | number | Uint8Array>>> = {
  AS: '000Y',
  CS: 'REMOVED',
  DA: '19000101',
  DT: '19000101000000',
  TM: '000000',
  DS: '0',
  IS: '0',
  UR: 'urn:deidentified',
  ...Object.fromEntries((['US', 'SS', 'UL', 'SL', 'FL', 'FD'] as const).map((vr) => [vr, 0])),
  ...Object.fromEntries((['OB', 'OW', 'OF', 'OD', 'OL', 'OV', 'UN'] as const).map((vr) => [vr, new Uint8Array(8)])),
};

/** Texts in what is left of a sequence that is to have dummies. */
const words: ReadonlySet<VR> = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UR', 'UT', 'AE']);

/** What was written without its representation has that of the dictionary. */
const knownVr = ({ tag, vr }: Element): VR => (vr === 'UN' && !isPrivate(tag) ? vrOf(tag) : vr);

class Deidentifier {
  readonly #how: Deidentification;

  constructor(how: Deidentification) {
    this.#how = how;
  }

  /** `wordless`: no text in it is left as it is. */
  copy(from: Dataset, parent: Dataset | undefined, wordless = false): Dataset {
    const to = new Dataset({ littleEndian: from.littleEndian, ...(parent && { parent }) });
    to.undefinedLength = from.undefinedLength;
    for (const element of from.elements()) this.#take(from, element, to, wordless);
    return to;
  }

  #take(from: Dataset, element: Element, to: Dataset, wordless: boolean): void {
    const { tag, vr } = element;
    // Lengths of groups are of the bytes that were.
    if ((tag & 0xffff) === 0) return;
    const action = isPrivate(tag) ? this.#privateAction(from, tag, element) : this.#action(element);
    const isLost = wordless && words.has(vr) && action !== 'remove' && action !== 'empty';
    if (tag === tags.PatientID) to.set(tag, this.#how.replacements.patientId);
    else if (tag === tags.PatientName) to.set(tag, this.#how.replacements.patientName);
    else this.#apply(isLost ? 'dummy' : action, from, element, to, wordless);
  }

  /** What the table does not list stays, unless it is no attribute of the standard that we know or is a name of somebody. */
  #action(element: Element): Action {
    const { tag, vr, kind } = element;
    const listed = actionOf(tag, kind === 'sequence' ? 'SQ' : knownVr(element), this.#how.kept);
    if (listed !== undefined) return listed;
    if (keywordOf(tag) === undefined || vr === 'UN') return 'remove';
    if (vr === 'PN') return 'empty';
    return kind === 'sequence' ? 'nested' : 'keep';
  }

  #privateAction(from: Dataset, tag: Tag, element: Element): Action {
    const { isSafe } = this.#how;
    if (isSafe === undefined) return 'remove';
    const group = tag >>> 16;
    const block = isPrivateCreator(tag) ? tag & 0xff : (tag >>> 8) & 0xff;
    const creator = from.string(((group << 16) | block) >>> 0) ?? '';
    const isWanted = (element: number): boolean => creator !== '' && isSafe({ group, creator, element });
    if (!isPrivateCreator(tag))
      return isWanted(tag & 0xff) ? (element.kind === 'sequence' ? 'nested' : 'keep') : 'remove';
    // A creator stays for the sake of what is its own.
    const isUsed = [...from.elements()].some(
      (one) => one.tag >>> 16 === group && ((one.tag >>> 8) & 0xff) === block && isWanted(one.tag & 0xff),
    );
    return isUsed ? 'keep' : 'remove';
  }

  #apply(action: Action, from: Dataset, element: Element, to: Dataset, wordless: boolean): void {
    const { tag } = element;
    const vr = knownVr(element);
    switch (action) {
      case 'remove':
        return;
      case 'empty':
        to.set(tag, [], vr);
        return;
      case 'uid':
        to.set(
          tag,
          from.strings(tag).map((uid) => (uid === '' ? '' : this.#how.replacements.uid(uid))),
          vr,
        );
        return;
      case 'move':
        to.set(tag, this.#moved(from, element), vr);
        return;
      case 'dummy':
        if (element.kind === 'sequence') this.#nest(element, to, true);
        else to.set(tag, dummies[vr] ?? dummyText, vr);
        return;
      case 'nested':
        if (element.kind === 'sequence') this.#nest(element, to, wordless);
        return;
      default:
        to.put(element);
    }
  }

  #nest(element: Element & { readonly kind: 'sequence' }, to: Dataset, wordless: boolean): void {
    const items = element.items.map((item) => this.copy(item, to, wordless));
    to.put({ ...element, items });
  }

  /** Times stay: they say nothing without their day. */
  #moved(from: Dataset, element: Element): readonly string[] {
    const [{ tag }, vr] = [element, knownVr(element)];
    const { days } = this.#how.replacements;
    const values = from.strings(tag);
    return vr === 'DA' || vr === 'DT' ? values.map((value) => moved(value, days)) : values;
  }
}

const codeItem = (code: string, meaning: string): Dataset =>
  new Dataset().set(tags.CodeValue, code).set(tags.CodingSchemeDesignator, 'DCM').set(tags.CodeMeaning, meaning);

/** What was done, in codes (PS3.15 E.1, CID 7050). */
const methods = ({ kept, isSafe }: Deidentification): readonly Dataset[] => [
  codeItem('113100', 'Basic Application Confidentiality Profile'),
  ...[...kept].toSorted().map((name) => codeItem(retentions[name].code, retentions[name].meaning)),
  ...(isSafe ? [codeItem('113111', 'Retain Safe Private Option')] : []),
];

const timesOf = (kept: ReadonlySet<Retention>): string =>
  kept.has('full-dates') ? 'UNMODIFIED' : kept.has('modified-dates') ? 'MODIFIED' : 'REMOVED';

/**
 * Applies the Basic Application Level Confidentiality Profile (PS3.15 Annex E). Large values stay where they are in the source. It says that
 * the profile was applied; that nobody can be known from the pixels, or from words that somebody wrote into a place that is kept, it
 * cannot say.
 */
export const deidentify = (dataset: Dataset, how: Deidentification): Dataset =>
  new Deidentifier(how)
    .copy(dataset, undefined)
    .set(tags.PatientIdentityRemoved, 'YES')
    .set(tags.DeidentificationMethod, 'PS3.15 Basic Application Level Confidentiality Profile')
    .set(tags.DeidentificationMethodCodeSequence, methods(how))
    .set(tags.LongitudinalTemporalInformationModified, timesOf(how.kept));
