import type { CorpusClient } from '../client.ts'

const key = 'Authorization: Bearer tvx_sk_test_sandbox\r\n'
const common = `Host: localhost\r\nX-Request-Id: wire-1\r\nConnection: close\r\n${key}`
const path = '/v1/account/acc_123abc/numbers/+14155551234'
const body = '{"trunk_id":"trunk_abc123"}'

/** Requests as bytes that no HTTP client sends. */
const requests: readonly string[][] = [
  [`GET ${path} HTTP/1.1\r\n${common}\r\n`],
  [`GET http://localhost${path} HTTP/1.1\r\n${common}\r\n`],
  [`GET ${path}#fragment HTTP/1.1\r\n${common}\r\n`],
  [`GET ${path} HTTP/1.0\r\n${common}\r\n`],
  [`GET ${path} HTTP/1.1\r\nConnection: close\r\n${key}\r\n`],
  [`GET ${path} HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n${key}\r\n`],
  [`GET ${path} HTTP/9.9\r\n${common}\r\n`],
  [`GET ${path}\r\n\r\n`],
  [`get ${path} HTTP/1.1\r\n${common}\r\n`],
  [`FOO ${path} HTTP/1.1\r\n${common}\r\n`],
  ['\r\n\r\nnonsense\r\n\r\n'],
  ['nonsense'.repeat(10_000)],
  ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  [`GET ${path} HTTP/1.1\r\n${common}X: a\x00b\r\n\r\n`],
  [`GET ${path} HTTP/1.1\r\n${common}Bad Header: x\r\n\r\n`],
  [`GET ${path} HTTP/1.1\r\n${common} folded: x\r\n\r\n`],
  [`GET ${path} HTTP/1.1\r\n${common}X-Long: ${'a'.repeat(17_000)}\r\n\r\n`],
  [`GET /v1/${'a'.repeat(17_000)} HTTP/1.1\r\n${common}\r\n`],
  [`GET /v1/account/acc_123abc/numbers/+1415555\xe9 HTTP/1.1\r\n${common}\r\n`],
  [
    `POST ${path}/assign HTTP/1.1\r\n${common}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  ],
  [`POST ${path}/assign HTTP/1.1\r\n${common}Content-Type: application/json\r\nContent-Length: x\r\n\r\n${body}`],
  [`POST ${path}/assign HTTP/1.1\r\n${common}Content-Type: application/json\r\nContent-Length: -1\r\n\r\n${body}`],
  [
    `POST ${path}/assign HTTP/1.1\r\n${common}Content-Type: application/json\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n${body}`,
  ],
  [
    `POST ${path}/assign HTTP/1.1\r\n${common}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1b\r\n${body}\r\n0\r\n\r\n`,
  ],
  [
    `POST ${path}/assign HTTP/1.1\r\n${common}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
  ],
  [
    `POST ${path}/assign HTTP/1.1\r\n${common}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n`,
  ],
  [`POST ${path}/assign HTTP/1.1\r\n${common}Content-Type: application/json\r\nTransfer-Encoding: gzip\r\n\r\n`],
  [`POST ${path}/assign HTTP/1.1\r\n${common}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
  [
    `GET ${path} HTTP/1.1\r\n${common.replace('Connection: close\r\n', '')}\r\nGET ${path}/assign HTTP/1.1\r\n${common}\r\n`,
  ],
  [`CONNECT localhost:80 HTTP/1.1\r\n${common}\r\n`],
  [`OPTIONS * HTTP/1.1\r\n${common}\r\n`],
  [`TRACE ${path} HTTP/1.1\r\n${common}\r\n`],
  [`PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n`],
]

export async function wire(client: CorpusClient): Promise<void> {
  for (const parts of requests) await client.wire(...parts)
  await client.control('GET', '/requests?limit=100', { mask: ['request_id'] })
}
