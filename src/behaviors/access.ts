import type { Behavior } from './behavior.ts'

/** Who may do what, and what is not there for them. */
export const access = [
  {
    id: 'bearer',
    does: 'A key is sent as `Authorization: Bearer KEY`.',
    basis: 'documented',
    source: 'docs:/getting-started/authentication',
  },
  {
    id: 'basic',
    does: 'HTTP Basic with the account as user and the key as password is accepted too; both schemes in any letter case.',
    basis: 'inferred',
    source: 'the public client sends Basic on every call',
  },
  {
    id: 'unauthorized',
    does: 'No key, an unknown key, another scheme, or a Basic user that is not the key’s account: 401 "Invalid or missing API key".',
    basis: 'documented',
    source: 'docs:/getting-started/errors',
  },
  {
    id: 'www-authenticate',
    does: 'A 401 carries `WWW-Authenticate: Bearer`.',
    basis: 'assumed',
    source: 'RFC 9110 asks for it',
  },
  {
    id: 'other-account',
    does: 'A path with another account than the key’s, known or not: 403 "Insufficient permissions for this account".',
    basis: 'inferred',
    source: 'docs:/getting-started/errors, FORBIDDEN',
  },
  {
    id: 'account-format',
    does: 'The account in the path has no format to check: what is not the key’s account is 403.',
    basis: 'inferred',
    source: 'the samples differ (acc_123abc, AC123456)',
  },
  {
    id: 'read-only-key',
    does: 'A change with a read-only key: 403 "Insufficient permissions to assign this trunk", or unassign, or application.',
    basis: 'assumed',
    source: 'a 403 is documented, scopes are not',
  },
  {
    id: 'number-not-found',
    does: 'A number of another account, or of none: 404 "Number not found in your account".',
    basis: 'documented',
    source: 'page, "Error Handling"',
  },
  {
    id: 'destination-not-found',
    does: 'A trunk or application that nobody has: 404.',
    basis: 'documented',
    source: 'page, "Error Handling"',
  },
  {
    id: 'destination-not-found-words',
    does: 'Its message is "Trunk not found" or "Application not found", its detail names the field: "no such trunk in your account".',
    basis: 'assumed',
    source: 'the page gives no body',
  },
  {
    id: 'destination-forbidden',
    does: 'A trunk or application of another account: 403 "Insufficient permissions to assign this trunk", or application.',
    basis: 'documented',
    source: 'page, "Error Handling"',
  },
  {
    id: 'tenant-ignored',
    does: 'X-Tenant-ID and Idempotency-Key are ignored.',
    basis: 'assumed',
    source: 'optional, and of no described effect here',
  },
] as const satisfies readonly Behavior[]
