import { Type } from '@sinclair/typebox'
import type { ValueError } from '@sinclair/typebox/value'
import { Value, ValueErrorType } from '@sinclair/typebox/value'
import { nestingReason, nestsTooDeep } from '../base/json.ts'
import { didYouMean } from '../base/suggestion.ts'
import { verbs } from './voxml-verb.ts'

/** An error in VoxML and its field, e.g. `instructions[0].text`. */
export interface VoxmlError {
  readonly field: string
  readonly reason: string
}

/** The maximum number of errors to report. */
const maxErrors = 20

const VoxmlDocument = Type.Object({
  voxml_version: Type.String({ pattern: '^1\\.0$' }),
  instructions: Type.Array(Type.Object({ verb: Type.String() }), { minItems: 1 }),
})

/** Checks the VoxML that an answer_url returned; docs:/voxml. Returns an empty list if it is valid. */
export function checkVoxml(text: string): VoxmlError[] {
  if (nestsTooDeep(text)) return [{ field: 'body', reason: nestingReason }]
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return [{ field: 'body', reason: 'is not JSON' }]
  }
  if (!Value.Check(VoxmlDocument, json)) return toVoxmlErrors(Value.Errors(VoxmlDocument, json), '')
  const all: VoxmlError[] = []
  for (const [at, instruction] of json.instructions.entries()) {
    all.push(...checkInstruction(instruction, `instructions[${at}]`))
    if (all.length >= maxErrors) break
  }
  return all.slice(0, maxErrors)
}

function checkInstruction({ verb, ...fields }: { readonly verb: string }, field: string): VoxmlError[] {
  const parameters = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
  if (parameters === undefined) {
    const known = Object.keys(verbs)
    return [{ field: `${field}.verb`, reason: `must be one of ${known.join(', ')}${didYouMean(verb, known)}` }]
  }
  const schema = Type.Object(parameters, { additionalProperties: false })
  return toVoxmlErrors(Value.Errors(schema, fields), field, Object.keys(parameters))
}

/** The first error of each field, up to the maximum number of errors. */
function toVoxmlErrors(errors: Iterable<ValueError>, start: string, known: readonly string[] = []): VoxmlError[] {
  const found = new Map<string, VoxmlError>()
  for (const error of errors) {
    const field = fieldOf(start, error.path)
    if (!found.has(field)) found.set(field, { field, reason: reasonOf(error, known) })
    if (found.size === maxErrors) break
  }
  return [...found.values()]
}

function fieldOf(start: string, path: string): string {
  const field = `${start}${path.replace(/\/(\d+)/g, '[$1]').replaceAll('/', '.')}`.replace(/^\./, '')
  return field === '' ? 'body' : field
}

function reasonOf({ type, path, schema }: ValueError, known: readonly string[]): string {
  if (type === ValueErrorType.ObjectRequiredProperty) return 'is missing'
  if (type === ValueErrorType.ObjectAdditionalProperties) {
    const name = path.slice(path.lastIndexOf('/') + 1)
    return `is not a parameter of the verb${didYouMean(name, known)}`
  }
  if ('enum' in schema) return `must be one of ${schema['enum'].join(', ')}`
  if ('pattern' in schema) return `must match ${schema['pattern']}`
  if (schema['minLength'] !== undefined) return 'must be a non-empty string'
  if (schema['minItems'] !== undefined) return `must be an array of at least ${schema['minItems']}`
  return `must be ${kinds[schema['type']]}${schema['minimum'] === undefined ? '' : `, ${schema['minimum']} or more`}`
}

const kinds: Readonly<Record<string, string>> = {
  array: 'an array',
  boolean: 'true or false',
  integer: 'an integer',
  object: 'an object',
  string: 'a string',
}
