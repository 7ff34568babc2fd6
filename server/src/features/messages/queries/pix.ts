/** PIX query (ITI-9): which identifiers a patient has in other domains. */
import type { Message, SegmentInput } from '@throughline/hl7';
import { Failure } from '../../../errors.ts';
import { type CrossReferenced, crossReference } from '../../chart/index.ts';
import type { Context } from '../../context.ts';
import type { MessageSource } from '../sources.ts';
import { authorityIn, domainsIn, type Found, unknownAmong, wrong } from './found.ts';
import { identifierField } from './patient-segment.ts';

/** ITI TF-2 3.9.4.2.2.6: of what is not known the component is told, QPD-3.1 or QPD-3.4. Nothing but identifiers; the name is a blank because PID-5 must be there. */
const answered = ({ others }: CrossReferenced, { mapping }: MessageSource): Found => {
  if (others.length === 0) return { status: 'NF', patients: [] };
  const pid: SegmentInput = ['PID', undefined, undefined, identifierField(others, mapping), undefined, ' '];
  return { status: 'OK', patients: [pid] };
};

export const answerPix = async (context: Context, source: MessageSource, message: Message): Promise<Found> => {
  const qpd = message.one('QPD');
  const asked = qpd?.first(3);
  const id = asked?.text(1) ?? '';
  if (qpd === undefined || asked === undefined || id === '')
    return wrong('101', 'The identifier that is asked about is missing.', 'QPD-3');
  const issuer = authorityIn(asked, 4, source);
  if (issuer === undefined) return wrong('101', 'Who assigned the identifier is missing.', 'QPD-3');
  const targets = domainsIn(qpd, 4, source);
  try {
    return answered(await crossReference(context, source.principal, { issuer, id }, targets), source);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.code === 'not-found') return wrong('204', 'Nobody has this identifier.', 'QPD-3-1-1');
    if (error.code === 'unknown-issuer')
      return wrong('204', 'Nothing is known of this assigning authority.', 'QPD-3-1-4');
    if (error.code === 'unknown-target')
      return wrong(
        '204',
        'Nothing is known of a domain that is wanted.',
        `QPD-4-${await unknownAmong(context, source, targets)}`,
      );
    throw error;
  }
};
