import type { Behavior } from './behavior.ts'

/** Authentication, permissions, and what an account cannot see. */
export const access = [
  {
    id: 'bearer',
    does: 'The API key is sent as `Authorization: Bearer KEY`.',
    basis: 'documented',
    source: 'docs:/getting-started/authentication',
  },
  {
    id: 'basic',
    does: 'HTTP Basic with the account as user and the key as password is accepted too, and the letter case of either scheme name does not matter.',
    basis: 'inferred',
    source: 'the public client sends HTTP Basic with every request',
  },
  {
    id: 'unauthorized',
    does: 'A request without a key, with an unknown key, with another scheme, or with a Basic user that is not the key’s account gets 401 "Invalid or missing API key".',
    basis: 'documented',
    source: 'docs:/getting-started/errors',
  },
  {
    id: 'www-authenticate',
    does: 'A 401 response carries `WWW-Authenticate: Bearer`.',
    basis: 'assumed',
    source: 'RFC 9110 requires this header',
  },
  {
    id: 'other-account',
    does: 'A path that names an account other than the key’s gets 403 "Insufficient permissions for this account", whether or not that account exists.',
    basis: 'inferred',
    source: 'docs:/getting-started/errors, FORBIDDEN',
  },
  {
    id: 'account-format',
    does: 'The format of the account in the path is not checked: any value other than the key’s account gets 403.',
    basis: 'inferred',
    source: 'the documentation shows two formats (acc_123abc, AC123456)',
  },
  {
    id: 'read-only-key',
    does: 'A change with a read-only key gets 403 "Insufficient permissions to assign this trunk", with "unassign" for a DELETE and "application" for an application.',
    basis: 'assumed',
    source: 'the documentation describes a 403 but no scopes',
  },
  {
    id: 'number-not-found',
    does: 'A number that does not exist or belongs to another account gets 404 "Number not found in your account".',
    basis: 'documented',
    source: 'page, "Error Handling"',
  },
  {
    id: 'destination-not-found',
    does: 'Assigning a trunk or application that does not exist in any account gets 404.',
    basis: 'documented',
    source: 'page, "Error Handling"',
  },
  {
    id: 'destination-not-found-words',
    does: 'The message of a 404 for an unknown destination is "Trunk not found" or "Application not found", and its details name the field with the reason "no such trunk in your account" (or "application").',
    basis: 'assumed',
    source: 'the page does not show the response body',
  },
  {
    id: 'destination-forbidden',
    does: 'Assigning a trunk of another account gets 403 "Insufficient permissions to assign this trunk"; for an application the message says "application".',
    basis: 'documented',
    source: 'page, "Error Handling"',
  },
  {
    id: 'tenant-ignored',
    does: 'The headers X-Tenant-ID and Idempotency-Key are ignored.',
    basis: 'assumed',
    source: 'they are optional, and the documentation describes no effect on these operations',
  },
] as const satisfies readonly Behavior[]
