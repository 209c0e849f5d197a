/** A word, a name or a sentence that changed after the corpus was recorded. */
export interface Word {
  /**
   * What it is:
   * - `header`, `query`, `flag`, `variable`, `path`: a name that clients send; it is also replaced inside free text
   * - `field`: a field of a control body, an event, a log line or a report
   * - `value`: a whole string in such a field (of the name `field`, where that is given)
   * - `text`: free text in messages, hints, help and descriptions; `{0}`, `{1}` stand for what differs from case to case
   */
  readonly where: 'header' | 'query' | 'flag' | 'variable' | 'path' | 'field' | 'value' | 'text'
  readonly from: string
  readonly to: string
  readonly field?: string
  /** Only in lines whose request, command line or document contains this. */
  readonly at?: string
}

/**
 * The recorded responses are compared with the current ones after these replacements. Status, vendor headers and body
 * of a response under /v1 are never replaced. `npm run corpus words` prints the entries that are missing; a recording
 * made anew (`npm run corpus`) needs none.
 */
export const words: readonly Word[] = [
  { where: 'header', from: 'x-sandbox-world', to: 'x-sandbox-namespace' },
  { where: 'query', from: 'world', to: 'namespace' },
  { where: 'query', from: 'wrld', to: 'namespce' },
  { where: 'path', from: '/_sandbox/ledger', to: '/_sandbox/behaviors' },
  { where: 'flag', from: '--worlds', to: '--namespaces' },
  { where: 'flag', from: '--reading', to: '--variant' },
  { where: 'flag', from: '--each-reading', to: '--each-variant' },
  { where: 'variable', from: 'TRYVOX_SANDBOX_WORLDS', to: 'TRYVOX_SANDBOX_NAMESPACES' },
  { where: 'variable', from: 'TRYVOX_SANDBOX_WORLD', to: 'TRYVOX_SANDBOX_NAMESPACE' },
  { where: 'variable', from: 'TRYVOX_SANDBOX_READING', to: 'TRYVOX_SANDBOX_VARIANT' },
  { where: 'variable', from: 'TRYVOX_SANDBOX_READINGS', to: 'TRYVOX_SANDBOX_VARIANTS' },
  { where: 'field', from: 'world', to: 'namespace' },
  { where: 'field', from: 'worlds', to: 'namespaces' },
  { where: 'field', from: 'reading', to: 'variant' },
  { where: 'field', from: 'readings', to: 'variants' },
  { where: 'field', from: 'decided', to: 'default' },
  { where: 'field', from: 'other', to: 'alternative' },
  { where: 'field', from: 'rows', to: 'behaviors' },
  { where: 'field', from: 'answer_body', to: 'response_body' },
  { where: 'field', from: 'refused', to: 'blocked', at: '/_sandbox/calls' },
  { where: 'field', from: 'refused', to: 'blocked', at: '/_sandbox/deliveries' },
  { where: 'field', from: 'refused', to: 'error' },
  { where: 'field', from: 'answer', to: 'response_body' },
  { where: 'field', from: 'done', to: 'applied' },
  { where: 'field', from: 'nearest', to: 'near_misses' },
  { where: 'field', from: 'tries', to: 'origination_uris' },
  { where: 'value', field: 'basis', from: 'ours', to: 'assumed' },
  { where: 'value', field: 'id', from: 'unforeseen', to: 'unexpected-error' },
  { where: 'value', field: 'refused', from: 'worlds_full', to: 'namespace_limit' },
  { where: 'value', field: 'operationId', from: 'getLedger', to: 'getBehaviors' },
  { where: 'value', field: 'operationId', from: 'getControlsDocument', to: 'getControlDocument' },
  { where: 'value', field: 'operationId', from: 'resetWorld', to: 'resetNamespace' },
  { where: 'value', field: 'operationId', from: 'ringNumber', to: 'simulateCall' },
  { where: 'value', field: 'operationId', from: 'sendAgain', to: 'resendDelivery' },
  { where: 'value', field: 'field', from: 'world', to: 'namespace' },
  { where: 'value', field: 'field', from: 'wrld', to: 'namespce' },
  { where: 'value', field: 'enum', from: 'ours', to: 'assumed' },
  { where: 'text', from: '"basis": "ours"', to: '"basis": "assumed"' },
  { where: 'text', from: '"group": "reading"', to: '"group": "variant"' },
  { where: 'text', from: '"id": "unforeseen"', to: '"id": "unexpected-error"' },
  { where: 'text', from: ' (ours)"', to: ' (assumed)"' },
  { where: 'text', from: '"unforeseen (documented)"', to: '"unexpected-error (documented)"' },
  { where: 'text', from: 'agrees      ours        ', to: 'agrees      assumed     ' },
  { where: 'text', from: 'not checked ours        ', to: 'not checked assumed     ' },
  { where: 'text', from: 'not checked documented  unforeseen:', to: 'not checked documented  unexpected-error:' },
  { where: 'text', from: '(world: must match', to: '(namespace: must match' },
  { where: 'text', from: '(wrld: unknown field)', to: '(namespce: unknown field)' },
  {
    where: 'text',
    from: 'unknown query parameter wrld; did you mean world?',
    to: 'unknown query parameter namespce; did you mean namespace?',
  },
  { where: 'text', from: '{0} is in the world {1}, not in {2}', to: '{0} is in the namespace {1}, not in {2}' },
  { where: 'text', from: '81', to: '85', at: 'HEAD /_sandbox/clock' },
  { where: 'text', from: '140893', to: '141308', at: 'HEAD /_sandbox/openapi.json' },
  { where: 'text', from: '17354', to: '19538', at: 'HEAD /_sandbox/ledger' },
  {
    where: 'text',
    from: 'the part behind __ names a world: 1 to 32 of a-z, 0-9 and -',
    to: 'the part behind __ names a namespace: 1 to 32 of a-z, 0-9 and -',
  },
  { where: 'text', from: 'A world; * for all. Default: default.', to: 'A namespace; * for all. Default: default.' },
  {
    where: 'text',
    from: 'there are as many worlds as may be, all of them used in the last minute: --worlds allows more',
    to: 'there are as many namespaces as may be, all of them used in the last minute: --namespaces allows more',
  },
  { where: 'text', from: 'A world. Default: default.', to: 'A namespace. Default: default.' },
  { where: 'text', from: 'How often it was done.', to: 'How often it was applied.' },
  {
    where: 'text',
    from: 'Counts the attempts of its world from 1.',
    to: 'Counts the attempts of its namespace from 1.',
  },
  {
    where: 'text',
    from: '  --worlds <number> | how many worlds there may be (default: 10000)',
    to: '  --namespaces <number> | how many namespaces there may be (default: 10000)',
  },
  {
    where: 'text',
    from: '  --journal <number> | requests kept of a world (default: 1000)',
    to: '  --journal <number> | requests kept of a namespace (default: 1000)',
  },
  {
    where: 'text',
    from: '  --journal-total <number> | requests kept of all worlds (default: 100000)',
    to: '  --journal-total <number> | requests kept of all namespaces (default: 100000)',
  },
  {
    where: 'text',
    from: 'Counts the requests of its world from 1.',
    to: 'Counts the requests of its namespace from 1.',
  },
  {
    where: 'text',
    from: 'Why it was refused: a word that stands in the log too.',
    to: 'The internal error code, as in the log; null for a success.',
  },
  {
    where: 'text',
    from: '      "does": "X-TryVox-Signature `t=…,v1=…` is the HMAC-SHA256 of `timestamp.body` with the webhook_secret, and X-TryVox-Timestamp is its t; without one nothing is signed; the time is the machine’s, whatever the clock of the world.",',
    to: '      "does": "With a webhook_secret, X-TryVox-Signature is `t=…,v1=…`: v1 is the HMAC-SHA256 of `timestamp.body`, t (also in X-TryVox-Timestamp) the machine’s time in any namespace.",',
  },
  {
    where: 'text',
    from: "How inbound calls to a phone number are handled: by a SIP trunk or by a voice application, never by both. What of it the vendor documents, and what is inferred or chosen where the documentation is silent, is told row by row in tryvox-sandbox's ledger (`openapi/ledger.md`).",
    to: 'Configures which SIP trunk or voice application handles the inbound calls to a phone number, never both. The behavior catalog of tryvox-sandbox (`docs/behaviors.md`) states for each behavior whether the vendor documents it or whether it is inferred or assumed.',
  },
  {
    where: 'text',
    from: 'What a test needs that production does not have: worlds, faults, the journal, state and clock, calls to numbers.',
    to: 'What a test needs and production does not have: namespaces, faults, the journal, state, the clock and simulated calls.',
  },
  {
    where: 'text',
    from: 'List the faults, with how often each was done',
    to: 'List the faults, with how often each was applied',
  },
  { where: 'text', from: 'List the requests of a world', to: 'List the requests of a namespace' },
  {
    where: 'text',
    from: 'Watch the requests of a world as they end, as server-sent events',
    to: 'Watch the requests of a namespace as they end, as server-sent events',
  },
  {
    where: 'text',
    from: 'A stream that ends when the world begins again; each event is an entry as listRequests has it.',
    to: 'A stream that ends when the namespace begins again; each event is an entry as listRequests has it.',
  },
  { where: 'text', from: 'Check what a world was asked', to: 'Check what a namespace was asked' },
  { where: 'text', from: 'Get the time of a world', to: 'Get the time of a namespace' },
  {
    where: 'text',
    from: 'X-TryVox-Signature `t=…,v1=…` is the HMAC-SHA256 of `timestamp.body` with the webhook_secret, and X-TryVox-Timestamp is its t; without one nothing is signed; the time is the machine’s, whatever the clock of the world.',
    to: 'With a webhook_secret, X-TryVox-Signature is `t=…,v1=…`: v1 is the HMAC-SHA256 of `timestamp.body`, t (also in X-TryVox-Timestamp) the machine’s time in any namespace.',
  },
  {
    where: 'text',
    from: '      "why": "needs a key that may only read",',
    to: '      "why": "needs a read-only key",',
  },
  { where: 'text', from: 'a 403 is documented, scopes are not', to: 'the documentation describes a 403 but no scopes' },
  { where: 'text', from: 'the list page does not say', to: 'the list page does not describe this case' },
  {
    where: 'text',
    from: 'page, "Error Handling", says it of assigning',
    to: 'page, "Error Handling", which describes assignments',
  },
  { where: 'text', from: 'docs:/getting-started/errors, the code', to: 'docs:/getting-started/errors, the error code' },
  { where: 'text', from: 'the page does not speak of it', to: 'the page does not mention this case' },
  {
    where: 'text',
    from: '      "does": "POST /assign routes the number to the trunk and answers with its configuration.",',
    to: '      "does": "POST /assign assigns the number to the trunk and responds with the number’s configuration.",',
  },
  {
    where: 'text',
    from: '      "does": "POST /application routes the number to the application and answers with its configuration.",',
    to: '      "does": "POST /application assigns the number to the application and responds with the number’s configuration.",',
  },
  {
    where: 'text',
    from: '      "does": "DELETE /assign removes the trunk and says so in `message`.",',
    to: '      "does": "DELETE /assign removes the trunk and confirms this in `message`.",',
  },
  {
    where: 'text',
    from: '      "does": "DELETE /application removes the application and says so in `message`.",',
    to: '      "does": "DELETE /application removes the application and confirms this in `message`.",',
  },
  {
    where: 'text',
    from: '      "does": "A number has a trunk or an application, never both.",',
    to: '      "does": "A number is assigned to a trunk or to an application, never to both.",',
  },
  {
    where: 'text',
    from: '      "does": "Assigning a trunk unassigns an application, and the other way about.",',
    to: '      "does": "Assigning a trunk removes the application, and assigning an application removes the trunk.",',
  },
  {
    where: 'text',
    from: '      "does": "A change shows at once in what is read of the number.",',
    to: '      "does": "A change is visible at once in every response that shows the number.",',
  },
  {
    where: 'text',
    from: '      "does": "Bodies have the keys e164, trunk_id, application_id, status, updated_at in this order, nulls included; `message` comes last, on DELETE only.",',
    to: '      "does": "Response bodies have the keys e164, trunk_id, application_id, status, updated_at in this order, including nulls; `message` comes last, on DELETE only.",',
  },
  {
    where: 'text',
    from: '      "does": "Timestamps are ISO 8601 in UTC, in whole seconds, with `Z`.",',
    to: '      "does": "Timestamps are ISO 8601 in UTC, in whole seconds, and end in `Z`.",',
  },
  {
    where: 'text',
    from: '      "does": "All four calls answer 200.",',
    to: '      "does": "All four operations respond with 200 when they succeed.",',
  },
  {
    where: 'text',
    from: '      "does": "Assigning another trunk over a trunk, or application over an application, replaces it.",',
    to: '      "does": "Assigning another trunk replaces the assigned trunk, and assigning another application replaces the assigned application.",',
  },
  {
    where: 'text',
    from: '      "does": "Assigning what is already assigned answers 200, and `updated_at` does not move.",',
    to: '      "does": "Assigning the trunk or application that is already assigned responds with 200 and leaves `updated_at` unchanged.",',
  },
  {
    where: 'text',
    from: '      "does": "DELETE where nothing is assigned answers 200 with the same message, and `updated_at` does not move.",',
    to: '      "does": "A DELETE when nothing is assigned responds with 200 and the same message, and leaves `updated_at` unchanged.",',
  },
  {
    where: 'text',
    from: '      "does": "DELETE of one kind while the other is assigned answers 200; the other stays and is shown, nothing changes.",',
    to: '      "does": "A DELETE of one kind when the other kind is assigned responds with 200 and changes nothing; the body shows the assignment that remains.",',
  },
  {
    where: 'text',
    from: '      "does": "A pending or suspended number is refused: 403 \\"Number is pending and cannot be configured\\".",',
    to: '      "does": "Configuring a pending or suspended number gets 403 \\"Number is pending and cannot be configured\\" (or \\"suspended\\").",',
  },
  {
    where: 'text',
    from: '      "does": "A number without the voice capability is assigned as any other.",',
    to: '      "does": "A number without the voice capability can be assigned like any other number.",',
  },
  {
    where: 'text',
    from: '      "does": "`updated_at` may repeat within a second, and never goes back on the real clock; a clock that is set is obeyed.",',
    to: '      "does": "Two changes in one second can have the same `updated_at`; it never goes back on the real clock, but it follows a clock that is set back.",',
  },
  {
    where: 'text',
    from: '      "does": "A key is sent as `Authorization: Bearer KEY`.",',
    to: '      "does": "The API key is sent as `Authorization: Bearer KEY`.",',
  },
  {
    where: 'text',
    from: '      "does": "HTTP Basic with the account as user and the key as password is accepted too; both schemes in any letter case.",',
    to: '      "does": "HTTP Basic with the account as user and the key as password is accepted too, and the letter case of either scheme name does not matter.",',
  },
  {
    where: 'text',
    from: '      "does": "No key, an unknown key, another scheme, or a Basic user that is not the key’s account: 401 \\"Invalid or missing API key\\".",',
    to: '      "does": "A request without a key, with an unknown key, with another scheme, or with a Basic user that is not the key’s account gets 401 \\"Invalid or missing API key\\".",',
  },
  {
    where: 'text',
    from: '      "does": "A 401 carries `WWW-Authenticate: Bearer`.",',
    to: '      "does": "A 401 response carries `WWW-Authenticate: Bearer`.",',
  },
  {
    where: 'text',
    from: '      "does": "A path with another account than the key’s, known or not: 403 \\"Insufficient permissions for this account\\".",',
    to: '      "does": "A path that names an account other than the key’s gets 403 \\"Insufficient permissions for this account\\", whether or not that account exists.",',
  },
  {
    where: 'text',
    from: '      "does": "The account in the path has no format to check: what is not the key’s account is 403.",',
    to: '      "does": "The format of the account in the path is not checked: any value other than the key’s account gets 403.",',
  },
  {
    where: 'text',
    from: '      "does": "A change with a read-only key: 403 \\"Insufficient permissions to assign this trunk\\", or unassign, or application.",',
    to: '      "does": "A change with a read-only key gets 403 \\"Insufficient permissions to assign this trunk\\", with \\"unassign\\" for a DELETE and \\"application\\" for an application.",',
  },
  {
    where: 'text',
    from: '      "does": "A number of another account, or of none: 404 \\"Number not found in your account\\".",',
    to: '      "does": "A number that does not exist or belongs to another account gets 404 \\"Number not found in your account\\".",',
  },
  {
    where: 'text',
    from: '      "does": "A trunk or application that nobody has: 404.",',
    to: '      "does": "Assigning a trunk or application that does not exist in any account gets 404.",',
  },
  {
    where: 'text',
    from: '      "does": "Its message is \\"Trunk not found\\" or \\"Application not found\\", its detail names the field: \\"no such trunk in your account\\".",',
    to: '      "does": "The message of a 404 for an unknown destination is \\"Trunk not found\\" or \\"Application not found\\", and its details name the field with the reason \\"no such trunk in your account\\" (or \\"application\\").",',
  },
  {
    where: 'text',
    from: '      "does": "A trunk or application of another account: 403 \\"Insufficient permissions to assign this trunk\\", or application.",',
    to: '      "does": "Assigning a trunk of another account gets 403 \\"Insufficient permissions to assign this trunk\\"; for an application the message says \\"application\\".",',
  },
  {
    where: 'text',
    from: '      "does": "X-Tenant-ID and Idempotency-Key are ignored.",',
    to: '      "does": "The headers X-Tenant-ID and Idempotency-Key are ignored.",',
  },
  {
    where: 'text',
    from: '      "does": "GET /numbers answers `data` and `pagination` (total, count, per_page, current_page, total_pages), 20 a page by default.",',
    to: '      "does": "GET /numbers responds with `data` and `pagination` (total, count, per_page, current_page, total_pages), with 20 numbers per page by default.",',
  },
  {
    where: 'text',
    from: '      "does": "It filters by `country` and `status`; `page` and `per_page` choose the page.",',
    to: '      "does": "GET /numbers filters by `country` and `status`; `page` and `per_page` select the page.",',
  },
  {
    where: 'text',
    from: '      "does": "`page` outside 1 to 1,000,000,000, `per_page` outside 1 to 100, an unknown `status` or a `country` that is not two letters: 400 VALIDATION_FAILED.",',
    to: '      "does": "A `page` outside 1 to 1,000,000,000, a `per_page` outside 1 to 100, an unknown `status`, or a `country` that is not two letters gets 400 VALIDATION_FAILED.",',
  },
  {
    where: 'text',
    from: '      "does": "Numbers are sorted by E.164; a page past the end is empty; letter case of `country` does not matter.",',
    to: '      "does": "Numbers are sorted by E.164, a page past the end is empty, and the letter case of `country` does not matter.",',
  },
  {
    where: 'text',
    from: '      "does": "GET /numbers/{e164} answers the whole number, or 404.",',
    to: '      "does": "GET /numbers/{e164} responds with the number in full, or with 404.",',
  },
  {
    where: 'text',
    from: '      "does": "POST /trunks makes a trunk that can be assigned at once, and answers 201 with it: status active, sip_domain from its id.",',
    to: '      "does": "POST /trunks creates a trunk that can be assigned at once and responds with 201 and the trunk, with the status active and a sip_domain derived from its id.",',
  },
  {
    where: 'text',
    from: '      "does": "What is left out: termination_uri null, origination_uris [], max_channels 0; unknown fields are ignored.",',
    to: '      "does": "Omitted fields get their defaults (termination_uri null, origination_uris [], max_channels 0), and unknown fields are ignored.",',
  },
  {
    where: 'text',
    from: '      "does": "GET /trunks gives all trunks of the account as `{\\"data\\": […]}`, sorted by id.",',
    to: '      "does": "GET /trunks responds with all trunks of the account as `{\\"data\\": […]}`, sorted by id.",',
  },
  {
    where: 'text',
    from: '      "does": "PUT /trunks/{trunk_id} replaces the trunk: what is left out takes its default.",',
    to: '      "does": "PUT /trunks/{trunk_id} replaces the trunk, and omitted fields get their defaults.",',
  },
  {
    where: 'text',
    from: '      "does": "DELETE /trunks/{trunk_id} answers 204 without a body; its numbers become unassigned, and their `updated_at` moves.",',
    to: '      "does": "DELETE /trunks/{trunk_id} responds with 204 and no body, unassigns the trunk’s numbers, and updates their `updated_at`.",',
  },
  {
    where: 'text',
    from: '      "does": "A trunk of another account, or of none: 404 \\"Trunk not found\\". An id of another format: 400.",',
    to: '      "does": "A trunk that does not exist or belongs to another account gets 404 \\"Trunk not found\\", and a malformed id gets 400.",',
  },
  {
    where: 'text',
    from: '      "does": "A change with a read-only key: 403 \\"Insufficient permissions to change trunks\\".",',
    to: '      "does": "A change with a read-only key gets 403 \\"Insufficient permissions to change trunks\\".",',
  },
  {
    where: 'text',
    from: '      "does": "name and auth_type are required; URIs must be SIP URIs, at most 100, max_channels 0 to 1000000: else 400, each fault in details.",',
    to: '      "does": "A trunk without name or auth_type, with a URI that is not a SIP URI, with more than 100 URIs, or with max_channels outside 0 to 1000000 gets 400 with each problem in details.",',
  },
  {
    where: 'text',
    from: '      "does": "GET /v1/voice/applications/{application_id} gives id, answer_url, answer_method, hangup_url, never the secret.",',
    to: '      "does": "GET /v1/voice/applications/{application_id} responds with id, answer_url, answer_method and hangup_url, and never with the secret.",',
  },
  {
    where: 'text',
    from: '      "does": "PATCH changes what is given and answers 200 with the application; null clears; unknown fields are ignored.",',
    to: '      "does": "PATCH changes the fields in the body and responds with 200 and the application; null clears a field, and unknown fields are ignored.",',
  },
  {
    where: 'text',
    from: '      "does": "An application of another account, or of none: 404 \\"Application not found\\". An id of another format: 400.",',
    to: '      "does": "An application that does not exist or belongs to another account gets 404 \\"Application not found\\", and a malformed id gets 400.",',
  },
  {
    where: 'text',
    from: '      "does": "A change with a read-only key: 403 \\"Insufficient permissions to change this application\\".",',
    to: '      "does": "A change with a read-only key gets 403 \\"Insufficient permissions to change this application\\".",',
  },
  {
    where: 'text',
    from: '      "does": "URLs must be http or https, of at most 2048 characters, without password and fragment; the method GET or POST: else 400.",',
    to: '      "does": "A URL that is not http or https, is longer than 2048 characters, or has a password or a fragment gets 400, as does a method other than GET and POST.",',
  },
  {
    where: 'text',
    from: '      "does": "Errors are `{\\"error\\":{\\"code\\",\\"message\\",\\"details\\"}}` with the codes of the errors page; `details` only where there is something to say.",',
    to: '      "does": "Errors are `{\\"error\\":{\\"code\\",\\"message\\",\\"details\\"}}` with the codes of the errors page; `details` is absent when there is nothing to add.",',
  },
  {
    where: 'text',
    from: '      "does": "A malformed id: 400 \\"Invalid trunk_id format\\" or \\"Invalid application_id format\\".",',
    to: '      "does": "A malformed id gets 400 \\"Invalid trunk_id format\\" or \\"Invalid application_id format\\".",',
  },
  {
    where: 'text',
    from: '      "does": "A trunk id is `trunk_`, an application id `app_`, then 1 to 64 letters, digits, `_` or `-`; the pattern is the reason given.",',
    to: '      "does": "A trunk id is `trunk_` and an application id is `app_`, each followed by 1 to 64 letters, digits, `_` or `-`; the error’s reason states the pattern.",',
  },
  {
    where: 'text',
    from: '      "does": "A number that is not E.164: \\"Invalid phone number format\\", reason \\"must be E.164 format (e.g., +14155551234)\\".",',
    to: '      "does": "A number that is not E.164 gets the message \\"Invalid phone number format\\" with the reason \\"must be E.164 format (e.g., +14155551234)\\".",',
  },
  {
    where: 'text',
    from: '      "does": "Its status in the path is 400: a plus sign, no leading zero, 7 to 15 digits in all.",',
    to: '      "does": "A number in the path gets 400 unless it is a plus sign and 7 to 15 digits without a leading zero.",',
  },
  {
    where: 'text',
    from: '      "does": "A raw `+` and `%2B` in the path are the same.",',
    to: '      "does": "A raw `+` and `%2B` in the path mean the same.",',
  },
  {
    where: 'text',
    from: '      "does": "A missing field: 400 \\"Request validation failed\\", reason \\"required field missing\\".",',
    to: '      "does": "A missing field gets 400 \\"Request validation failed\\" with the reason \\"required field missing\\".",',
  },
  {
    where: 'text',
    from: '      "does": "Several faults are one 400 \\"Request validation failed\\" with each in `details`.",',
    to: '      "does": "Several invalid fields get one 400 \\"Request validation failed\\" that lists each of them in `details`.",',
  },
  {
    where: 'text',
    from: '      "does": "No body, no JSON, no JSON object, nesting deeper than 64 levels, a forbidden key or another Content-Type: 400 with field `body` and a reason that says which; nothing is coerced.",',
    to: '      "does": "A missing body, one that is not a JSON object, is nested deeper than 64 levels, has a forbidden key or another Content-Type gets 400 with field `body` and the reason; nothing is coerced.",',
  },
  {
    where: 'text',
    from: '      "does": "A body that is not UTF-8, is compressed (by its Content-Encoding or Transfer-Encoding) or has a lone surrogate: 400 with field `body`; no character is replaced.",',
    to: '      "does": "A body that is not UTF-8, is compressed (by its Content-Encoding or Transfer-Encoding), or contains a lone surrogate gets 400 with the field `body`; characters are never replaced.",',
  },
  {
    where: 'text',
    from: '      "does": "An id or number of any length is an ordinary 400.",',
    to: '      "does": "A malformed id or number gets the same 400 whatever its length.",',
  },
  {
    where: 'text',
    from: '      "does": "DELETE with a body, or with a Content-Type and none, is accepted; the body is ignored.",',
    to: '      "does": "A DELETE with a body, or with a Content-Type but no body, is accepted, and the body is ignored.",',
  },
  {
    where: 'text',
    from: '      "does": "An unknown path, also one with a trailing or a double slash: 404 NOT_FOUND \\"Resource not found\\".",',
    to: '      "does": "An unknown path gets 404 NOT_FOUND \\"Resource not found\\", and so does a path with a trailing or a double slash.",',
  },
  {
    where: 'text',
    from: '      "does": "Another method on a path of ours: 405 METHOD_NOT_ALLOWED with `Allow`.",',
    to: '      "does": "A known path with an unsupported method gets 405 METHOD_NOT_ALLOWED with `Allow`.",',
  },
  {
    where: 'text',
    from: '      "does": "A body over 64 KiB: 413 PAYLOAD_TOO_LARGE.",',
    to: '      "does": "A body over 64 KiB gets 413 PAYLOAD_TOO_LARGE.",',
  },
  {
    where: 'text',
    from: '      "does": "A request that takes over 10 seconds to arrive: 408 REQUEST_TIMEOUT, and the connection is closed.",',
    to: '      "does": "A request that takes longer than 10 seconds to arrive gets 408 REQUEST_TIMEOUT, and the connection is closed.",',
  },
  {
    where: 'text',
    from: '      "why": "takes longer than all the others",',
    to: '      "why": "would take more than 10 seconds",',
  },
  {
    where: 'text',
    from: '      "does": "Headers over 16 KiB: 431 HEADERS_TOO_LARGE, and the connection is closed.",',
    to: '      "does": "Headers over 16 KiB get 431 HEADERS_TOO_LARGE, and the connection is closed.",',
  },
  {
    where: 'text',
    from: '      "does": "A malformed HTTP request: 400 VALIDATION_FAILED, and the connection is closed; malformed percent-encoding: 400 with field `path`.",',
    to: '      "does": "A malformed HTTP request gets 400 VALIDATION_FAILED, and the connection is closed; malformed percent-encoding gets 400 with the field `path`.",',
  },
  {
    where: 'text',
    from: '      "does": "An unforeseen error: 500 INTERNAL_ERROR with nothing of its insides.",',
    to: '      "does": "An unexpected error gets 500 INTERNAL_ERROR without internal details.",',
  },
  {
    where: 'text',
    from: '      "why": "nobody can ask for an error that nobody foresaw",',
    to: '      "why": "no request can cause an unexpected error on purpose",',
  },
  {
    where: 'text',
    from: '      "does": "A number with nothing assigned rejects a call with a busy signal: SIP 486 Busy Here.",',
    to: '      "does": "A call to a number without an assignment is rejected with a busy signal: SIP 486 Busy Here.",',
  },
  {
    where: 'text',
    from: '      "does": "The next call after an answer meets what that changed.",',
    to: '      "does": "A call that arrives after the response to a change is handled by the new assignment.",',
  },
  {
    where: 'text',
    from: '      "does": "A call to a number on a trunk tries the origination URIs of the trunk in their order; without any, none.",',
    to: '      "does": "A call to a number on a trunk tries the trunk’s origination URIs in their listed order; a trunk without URIs is not tried.",',
  },
  {
    where: 'text',
    from: '      "does": "A call to a number on an application asks its answer_url, with GET in the query: call_uuid, account_id, from, to.",',
    to: '      "does": "A call to a number on an application sends a request to its answer_url; a GET carries call_uuid, account_id, from and to in the query.",',
  },
  {
    where: 'text',
    from: '      "does": "A number that is pending or suspended is busy, whatever it was assigned to.",',
    to: '      "does": "A call to a pending or suspended number gets a busy signal, whatever the number is assigned to.",',
  },
  {
    where: 'text',
    from: '      "does": "When the first attempt at the answer_url is answered with 2xx, the hangup_url is told: event `call.ended`, status `ended`, an end_reason.",',
    to: '      "does": "If the first request to the answer_url gets a 2xx response, the hangup_url receives the event `call.ended` with the status `ended` and an end_reason.",',
  },
  {
    where: 'text',
    from: '      "does": "An attempt ends after 5 seconds or with an answer over 64 KiB, and follows no redirect.",',
    to: '      "does": "A delivery attempt is aborted after 5 seconds or if its response exceeds 64 KiB, and it does not follow redirects.",',
  },
  {
    where: 'text',
    from: '      "does": "An answer is checked as VoxML: eleven verbs, their parameters; what is wrong is told with its place.",',
    to: '      "does": "A response from the answer_url is validated as VoxML (eleven verbs and their parameters), and each problem is reported with its location.",',
  },
  {
    where: 'text',
    from: '      "does": "What is not answered with 2xx is sent again after 1, 2 and 4 seconds, with the same signature.",',
    to: '      "does": "A delivery that gets no 2xx response is sent again after 1, 2 and 4 seconds with the same signature.",',
  },
  {
    where: 'text',
    from: '      "does": "Webhooks go to loopback and private addresses; beyond only with --deliver-anywhere, to link-local and metadata addresses never.",',
    to: '      "does": "Webhooks are sent to loopback and private addresses, to other addresses only with --deliver-anywhere, and never to link-local or metadata addresses.",',
  },
  {
    where: 'text',
    from: '  All four calls answer 200.',
    to: '  All four operations respond with 200 when they succeed.',
  },
  {
    where: 'text',
    from: '  DELETE where nothing is assigned answers 200 with the same message, and `updated_at` does not move.',
    to: '  A DELETE when nothing is assigned responds with 200 and the same message, and leaves `updated_at` unchanged.',
  },
  {
    where: 'text',
    from: '  DELETE of one kind while the other is assigned answers 200; the other stays and is shown, nothing changes.',
    to: '  A DELETE of one kind when the other kind is assigned responds with 200 and changes nothing; the body shows the assignment that remains.',
  },
  {
    where: 'text',
    from: '  GET /trunks gives all trunks of the account as `{"data": […]}`, sorted by id.',
    to: '  GET /trunks responds with all trunks of the account as `{"data": […]}`, sorted by id.',
  },
  {
    where: 'text',
    from: 'not checked documented  number-format-words: a malformed number in the path is 404 here',
    to: 'not checked documented  number-format-words: this server responds with 404 to a malformed number in the path',
  },
  {
    where: 'text',
    from: '  Its status in the path is 400: a plus sign, no leading zero, 7 to 15 digits in all.',
    to: '  A number in the path gets 400 unless it is a plus sign and 7 to 15 digits without a leading zero.',
  },
  {
    where: 'text',
    from: 'The account as user, the API key as password.',
    to: 'The account as the user, the API key as the password.',
  },
  { where: 'text', from: 'Where a configuration shows.', to: 'Read numbers and their configuration.' },
  {
    where: 'text',
    from: 'SIP trunks: what a number can be assigned to.',
    to: 'SIP trunks, to which numbers can be assigned.',
  },
  { where: 'text', from: 'Voice applications, likewise.', to: 'Voice applications, to which numbers can be assigned.' },
  { where: 'text', from: 'tryvox-sandbox: the controls', to: 'tryvox-sandbox: the control API' },
  {
    where: 'text',
    from: 'POST /assign routes the number to the trunk and answers with its configuration.',
    to: 'POST /assign assigns the number to the trunk and responds with the number’s configuration.',
  },
  {
    where: 'text',
    from: 'POST /application routes the number to the application and answers with its configuration.',
    to: 'POST /application assigns the number to the application and responds with the number’s configuration.',
  },
  {
    where: 'text',
    from: 'DELETE /assign removes the trunk and says so in `message`.',
    to: 'DELETE /assign removes the trunk and confirms this in `message`.',
  },
  {
    where: 'text',
    from: 'DELETE /application removes the application and says so in `message`.',
    to: 'DELETE /application removes the application and confirms this in `message`.',
  },
  {
    where: 'text',
    from: 'A number has a trunk or an application, never both.',
    to: 'A number is assigned to a trunk or to an application, never to both.',
  },
  {
    where: 'text',
    from: 'Assigning a trunk unassigns an application, and the other way about.',
    to: 'Assigning a trunk removes the application, and assigning an application removes the trunk.',
  },
  {
    where: 'text',
    from: 'A change shows at once in what is read of the number.',
    to: 'A change is visible at once in every response that shows the number.',
  },
  {
    where: 'text',
    from: 'Bodies have the keys e164, trunk_id, application_id, status, updated_at in this order, nulls included; `message` comes last, on DELETE only.',
    to: 'Response bodies have the keys e164, trunk_id, application_id, status, updated_at in this order, including nulls; `message` comes last, on DELETE only.',
  },
  {
    where: 'text',
    from: 'Timestamps are ISO 8601 in UTC, in whole seconds, with `Z`.',
    to: 'Timestamps are ISO 8601 in UTC, in whole seconds, and end in `Z`.',
  },
  { where: 'text', from: 'All four calls answer 200.', to: 'All four operations respond with 200 when they succeed.' },
  {
    where: 'text',
    from: 'a body is always shown, and the public client refuses 204',
    to: 'the examples always show a body, and the public client rejects 204',
  },
  { where: 'text', from: 'POST answers 201.', to: 'The two POST operations respond with 201.' },
  {
    where: 'text',
    from: 'Assigning another trunk over a trunk, or application over an application, replaces it.',
    to: 'Assigning another trunk replaces the assigned trunk, and assigning another application replaces the assigned application.',
  },
  { where: 'text', from: 'no error for it is listed', to: 'the page lists no error for this case' },
  {
    where: 'text',
    from: 'Assigning what is already assigned answers 200, and `updated_at` does not move.',
    to: 'Assigning the trunk or application that is already assigned responds with 200 and leaves `updated_at` unchanged.',
  },
  {
    where: 'text',
    from: '`updated_at` moves.',
    to: 'Assigning the same destination again sets `updated_at` to the time of the request.',
  },
  {
    where: 'text',
    from: 'DELETE where nothing is assigned answers 200 with the same message, and `updated_at` does not move.',
    to: 'A DELETE when nothing is assigned responds with 200 and the same message, and leaves `updated_at` unchanged.',
  },
  {
    where: 'text',
    from: 'the public client takes it for done; "last configuration change"',
    to: 'the public client treats this case as success; page, "last configuration change"',
  },
  {
    where: 'text',
    from: '404 "No trunk is assigned to this number", or application.',
    to: 'A DELETE when nothing is assigned gets 404 "No trunk is assigned to this number" (or application).',
  },
  {
    where: 'text',
    from: 'DELETE of one kind while the other is assigned answers 200; the other stays and is shown, nothing changes.',
    to: 'A DELETE of one kind when the other kind is assigned responds with 200 and changes nothing; the body shows the assignment that remains.',
  },
  {
    where: 'text',
    from: 'page, "Remove the trunk assignment"; against it: the example shows both ids null',
    to: 'page, "Remove the trunk assignment"; a counterargument: the example shows both ids null',
  },
  {
    where: 'text',
    from: 'the other is taken away too.',
    to: 'A DELETE of one kind removes an assignment of the other kind too.',
  },
  {
    where: 'text',
    from: 'A pending or suspended number is refused: 403 "Number is pending and cannot be configured".',
    to: 'Configuring a pending or suspended number gets 403 "Number is pending and cannot be configured" (or "suspended").',
  },
  {
    where: 'text',
    from: 'A number without the voice capability is assigned as any other.',
    to: 'A number without the voice capability can be assigned like any other number.',
  },
  { where: 'text', from: 'the page names no such condition', to: 'the page does not require the capability' },
  {
    where: 'text',
    from: '`updated_at` may repeat within a second, and never goes back on the real clock; a clock that is set is obeyed.',
    to: 'Two changes in one second can have the same `updated_at`; it never goes back on the real clock, but it follows a clock that is set back.',
  },
  { where: 'text', from: 'whole seconds in all examples', to: 'all examples show whole seconds' },
  {
    where: 'text',
    from: 'A key is sent as `Authorization: Bearer KEY`.',
    to: 'The API key is sent as `Authorization: Bearer KEY`.',
  },
  {
    where: 'text',
    from: 'HTTP Basic with the account as user and the key as password is accepted too; both schemes in any letter case.',
    to: 'HTTP Basic with the account as user and the key as password is accepted too, and the letter case of either scheme name does not matter.',
  },
  {
    where: 'text',
    from: 'the public client sends Basic on every call',
    to: 'the public client sends HTTP Basic with every request',
  },
  {
    where: 'text',
    from: 'No key, an unknown key, another scheme, or a Basic user that is not the key’s account: 401 "Invalid or missing API key".',
    to: 'A request without a key, with an unknown key, with another scheme, or with a Basic user that is not the key’s account gets 401 "Invalid or missing API key".',
  },
  {
    where: 'text',
    from: 'A 401 carries `WWW-Authenticate: Bearer`.',
    to: 'A 401 response carries `WWW-Authenticate: Bearer`.',
  },
  { where: 'text', from: 'RFC 9110 asks for it', to: 'RFC 9110 requires this header' },
  {
    where: 'text',
    from: 'A path with another account than the key’s, known or not: 403 "Insufficient permissions for this account".',
    to: 'A path that names an account other than the key’s gets 403 "Insufficient permissions for this account", whether or not that account exists.',
  },
  {
    where: 'text',
    from: 'The account in the path has no format to check: what is not the key’s account is 403.',
    to: 'The format of the account in the path is not checked: any value other than the key’s account gets 403.',
  },
  {
    where: 'text',
    from: 'the samples differ (acc_123abc, AC123456)',
    to: 'the documentation shows two formats (acc_123abc, AC123456)',
  },
  {
    where: 'text',
    from: 'A change with a read-only key: 403 "Insufficient permissions to assign this trunk", or unassign, or application.',
    to: 'A change with a read-only key gets 403 "Insufficient permissions to assign this trunk", with "unassign" for a DELETE and "application" for an application.',
  },
  {
    where: 'text',
    from: 'A number of another account, or of none: 404 "Number not found in your account".',
    to: 'A number that does not exist or belongs to another account gets 404 "Number not found in your account".',
  },
  {
    where: 'text',
    from: 'A trunk or application that nobody has: 404.',
    to: 'Assigning a trunk or application that does not exist in any account gets 404.',
  },
  {
    where: 'text',
    from: 'Its message is "Trunk not found" or "Application not found", its detail names the field: "no such trunk in your account".',
    to: 'The message of a 404 for an unknown destination is "Trunk not found" or "Application not found", and its details name the field with the reason "no such trunk in your account" (or "application").',
  },
  { where: 'text', from: 'the page gives no body', to: 'the page does not show the response body' },
  {
    where: 'text',
    from: 'A trunk or application of another account: 403 "Insufficient permissions to assign this trunk", or application.',
    to: 'Assigning a trunk of another account gets 403 "Insufficient permissions to assign this trunk"; for an application the message says "application".',
  },
  {
    where: 'text',
    from: 'X-Tenant-ID and Idempotency-Key are ignored.',
    to: 'The headers X-Tenant-ID and Idempotency-Key are ignored.',
  },
  {
    where: 'text',
    from: 'optional, and of no described effect here',
    to: 'they are optional, and the documentation describes no effect on these operations',
  },
  {
    where: 'text',
    from: 'GET /numbers answers `data` and `pagination` (total, count, per_page, current_page, total_pages), 20 a page by default.',
    to: 'GET /numbers responds with `data` and `pagination` (total, count, per_page, current_page, total_pages), with 20 numbers per page by default.',
  },
  {
    where: 'text',
    from: 'It filters by `country` and `status`; `page` and `per_page` choose the page.',
    to: 'GET /numbers filters by `country` and `status`; `page` and `per_page` select the page.',
  },
  {
    where: 'text',
    from: '`page` outside 1 to 1,000,000,000, `per_page` outside 1 to 100, an unknown `status` or a `country` that is not two letters: 400 VALIDATION_FAILED.',
    to: 'A `page` outside 1 to 1,000,000,000, a `per_page` outside 1 to 100, an unknown `status`, or a `country` that is not two letters gets 400 VALIDATION_FAILED.',
  },
  {
    where: 'text',
    from: 'Numbers are sorted by E.164; a page past the end is empty; letter case of `country` does not matter.',
    to: 'Numbers are sorted by E.164, a page past the end is empty, and the letter case of `country` does not matter.',
  },
  {
    where: 'text',
    from: 'GET /numbers/{e164} answers the whole number, or 404.',
    to: 'GET /numbers/{e164} responds with the number in full, or with 404.',
  },
  {
    where: 'text',
    from: 'the public client asks so for its own numbers; the body is that of the list',
    to: 'the public client looks up its own numbers this way; the body is that of the list',
  },
  {
    where: 'text',
    from: 'POST /trunks makes a trunk that can be assigned at once, and answers 201 with it: status active, sip_domain from its id.',
    to: 'POST /trunks creates a trunk that can be assigned at once and responds with 201 and the trunk, with the status active and a sip_domain derived from its id.',
  },
  {
    where: 'text',
    from: 'docs:/sip-trunking/create-trunk; it states no status, and the public client wants 201 of what creates a call',
    to: 'docs:/sip-trunking/create-trunk; it states no status code, and the public client expects 201 when it creates a call',
  },
  {
    where: 'text',
    from: 'What is left out: termination_uri null, origination_uris [], max_channels 0; unknown fields are ignored.',
    to: 'Omitted fields get their defaults (termination_uri null, origination_uris [], max_channels 0), and unknown fields are ignored.',
  },
  {
    where: 'text',
    from: 'GET /trunks gives all trunks of the account as `{"data": […]}`, sorted by id.',
    to: 'GET /trunks responds with all trunks of the account as `{"data": […]}`, sorted by id.',
  },
  {
    where: 'text',
    from: 'docs:/sip-trunking/create-trunk, "an array"; docs:/sip-trunking/credentials wraps its own in data',
    to: 'docs:/sip-trunking/create-trunk, "an array"; docs:/sip-trunking/credentials wraps its own list in data',
  },
  { where: 'text', from: 'they are a bare array.', to: 'GET /trunks responds with a bare array.' },
  {
    where: 'text',
    from: 'PUT /trunks/{trunk_id} replaces the trunk: what is left out takes its default.',
    to: 'PUT /trunks/{trunk_id} replaces the trunk, and omitted fields get their defaults.',
  },
  {
    where: 'text',
    from: 'docs:/sip-trunking/create-trunk, "same parameters as create"; the rest was not seen',
    to: 'docs:/sip-trunking/create-trunk, "same parameters as create"; no documentation of the rest was found',
  },
  {
    where: 'text',
    from: 'DELETE /trunks/{trunk_id} answers 204 without a body; its numbers become unassigned, and their `updated_at` moves.',
    to: 'DELETE /trunks/{trunk_id} responds with 204 and no body, unassigns the trunk’s numbers, and updates their `updated_at`.',
  },
  {
    where: 'text',
    from: 'not seen; the vendor’s deletions of calls and conferences answer 204',
    to: 'no documentation was found; the vendor responds with 204 when it deletes calls and conferences',
  },
  {
    where: 'text',
    from: 'A trunk of another account, or of none: 404 "Trunk not found". An id of another format: 400.',
    to: 'A trunk that does not exist or belongs to another account gets 404 "Trunk not found", and a malformed id gets 400.',
  },
  {
    where: 'text',
    from: 'A change with a read-only key: 403 "Insufficient permissions to change trunks".',
    to: 'A change with a read-only key gets 403 "Insufficient permissions to change trunks".',
  },
  {
    where: 'text',
    from: 'name and auth_type are required; URIs must be SIP URIs, at most 100, max_channels 0 to 1000000: else 400, each fault in details.',
    to: 'A trunk without name or auth_type, with a URI that is not a SIP URI, with more than 100 URIs, or with max_channels outside 0 to 1000000 gets 400 with each problem in details.',
  },
  {
    where: 'text',
    from: 'docs:/sip-trunking/create-trunk, types; docs:/getting-started/errors',
    to: 'docs:/sip-trunking/create-trunk, field types; docs:/getting-started/errors',
  },
  {
    where: 'text',
    from: 'GET /v1/voice/applications/{application_id} gives id, answer_url, answer_method, hangup_url, never the secret.',
    to: 'GET /v1/voice/applications/{application_id} responds with id, answer_url, answer_method and hangup_url, and never with the secret.',
  },
  {
    where: 'text',
    from: 'no page was seen; the public client tells of the path',
    to: 'no documentation was found; the path is that of the public client',
  },
  {
    where: 'text',
    from: 'PATCH changes what is given and answers 200 with the application; null clears; unknown fields are ignored.',
    to: 'PATCH changes the fields in the body and responds with 200 and the application; null clears a field, and unknown fields are ignored.',
  },
  {
    where: 'text',
    from: 'the public client sends answer_url, answer_method and webhook_secret, and wants 200',
    to: 'the public client sends answer_url, answer_method and webhook_secret, and expects 200',
  },
  {
    where: 'text',
    from: 'An application of another account, or of none: 404 "Application not found". An id of another format: 400.',
    to: 'An application that does not exist or belongs to another account gets 404 "Application not found", and a malformed id gets 400.',
  },
  {
    where: 'text',
    from: 'A change with a read-only key: 403 "Insufficient permissions to change this application".',
    to: 'A change with a read-only key gets 403 "Insufficient permissions to change this application".',
  },
  {
    where: 'text',
    from: 'URLs must be http or https, of at most 2048 characters, without password and fragment; the method GET or POST: else 400.',
    to: 'A URL that is not http or https, is longer than 2048 characters, or has a password or a fragment gets 400, as does a method other than GET and POST.',
  },
  { where: 'text', from: 'no page was seen', to: 'no documentation was found' },
  {
    where: 'text',
    from: 'Errors are `{"error":{"code","message","details"}}` with the codes of the errors page; `details` only where there is something to say.',
    to: 'Errors are `{"error":{"code","message","details"}}` with the codes of the errors page; `details` is absent when there is nothing to add.',
  },
  { where: 'text', from: 'so a stranger learns least', to: 'this order reveals least to an unauthenticated caller' },
  {
    where: 'text',
    from: 'A malformed id: 400 "Invalid trunk_id format" or "Invalid application_id format".',
    to: 'A malformed id gets 400 "Invalid trunk_id format" or "Invalid application_id format".',
  },
  {
    where: 'text',
    from: 'A trunk id is `trunk_`, an application id `app_`, then 1 to 64 letters, digits, `_` or `-`; the pattern is the reason given.',
    to: 'A trunk id is `trunk_` and an application id is `app_`, each followed by 1 to 64 letters, digits, `_` or `-`; the error’s reason states the pattern.',
  },
  { where: 'text', from: 'samples (trunk_abc123, app_xyz789)', to: 'examples (trunk_abc123, app_xyz789)' },
  {
    where: 'text',
    from: 'A number that is not E.164: "Invalid phone number format", reason "must be E.164 format (e.g., +14155551234)".',
    to: 'A number that is not E.164 gets the message "Invalid phone number format" with the reason "must be E.164 format (e.g., +14155551234)".',
  },
  {
    where: 'text',
    from: 'Its status in the path is 400: a plus sign, no leading zero, 7 to 15 digits in all.',
    to: 'A number in the path gets 400 unless it is a plus sign and 7 to 15 digits without a leading zero.',
  },
  {
    where: 'text',
    from: 'the errors page has 400 for such a number, in a body',
    to: 'the errors page shows 400 for such a number in a body',
  },
  {
    where: 'text',
    from: '404 "Number not found in your account".',
    to: 'An invalid number in the path gets 404 "Number not found in your account".',
  },
  {
    where: 'text',
    from: 'A raw `+` and `%2B` in the path are the same.',
    to: 'A raw `+` and `%2B` in the path mean the same.',
  },
  {
    where: 'text',
    from: 'A missing field: 400 "Request validation failed", reason "required field missing".',
    to: 'A missing field gets 400 "Request validation failed" with the reason "required field missing".',
  },
  {
    where: 'text',
    from: 'Several faults are one 400 "Request validation failed" with each in `details`.',
    to: 'Several invalid fields get one 400 "Request validation failed" that lists each of them in `details`.',
  },
  {
    where: 'text',
    from: 'No body, no JSON, no JSON object, nesting deeper than 64 levels, a forbidden key or another Content-Type: 400 with field `body` and a reason that says which; nothing is coerced.',
    to: 'A missing body, one that is not a JSON object, is nested deeper than 64 levels, has a forbidden key or another Content-Type gets 400 with field `body` and the reason; nothing is coerced.',
  },
  {
    where: 'text',
    from: 'A body that is not UTF-8, is compressed (by its Content-Encoding or Transfer-Encoding) or has a lone surrogate: 400 with field `body`; no character is replaced.',
    to: 'A body that is not UTF-8, is compressed (by its Content-Encoding or Transfer-Encoding), or contains a lone surrogate gets 400 with the field `body`; characters are never replaced.',
  },
  { where: 'text', from: 'what is stored is what was sent', to: 'the server stores exactly what the client sent' },
  {
    where: 'text',
    from: 'An id or number of any length is an ordinary 400.',
    to: 'A malformed id or number gets the same 400 whatever its length.',
  },
  { where: 'text', from: 'the page names no limit', to: 'the page states no limit' },
  {
    where: 'text',
    from: 'DELETE with a body, or with a Content-Type and none, is accepted; the body is ignored.',
    to: 'A DELETE with a body, or with a Content-Type but no body, is accepted, and the body is ignored.',
  },
  { where: 'text', from: 'habits of SDKs', to: 'many SDKs send such requests' },
  {
    where: 'text',
    from: 'An unknown path, also one with a trailing or a double slash: 404 NOT_FOUND "Resource not found".',
    to: 'An unknown path gets 404 NOT_FOUND "Resource not found", and so does a path with a trailing or a double slash.',
  },
  {
    where: 'text',
    from: 'Another method on a path of ours: 405 METHOD_NOT_ALLOWED with `Allow`.',
    to: 'A known path with an unsupported method gets 405 METHOD_NOT_ALLOWED with `Allow`.',
  },
  {
    where: 'text',
    from: 'A body over 64 KiB: 413 PAYLOAD_TOO_LARGE.',
    to: 'A body over 64 KiB gets 413 PAYLOAD_TOO_LARGE.',
  },
  {
    where: 'text',
    from: 'A request that takes over 10 seconds to arrive: 408 REQUEST_TIMEOUT, and the connection is closed.',
    to: 'A request that takes longer than 10 seconds to arrive gets 408 REQUEST_TIMEOUT, and the connection is closed.',
  },
  {
    where: 'text',
    from: 'Headers over 16 KiB: 431 HEADERS_TOO_LARGE, and the connection is closed.',
    to: 'Headers over 16 KiB get 431 HEADERS_TOO_LARGE, and the connection is closed.',
  },
  {
    where: 'text',
    from: 'A malformed HTTP request: 400 VALIDATION_FAILED, and the connection is closed; malformed percent-encoding: 400 with field `path`.',
    to: 'A malformed HTTP request gets 400 VALIDATION_FAILED, and the connection is closed; malformed percent-encoding gets 400 with the field `path`.',
  },
  {
    where: 'text',
    from: 'An unforeseen error: 500 INTERNAL_ERROR with nothing of its insides.',
    to: 'An unexpected error gets 500 INTERNAL_ERROR without internal details.',
  },
  {
    where: 'text',
    from: 'A number with nothing assigned rejects a call with a busy signal: SIP 486 Busy Here.',
    to: 'A call to a number without an assignment is rejected with a busy signal: SIP 486 Busy Here.',
  },
  {
    where: 'text',
    from: 'page, "Unassigned numbers will reject inbound calls"; the code from VoxML’s `busy`',
    to: 'page, "Unassigned numbers will reject inbound calls"; the SIP code is inferred from VoxML’s `busy`',
  },
  {
    where: 'text',
    from: 'The next call after an answer meets what that changed.',
    to: 'A call that arrives after the response to a change is handled by the new assignment.',
  },
  {
    where: 'text',
    from: 'A call to a number on a trunk tries the origination URIs of the trunk in their order; without any, none.',
    to: 'A call to a number on a trunk tries the trunk’s origination URIs in their listed order; a trunk without URIs is not tried.',
  },
  {
    where: 'text',
    from: 'page, "Assign to Trunk"; the order is ours',
    to: 'page, "Assign to Trunk"; the order is assumed',
  },
  {
    where: 'text',
    from: 'A call to a number on an application asks its answer_url, with GET in the query: call_uuid, account_id, from, to.',
    to: 'A call to a number on an application sends a request to its answer_url; a GET carries call_uuid, account_id, from and to in the query.',
  },
  {
    where: 'text',
    from: 'docs:/getting-started/webhooks, one payload; docs:/voxml/redirect, for GET',
    to: 'docs:/getting-started/webhooks, the example payload; docs:/voxml/redirect, for GET',
  },
  {
    where: 'text',
    from: 'A number that is pending or suspended is busy, whatever it was assigned to.',
    to: 'A call to a pending or suspended number gets a busy signal, whatever the number is assigned to.',
  },
  {
    where: 'text',
    from: 'When the first attempt at the answer_url is answered with 2xx, the hangup_url is told: event `call.ended`, status `ended`, an end_reason.',
    to: 'If the first request to the answer_url gets a 2xx response, the hangup_url receives the event `call.ended` with the status `ended` and an end_reason.',
  },
  {
    where: 'text',
    from: 'docs:/getting-started/webhooks, statuses; docs:/voice/hangup, end_reason; the rest is ours',
    to: 'docs:/getting-started/webhooks, statuses; docs:/voice/hangup, end_reason; the rest is assumed',
  },
  {
    where: 'text',
    from: 'An attempt ends after 5 seconds or with an answer over 64 KiB, and follows no redirect.',
    to: 'A delivery attempt is aborted after 5 seconds or if its response exceeds 64 KiB, and it does not follow redirects.',
  },
  { where: 'text', from: 'not seen', to: 'no documentation was found' },
  { where: 'text', from: 'the public client checks it so', to: 'the public client verifies signatures this way' },
  {
    where: 'text',
    from: 'An answer is checked as VoxML: eleven verbs, their parameters; what is wrong is told with its place.',
    to: 'A response from the answer_url is validated as VoxML (eleven verbs and their parameters), and each problem is reported with its location.',
  },
  {
    where: 'text',
    from: 'What is not answered with 2xx is sent again after 1, 2 and 4 seconds, with the same signature.',
    to: 'A delivery that gets no 2xx response is sent again after 1, 2 and 4 seconds with the same signature.',
  },
  {
    where: 'text',
    from: 'the public client is built for it; the schedule is ours',
    to: 'the public client expects repeated deliveries; the schedule is assumed',
  },
  {
    where: 'text',
    from: 'Webhooks go to loopback and private addresses; beyond only with --deliver-anywhere, to link-local and metadata addresses never.',
    to: 'Webhooks are sent to loopback and private addresses, to other addresses only with --deliver-anywhere, and never to link-local or metadata addresses.',
  },
  {
    where: 'text',
    from: 'a sandbox calls nobody unasked',
    to: 'a sandbox must not contact other hosts unless a flag allows it',
  },
  {
    where: 'text',
    from: 'tryvox-sandbox: none.invalid is no address of this machine; choose another --host',
    to: 'tryvox-sandbox: none.invalid is not an address of this machine; choose another --host',
  },
  {
    where: 'text',
    from: 'tryvox-sandbox: 203.0.113.1 is no address of this machine; choose another --host',
    to: 'tryvox-sandbox: 203.0.113.1 is not an address of this machine; choose another --host',
  },
  {
    where: 'text',
    from: 'tryvox-sandbox: http://127.0.0.1:9: no answer (bad port)',
    to: 'tryvox-sandbox: http://127.0.0.1:9: no response (bad port)',
  },
  {
    where: 'text',
    from: 'tryvox-sandbox: success-status=201: POST answers 201. (2 of 7)',
    to: 'tryvox-sandbox: success-status=201: The two POST operations respond with 201. (2 of 7)',
  },
  {
    where: 'text',
    from: 'tryvox-sandbox: assign-equal=moves: `updated_at` moves. (3 of 7)',
    to: 'tryvox-sandbox: assign-equal=moves: Assigning the same destination again sets `updated_at` to the time of the request. (3 of 7)',
  },
  {
    where: 'text',
    from: 'tryvox-sandbox: delete-nothing=404: 404 "No trunk is assigned to this number", or application. (4 of 7)',
    to: 'tryvox-sandbox: delete-nothing=404: A DELETE when nothing is assigned gets 404 "No trunk is assigned to this number" (or application). (4 of 7)',
  },
  {
    where: 'text',
    from: 'tryvox-sandbox: delete-other-kind=clears: the other is taken away too. (5 of 7)',
    to: 'tryvox-sandbox: delete-other-kind=clears: A DELETE of one kind removes an assignment of the other kind too. (5 of 7)',
  },
  {
    where: 'text',
    from: 'tryvox-sandbox: trunk-list=array: they are a bare array. (6 of 7)',
    to: 'tryvox-sandbox: trunk-list=array: GET /trunks responds with a bare array. (6 of 7)',
  },
  {
    where: 'text',
    from: 'tryvox-sandbox: number-format-status=404: 404 "Number not found in your account". (7 of 7)',
    to: 'tryvox-sandbox: number-format-status=404: An invalid number in the path gets 404 "Number not found in your account". (7 of 7)',
  },
  {
    where: 'text',
    from: '      "why": "a malformed number in the path is 404 here",',
    to: '      "why": "this server responds with 404 to a malformed number in the path",',
  },
  {
    where: 'text',
    from: '    <testcase classname="conformance" name="number-format-words (documented)"><skipped message="a malformed number in the path is 404 here">a malformed number in the path is 404 here</skipped></testcase>',
    to: '    <testcase classname="conformance" name="number-format-words (documented)"><skipped message="this server responds with 404 to a malformed number in the path">this server responds with 404 to a malformed number in the path</skipped></testcase>',
  },
  { where: 'text', from: 'needs a key that may only read', to: 'needs a read-only key' },
  { where: 'text', from: 'takes longer than all the others', to: 'would take more than 10 seconds' },
  {
    where: 'text',
    from: 'nobody can ask for an error that nobody foresaw',
    to: 'no request can cause an unexpected error on purpose',
  },
  { where: 'text', from: '110017', to: '110045', at: 'HEAD /openapi.json' },
  { where: 'text', from: '74052', to: '74076', at: 'HEAD /openapi.yaml' },
]
