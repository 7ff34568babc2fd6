/** What is known of a message while its effect is made. */
import type { Trx } from '../../db/index.ts';
import type { Principal } from '../access/index.ts';
import type { Recorded } from '../patients/index.ts';

export interface Applying {
  readonly trx: Trx;
  readonly principal: Principal;
  readonly sourceName: string;
  readonly issuer: string;
  readonly messageId: string;
  readonly at: Date;
  /** when it was recorded by its sender; undefined: that is not said, or not to be believed */
  readonly recorded: Recorded | undefined;
  /** oddities that were got over */
  readonly flags: Set<string>;
}
