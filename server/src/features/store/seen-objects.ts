/**
 * Which objects may be here already: only for those is the database asked before their bytes are written, so that a
 * scanner's new series costs nothing and a study that is sent again costs no disk.
 */
import { type Database, digestsOf, hasSeries } from '../../db/index.ts';
import type { Identity } from './attributes.ts';

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

  /** An object of this UID with these very bytes is stored. */
  async holds(identity: Identity, sha256: Buffer): Promise<boolean> {
    if (!this.#stored.has(identity.sopInstanceUid) && (await this.#isNew(identity.seriesInstanceUid))) return false;
    const digests = await this.#db.tenant(this.#tenantId, (trx) => digestsOf(trx, identity.sopInstanceUid));
    return digests.some((digest) => digest.equals(sha256));
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
