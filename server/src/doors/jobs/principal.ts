import type { Principal } from '../../features/access/index.ts';

/** Looks after what is stored: reads bytes again, removes what is due. */
export const housekeepingPrincipal = (tenantId: string): Principal => ({
  tenantId,
  subject: 'housekeeping',
  door: 'job',
  rights: new Set(['admin']),
});

/** The work behind the scenes acts for nobody in particular, with the rights that it needs. */
export const jobPrincipal = (tenantId: string): Principal => ({
  tenantId,
  subject: 'gathering',
  door: 'job',
  rights: new Set(['read', 'store']),
});
