/** What an import has to look at, and what it passes over and why. */
import type { ByteSource } from '../../features/store/index.ts';
import { isOfSystem } from '../command.ts';

export interface Refused {
  readonly label: string;
  readonly refused: string;
}

export type Candidate = { readonly label: string; readonly open: () => Promise<ByteSource> } | Refused;

const reasonOf = (error: unknown): string => {
  if (isOfSystem(error)) return error.code === 'ENOENT' ? 'There is no such file or folder.' : 'It cannot be read.';
  return error instanceof Error ? error.message : 'It cannot be read.';
};

/** Of what cannot be looked at: it is told, and the others of the import do not suffer for it. */
export const refusedFor = (label: string, error: unknown): Refused => ({ label, refused: reasonOf(error) });
