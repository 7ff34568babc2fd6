/** What readers met when they opened a study, as it is noted. */
import { testPrincipal } from './context.ts';

/** Today, at a site and of a specialty, whole when it was opened. */
export const openingOf = (studyInstanceUid: string, given: object = {}) => ({
  tenant_id: testPrincipal().tenantId,
  day: new Date().toISOString().slice(0, 10),
  study_instance_uid: studyInstanceUid,
  subject: 'dr-nobody',
  opened_at: new Date(),
  site_name: 'County',
  specialty: 'chest',
  flagged: 2,
  ready: 2,
  verdict: 'complete' as const,
  ready_at: new Date(),
  ...given,
});
