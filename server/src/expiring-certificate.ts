/** Says in the log, once a day, that a listener's certificate is about to run out, or has: its clients only say that they do not connect. */
import type { Logger } from 'pino';
import { endOfCertificate } from './tls-files.ts';

const DAY_MS = 86_400_000;
const SOON_DAYS = 30;

export class ExpiringCertificate {
  readonly #log: Pick<Logger, 'warn' | 'error'>;
  readonly #file: string;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(log: Pick<Logger, 'warn' | 'error'>, file: string) {
    this.#log = log;
    this.#file = file;
  }

  look(cert: string, now: Date): void {
    const until = endOfCertificate(cert);
    const days = Math.floor((until.getTime() - now.getTime()) / DAY_MS);
    if (days >= SOON_DAYS || now.getTime() - this.#toldAt < DAY_MS) return;
    this.#toldAt = now.getTime();
    const what = { file: this.#file, until: until.toISOString(), days };
    if (until.getTime() <= now.getTime())
      this.#log.error(what, 'the certificate has run out and clients refuse it: put a new one in its place');
    else
      this.#log.warn(what, 'the certificate runs out soon: put a new one in its place, it is taken up within a minute');
  }
}
