import type { Behavior } from './behavior.ts'

const trunkPage = 'docs:/sip-trunking/create-trunk'

/** Trunks and applications: what a number can be assigned to. */
export const destination = [
  {
    id: 'trunk-create',
    does: 'POST /trunks makes a trunk that can be assigned at once, and answers 201 with it: status active, sip_domain from its id.',
    basis: 'inferred',
    source: `${trunkPage}; it states no status, and the public client wants 201 of what creates a call`,
  },
  {
    id: 'trunk-defaults',
    does: 'What is left out: termination_uri null, origination_uris [], max_channels 0; unknown fields are ignored.',
    basis: 'documented',
    source: trunkPage,
  },
  {
    id: 'trunk-list',
    does: 'GET /trunks gives all trunks of the account as `{"data": […]}`, sorted by id.',
    basis: 'inferred',
    source: `${trunkPage}, "an array"; docs:/sip-trunking/credentials wraps its own in data`,
  },
  {
    id: 'trunk-replace',
    does: 'PUT /trunks/{trunk_id} replaces the trunk: what is left out takes its default.',
    basis: 'inferred',
    source: `${trunkPage}, "same parameters as create"; the rest was not seen`,
  },
  {
    id: 'trunk-delete',
    does: 'DELETE /trunks/{trunk_id} answers 204 without a body; its numbers become unassigned, and their `updated_at` moves.',
    basis: 'assumed',
    source: 'not seen; the vendor’s deletions of calls and conferences answer 204',
  },
  {
    id: 'trunk-not-found',
    does: 'A trunk of another account, or of none: 404 "Trunk not found". An id of another format: 400.',
    basis: 'inferred',
    source: 'page, "Error Handling", says it of assigning',
  },
  {
    id: 'trunk-read-only',
    does: 'A change with a read-only key: 403 "Insufficient permissions to change trunks".',
    basis: 'assumed',
    source: 'a 403 is documented, scopes are not',
  },
  {
    id: 'trunk-invalid',
    does: 'name and auth_type are required; URIs must be SIP URIs, at most 100, max_channels 0 to 1000000: else 400, each fault in details.',
    basis: 'inferred',
    source: `${trunkPage}, types; docs:/getting-started/errors`,
  },
  {
    id: 'application-get',
    does: 'GET /v1/voice/applications/{application_id} gives id, answer_url, answer_method, hangup_url, never the secret.',
    basis: 'assumed',
    source: 'no page was seen; the public client tells of the path',
  },
  {
    id: 'application-update',
    does: 'PATCH changes what is given and answers 200 with the application; null clears; unknown fields are ignored.',
    basis: 'inferred',
    source: 'the public client sends answer_url, answer_method and webhook_secret, and wants 200',
  },
  {
    id: 'application-not-found',
    does: 'An application of another account, or of none: 404 "Application not found". An id of another format: 400.',
    basis: 'inferred',
    source: 'page, "Error Handling", says it of assigning',
  },
  {
    id: 'application-read-only',
    does: 'A change with a read-only key: 403 "Insufficient permissions to change this application".',
    basis: 'assumed',
    source: 'a 403 is documented, scopes are not',
  },
  {
    id: 'application-invalid',
    does: 'URLs must be http or https, of at most 2048 characters, without password and fragment; the method GET or POST: else 400.',
    basis: 'assumed',
    source: 'no page was seen',
  },
] as const satisfies readonly Behavior[]
