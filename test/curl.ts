import type { Answer, Call, TestServer } from './server.ts'

/** A curl block as the page and the README write them. */
export interface Curl {
  readonly method: string
  readonly url: URL
  readonly call: Call
}

export function readCurl(text: string): Curl {
  const headers = Object.fromEntries(
    [...text.matchAll(/--header '([^:]*): ([^']*)'/g)].map(([, name, value]) => [name, value]),
  )
  const body = /--data '([^']*)'/.exec(text)?.[1]
  return {
    method: /--request (\w+)/.exec(text)?.[1] ?? '',
    url: new URL(/--url (\S+)/.exec(text)?.[1] ?? ''),
    call: body === undefined ? { headers } : { headers, body },
  }
}

/** With nothing but the host changed. */
export function sendCurl(server: TestServer, { method, url, call }: Curl): Promise<Answer> {
  return server.call(method, url.pathname, call)
}
