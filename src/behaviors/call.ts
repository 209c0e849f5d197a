import type { Behavior } from './behavior.ts'

const webhooks = 'docs:/getting-started/webhooks'

/** Inbound calls to a number, and the webhooks that its application receives. */
export const call = [
  {
    id: 'call-busy',
    does: 'A call to a number without an assignment is rejected with a busy signal: SIP 486 Busy Here.',
    basis: 'documented',
    source: 'page, "Unassigned numbers will reject inbound calls"; the SIP code is inferred from VoxML’s `busy`',
  },
  {
    id: 'call-immediate',
    does: 'A call that arrives after the response to a change is handled by the new assignment.',
    basis: 'documented',
    source: 'page, "Configuration changes take effect immediately"',
  },
  {
    id: 'call-trunk',
    does: 'A call to a number on a trunk tries the trunk’s origination URIs in their listed order; a trunk without URIs is not tried.',
    basis: 'inferred',
    source: 'page, "Assign to Trunk"; the order is assumed',
  },
  {
    id: 'call-application',
    does: 'A call to a number on an application sends a request to its answer_url; a GET carries call_uuid, account_id, from and to in the query.',
    basis: 'inferred',
    source: `${webhooks}, the example payload; docs:/voxml/redirect, for GET`,
  },
  {
    id: 'call-inactive',
    does: 'A call to a pending or suspended number gets a busy signal, whatever the number is assigned to.',
    basis: 'assumed',
    source: 'the page does not mention this case',
  },
  {
    id: 'call-ended',
    does: 'If the first request to the answer_url gets a 2xx response, the hangup_url receives the event `call.ended` with the status `ended` and an end_reason.',
    basis: 'inferred',
    source: `${webhooks}, statuses; docs:/voice/hangup, end_reason; the rest is assumed`,
  },
  {
    id: 'webhook-limits',
    does: 'A delivery attempt is aborted after 5 seconds or if its response exceeds 64 KiB, and it does not follow redirects.',
    basis: 'assumed',
    source: 'no documentation was found',
  },
  {
    id: 'webhook-signature',
    does: 'With a webhook_secret, X-TryVox-Signature is `t=…,v1=…`: v1 is the HMAC-SHA256 of `timestamp.body`, t (also in X-TryVox-Timestamp) the machine’s time in any namespace.',
    basis: 'inferred',
    source: 'the public client verifies signatures this way',
  },
  {
    id: 'webhook-voxml',
    does: 'A response from the answer_url is validated as VoxML (eleven verbs and their parameters), and each problem is reported with its location.',
    basis: 'documented',
    source: 'docs:/voxml',
  },
  {
    id: 'webhook-retry',
    does: 'A delivery that gets no 2xx response is sent again after 1, 2 and 4 seconds with the same signature.',
    basis: 'inferred',
    source: 'the public client expects repeated deliveries; the schedule is assumed',
  },
  {
    id: 'webhook-where',
    does: 'Webhooks are sent to loopback and private addresses, to other addresses only with --deliver-anywhere, and never to link-local or metadata addresses.',
    basis: 'assumed',
    source: 'a sandbox must not contact other hosts unless a flag allows it',
  },
] as const satisfies readonly Behavior[]
