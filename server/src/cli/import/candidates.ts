/** What an import has to look at, and what it passes over and why. */
import type { ByteSource } from '../../features/store/index.ts';

export type Candidate =
  | { readonly label: string; readonly open: () => Promise<ByteSource> }
  | { readonly label: string; readonly refused: string };
