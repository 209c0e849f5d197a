import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import swagger from '@fastify/swagger'
import type { TSchema } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { fastify } from 'fastify'

/**
 * Generates an OpenAPI document from the schemas of the routes that `register` adds. Named schemas become components.
 * `metadata` is the rest of the document: title, servers, tags.
 */
export async function describeRoutes(
  metadata: FastifyDynamicSwaggerOptions['openapi'],
  schemas: readonly TSchema[],
  register: (app: FastifyInstance) => void,
) {
  const app = fastify()
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', ...metadata },
    refResolver: { buildLocalReference: ({ $id }) => String($id) },
  })
  for (const schema of schemas) app.addSchema(schema)
  register(app)
  await app.ready()
  const document = { json: app.swagger(), yaml: app.swagger({ yaml: true }) }
  await app.close()
  return document
}
