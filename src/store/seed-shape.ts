import type { TSchema } from '@sinclair/typebox'
import type { ValueError } from '@sinclair/typebox/compiler'
import { TypeCompiler, ValueErrorType } from '@sinclair/typebox/compiler'
import type { Redactor } from '../base/redaction.ts'
import { didYouMean } from '../base/suggestion.ts'
import type { Steps } from '../base/turns.ts'
import { UsageError } from '../base/usage-error.ts'
import { SeedFile } from './seed-file.ts'

/** An error in a seed. `problem` says what is wrong and, if a known name is similar, suggests it. */
export class SeedError extends UsageError {
  readonly problem: string
  /** Empty for the seed itself. */
  readonly #path: string

  constructor(path: string, problem: string) {
    super(`${path === '' ? 'the seed' : path} ${problem}`)
    this.#path = path
    this.problem = problem
  }

  /** The field, such as `numbers[2].trunk_id`; `body` for the seed itself. */
  get path(): string {
    return this.#path === '' ? 'body' : this.#path
  }

  /** The same error without API keys and secrets in its texts. */
  redacted(redactor: Redactor): SeedError {
    return new SeedError(redactor.text(this.#path), redactor.text(this.problem))
  }
}

const seedSchema = TypeCompiler.Compile(SeedFile)
const rowSchemas = Object.entries(SeedFile.properties).map(
  ([list, { items }]) => [list, TypeCompiler.Compile<TSchema>(items)] as const,
)

/** Validation stops after this many errors: a file can have an error in each of a million rows. */
const maxErrors = 100

/**
 * Validates parsed JSON against the schema of a seed file, one row per step. Throws a `SeedError`. Does not check
 * references between rows.
 */
export function* checkShape(json: unknown): Steps<SeedFile> {
  const errors: ValueError[] = []
  for (const error of seedSchema.Errors(withoutRows(json))) {
    if (errors.push(error) === maxErrors) throw toSeedError(errors)
  }
  for (const [list, rowSchema] of rowSchemas) {
    const rows: unknown = Object(json)[list]
    if (!Array.isArray(rows)) continue
    for (const [index, row] of rows.entries()) {
      yield
      if (rowSchema.Check(row)) continue
      for (const error of rowSchema.Errors(row)) {
        if (errors.push({ ...error, path: `/${list}/${index}${error.path}` }) === maxErrors) throw toSeedError(errors)
      }
    }
  }
  if (errors.length > 0) throw toSeedError(errors)
  return json as SeedFile
}

/** The same JSON with empty lists. */
function withoutRows(json: unknown): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, Array.isArray(value) ? [] : value]))
}

/** Reports an unknown field before other errors: a misspelt name also makes the correct field look missing. */
function toSeedError(errors: readonly ValueError[]): SeedError {
  const error = errors.reduce((first, each) => (isUnknownField(each) && !isUnknownField(first) ? each : first))
  return new SeedError(truncate(toFieldPath(error.path)), describeProblem(error))
}

function isUnknownField({ type }: ValueError): boolean {
  return type === ValueErrorType.ObjectAdditionalProperties
}

/** Converts the JSON pointer `/numbers/2/trunk_id` to `numbers[2].trunk_id`. */
function toFieldPath(pointer: string): string {
  return pointer
    .replace(/\/(\d+)/g, '[$1]')
    .replace(/\//g, '.')
    .replace(/^\./, '')
}

function describeProblem({ type, schema, path, value }: ValueError): string {
  const field = path.slice(path.lastIndexOf('/') + 1)
  if (type === ValueErrorType.ObjectAdditionalProperties)
    return `is not a field of ${ownerOf(field, path)}${didYouMean(field, Object.keys(schema['properties']))}`
  if (type === ValueErrorType.ObjectRequiredProperty) return 'is missing'
  // Never quotes a key or a secret, even if the value is invalid or in the wrong field.
  const quoted =
    path.startsWith('/keys') || /secret/i.test(path) || typeof value !== 'string'
      ? ''
      : `"${truncate(JSON.stringify(value).slice(1, -1))}" `
  return `${quoted}${describeExpectation(schema, value)}`
}

/** The longest part of a name or value that a message repeats, in code points. */
const maxCodePoints = 200

export function truncate(text: string): string {
  const start = [...text.slice(0, 2 * maxCodePoints + 1)].slice(0, maxCodePoints).join('')
  return start.length === text.length ? text : `${start}…`
}

function describeExpectation(schema: TSchema, value: unknown): string {
  const choices: readonly string[] = schema['enum'] ?? []
  if (choices.length > 0)
    return `must be one of ${choices.join(', ')}${typeof value === 'string' ? didYouMean(value, choices) : ''}`
  const pattern = schema['pattern'] ?? nullablePattern(schema)
  if (pattern !== undefined) return `must match ${pattern}`
  return schema['type'] === 'object' ? 'must be a JSON object' : `must be ${describeType(schema)}`
}

function nullablePattern(schema: TSchema): string | undefined {
  return (schema['anyOf'] ?? []).find((option: TSchema) => 'pattern' in option)?.pattern
}

function describeType(schema: TSchema): string {
  const limits = ['minimum', 'maximum', 'maxLength', 'uniqueItems'].filter(limit => limit in schema)
  return [`a JSON ${schema['type']}`, ...limits.map(limit => `${limit} ${schema[limit]}`)].join(', ')
}

/** The list whose rows do not have the field, if other parts of a seed do have it; otherwise `a seed`. */
function ownerOf(field: string, path: string): string {
  const lists = Object.entries(SeedFile.properties)
  const fields = lists.flatMap(([list, { items }]) => [list, ...Object.keys(items.properties)])
  const [, list = ''] = path.split('/')
  return list !== field && fields.includes(field) ? list : 'a seed'
}
