import { readFileSync } from 'node:fs'
import t from 'tap'
import { onEachStore } from '../server.ts'

const types = { 'openapi.json': 'application/json; charset=utf-8', 'openapi.yaml': 'application/yaml; charset=utf-8' }

t.test('the OpenAPI document is served without authentication, as JSON and as YAML', t =>
  onEachStore(t, {}, async (t, { call }) => {
    for (const [name, type] of Object.entries(types)) {
      const { status, headers, text } = await call('GET', `/${name}`, { headers: { authorization: '' } })
      const file = readFileSync(new URL(`../../openapi/${name}`, import.meta.url), 'utf8')
      t.strictSame([status, headers['content-type'], text], [200, type, file], name)
      t.match(text, /operationId"?: "?assignTrunk/)
    }
  }),
)
