/** How something that another system owns is put here: made, changed, or both as needed. */
import { fail } from '../../errors.ts';

export interface Taking {
  /** `create`: it must be new; `update`: it must be there; `put`: either. */
  readonly mode: 'create' | 'update' | 'put';
  /** Our id of what is changed, when it is named by it. */
  readonly id?: string | undefined;
  /** The version that is changed, `*` for any: what is in another, or is not there, is refused. */
  readonly expected?: string | undefined;
  /** What is there already is left as it is. */
  readonly unlessThere?: boolean | undefined;
}

export interface Taken {
  readonly id: string;
  readonly created: boolean;
}

interface There {
  readonly id: string;
  readonly version: string;
}

/** Fails with `conflict`, `not-found`, `bad-request` or `precondition-failed` where what is there is not what is meant. */
export const checkTaking = ({ mode, id, expected, unlessThere }: Taking, there: There | undefined): void => {
  if (unlessThere && there !== undefined) return;
  if (mode === 'create' && there !== undefined)
    fail('conflict', 'There is one with this identifier already: update it.');
  if (mode === 'update' && there === undefined) fail('not-found');
  if (id !== undefined && there !== undefined && there.id !== id)
    fail('bad-request', 'The identifier is the one of another resource.');
  const isExpected = expected === undefined || (expected === '*' ? there !== undefined : expected === there?.version);
  if (!isExpected) fail('precondition-failed');
};
