import { readFileSync } from 'node:fs'
import type { FastifyPluginCallback } from 'fastify'

const types = { 'openapi.json': 'application/json; charset=utf-8', 'openapi.yaml': 'application/yaml; charset=utf-8' }

/**
 * Serves the OpenAPI document as it was generated from the routes (`npm run openapi`; a test says that it is current),
 * so that a server that nobody asks for it does not make it at every start.
 */
export const document: FastifyPluginCallback = (app, _options, done) => {
  for (const [name, type] of Object.entries(types)) {
    app.get(`/${name}`, (_request, reply) =>
      reply.type(type).send(readFileSync(new URL(`../../openapi/${name}`, import.meta.url))),
    )
  }
  done()
}
