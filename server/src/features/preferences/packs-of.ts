/** The packs by which priors are ranked for somebody, read once and kept: a list of packs is compiled by the engine once. */
import { type Pack, readPack } from '@throughline/relevance';
import { packIdsInForce, packsById, readersWithPacks, type Trx } from '../../db/index.ts';

const mostKept = 200;
const kept = new Map<string, readonly Pack[]>();
const none: readonly Pack[] = [];

/** A pack never changes under its id, and so neither does a list of ids. */
const packsOfIds = async (trx: Trx, ids: readonly string[]): Promise<readonly Pack[]> => {
  if (ids.length === 0) return none;
  const key = ids.join();
  const known = kept.get(key);
  if (known !== undefined) return known;
  const found = new Map((await packsById(trx, ids)).map(({ id, pack }) => [id, readPack(pack)]));
  const packs = ids.flatMap((id) => found.get(id) ?? []);
  if (kept.size >= mostKept) kept.clear();
  kept.set(key, packs);
  return packs;
};

/** Of the department, which are everybody's; with a subject also the user's own, over them. */
export const packsOf = async (trx: Trx, subject = ''): Promise<readonly Pack[]> =>
  packsOfIds(trx, await packIdsInForce(trx, subject));

/** More users with wishes of their own than these are not fetched for beforehand. */
const MOST_READERS = 8;

/** For each user with a pack who opened this study: by which packs its priors are ranked for them. */
export const packsOfReaders = async (trx: Trx, studyInstanceUid: string): Promise<readonly (readonly Pack[])[]> => {
  const lists: (readonly Pack[])[] = [];
  for (const subject of await readersWithPacks(trx, studyInstanceUid, MOST_READERS))
    lists.push(await packsOf(trx, subject));
  return lists;
};
