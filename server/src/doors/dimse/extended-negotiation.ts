/** SOP class extended negotiation of Query/Retrieve and worklists (PS3.4 C.5.1.1, C.5.2.1, C.5.3.1, K.5): which of the options asked for we do. */
import { type AgreedMatching, uids } from '@throughline/dicom';
import type { ExtendedNegotiation } from '@throughline/dimse';

/** One byte an option, in the Standard's order. */
interface Options {
  readonly names: readonly string[];
  readonly done: readonly boolean[];
}

const find: Options = {
  names: [
    'relational queries',
    'combined date-time matching',
    'fuzzy semantic matching of person names',
    'timezone query adjustment',
    'enhanced multi-frame image conversion',
    'empty value matching',
    'multiple value matching',
  ],
  done: [true, true, true, true, false, true, true],
};
/** The same places; the first two and the fifth are reserved. */
const worklist: Options = {
  names: ['reserved', 'reserved', ...find.names.slice(2, 4), 'reserved', ...find.names.slice(5)],
  done: [true, true, false, false, false, true, true],
};
const retrieve: Options = {
  names: ['relational retrieval', 'enhanced multi-frame image conversion'],
  done: [true, false],
};

export const negotiable: Readonly<Record<string, Options>> = {
  [uids.PatientRootQueryRetrieveInformationModelFind]: find,
  [uids.StudyRootQueryRetrieveInformationModelFind]: find,
  [uids.ModalityWorklistInformationModelFind]: worklist,
  [uids.PatientRootQueryRetrieveInformationModelGet]: retrieve,
  [uids.StudyRootQueryRetrieveInformationModelGet]: retrieve,
  [uids.PatientRootQueryRetrieveInformationModelMove]: retrieve,
  [uids.StudyRootQueryRetrieveInformationModelMove]: retrieve,
};

/** As many bytes as were asked with, each set where the option was asked for and is ours. */
export const answerExtended = (
  asked: readonly ExtendedNegotiation[],
  isOffered: (sopClassUid: string) => boolean,
): readonly ExtendedNegotiation[] =>
  asked.flatMap(({ sopClassUid, information }) => {
    const options = negotiable[sopClassUid];
    if (!options || information.length === 0 || !isOffered(sopClassUid)) return [];
    const answered = information
      .subarray(0, options.done.length)
      .map((byte, at) => (byte === 1 && options.done[at] ? 1 : 0));
    return [{ sopClassUid, information: answered }];
  });

const agreedFor = (agreed: readonly ExtendedNegotiation[], sopClassUid: string) => {
  const information = agreed.find((one) => one.sopClassUid === sopClassUid)?.information;
  return (byte: number): boolean => information?.[byte - 1] === 1;
};

/** Ways of matching that a C-FIND was agreed to have (PS3.4 C.2.2.2.7, C.2.2.2.8). */
export const agreedMatching = (agreed: readonly ExtendedNegotiation[], sopClassUid: string): AgreedMatching => {
  const is = agreedFor(agreed, sopClassUid);
  return { emptyValues: is(6), multipleValues: is(7) };
};

/** What a C-FIND may rely on, by what was agreed for its SOP class. */
export const agreedForFind = (
  agreed: readonly ExtendedNegotiation[],
  sopClassUid: string,
): { readonly combinedDateTime: boolean; readonly fuzzy: boolean; readonly timezone: boolean } => {
  const is = agreedFor(agreed, sopClassUid);
  return { combinedDateTime: is(2), fuzzy: is(3), timezone: is(4) };
};
