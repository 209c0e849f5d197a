import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { TestResponse } from './server.ts'
import { read } from './tree.ts'

const document = JSON.parse(read('openapi/openapi.json'))
const ajv = new Ajv2020({ strict: false })
addFormats.default(ajv)
ajv.addSchema(document, 'openapi')

type Validator = ReturnType<typeof ajv.getSchema>

const templates = Object.keys(document.paths).map(template => ({
  template,
  pattern: new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`),
}))
/** Compiled validators by the path of their schema in the document. Compiling is slow, so each is cached. */
const validators = new Map<string, Validator>()

/**
 * Returns how a response differs from the OpenAPI document. Returns null if it matches, or if the document does not
 * describe it.
 */
export function findMismatch(method: string, path: string, response: TestResponse): string | null {
  const [pathname = ''] = path.split('?')
  const template = templates.find(({ pattern }) => pattern.test(pathname))?.template
  const operation = document.paths[template ?? '']?.[method.toLowerCase()]
  if (template === undefined || operation === undefined) return null
  const status = response.status in operation.responses ? `${response.status}` : 'default'
  if (operation.responses[status].content === undefined) return response.text === '' ? null : `a body with ${status}`
  const validate = validator(template, method.toLowerCase(), status)
  return validate?.(response.body) ? null : `${response.status} ${response.text}: ${ajv.errorsText(validate?.errors)}`
}

function validator(template: string, method: string, status: string): Validator {
  const media = `paths/${pointer(template)}/${method}/responses/${status}/content/application~1json/schema`
  const cached = validators.get(media) ?? ajv.getSchema(`openapi#/${media}`)
  validators.set(media, cached)
  return cached
}

function pointer(template: string): string {
  return encodeURIComponent(template.replaceAll('~', '~0').replaceAll('/', '~1'))
}
