import type { Behavior } from './behavior.ts'

const webhooks = 'docs:/getting-started/webhooks'

/** What happens when a number rings, and what its application is told. */
export const call = [
  {
    id: 'call-busy',
    does: 'A number with nothing assigned rejects a call with a busy signal: SIP 486 Busy Here.',
    basis: 'documented',
    source: 'page, "Unassigned numbers will reject inbound calls"; the code from VoxML’s `busy`',
  },
  {
    id: 'call-immediate',
    does: 'The next call after an answer meets what that changed.',
    basis: 'documented',
    source: 'page, "Configuration changes take effect immediately"',
  },
  {
    id: 'call-trunk',
    does: 'A call to a number on a trunk tries the origination URIs of the trunk in their order; without any, none.',
    basis: 'inferred',
    source: 'page, "Assign to Trunk"; the order is ours',
  },
  {
    id: 'call-application',
    does: 'A call to a number on an application asks its answer_url, with GET in the query: call_uuid, account_id, from, to.',
    basis: 'inferred',
    source: `${webhooks}, one payload; docs:/voxml/redirect, for GET`,
  },
  {
    id: 'call-inactive',
    does: 'A number that is pending or suspended is busy, whatever it was assigned to.',
    basis: 'assumed',
    source: 'the page does not speak of it',
  },
  {
    id: 'call-ended',
    does: 'When the first attempt at the answer_url is answered with 2xx, the hangup_url is told: event `call.ended`, status `ended`, an end_reason.',
    basis: 'inferred',
    source: `${webhooks}, statuses; docs:/voice/hangup, end_reason; the rest is ours`,
  },
  {
    id: 'webhook-limits',
    does: 'An attempt ends after 5 seconds or with an answer over 64 KiB, and follows no redirect.',
    basis: 'assumed',
    source: 'not seen',
  },
  {
    id: 'webhook-signature',
    does: 'X-TryVox-Signature `t=…,v1=…` is the HMAC-SHA256 of `timestamp.body` with the webhook_secret, and X-TryVox-Timestamp is its t; without one nothing is signed; the time is the machine’s, whatever the clock of the namespace.',
    basis: 'inferred',
    source: 'the public client checks it so',
  },
  {
    id: 'webhook-voxml',
    does: 'An answer is checked as VoxML: eleven verbs, their parameters; what is wrong is told with its place.',
    basis: 'documented',
    source: 'docs:/voxml',
  },
  {
    id: 'webhook-retry',
    does: 'What is not answered with 2xx is sent again after 1, 2 and 4 seconds, with the same signature.',
    basis: 'inferred',
    source: 'the public client is built for it; the schedule is ours',
  },
  {
    id: 'webhook-where',
    does: 'Webhooks go to loopback and private addresses; beyond only with --deliver-anywhere, to link-local and metadata addresses never.',
    basis: 'assumed',
    source: 'a sandbox calls nobody unasked',
  },
] as const satisfies readonly Behavior[]
