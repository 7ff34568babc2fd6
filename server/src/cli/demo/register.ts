/** The demo's hospitals are registered as those of any installation are: through the registry. */
import type { SourceInput } from '@throughline/contract';
import { type SiteName, siteNames } from '@throughline/tools/network';
import { DEFAULT_TENANT_ID } from '../../db/index.ts';
import { type Principal, rights } from '../../features/access/index.ts';
import { putApplicationEntity, putSource } from '../../features/sources/index.ts';
import type { OpenContext } from '../../main.ts';
import type { SiteState } from './state.ts';

const speaks: Readonly<Record<SiteName, Pick<SourceInput, 'queryBy' | 'retrieveBy'>>> = {
  CHILDRENS: { queryBy: 'qido', retrieveBy: 'wado' },
  COUNTY: { queryBy: 'c-find', retrieveBy: 'c-get' },
  RIVERSIDE: { queryBy: 'c-find', retrieveBy: 'c-move' },
};

const principal: Principal = { tenantId: DEFAULT_TENANT_ID, subject: 'demo', door: 'cli', rights: new Set(rights) };

export const registerSites = async (context: OpenContext, sites: readonly SiteState[]): Promise<void> => {
  for (const { name, dimsePort, webPort } of sites) {
    await putSource(context, principal, name, {
      siteName: siteNames[name],
      issuer: name,
      dimse: { aeTitle: name, host: '127.0.0.1', port: dimsePort },
      dicomwebUrl: `http://127.0.0.1:${webPort}/dicom-web`,
      ...speaks[name],
      timeoutMs: 5000,
      concurrency: 2,
      enabled: true,
    });
    await putApplicationEntity(context, principal, name, {
      address: '127.0.0.1',
      services: ['echo', 'store'],
      issuer: name,
      sourceName: name,
    });
  }
};
