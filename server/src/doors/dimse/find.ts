/** C-FIND (PS3.4 C.4.1): the one search, page by page, for as long as the peer wants matches. */
import type { Dataset } from '@throughline/dicom';
import type { AssociationInfo, QueryRequest } from '@throughline/dimse';
import type { AdmittedCaller } from '../../features/application-entities/index.ts';
import type { Context } from '../../features/context.ts';
import { searchHoldings } from '../../features/query/index.ts';
import { askerNow } from './asker.ts';
import { agreedForFind, agreedMatching } from './extended-negotiation.ts';
import { toMatch, toQuery, zoneOf } from './identifier.ts';
import { asStatus } from './status.ts';

const PAGE = 500;

export async function* findMatches(
  context: Context,
  association: AssociationInfo<AdmittedCaller>,
  { sopClassUid, identifier }: QueryRequest,
  signal: AbortSignal,
): AsyncGenerator<Dataset> {
  const { principal } = (await askerNow(context, association)).principal;
  try {
    const { timezone, ...agreed } = agreedForFind(association.extended, sopClassUid);
    const matching = agreedMatching(association.extended, sopClassUid);
    const query = { ...toQuery(sopClassUid, identifier, matching), ...agreed, ...(timezone && zoneOf(identifier)) };
    let after: string | undefined;
    while (!signal.aborted) {
      const page = { ...query, limit: PAGE, ...(after !== undefined && { after }) };
      const { results, next } = await searchHoldings(context, principal, page);
      for (const found of results) yield toMatch(found, identifier, context.config.dicom.aeTitle);
      if (next === undefined) return;
      after = next;
    }
  } catch (error) {
    throw asStatus(context, association, error);
  }
}
