/** Addresses of callers, and what an administrator lists of them. */
import { isIP } from 'node:net';

/** IPv4 seen through an IPv6 socket is the same address. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');

/** An address, or a network in CIDR notation (RFC 4632, RFC 4291 2.3). */
export const isNetwork = (text: string): boolean => {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
};
