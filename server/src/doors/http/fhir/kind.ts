/** What every resource type can be asked. */
import type { Resource } from '@medplum/fhirtypes';
import type { Root, Search } from '@throughline/fhir';
import type { Principal } from '../../../features/access/index.ts';
import type { Page } from '../../../features/chart/index.ts';
import type { Context } from '../../../features/context.ts';

export interface Asking {
  readonly context: Context;
  readonly principal: Principal;
  readonly at: Root;
  /** The header Prefer, as it came. */
  readonly prefer?: string | undefined;
}

interface Found {
  readonly resources: readonly Resource[];
  readonly next: string | undefined;
}

export interface Kind {
  read(asking: Asking, id: string): Promise<Resource | undefined>;
  /** Whether there was one of this id that is none any more (R4 http.html#delete), where that can be. */
  isGone?(asking: Asking, id: string): Promise<boolean>;
  search(asking: Asking, search: Search, page: Page): Promise<Found>;
  count(asking: Asking, search: Search): Promise<number>;
}
