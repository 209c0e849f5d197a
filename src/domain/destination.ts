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
  /** 0 is without limit. */
  readonly maxChannels: number
  readonly createdAt: Timestamp
}

/** A voice application of an account: whom a call asks what to do, and whom it tells of its end. */
export interface Application {
  readonly kind: 'application'
  readonly id: string
  readonly accountId: string
  readonly answerUrl: string | null
  readonly answerMethod: 'GET' | 'POST'
  readonly hangupUrl: string | null
  /** Signs what is sent to those URLs. Shown to nobody. */
  readonly webhookSecret: string | null
}

/** What a route can lead to. */
export type Destination = Trunk | Application
