import type { Behavior } from './behavior.ts'

/** What is wrong with a request before anyone asks what it wants. */
export const request = [
  {
    id: 'error-envelope',
    does: 'Errors are `{"error":{"code","message","details"}}` with the codes of the errors page; `details` only where there is something to say.',
    basis: 'documented',
    source: 'docs:/getting-started/errors',
  },
  {
    id: 'check-order',
    does: 'Checks run in this order: HTTP, path (404), method (405), key (401), account and read-only key (403), size (413), path and body together (400), number (404, 403), destination (404, 403).',
    basis: 'assumed',
    source: 'so a stranger learns least',
  },
  {
    id: 'id-invalid',
    does: 'A malformed id: 400 "Invalid trunk_id format" or "Invalid application_id format".',
    basis: 'documented',
    source: 'page, "Error Handling"',
  },
  {
    id: 'id-format',
    does: 'A trunk id is `trunk_`, an application id `app_`, then 1 to 64 letters, digits, `_` or `-`; the pattern is the reason given.',
    basis: 'inferred',
    source: 'samples (trunk_abc123, app_xyz789)',
  },
  {
    id: 'number-format-words',
    does: 'A number that is not E.164: "Invalid phone number format", reason "must be E.164 format (e.g., +14155551234)".',
    basis: 'documented',
    source: 'docs:/getting-started/errors',
  },
  {
    id: 'number-format-status',
    does: 'Its status in the path is 400: a plus sign, no leading zero, 7 to 15 digits in all.',
    basis: 'inferred',
    source: 'the errors page has 400 for such a number, in a body',
  },
  {
    id: 'plus-encoded',
    does: 'A raw `+` and `%2B` in the path are the same.',
    basis: 'inferred',
    source: 'page, examples; RFC 3986',
  },
  {
    id: 'field-missing',
    does: 'A missing field: 400 "Request validation failed", reason "required field missing".',
    basis: 'documented',
    source: 'docs:/getting-started/errors',
  },
  {
    id: 'faults-together',
    does: 'Several faults are one 400 "Request validation failed" with each in `details`.',
    basis: 'documented',
    source: 'docs:/getting-started/errors',
  },
  {
    id: 'body-unreadable',
    does: 'No body, no JSON, no JSON object, nesting deeper than 64 levels, a forbidden key or another Content-Type: 400 with field `body` and a reason that says which; nothing is coerced.',
    basis: 'assumed',
    source: 'the errors page has no 415',
  },
  {
    id: 'body-encoding',
    does: 'A body that is not UTF-8, is compressed (by its Content-Encoding or Transfer-Encoding) or has a lone surrogate: 400 with field `body`; no character is replaced.',
    basis: 'assumed',
    source: 'what is stored is what was sent',
  },
  {
    id: 'id-long',
    does: 'An id or number of any length is an ordinary 400.',
    basis: 'assumed',
    source: 'the page names no limit',
  },
  {
    id: 'extra-fields',
    does: 'Unknown extra fields are accepted and ignored.',
    basis: 'assumed',
    source: 'forward compatibility',
  },
  {
    id: 'delete-body',
    does: 'DELETE with a body, or with a Content-Type and none, is accepted; the body is ignored.',
    basis: 'assumed',
    source: 'habits of SDKs',
  },
  {
    id: 'path-unknown',
    does: 'An unknown path, also one with a trailing or a double slash: 404 NOT_FOUND "Resource not found".',
    basis: 'inferred',
    source: 'docs:/getting-started/errors, the code',
  },
  {
    id: 'method-wrong',
    does: 'Another method on a path of ours: 405 METHOD_NOT_ALLOWED with `Allow`.',
    basis: 'assumed',
    source: 'the errors page has no code for it',
  },
  {
    id: 'body-large',
    does: 'A body over 64 KiB: 413 PAYLOAD_TOO_LARGE.',
    basis: 'assumed',
    source: 'the errors page has no code for it',
  },
  {
    id: 'request-slow',
    does: 'A request that takes over 10 seconds to arrive: 408 REQUEST_TIMEOUT, and the connection is closed.',
    basis: 'assumed',
    source: 'the errors page has no code for it',
  },
  {
    id: 'head-large',
    does: 'Headers over 16 KiB: 431 HEADERS_TOO_LARGE, and the connection is closed.',
    basis: 'assumed',
    source: 'the errors page has no code for it',
  },
  {
    id: 'http-malformed',
    does: 'A malformed HTTP request: 400 VALIDATION_FAILED, and the connection is closed; malformed percent-encoding: 400 with field `path`.',
    basis: 'assumed',
    source: 'the page does not speak of it',
  },
  {
    id: 'unexpected-error',
    does: 'An unforeseen error: 500 INTERNAL_ERROR with nothing of its insides.',
    basis: 'documented',
    source: 'docs:/getting-started/errors, the code',
  },
] as const satisfies readonly Behavior[]
