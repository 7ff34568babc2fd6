/** Takes a person apart as far as its records no longer say that they are one. */
import { clusterOf } from '@throughline/identity';
import { createPerson, recordsOfPersons } from '../../db/index.ts';
import { moveRecord, type Work } from './work.ts';

/** Members whom nothing joins to the oldest any more leave, with each other as far as they are joined. */
export const splitPerson = async (work: Work, personId: string): Promise<void> => {
  const members = await recordsOfPersons(work.trx, [personId]);
  const oldest = members[0];
  if (oldest === undefined || members.length < 2) return;
  await work.pairs.compareAll(members);
  let left = members;
  for (let anchor: string | undefined = oldest.id; anchor !== undefined; anchor = left[0]?.id) {
    const ids = left.map((member) => member.id);
    const group = clusterOf(anchor, ids, work.pairs.verdict);
    if (anchor !== oldest.id) {
      const target = await createPerson(work.trx, work.principal.tenantId);
      for (const member of left) if (group.has(member.id)) await moveRecord(work, member, target, group);
    }
    left = left.filter((member) => !group.has(member.id));
  }
};
