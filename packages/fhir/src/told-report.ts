/** A DiagnosticReport that somebody else tells, as versions and sections of text. */

/** Longer texts are cut here, in characters. */
export const mostReportText = 200_000;

/** DiagnosticReport.status (http://hl7.org/fhir/diagnostic-report-status) as the state of a version. */
export const reportStatuses = {
  registered: 'preliminary',
  partial: 'preliminary',
  preliminary: 'preliminary',
  final: 'final',
  amended: 'corrected',
  corrected: 'corrected',
  appended: 'addended',
  cancelled: 'cancelled',
  'entered-in-error': 'cancelled',
} as const;

export interface ToldReport {
  readonly conclusion?: string | undefined;
  readonly presentedForm?:
    | readonly { readonly contentType?: string | undefined; readonly data?: string | undefined }[]
    | undefined;
}

/** Its plain texts, and the conclusion where none of them has it; forms of other types (PDF) are left out. */
export const reportSections = ({ presentedForm = [], conclusion }: ToldReport) => {
  const forms = presentedForm.flatMap(({ contentType = '', data }) =>
    /^text\/plain\b/i.test(contentType) && data !== undefined ? [Buffer.from(data, 'base64').toString('utf8')] : [],
  );
  const whole = forms
    .filter((form) => form.trim() !== '')
    .map((form) => ({ heading: '', text: form.slice(0, mostReportText) }));
  const isSaid = conclusion === undefined || whole.some((section) => section.text.includes(conclusion));
  return isSaid ? whole : [...whole, { heading: 'Impression', text: conclusion.slice(0, mostReportText) }];
};

/** An instant or dateTime as digits of a DICOM DT, without its offset. */
export const momentDigits = (moment: string | undefined): string | undefined =>
  moment?.replace(/(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/, '').replaceAll(/[-:T]/g, '');
