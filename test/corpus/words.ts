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
  { where: 'text', from: '140893', to: '141303', at: 'HEAD /_sandbox/openapi.json' },
  { where: 'text', from: '17354', to: '17486', at: 'HEAD /_sandbox/ledger' },
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
    to: '      "does": "X-TryVox-Signature `t=…,v1=…` is the HMAC-SHA256 of `timestamp.body` with the webhook_secret, and X-TryVox-Timestamp is its t; without one nothing is signed; the time is the machine’s, whatever the clock of the namespace.",',
  },
  {
    where: 'text',
    from: "How inbound calls to a phone number are handled: by a SIP trunk or by a voice application, never by both. What of it the vendor documents, and what is inferred or chosen where the documentation is silent, is told row by row in tryvox-sandbox's ledger (`openapi/ledger.md`).",
    to: "How inbound calls to a phone number are handled: by a SIP trunk or by a voice application, never by both. What of it the vendor documents, and what is inferred or chosen where the documentation is silent, is told row by row in tryvox-sandbox's ledger (`docs/behaviors.md`).",
  },
  {
    where: 'text',
    from: 'What a test needs that production does not have: worlds, faults, the journal, state and clock, calls to numbers.',
    to: 'What a test needs that production does not have: namespaces, faults, the journal, state and clock, calls to numbers.',
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
    to: 'X-TryVox-Signature `t=…,v1=…` is the HMAC-SHA256 of `timestamp.body` with the webhook_secret, and X-TryVox-Timestamp is its t; without one nothing is signed; the time is the machine’s, whatever the clock of the namespace.',
  },
]
