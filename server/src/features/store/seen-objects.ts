/**
 * Which objects may be here already: only for those is the database asked before their bytes are written, so that a
 * scanner's new series costs nothing and a study that is sent again costs no disk.
 */
import { type Database, hasSeries, wholeCopiesOf } from '../../db/index.ts';
import type { Context } from '../context.ts';
import type { Identity } from './attributes.ts';
import { isThere } from './is-there.ts';

const MOST = 100_000;

export class SeenObjects {
  readonly #db: Database;
  readonly #tenantId: string;
  /** series of which there was nothing when their first object came to this process */
  readonly #newSeries = new Map<string, Promise<boolean>>();
  readonly #stored = new Set<string>();

  constructor(db: Database, tenantId: string) {
    this.#db = db;
    this.#tenantId = tenantId;
  }

  /** An object of this UID with these very bytes is stored, and they are where they were put. */
  async holds(objects: Context['objects'], identity: Identity, sha256: Buffer): Promise<boolean> {
    if (!this.#stored.has(identity.sopInstanceUid) && (await this.#isNew(identity.seriesInstanceUid))) return false;
    const copies = await this.#db.tenant(this.#tenantId, (trx) => wholeCopiesOf(trx, identity.sopInstanceUid));
    for (const copy of copies) if (copy.sha256.equals(sha256) && (await isThere(objects, copy))) return true;
    return false;
  }

  remember({ sopInstanceUid }: Identity): void {
    if (this.#stored.size >= MOST) this.#stored.delete(this.#stored.values().next().value ?? '');
    this.#stored.add(sopInstanceUid);
  }

  #isNew(seriesInstanceUid: string): Promise<boolean> {
    const known = this.#newSeries.get(seriesInstanceUid);
    if (known) return known;
    const asked = this.#db.tenant(this.#tenantId, async (trx) => !(await hasSeries(trx, seriesInstanceUid)));
    asked.catch(() => this.#newSeries.delete(seriesInstanceUid));
    if (this.#newSeries.size >= MOST) this.#newSeries.clear();
    this.#newSeries.set(seriesInstanceUid, asked);
    return asked;
  }
}
