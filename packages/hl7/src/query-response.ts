/** Answers to queries by parameters (5.4, RSP): who asked what, how it went, and what was found. */
import { type AckError, ackSegments, errSegment } from './ack.ts';
import type { Delimiters } from './delimiters.ts';
import type { Header } from './header.ts';
import type { Message, Segment } from './message.ts';
import { type FieldInput, Repeated, type SegmentInput, writeMessage } from './writer.ts';

/** HL7 table 0208: data found, none found, an error in the query, refused. */
export type QueryStatus = 'OK' | 'NF' | 'AE' | 'AR';

export interface QueryResponse {
  readonly header: Header;
  readonly query: Message;
  readonly controlId: string;
  readonly at: Date;
  /** MSH-9 of the answer, e.g. RSP, K23, RSP_K23. */
  readonly type: readonly [code: string, event: string, structure: string];
  readonly status: QueryStatus;
  /** All that were found, how many of them are in this answer, and how many were given by answers before it. */
  readonly hits?: { readonly all: number; readonly here: number; readonly before?: number } | undefined;
  /** What the asker names to be given more (DSC-1); absent: this is all. */
  readonly continuation?: string | undefined;
  readonly error?: AckError | undefined;
  readonly patients: readonly SegmentInput[];
}

const fieldOf = (segment: Segment, number: number, { component, subcomponent }: Delimiters): FieldInput => {
  const repetitions = segment.repetitions(number);
  if (repetitions.length === 0) return undefined;
  return new Repeated(
    repetitions.map((one) =>
      one.raw
        .split(component)
        .map((raw, at) => raw.split(subcomponent).map((_, sub) => one.component(at + 1).text(sub + 1))),
    ),
  );
};

const MOST_FIELDS = 30;

/** The query comes back as it was asked (5.4.4). */
const echoed = (query: Message): readonly SegmentInput[] => {
  const qpd = query.one('QPD');
  if (qpd === undefined) return [];
  return [['QPD', ...Array.from({ length: MOST_FIELDS }, (_, at) => fieldOf(qpd, at + 1, query.delimiters))]];
};

const codes = { OK: 'AA', NF: 'AA', AE: 'AE', AR: 'AR' } as const;

/** @see ITI TF-2 3.9.4.2, 3.21.4.2 */
export const writeQueryResponse = (response: QueryResponse): Uint8Array => {
  const { header, query, controlId, at, type, status, hits, continuation, error, patients } = response;
  const counts =
    hits === undefined ? [] : [hits.all, hits.here, Math.max(0, hits.all - (hits.before ?? 0) - hits.here)].map(String);
  const acknowledged = ackSegments({ code: codes[status], header, controlId, at }, type);
  const qak: SegmentInput = ['QAK', query.one('QPD')?.text(2) ?? '', status, undefined, ...counts];
  return writeMessage([
    ...acknowledged,
    ...(error === undefined ? [] : [errSegment(error, header.version)]),
    qak,
    ...echoed(query),
    ...patients,
    ...(continuation === undefined ? [] : [['DSC', continuation, 'I'] as const]),
  ]);
};
