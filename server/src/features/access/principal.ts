/** Who is asking, and what for. Doors say who; features authorise. */
import { fail } from '../../errors.ts';

/** `identity`: may say who is the same person, as a hospital's admission system does. */
export const rights = ['read', 'store', 'admin', 'identity'] as const;
export type Right = (typeof rights)[number];
type DoorName = 'dicomweb' | 'api' | 'dimse' | 'mllp' | 'job' | 'cli';

export interface Principal {
  readonly tenantId: string;
  /** token subject, calling AE title, name of the job or of the operating system's user */
  readonly subject: string;
  readonly door: DoorName;
  readonly address?: string;
  readonly rights: ReadonlySet<Right>;
}

export function authorise(principal: Principal, right: Right): void {
  if (!principal.rights.has(right)) fail('forbidden');
}
