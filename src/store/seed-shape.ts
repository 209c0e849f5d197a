import type { TSchema } from '@sinclair/typebox'
import type { ValueError } from '@sinclair/typebox/compiler'
import { TypeCompiler, ValueErrorType } from '@sinclair/typebox/compiler'
import type { Redactor } from '../base/redaction.ts'
import { didYouMean } from '../base/suggestion.ts'
import type { Steps } from '../base/turns.ts'
import { UsageError } from '../base/usage-error.ts'
import { SeedFile } from './seed-file.ts'

/** A mistake in a seed: its place, what is wrong and, where one is near, the right value. */
export class SeedError extends UsageError {
  readonly wrong: string
  readonly #place: string

  constructor(place: string, wrong: string) {
    super(`${place === '' ? 'the seed' : place} ${wrong}`)
    this.#place = place
    this.wrong = wrong
  }

  get place(): string {
    return this.#place === '' ? 'body' : this.#place
  }

  /** The same without what is not to be shown. */
  without(redactor: Redactor): SeedError {
    return new SeedError(redactor.text(this.#place), redactor.text(this.wrong))
  }
}

const shape = TypeCompiler.Compile(SeedFile)
const rowShapes = Object.entries(SeedFile.properties).map(
  ([list, { items }]) => [list, TypeCompiler.Compile<TSchema>(items)] as const,
)

/** How many errors are looked at: a file may have one in each of a million rows. */
const maxErrors = 100

/**
 * Refuses with a `SeedMistake` what has not the shape of a seed, a row in each step. Says nothing of whether its rows fit
 * each other.
 */
export function* checkShape(json: unknown): Steps<SeedFile> {
  const errors: ValueError[] = []
  for (const error of shape.Errors(withoutRows(json))) {
    if (errors.push(error) === maxErrors) throw seedErrorOf(errors)
  }
  for (const [list, rowShape] of rowShapes) {
    const rows: unknown = Object(json)[list]
    if (!Array.isArray(rows)) continue
    for (const [at, row] of rows.entries()) {
      yield
      if (rowShape.Check(row)) continue
      for (const error of rowShape.Errors(row)) {
        if (errors.push({ ...error, path: `/${list}/${at}${error.path}` }) === maxErrors) throw seedErrorOf(errors)
      }
    }
  }
  if (errors.length > 0) throw seedErrorOf(errors)
  return json as SeedFile
}

/** The same with its lists empty. */
function withoutRows(json: unknown): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, Array.isArray(value) ? [] : value]))
}

/** A misspelt field is the cause, and the field that is missing for it only the effect: name the cause. */
function seedErrorOf(errors: readonly ValueError[]): SeedError {
  const error = errors.reduce((first, each) => (isUnknown(each) && !isUnknown(first) ? each : first))
  return new SeedError(shortened(placeOf(error.path)), whatIsWrong(error))
}

function isUnknown({ type }: ValueError): boolean {
  return type === ValueErrorType.ObjectAdditionalProperties
}

/** `/numbers/2/trunk_id` is `numbers[2].trunk_id` to whoever wrote the file. */
function placeOf(path: string): string {
  return path
    .replace(/\/(\d+)/g, '[$1]')
    .replace(/\//g, '.')
    .replace(/^\./, '')
}

function whatIsWrong({ type, schema, path, value }: ValueError): string {
  const field = path.slice(path.lastIndexOf('/') + 1)
  if (type === ValueErrorType.ObjectAdditionalProperties)
    return `is not a field of ${ownerOf(field, path)}${didYouMean(field, Object.keys(schema['properties']))}`
  if (type === ValueErrorType.ObjectRequiredProperty) return 'is missing'
  // A key or a secret is never repeated, not even to say that it is wrong or stands in the wrong place.
  const shown =
    path.startsWith('/keys') || /secret/i.test(path) || typeof value !== 'string'
      ? ''
      : `"${shortened(JSON.stringify(value).slice(1, -1))}" `
  return `${shown}${expectation(schema, value)}`
}

/** In code points. */
const maxShown = 200

/** A name or a value that may be long: a message repeats it. */
function shortened(text: string): string {
  const start = [...text.slice(0, 2 * maxShown + 1)].slice(0, maxShown).join('')
  return start.length === text.length ? text : `${start}…`
}

function expectation(schema: TSchema, value: unknown): string {
  const choices: readonly string[] = schema['enum'] ?? []
  if (choices.length > 0)
    return `must be one of ${choices.join(', ')}${typeof value === 'string' ? didYouMean(value, choices) : ''}`
  const pattern = schema['pattern'] ?? nullablePattern(schema)
  if (pattern !== undefined) return `must match ${pattern}`
  return schema['type'] === 'object' ? 'must be a JSON object' : `must be ${describe(schema)}`
}

function nullablePattern(schema: TSchema): string | undefined {
  return (schema['anyOf'] ?? []).find((option: TSchema) => 'pattern' in option)?.pattern
}

function describe(schema: TSchema): string {
  const limits = ['minimum', 'maximum', 'maxLength', 'uniqueItems'].filter(limit => limit in schema)
  return [`a JSON ${schema['type']}`, ...limits.map(limit => `${limit} ${schema[limit]}`)].join(', ')
}

/** What has no such field: a seed has none, or only the rows of this list have none. */
function ownerOf(field: string, path: string): string {
  const lists = Object.entries(SeedFile.properties)
  const fields = lists.flatMap(([list, { items }]) => [list, ...Object.keys(items.properties)])
  const [, list = ''] = path.split('/')
  return list !== field && fields.includes(field) ? list : 'a seed'
}
