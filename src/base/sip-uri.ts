import { Type } from '@sinclair/typebox'

/** RFC 3261, without header fields: `sip:pbx.example.com:5060`, with a user or parameters or neither. */
export const sipUriPattern =
  '^[Ss][Ii][Pp][Ss]?:([^\\s@<>"]+@)?([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\])(:\\d{1,5})?(;[^\\s<>"?;]+)*$'

export const SipUri = Type.String({ pattern: sipUriPattern, description: 'A SIP URI.' })
