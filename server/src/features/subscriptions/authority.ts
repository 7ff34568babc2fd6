/** Who may be told. */
import { fail } from '../../errors.ts';
import type { Principal } from '../access/index.ts';

/**
 * Who reads for all patients, with the right or with a scope of a system that names the letter. A patient's token ends with the visit:
 * it is told of nothing behind it.
 */
export const authoriseSubscriber = (
  { records, grants, rights: held }: Principal,
  letter: 'c' | 'r' | 'u' | 'd',
): void => {
  const isGranted =
    grants === undefined
      ? held.has('read')
      : grants.some(
          (g) => g.level === 'system' && (g.type === '*' || g.type === 'Subscription') && g.letters.has(letter),
        );
  if (records !== undefined || !isGranted) fail('forbidden');
};

/** An administrator sees and ends all of them; anybody else their own. */
export const ownerOf = ({ subject, grants, rights: held }: Principal): string | undefined =>
  grants === undefined && held.has('admin') ? undefined : subject;
