import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import swagger from '@fastify/swagger'
import type { TSchema } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { fastify } from 'fastify'

/** The document that routes give of themselves, its schemas by their names, beside what is said of the whole. */
export async function describe(
  whole: FastifyDynamicSwaggerOptions['openapi'],
  schemas: readonly TSchema[],
  register: (app: FastifyInstance) => void,
) {
  const app = fastify()
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', ...whole },
    refResolver: { buildLocalReference: ({ $id }) => String($id) },
  })
  for (const schema of schemas) app.addSchema(schema)
  register(app)
  await app.ready()
  const written = { json: app.swagger(), yaml: app.swagger({ yaml: true }) }
  await app.close()
  return written
}
