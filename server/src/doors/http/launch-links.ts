/** Links into the reading page: plain ones of IHE Invoke Image Display (RAD-106), and those that we made. */
import type { FastifyInstance } from 'fastify';
import { fail } from '../../errors.ts';
import { DEFAULT_TENANT_ID } from '../../features/access/index.ts';
import type { Context } from '../../features/context.ts';
import { isHere, redeemLink } from '../../features/launch/index.ts';
import { setSessionCookie } from './auth.ts';

const open = { config: { open: true } } as const;

type Query = Readonly<Record<string, unknown>>;

const textOf = (query: Query, name: string): string | undefined => {
  const value = query[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** HL7 v2 CX, as RAD-106 writes patient IDs: the identifier, and its authority by name or by OID. */
const patientOf = (text: string): Readonly<Record<string, string>> => {
  const [id = '', , , authority = ''] = text.split('^');
  const [name = '', oid = ''] = authority.split('&');
  const issuer = name === '' ? oid : name;
  return { patient: id, ...(issuer !== '' && { issuer }) };
};

/** The parameters of our own page for those of RAD-106, IHE RAD TF-2 4.106.4.1.2; what only narrows the display is passed over. */
const targetOf = (query: Query): Readonly<Record<string, string>> => {
  const study = textOf(query, 'studyUID');
  const accession = textOf(query, 'accessionNumber');
  const patient = textOf(query, 'patientID');
  switch (textOf(query, 'requestType')) {
    case 'STUDY':
      if (study !== undefined) return { study: study.split(',')[0] ?? '' };
      return accession === undefined ? fail('bad-request', 'studyUID or accessionNumber is needed.') : { accession };
    case 'PATIENT':
      return patient === undefined ? fail('bad-request', 'patientID is needed.') : patientOf(patient);
    default:
      return fail('bad-request', 'requestType is STUDY or PATIENT.');
  }
};

/** Where a study is read; what is not here yet is fetched by the page that opens it. */
export const pageOf = async (context: Context, studyInstanceUid: string): Promise<string> =>
  (await isHere(context, DEFAULT_TENANT_ID, studyInstanceUid))
    ? `/read/${studyInstanceUid}`
    : `/open?study=${encodeURIComponent(studyInstanceUid)}`;

export const registerLaunchLinks = (app: FastifyInstance, context: Context): void => {
  // Whoever follows it is asked by the page who they are; nothing is said here of whether there is such a study.
  app.get('/IHEInvokeImageDisplay', open, async (request, reply) =>
    reply.redirect(`/open?${new URLSearchParams(targetOf(request.query as Query))}`, 303),
  );
  app.get('/launch/:link', open, async (request, reply) => {
    const { link } = request.params as { readonly link: string };
    const redeemed = await redeemLink(context, { tenantId: DEFAULT_TENANT_ID, address: request.ip }, link);
    if (redeemed.kind === 'sign-in') return reply.redirect(`/open?link=${encodeURIComponent(link)}`, 303);
    setSessionCookie(context, request, reply, redeemed.session);
    return reply.redirect(await pageOf(context, redeemed.studyInstanceUid), 303);
  });
};
