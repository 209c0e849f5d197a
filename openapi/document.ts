import { realClock } from '../src/domain/clock.ts'
import { api } from '../src/http/api.ts'
import { ApplicationBody } from '../src/http/application-schema.ts'
import { authenticateWith } from '../src/http/auth-context.ts'
import * as schemas from '../src/http/schema.ts'
import { TrunkBody, TrunkList } from '../src/http/trunk-schema.ts'
import { MemoryStore } from '../src/store/memory.ts'
import { readSeed } from '../src/store/seed-check.ts'
import { describeRoutes } from './describe-routes.ts'

const description = [
  'Configures which SIP trunk or voice application handles the inbound calls to a phone number, never both.',
  'The behavior catalog of tryvox-sandbox (`docs/behaviors.md`) states for each behavior whether the vendor documents it',
  'or whether it is inferred or assumed.',
].join(' ')

/** The OpenAPI document of the vendor's API, generated from the schemas of the routes. */
export function openApi() {
  const metadata = {
    info: {
      title: 'TryVox: Configure a Number',
      version: '1',
      description,
      contact: { name: 'TryVox documentation', url: 'https://docs.tryvox.io/numbers/configure' },
      license: { name: 'MIT', identifier: 'MIT' } as { name: string },
    },
    servers: [
      { url: '/', description: 'This server.' },
      { url: 'https://api.tryvox.io', description: 'The vendor.' },
    ],
    tags: [
      { name: 'Configure a Number', description: 'Assign a trunk or an application to a number, and unassign it.' },
      { name: 'Numbers', description: 'Read numbers and their configuration.' },
      { name: 'Trunks', description: 'SIP trunks, to which numbers can be assigned.' },
      { name: 'Applications', description: 'Voice applications, to which numbers can be assigned.' },
    ],
    security: [{ bearer: [] }, { basic: [] }],
    components: {
      securitySchemes: {
        bearer: { type: 'http' as const, scheme: 'bearer', description: 'The API key.' },
        basic: {
          type: 'http' as const,
          scheme: 'basic',
          description: 'The account as the user, the API key as the password.',
        },
      },
    },
  }
  const allSchemas = [...Object.values(schemas), TrunkBody, TrunkList, ApplicationBody]
  const named = allSchemas.filter(schema => schema.$id !== undefined)
  return describeRoutes(metadata, named, app => {
    const authenticate = authenticateWith(new MemoryStore(readSeed({})), realClock(Date.now))
    app.register(api, { authenticate, variants: {} })
  })
}
