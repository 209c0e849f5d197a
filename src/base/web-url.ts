import { FormatRegistry, Type } from '@sinclair/typebox'

/** What the pattern cannot tell: that it can be parsed, and has no name and no password. */
function isWebUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { username, password } = new URL(text)
  return username === '' && password === ''
}

FormatRegistry.Set('uri', isWebUrl)

/** Where it may lead is judged when it is called. */
export const WebUrl = Type.String({
  format: 'uri',
  pattern: '^[Hh][Tt][Tt][Pp][Ss]?://[^\\s#]+$',
  maxLength: 2_048,
  description: 'An http or https URL, without a password and a fragment.',
})
