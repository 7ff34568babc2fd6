/** Where a secret may go: over TLS, or nowhere beyond this machine. */
import { isIP } from 'node:net';

/** True for this machine itself, as a host name, an address, or an IPv6 address in the brackets of a URL. */
export const isLoopback = (host: string): boolean =>
  ['localhost', '::1', '[::1]'].includes(host) || (isIP(host) === 4 && host.startsWith('127.'));

/** True for an absolute URL by https or wss, and for one by http or ws to this machine. */
export const isConfidential = ({ protocol, hostname }: URL): boolean =>
  ['https:', 'wss:'].includes(protocol) || (['http:', 'ws:'].includes(protocol) && isLoopback(hostname));
