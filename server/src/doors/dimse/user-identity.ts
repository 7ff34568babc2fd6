/** User identity negotiation (PS3.7 D.3.3.7): what the item says, and what is answered. Its fields are secrets. */
import type { UserIdentity } from '@throughline/dimse';
import type { OfferedIdentity } from '../../features/application-entities/index.ts';

/** PS3.7 Table D.3-14. */
const UserIdentityType = { Name: 1, NameAndPasscode: 2, JsonWebToken: 5 } as const;

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

/** Kerberos tickets and SAML assertions cannot be proved here. */
export const offeredIdentity = ({ type, primary, secondary }: UserIdentity): OfferedIdentity => {
  switch (type) {
    case UserIdentityType.Name:
      return { by: 'name' };
    case UserIdentityType.NameAndPasscode:
      return { by: 'passcode', name: text(primary), passcode: secondary };
    case UserIdentityType.JsonWebToken:
      return { by: 'token', token: text(primary) };
    default:
      return { by: 'unsupported' };
  }
};

/** The response to a passcode or a token has no content (PS3.7 Table D.3-15); none is given for what is not proved. */
export const identityResponse = (
  offered: UserIdentity | undefined,
  proved: boolean,
): { readonly userIdentityResponse?: Uint8Array } =>
  offered?.positiveResponseRequested && proved ? { userIdentityResponse: new Uint8Array() } : {};
