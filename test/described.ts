import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Answer } from './server.ts'
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
/** By method, template and status: made once, for that takes a while. */
const validators = new Map<string, Validator>()

/** What is wrong with an answer by the OpenAPI document; null where it is as described, or where nothing is described. */
export function undescribed(method: string, path: string, answer: Answer): string | null {
  const [bare = ''] = path.split('?')
  const template = templates.find(({ pattern }) => pattern.test(bare))?.template
  const operation = document.paths[template ?? '']?.[method.toLowerCase()]
  if (template === undefined || operation === undefined) return null
  const status = answer.status in operation.responses ? `${answer.status}` : 'default'
  if (operation.responses[status].content === undefined) return answer.text === '' ? null : `a body with ${status}`
  const validate = validator(template, method.toLowerCase(), status)
  return validate?.(answer.body) ? null : `${answer.status} ${answer.text}: ${ajv.errorsText(validate?.errors)}`
}

function validator(template: string, method: string, status: string): Validator {
  const media = `paths/${pointer(template)}/${method}/responses/${status}/content/application~1json/schema`
  const known = validators.get(media) ?? ajv.getSchema(`openapi#/${media}`)
  validators.set(media, known)
  return known
}

function pointer(template: string): string {
  return encodeURIComponent(template.replaceAll('~', '~0').replaceAll('/', '~1'))
}
