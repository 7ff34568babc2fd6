/** Certificates and keys for DICOM and MLLP over TLS, read when they are needed: a renewed file counts from the next connection on. */
import { readFileSync } from 'node:fs';
import type { Config } from './config.ts';
import { StartError } from './errors.ts';

export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  readonly ca?: string;
}

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new StartError(`${file} (TLS) cannot be read.`, { cause: error });
  }
};

interface Named {
  readonly certFile: string;
  readonly keyFile: string;
  readonly caFile: string | undefined;
}

/** @throws StartError when a file cannot be read */
export const readNamedFiles = ({ certFile, keyFile, caFile }: Named): TlsFiles => ({
  cert: read(certFile),
  key: read(keyFile),
  ...(caFile !== undefined && { ca: read(caFile) }),
});

/** Undefined: no certificate is configured. @throws StartError when a file cannot be read */
export const readTlsFiles = ({ dicom }: Config): TlsFiles | undefined =>
  dicom.tls === undefined ? undefined : readNamedFiles(dicom.tls);
