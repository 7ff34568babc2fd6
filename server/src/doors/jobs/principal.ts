import type { Principal } from '../../features/access/index.ts';

/** The work behind the scenes acts for nobody in particular, with the rights that it needs. */
export const jobPrincipal = (tenantId: string): Principal => ({
  tenantId,
  subject: 'gathering',
  door: 'job',
  rights: new Set(['read', 'store']),
});
