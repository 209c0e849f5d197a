import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Answer } from './server.ts'
import { read } from './tree.ts'

const document = JSON.parse(read('openapi/openapi.json'))
const ajv = new Ajv2020({ strict: false })
addFormats.default(ajv)
ajv.addSchema(document, 'openapi')

/** What is wrong with an answer by the OpenAPI document; null where it is as described, or where nothing is described. */
export function undescribed(method: string, path: string, answer: Answer): string | null {
  const [bare = ''] = path.split('?')
  const template = Object.keys(document.paths).find(each =>
    new RegExp(`^${each.replace(/\{\w+\}/g, '[^/]+')}$`).test(bare),
  )
  const operation = document.paths[template ?? '']?.[method.toLowerCase()]
  if (template === undefined || operation === undefined) return null
  const status = answer.status in operation.responses ? answer.status : 'default'
  const media = `paths/${pointer(template)}/${method.toLowerCase()}/responses/${status}/content/application~1json/schema`
  const validate = ajv.getSchema(`openapi#/${media}`)
  return validate?.(answer.body) ? null : `${answer.status} ${answer.text}: ${ajv.errorsText(validate?.errors)}`
}

function pointer(template: string): string {
  return encodeURIComponent(template.replaceAll('~', '~0').replaceAll('/', '~1'))
}
