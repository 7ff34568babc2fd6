/** One deadline over a whole exchange with a peer, beside the caller's own signal. */
import { PeerError } from './peer.ts';

export interface Patience {
  readonly signal: AbortSignal;
  /** What an error means, now that it happened: our deadline, the caller's wish, or the peer's doing. */
  judge(error: unknown, translate: (error: unknown) => PeerError): PeerError;
  /** Throws when the exchange was ended by us although nothing else complained. */
  check(): void;
}

export const patience = (milliseconds: number, caller: AbortSignal): Patience => {
  const deadline = AbortSignal.timeout(milliseconds);
  const ended = (): PeerError | undefined => {
    if (caller.aborted) return new PeerError('cancelled', 'The exchange was ended here');
    return deadline.aborted ? new PeerError('timed-out', 'The source did not answer in time') : undefined;
  };
  return {
    signal: AbortSignal.any([caller, deadline]),
    judge: (error, translate) => ended() ?? (error instanceof PeerError ? error : translate(error)),
    check: () => {
      const error = ended();
      if (error) throw error;
    },
  };
};
