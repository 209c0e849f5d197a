import { Type } from '@sinclair/typebox'

/** A SIP URI of RFC 3261 without header fields, e.g. `sip:pbx.example.com:5060`. It can have a user and parameters. */
export const sipUriPattern =
  '^[Ss][Ii][Pp][Ss]?:([^\\s@<>"]+@)?([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\])(:\\d{1,5})?(;[^\\s<>"?;]+)*$'

export const SipUri = Type.String({ pattern: sipUriPattern, description: 'A SIP URI.' })
