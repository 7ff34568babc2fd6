/** SOP class extended negotiation of Query/Retrieve (PS3.4 C.5.1.1, C.5.2.1, C.5.3.1): which of the options asked for we do. */
import { uids } from '@throughline/dicom';
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
  ],
  done: [true, true, true, true, false],
};
const retrieve: Options = {
  names: ['relational retrieval', 'enhanced multi-frame image conversion'],
  done: [true, false],
};

export const negotiable: Readonly<Record<string, Options>> = {
  [uids.PatientRootQueryRetrieveInformationModelFind]: find,
  [uids.StudyRootQueryRetrieveInformationModelFind]: find,
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

/** What a C-FIND may rely on, by what was agreed for its SOP class. */
export const agreedForFind = (
  agreed: readonly ExtendedNegotiation[],
  sopClassUid: string,
): { readonly combinedDateTime: boolean; readonly fuzzy: boolean; readonly timezone: boolean } => {
  const information = agreed.find((one) => one.sopClassUid === sopClassUid)?.information;
  return { combinedDateTime: information?.[1] === 1, fuzzy: information?.[2] === 1, timezone: information?.[3] === 1 };
};
