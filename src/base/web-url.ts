import { Kind, Type, TypeRegistry } from '@sinclair/typebox'
import { hasLength } from './text.ts'

const pattern = '^[Hh][Tt][Tt][Pp][Ss]?://[^\\s#]+$'
const maxLength = 2_048
const expression = new RegExp(pattern)

TypeRegistry.Set('WebUrl', (_schema, value) => typeof value === 'string' && isWebUrl(value))

/** Checks what the pattern cannot: that the URL can be parsed and has no user name and password. */
function isWebUrl(text: string): boolean {
  if (!hasLength(text, { maxLength }) || !expression.test(text) || !URL.canParse(text)) return false
  const { username, password } = new URL(text)
  return username === '' && password === ''
}

/** An http or https URL. Whether its host may be called is checked when it is called. */
export const WebUrl = Type.Unsafe<string>({
  [Kind]: 'WebUrl',
  format: 'uri',
  pattern,
  maxLength,
  description: 'An http or https URL without a user name, a password and a fragment.',
  type: 'string',
})
