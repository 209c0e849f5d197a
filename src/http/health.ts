import type { FastifyPluginCallback } from 'fastify'
import type { Store } from '../store/store.ts'

/** `/healthz`: the process responds. `/readyz`: it accepts work, so not during shutdown or after the database was lost. */
export const health: FastifyPluginCallback<{ store: Pick<Store, 'syncError'> }> = (app, { store }, done) => {
  let draining = false
  app.addHook('preClose', async () => {
    draining = true
  })
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    if (store.syncError !== null) return reply.code(503).send({ status: 'database lost' })
    return draining ? reply.code(503).send({ status: 'draining' }) : { status: 'ready' }
  })
  done()
}
