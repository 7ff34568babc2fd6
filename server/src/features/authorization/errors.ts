/** Errors as OAuth 2.0 names them (RFC 6749 4.1.2.1 and 5.2), with the status of a direct answer. */
const statuses = {
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  invalid_scope: 400,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  unsupported_response_type: 400,
  access_denied: 403,
} as const;

export type OauthErrorCode = keyof typeof statuses;

export class OauthError extends Error {
  override readonly name = 'OauthError';
  readonly code: OauthErrorCode;

  /** @param description one sentence for whoever writes the application; never patient data */
  constructor(code: OauthErrorCode, description: string, cause?: unknown) {
    super(description, { cause });
    this.code = code;
  }

  get status(): number {
    return statuses[this.code];
  }
}

export function refuse(code: OauthErrorCode, description: string, cause?: unknown): never {
  throw new OauthError(code, description, cause);
}
