import type { CorpusClient } from '../client.ts'

const pageFiles = ['/_console', '/_console/', '/docs', '/docs/']

/** The documents with which the server describes itself. */
export async function documents(client: CorpusClient): Promise<void> {
  for (const target of ['/openapi.json', '/_sandbox/openapi.json', '/_sandbox/behaviors']) await client.document(target)
  for (const target of ['/healthz', '/readyz', '/', '/llms.txt']) await client.call('GET', target)
  for (const target of [
    ...pageFiles,
    '/openapi.json',
    '/openapi.yaml',
    '/_sandbox/openapi.json',
    '/_sandbox/behaviors',
  ])
    await client.call('HEAD', target)
  await client.control('GET', '/info', { mask: ['version'] })
}
