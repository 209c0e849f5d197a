import type { Behavior } from './behavior.ts'

/** Invalid requests: the format of errors, the order of checks, validation, and the limits of HTTP. */
export const request = [
  {
    id: 'error-envelope',
    does: 'Errors are `{"error":{"code","message","details"}}` with the codes of the errors page; `details` is absent when there is nothing to add.',
    basis: 'documented',
    source: 'docs:/getting-started/errors',
  },
  {
    id: 'check-order',
    does: 'Checks run in this order: HTTP, path (404), method (405), key (401), account and read-only key (403), size (413), path and body together (400), number (404, 403), destination (404, 403).',
    basis: 'assumed',
    source: 'this order reveals least to an unauthenticated caller',
  },
  {
    id: 'id-invalid',
    does: 'A malformed id gets 400 "Invalid trunk_id format" or "Invalid application_id format".',
    basis: 'documented',
    source: 'page, "Error Handling"',
  },
  {
    id: 'id-format',
    does: 'A trunk id is `trunk_` and an application id is `app_`, each followed by 1 to 64 letters, digits, `_` or `-`; the error’s reason states the pattern.',
    basis: 'inferred',
    source: 'examples (trunk_abc123, app_xyz789)',
  },
  {
    id: 'number-format-words',
    does: 'A number that is not E.164 gets the message "Invalid phone number format" with the reason "must be E.164 format (e.g., +14155551234)".',
    basis: 'documented',
    source: 'docs:/getting-started/errors',
  },
  {
    id: 'number-format-status',
    does: 'A number in the path gets 400 unless it is a plus sign and 7 to 15 digits without a leading zero.',
    basis: 'inferred',
    source: 'the errors page shows 400 for such a number in a body',
  },
  {
    id: 'plus-encoded',
    does: 'A raw `+` and `%2B` in the path mean the same.',
    basis: 'inferred',
    source: 'page, examples; RFC 3986',
  },
  {
    id: 'field-missing',
    does: 'A missing field gets 400 "Request validation failed" with the reason "required field missing".',
    basis: 'documented',
    source: 'docs:/getting-started/errors',
  },
  {
    id: 'errors-together',
    does: 'Several invalid fields get one 400 "Request validation failed" that lists each of them in `details`.',
    basis: 'documented',
    source: 'docs:/getting-started/errors',
  },
  {
    id: 'body-unreadable',
    does: 'A missing body, one that is not a JSON object, is nested deeper than 64 levels, has a forbidden key or another Content-Type gets 400 with field `body` and the reason; nothing is coerced.',
    basis: 'assumed',
    source: 'the errors page has no 415',
  },
  {
    id: 'body-encoding',
    does: 'A body that is not UTF-8, is compressed (by its Content-Encoding or Transfer-Encoding), or contains a lone surrogate gets 400 with the field `body`; characters are never replaced.',
    basis: 'assumed',
    source: 'the server stores exactly what the client sent',
  },
  {
    id: 'id-long',
    does: 'A malformed id or number gets the same 400 whatever its length.',
    basis: 'assumed',
    source: 'the page states no limit',
  },
  {
    id: 'extra-fields',
    does: 'Unknown extra fields are accepted and ignored.',
    basis: 'assumed',
    source: 'forward compatibility',
  },
  {
    id: 'delete-body',
    does: 'A DELETE with a body, or with a Content-Type but no body, is accepted, and the body is ignored.',
    basis: 'assumed',
    source: 'many SDKs send such requests',
  },
  {
    id: 'path-unknown',
    does: 'An unknown path gets 404 NOT_FOUND "Resource not found", and so does a path with a trailing or a double slash.',
    basis: 'inferred',
    source: 'docs:/getting-started/errors, the error code',
  },
  {
    id: 'method-wrong',
    does: 'A known path with an unsupported method gets 405 METHOD_NOT_ALLOWED with `Allow`.',
    basis: 'assumed',
    source: 'the errors page has no code for it',
  },
  {
    id: 'body-large',
    does: 'A body over 64 KiB gets 413 PAYLOAD_TOO_LARGE.',
    basis: 'assumed',
    source: 'the errors page has no code for it',
  },
  {
    id: 'request-slow',
    does: 'A request that takes longer than 10 seconds to arrive gets 408 REQUEST_TIMEOUT, and the connection is closed.',
    basis: 'assumed',
    source: 'the errors page has no code for it',
  },
  {
    id: 'head-large',
    does: 'Headers over 16 KiB get 431 HEADERS_TOO_LARGE, and the connection is closed.',
    basis: 'assumed',
    source: 'the errors page has no code for it',
  },
  {
    id: 'http-malformed',
    does: 'A malformed HTTP request gets 400 VALIDATION_FAILED, and the connection is closed; malformed percent-encoding gets 400 with the field `path`.',
    basis: 'assumed',
    source: 'the page does not mention this case',
  },
  {
    id: 'unexpected-error',
    does: 'An unexpected error gets 500 INTERNAL_ERROR without internal details.',
    basis: 'documented',
    source: 'docs:/getting-started/errors, the error code',
  },
] as const satisfies readonly Behavior[]
