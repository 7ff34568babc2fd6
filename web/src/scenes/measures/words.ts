import type { OpeningCounts } from '@throughline/contract';

export const share = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`;

export const readyShare = ({ ready, withPriors }: OpeningCounts): string => share(ready, withPriors);

export const seconds = (value: number | null): string => {
  if (value === null) return '–';
  if (value < 0.05) return 'none';
  return value < 120 ? `${value.toFixed(1)} s` : `${Math.round(value / 60)} min`;
};

/** How many clicks, half of them less. */
export const clicks = (value: number | null): string => (value === null ? '–' : value.toFixed(value % 1 === 0 ? 0 : 1));
