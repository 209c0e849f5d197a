import type { FastifyPluginCallback } from 'fastify'

/** `/healthz`: the process answers. `/readyz`: it takes work; not so while it finishes what it has, to end. */
export const health: FastifyPluginCallback = (app, _options, done) => {
  let draining = false
  app.addHook('preClose', async () => {
    draining = true
  })
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) =>
    draining ? reply.code(503).send({ status: 'draining' }) : { status: 'ready' },
  )
  done()
}
