/** The exceptions desk: one list of what waits for a person, each with what to do next. */

import type { ExceptionItem, ExceptionList } from '@throughline/contract';
import { type ExceptionRow, listExceptionRows } from '../../db/index.ts';
import { catalogue } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { plural } from '../completeness/index.ts';
import type { Context } from '../context.ts';

const MOST_OF_A_KIND = 200;

interface Words {
  readonly text: (row: ExceptionRow) => string;
  readonly next: string;
}

const because = ({ code }: ExceptionRow): string =>
  code !== null && code in catalogue ? ` ${catalogue[code as keyof typeof catalogue].sentence}` : '';

const counted = ({ received, expected }: ExceptionRow): string =>
  expected === null
    ? `${plural(received ?? 0, 'object')} came`
    : `${received ?? 0} of ${plural(expected, 'object')} came`;

const conflicts: Readonly<Record<string, string>> = {
  'other-bytes': 'An object came again under the same UID with other bytes.',
  'other-series': 'An object came again under the same UID in another series.',
  'other-study': 'An object came again under the same UID in another study.',
};

const recalls: Readonly<Record<string, string>> = {
  sent: 'A rejection note was taken there.',
  refused: 'It does not take rejection notes: somebody must remove the study there.',
  present: 'It had the objects before: no rejection note is sent.',
  unreachable: 'It could not be told so: somebody must remove the study there.',
};

/** Of a document at a FHIR service. */
const withdrawals: Readonly<Record<string, string>> = {
  sent: 'Its entry there says that it was in error.',
  refused: 'Its entry there could not be changed: somebody must remove it.',
  unreachable: 'It could not be told so: somebody must remove the manifest there.',
};

const recallOf = (outcome: string | null, form: string | null): string =>
  form === 'mado'
    ? (withdrawals[outcome ?? ''] ?? 'Its entry there is being changed.')
    : (recalls[outcome ?? ''] ?? 'A rejection note is on its way to it.');

const words: Readonly<Record<ExceptionRow['kind'], Words>> = {
  'uid-conflict': {
    text: ({ code }) => conflicts[code ?? ''] ?? 'An object came again under the same UID.',
    next: 'Compare both versions and say which is served. Until then the first one is.',
  },
  'unmatched-order': {
    text: () => 'An exam was ordered for a day that is over, and no study of it has come.',
    next: 'Ask whether it was done. If it was, find its study under another accession number; if not, cancel the step.',
  },
  'identity-review': {
    text: () => 'Two records may be one patient, and the facts do not decide.',
    next: 'Compare both records and decide. Until then nothing of one is shown as the other’s.',
  },
  'dead-letter': {
    text: (row) => `A message of ${row.source_name ?? 'a sender'} had no effect. ${row.cause ?? ''}`.trimEnd(),
    next: 'Mend what it lacks (an order or a patient that was not told of, or how its sender is read), then process it again; or set it aside.',
  },
  'unsent-message': {
    text: (row) => `A message was not taken by ${row.source_name ?? 'its receiver'}. ${row.cause ?? ''}`.trimEnd(),
    next: 'Mend what its receiver lacks, or how it is written (admin hl7 destination), then send it again: admin hl7 resend; or set it aside: admin hl7 set-aside.',
  },
  'failing-destination': {
    text: ({ source_name: name, expected }) =>
      `${name ?? 'A receiver'} of messages does not answer: ${expected ?? 0} wait.`,
    next: 'See that it runs, and that its address and certificate are right (admin hl7 destination). It is tried again by itself.',
  },
  'damaged-study': {
    text: ({ expected }) =>
      `The bytes of ${plural(expected ?? 0, 'object')} of a study are lost or are no longer what came. They are shown to nobody.`,
    next: 'Have the study sent again, or import it from a backup (throughline import): the same bytes make it whole. Then look at the disk.',
  },
  'partial-study': {
    text: (row) =>
      `A study could not be had whole from ${row.source_name ?? 'its source'}: ${counted(row)}.${because(row)}`,
    next: 'Test the connection of the source. It is tried again when the source answers, or when somebody opens the study.',
  },
  'failing-source': {
    text: (row) => `${row.source_name ?? 'A source'} is left alone after failures in a row.${because(row)}`,
    next: 'Test its connection on the page of sources: the first step that fails says what to do.',
  },
  'refusing-source': {
    text: ({ source_name: name, expected }) =>
      `${name ?? 'A source'} answers, and lets us ask nothing: ${expected ?? 0} questions in a row were refused.`,
    next: 'Have our credentials, AE title and rights there mended: the test of its connection, on the page of sources, says what it wants.',
  },
  'recalled-delivery': {
    text: ({ source_name: to, code, cause: form }) =>
      `${form === 'objects' ? 'A study' : 'The manifest of a study'} was delivered to ${to ?? 'another system'} under the number of a patient that it is no longer linked with. ${recallOf(code, form)}`,
    next: 'See that it is gone there, and deliver it again if it is wanted under its own number.',
  },
  'recalled-reading': {
    text: ({ cause: reader }) =>
      `${reader ?? 'Somebody'} opened a study together with priors of a record that is no longer linked with it.`,
    next: 'Tell the reader: what was said of the study may rest on pictures of somebody else.',
  },
  'recalled-manifest': {
    text: ({ cause: holder, code }) =>
      `${holder ?? 'Somebody'} was handed the manifest of a study (${code === 'fhir' ? 'FHIR' : 'DICOM'}) under the number of a patient that it is no longer linked with.`,
    next: 'Have it thrown away there. Its address here says that it is gone.',
  },
  'late-prior': {
    text: (row) => latePriors(row),
    next: 'Tell the reader, whose worklist says so too. It goes when they open the study again.',
  },
  'emergency-access': {
    text: ({ cause: who }) => `${who ?? 'Somebody'} saw in an emergency what a patient’s consent withholds.`,
    next: 'Read why, and in the audit trail what they saw, and say whether it was justified. Somebody else than they does that.',
  },
};

const latePriors = ({ received, cause: reader, code }: ExceptionRow): string => {
  const came = received === 1 ? 'A relevant prior came' : `${received ?? 0} relevant priors came`;
  if (reader === null || reader === '') return `${came} after the report of a study was signed elsewhere.`;
  return `${came} after ${reader} had opened a study${code === 'signed' ? ' and its report was signed' : ''}.`;
};

const toItem = (row: ExceptionRow): ExceptionItem => ({
  kind: row.kind,
  id: row.id,
  since: row.since.toISOString(),
  text: words[row.kind].text(row),
  next: words[row.kind].next,
  sourceName: row.source_name,
  studyInstanceUid: row.study_instance_uid,
});

const none: ExceptionList['counts'] = {
  'uid-conflict': 0,
  'unmatched-order': 0,
  'identity-review': 0,
  'dead-letter': 0,
  'unsent-message': 0,
  'failing-destination': 0,
  'damaged-study': 0,
  'partial-study': 0,
  'failing-source': 0,
  'refusing-source': 0,
  'recalled-delivery': 0,
  'recalled-reading': 0,
  'recalled-manifest': 0,
  'late-prior': 0,
  'emergency-access': 0,
};

export const listExceptions = async ({ db, clock }: Context, principal: Principal): Promise<ExceptionList> => {
  authorise(principal, 'admin');
  const today = clock().toISOString().slice(0, 10).replaceAll('-', '');
  const rows = await db.tenant(principal.tenantId, (trx) => listExceptionRows(trx, today, MOST_OF_A_KIND));
  return {
    items: rows.map(toItem),
    counts: { ...none, ...Object.fromEntries(rows.map((row) => [row.kind, row.of_kind])) },
  };
};
