/**
 * DICOM over TLS by the BCP 195 profiles (PS3.15 B.9 to B.12): TLS 1.2 and 1.3, forward secrecy, authenticated encryption; nothing older
 * and nothing weaker is spoken, whatever the peer offers.
 */
export interface TlsMaterial {
  /** Our certificate with its chain, and its private key: PEM. */
  readonly cert: string;
  readonly key: string;
  /** Certificates of the authorities whose peers we trust: PEM. Absent: those that Node.js trusts. */
  readonly ca?: string;
}

export interface ServerTls extends TlsMaterial {
  /** `required`: no association without a certificate of one of `ca`. `optional`: whoever has none is nobody in particular. */
  readonly clients: 'required' | 'optional';
}

/** What the peer proved to be. */
export interface PeerCertificate {
  /** SHA-256 over the certificate, lower case hexadecimal. */
  readonly fingerprint: string;
}

export const TLS_PROFILE = {
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.3',
  honorCipherOrder: true,
  ecdhCurve: 'X25519:P-256:P-384',
  ciphers: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
    'DHE-RSA-AES256-GCM-SHA384',
    'DHE-RSA-AES128-GCM-SHA256',
  ].join(':'),
} as const;
