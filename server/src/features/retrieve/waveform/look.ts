/** How a waveform is wanted, and what is usual for its kind. */

export interface WaveformLook {
  /** mm/s */
  readonly speed?: number;
  /** mm/mV; of what is no ECG in proportion to the usual 10 */
  readonly gain?: number;
  /** Seconds from the beginning of the acquisition. */
  readonly from?: number;
  /** `rows`: each channel in a line of its own, however many leads there are. */
  readonly layout?: 'rows';
}

export const usualGain = 10;

/** Millimetres of paper that one picture has room for at the usual speed. */
const paper = 250;

/** By the last parts of SOP Class UIDs; the first that fits. */
const speeds: readonly (readonly [kind: string, speed: number])[] = [
  ['3.', 100],
  ['6.', 12.5],
  ['8.', 12.5],
];

const prefix = '1.2.840.10008.5.1.4.1.1.9.';

export const isWaveformClass = (sopClassUid: string): boolean =>
  sopClassUid.startsWith(prefix) && !sopClassUid.startsWith(`${prefix}4.`);

export const isEcgClass = (sopClassUid: string): boolean => sopClassUid.startsWith(`${prefix}1.`);

export const usualSpeed = (sopClassUid: string): number =>
  speeds.find(([kind]) => sopClassUid.startsWith(`${prefix}${kind}`))?.[1] ?? 25;

/** Seconds that one picture shows: more of them where they are drawn closer together. */
export const spanOf = (sopClassUid: string, speed: number): number =>
  Math.max(paper / usualSpeed(sopClassUid), paper / speed);
