import type { Timestamp } from './clock.ts'

/** A SIP trunk of an account; docs:/sip-trunking/create-trunk. */
export interface Trunk {
  readonly kind: 'trunk'
  readonly id: string
  readonly accountId: string
  readonly name: string
  readonly authType: 'ip' | 'credential'
  /** The SIP URI of outbound calls. */
  readonly terminationUri: string | null
  /** The SIP URIs of inbound calls, in the order in which they are tried. */
  readonly originationUris: readonly string[]
  /** The maximum number of simultaneous calls; 0 means no limit. */
  readonly maxChannels: number
  readonly createdAt: Timestamp
}

/** A voice application of an account, with its webhooks for an inbound call and for the end of a call. */
export interface Application {
  readonly kind: 'application'
  readonly id: string
  readonly accountId: string
  readonly answerUrl: string | null
  readonly answerMethod: 'GET' | 'POST'
  readonly hangupUrl: string | null
  /** The key that signs the webhooks. Never included in a response. */
  readonly webhookSecret: string | null
}

/** The destination of an assignment. */
export type Destination = Trunk | Application
