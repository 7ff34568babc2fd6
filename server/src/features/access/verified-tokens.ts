import type { JWTPayload } from 'jose';

/** A key that is withdrawn, or a token that ends, counts within this time (A10 allows 60 s). */
const keptMs = 30_000;
const mostKept = 1000;

interface Kept {
  readonly payload: JWTPayload;
  readonly until: number;
}

/** Tokens whose signature was checked a moment ago: a viewer sends the same one with every frame. */
export class VerifiedTokens {
  readonly #now: () => number;
  readonly #kept = new Map<string, Kept>();

  constructor(now: () => number) {
    this.#now = now;
  }

  get(token: string): JWTPayload | undefined {
    const kept = this.#kept.get(token);
    if (kept === undefined || kept.until > this.#now()) return kept?.payload;
    this.#kept.delete(token);
    return undefined;
  }

  /** Until the token itself ends, if that is sooner. */
  keep(token: string, payload: JWTPayload): JWTPayload {
    const until = Math.min(this.#now() + keptMs, (payload.exp ?? 0) * 1000);
    this.#kept.set(token, { payload, until });
    if (this.#kept.size > mostKept) for (const oldest of this.#kept.keys().take(1)) this.#kept.delete(oldest);
    return payload;
  }
}
