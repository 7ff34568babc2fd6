/** Takes the last version of an entry back: what was said before is said again, by a version of its own. */
import type { CodeMapEntry, CodeMapUndo, CodeMapVersion } from '@throughline/contract';
import type { Correction } from '@throughline/terminology';
import { findEntryById, lockCodeMap, versionsOfEntry } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { toExam, toVersion } from './entry.ts';
import { addVersionIn } from './say.ts';

/** An undo can be undone like any version. */
export const undoMeaning = async (
  { db, clock }: Context,
  principal: Principal,
  id: string,
  { version, reason }: CodeMapUndo,
): Promise<CodeMapEntry> => {
  authorise(principal, 'admin');
  return db.tenant(principal.tenantId, async (trx) => {
    await lockCodeMap(trx, principal.tenantId);
    const entry = (await findEntryById(trx, id)) ?? fail('not-found');
    if (entry.version !== version) fail('conflict', 'It is not the last version.');
    const versions = await versionsOfEntry(trx, id);
    const before = versions.find((one) => one.version === version - 1)?.correction ?? null;
    const again = { correction: before as Correction | null, reason, undoes: version };
    return addVersionIn(trx, principal, entry, again, clock());
  });
};

/** Everything that was ever said of one exam, newest first. */
export const listVersions = async (
  { db }: Context,
  principal: Principal,
  id: string,
): Promise<readonly CodeMapVersion[]> => {
  authorise(principal, 'admin');
  return db.tenant(principal.tenantId, async (trx) => {
    const entry = (await findEntryById(trx, id)) ?? fail('not-found');
    return (await versionsOfEntry(trx, id)).map((row) => toVersion(toExam(entry), row));
  });
};
