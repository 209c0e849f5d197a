import type { Behavior } from './behavior.ts'

const trunkPage = 'docs:/sip-trunking/create-trunk'

/** Trunks and applications: what a number can be assigned to. */
export const destination = [
  {
    id: 'trunk-create',
    does: 'POST /trunks creates a trunk that can be assigned at once and responds with 201 and the trunk, with the status active and a sip_domain derived from its id.',
    basis: 'inferred',
    source: `${trunkPage}; it states no status code, and the public client expects 201 when it creates a call`,
  },
  {
    id: 'trunk-defaults',
    does: 'Omitted fields get their defaults (termination_uri null, origination_uris [], max_channels 0), and unknown fields are ignored.',
    basis: 'documented',
    source: trunkPage,
  },
  {
    id: 'trunk-list',
    does: 'GET /trunks responds with all trunks of the account as `{"data": […]}`, sorted by id.',
    basis: 'inferred',
    source: `${trunkPage}, "an array"; docs:/sip-trunking/credentials wraps its own list in data`,
  },
  {
    id: 'trunk-replace',
    does: 'PUT /trunks/{trunk_id} replaces the trunk, and omitted fields get their defaults.',
    basis: 'inferred',
    source: `${trunkPage}, "same parameters as create"; no documentation of the rest was found`,
  },
  {
    id: 'trunk-delete',
    does: 'DELETE /trunks/{trunk_id} responds with 204 and no body, unassigns the trunk’s numbers, and updates their `updated_at`.',
    basis: 'assumed',
    source: 'no documentation was found; the vendor responds with 204 when it deletes calls and conferences',
  },
  {
    id: 'trunk-not-found',
    does: 'A trunk that does not exist or belongs to another account gets 404 "Trunk not found", and a malformed id gets 400.',
    basis: 'inferred',
    source: 'page, "Error Handling", which describes assignments',
  },
  {
    id: 'trunk-read-only',
    does: 'A change with a read-only key gets 403 "Insufficient permissions to change trunks".',
    basis: 'assumed',
    source: 'the documentation describes a 403 but no scopes',
  },
  {
    id: 'trunk-invalid',
    does: 'A trunk without name or auth_type, with a URI that is not a SIP URI, with more than 100 URIs, or with max_channels outside 0 to 1000000 gets 400 with each problem in details.',
    basis: 'inferred',
    source: `${trunkPage}, field types; docs:/getting-started/errors`,
  },
  {
    id: 'application-get',
    does: 'GET /v1/voice/applications/{application_id} responds with id, answer_url, answer_method and hangup_url, and never with the secret.',
    basis: 'assumed',
    source: 'no documentation was found; the path is that of the public client',
  },
  {
    id: 'application-update',
    does: 'PATCH changes the fields in the body and responds with 200 and the application; null clears a field, and unknown fields are ignored.',
    basis: 'inferred',
    source: 'the public client sends answer_url, answer_method and webhook_secret, and expects 200',
  },
  {
    id: 'application-not-found',
    does: 'An application that does not exist or belongs to another account gets 404 "Application not found", and a malformed id gets 400.',
    basis: 'inferred',
    source: 'page, "Error Handling", which describes assignments',
  },
  {
    id: 'application-read-only',
    does: 'A change with a read-only key gets 403 "Insufficient permissions to change this application".',
    basis: 'assumed',
    source: 'the documentation describes a 403 but no scopes',
  },
  {
    id: 'application-invalid',
    does: 'A URL that is not http or https, is longer than 2048 characters, or has a password or a fragment gets 400, as does a method other than GET and POST.',
    basis: 'assumed',
    source: 'no documentation was found',
  },
] as const satisfies readonly Behavior[]
