import { readFileSync } from 'node:fs'
import type { FastifyPluginCallback } from 'fastify'

const types = { 'openapi.json': 'application/json; charset=utf-8', 'openapi.yaml': 'application/yaml; charset=utf-8' }

/**
 * Serves the OpenAPI document that `npm run openapi` generated from the routes. Generating it at every start would make the
 * start slower. A test checks that the files are current.
 */
export const document: FastifyPluginCallback = (app, _options, done) => {
  for (const [name, type] of Object.entries(types)) {
    app.get(`/${name}`, (_request, reply) =>
      reply.type(type).send(readFileSync(new URL(`../../openapi/${name}`, import.meta.url))),
    )
  }
  done()
}
