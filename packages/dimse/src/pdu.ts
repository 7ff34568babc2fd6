/** PDU shapes of PS3.8 9.3 and the user information items of PS3.8 Annex D and PS3.7 D.3.3. */

/** PDU types (PS3.8 9.3.1). */
export const PduType = {
  AssociateRq: 0x01,
  AssociateAc: 0x02,
  AssociateRj: 0x03,
  PDataTf: 0x04,
  ReleaseRq: 0x05,
  ReleaseRp: 0x06,
  Abort: 0x07,
} as const;

/** Item types (PS3.8 9.3.2, 9.3.3, Annex D; PS3.7 D.3.3). */
export const ItemType = {
  ApplicationContext: 0x10,
  PresentationContextRq: 0x20,
  PresentationContextAc: 0x21,
  AbstractSyntax: 0x30,
  TransferSyntax: 0x40,
  UserInformation: 0x50,
  MaximumLength: 0x51,
  ImplementationClassUid: 0x52,
  AsynchronousOperationsWindow: 0x53,
  RoleSelection: 0x54,
  ImplementationVersionName: 0x55,
  ExtendedNegotiation: 0x56,
  CommonExtendedNegotiation: 0x57,
  UserIdentity: 0x58,
  UserIdentityResponse: 0x59,
} as const;

/** The only application context name there is (PS3.7 A.2.1). */
export const DICOM_APPLICATION_CONTEXT = '1.2.840.10008.3.1.1.1';

/** Result of one presentation context (PS3.8 Table 9-18). */
export const ContextResult = {
  Acceptance: 0,
  UserRejection: 1,
  NoReason: 2,
  AbstractSyntaxNotSupported: 3,
  TransferSyntaxesNotSupported: 4,
} as const;

export interface ProposedContext {
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
}

export interface AnsweredContext {
  readonly id: number;
  readonly result: number;
  readonly transferSyntax: string;
}

/** SCP/SCU role selection (PS3.7 D.3.3.4). */
export interface RoleSelection {
  readonly sopClassUid: string;
  readonly scu: boolean;
  readonly scp: boolean;
}

/** SOP class extended negotiation (PS3.7 D.3.3.5), its meaning left to the service. */
export interface ExtendedNegotiation {
  readonly sopClassUid: string;
  readonly information: Uint8Array;
}

/** SOP class common extended negotiation (PS3.7 D.3.3.6). */
export interface CommonExtendedNegotiation {
  readonly sopClassUid: string;
  readonly serviceClassUid: string;
  readonly relatedSopClassUids: readonly string[];
}

/** User identity (PS3.7 D.3.3.7). The fields are secrets: never log them. */
export interface UserIdentity {
  /** 1 name, 2 name and passcode, 3 Kerberos, 4 SAML, 5 JSON web token. */
  readonly type: number;
  readonly positiveResponseRequested: boolean;
  readonly primary: Uint8Array;
  readonly secondary: Uint8Array;
}

export interface UserInformation {
  /** Largest P-DATA-TF length the sender of this item can receive; 0 is unlimited. */
  readonly maxLength: number;
  readonly implementationClassUid: string;
  readonly implementationVersionName?: string;
  readonly asynchronousOperations?: { readonly invoked: number; readonly performed: number };
  readonly roles: readonly RoleSelection[];
  readonly extended: readonly ExtendedNegotiation[];
  readonly commonExtended: readonly CommonExtendedNegotiation[];
  readonly userIdentity?: UserIdentity;
  readonly userIdentityResponse?: Uint8Array;
}

interface AssociateFields {
  readonly protocolVersion: number;
  readonly calledAeTitle: string;
  readonly callingAeTitle: string;
  readonly applicationContext: string;
  readonly user: UserInformation;
}

export interface AssociateRq extends AssociateFields {
  readonly type: 'associate-rq';
  readonly contexts: readonly ProposedContext[];
}

export interface AssociateAc extends AssociateFields {
  readonly type: 'associate-ac';
  readonly contexts: readonly AnsweredContext[];
}

export interface AssociateRj {
  readonly type: 'associate-rj';
  readonly result: number;
  readonly source: number;
  readonly reason: number;
}

interface Abort {
  readonly type: 'abort';
  readonly source: number;
  readonly reason: number;
}

export type Pdu =
  | AssociateRq
  | AssociateAc
  | AssociateRj
  | { readonly type: 'release-rq' }
  | { readonly type: 'release-rp' }
  | Abort;
