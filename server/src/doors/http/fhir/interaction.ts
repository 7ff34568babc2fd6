/** What an interaction is: asked, answered, and whether it is a part of a transaction. */
import type { Resource } from '@medplum/fhirtypes';
import type { ResourceName } from '@throughline/fhir';
import type { Trx } from '../../../db/index.ts';
import type { Taken } from '../../../features/entries/index.ts';
import type { Asking } from './kind.ts';

/** Headers, or their places in an entry of a Bundle, by which a request is conditional. */
export interface Conditions {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  readonly ifModifiedSince?: string | undefined;
  readonly ifNoneExist?: string | undefined;
}

/** What was written, and whether it is new. */
export interface Told extends Taken {
  readonly type: ResourceName;
  /** It is there no more, or there was none. */
  readonly gone?: 'removed' | 'unknown';
}

type Pairs = readonly (readonly [name: string, value: string])[];

export interface Input {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Pairs;
  /** The address as it was asked, behind the service root. */
  readonly path: string;
  readonly body: unknown;
  readonly conditions: Conditions;
}

export interface Answer {
  readonly status: number;
  readonly resource?: Resource;
  /** Where what was written is read. */
  readonly location?: string;
  readonly etag?: string;
  readonly lastModified?: string;
}

export interface Interaction {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Behind the service root, in the form of the router. */
  readonly url: string;
  readonly run: (asking: Asking, input: Input) => Promise<Answer>;
  /** The same as a part of a transaction; absent: it writes nothing. */
  readonly write?: (asking: Asking, trx: Trx, input: Input) => Promise<Told>;
}
