/** Modalities outside the hub: they send until they are told to stop, and note every positive answer before they go on. */
import { newUid, uids } from '@throughline/dicom';
import { connect } from '@throughline/dimse';
import { type Acknowledged, digestOf, type Ledger } from '../../server/test/loss/ledger.ts';
import { ctDataset, part10Of } from '../../server/test/objects.ts';
import { boundary, stowType } from '../hostile/stow.ts';

export interface Made {
  readonly part10: Uint8Array;
  readonly encoded: Uint8Array;
  readonly line: Omit<Acknowledged, 'protocol' | 'at'>;
}

/** Where objects go to; ports may differ from one start of the hub to the next. */
export interface Target {
  readonly dicomPort: number;
  readonly aeTitle: string;
  readonly store?: (body: Uint8Array, contentType: string) => Promise<Response>;
}

export const SENDER = 'LEDGER';
const syntax = uids.ExplicitVRLittleEndian;

export const makeObject = (study: string, series: string, side = 48): Made => {
  const { part10, encoded, uids: names } = part10Of(ctDataset({ study, series, patientId: study.slice(-16), side }));
  return { part10, encoded, line: { ...names, digest: digestOf(encoded) } };
};

/** Senders that stop together, and what they were answered. */
export class Sending {
  readonly #ledger: Ledger;
  readonly #sent: Map<string, string>;
  acknowledged = 0;
  refused = 0;
  #stopped = false;

  /** @param sent gains the digest of everything that was ever sent, acknowledged or not */
  constructor(ledger: Ledger, sent: Map<string, string>) {
    this.#ledger = ledger;
    this.#sent = sent;
  }

  stop(): void {
    this.#stopped = true;
  }

  #next(study: string, series: string, side?: number): Made {
    const made = makeObject(study, series, side);
    this.#sent.set(made.line.sopInstanceUid, made.line.digest);
    return made;
  }

  #note(made: Made, protocol: Acknowledged['protocol']): void {
    this.#ledger.acknowledge({ ...made.line, protocol, at: Date.now() });
    this.acknowledged += 1;
  }

  /** One association; ends with its connection, at the number of objects, or when it is told to stop. */
  async byCStore(target: Target, most = Number.POSITIVE_INFINITY, side?: number): Promise<void> {
    const [study, series] = [newUid(), newUid()];
    const association = await connect({
      host: '127.0.0.1',
      port: target.dicomPort,
      callingAeTitle: SENDER,
      calledAeTitle: target.aeTitle,
      contexts: [{ abstractSyntax: uids.CTImageStorage, transferSyntaxes: [syntax] }],
    });
    try {
      for (let count = 0; count < most && !this.#stopped; count += 1) {
        const made = this.#next(study, series, side);
        const { sopClassUid, sopInstanceUid } = made.line;
        const store = { sopClassUid, sopInstanceUid, transferSyntaxUid: syntax, data: made.encoded };
        const { status } = await association.store(store);
        if (status === 0) this.#note(made, 'C-STORE');
        else this.refused += 1;
      }
      await association.release();
    } finally {
      association.abort();
    }
  }

  async byStow(target: Target, most = Number.POSITIVE_INFINITY): Promise<void> {
    const [study, series] = [newUid(), newUid()];
    for (let count = 0; count < most && !this.#stopped; count += 1) {
      const made = this.#next(study, series);
      const head = Buffer.from(`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`);
      const body = Buffer.concat([head, made.part10, Buffer.from(`\r\n--${boundary}--\r\n`)]);
      const answer = await target.store?.(body, stowType);
      await answer?.arrayBuffer();
      if (answer?.status === 200) this.#note(made, 'STOW-RS');
      else this.refused += 1;
    }
  }
}
